import { QueryClient } from '@tanstack/react-query'
import { useLayoutEffect, useRef, useState } from 'react'
import { navigate } from 'wouter/use-browser-location'
import type { SentTickets } from '../atendimento/send/sent-tickets.ts'
import { homePath } from '../atendimento/send/ticket-address.ts'
import { createFormMemory, type FormMemory } from '../atendimento/send/use-current-ticket.ts'
import { askOn } from '../atendimento/send/use-ticket-outcome.ts'
import type { Sessao } from '../contract/page-context.ts'
import type { SessionApi } from '../sessao/session-api.ts'
import { useSession } from '../sessao/use-session.ts'

/** What the page holds for one attendant, and no other inherits (form-ux ). */
type Desk = {
  id: number
  /** What became of sends. */
  client: QueryClient
  memory: FormMemory
  /** Whose it is; null until somebody has signed in. */
  sessao: Sessao | null
  /** Something was typed before that. */
  isTouched: boolean
  /** Somebody signed out by hand. */
  wasLeft: boolean
  /** Whose text was taken off it. */
  formerName: string | null
}

const emptyDesk = (id: number): Desk => ({
  id,
  client: new QueryClient(),
  memory: createFormMemory(),
  sessao: null,
  isTouched: false,
  wasLeft: false,
  formerName: null,
})

/** Who is signed in, and the page as their own: emptied when they sign out, or another comes. */
export function useDesk(sessions: SessionApi, sentTickets: SentTickets, isLocal: boolean) {
  const { session, onSignedIn, onEnd } = useSession(sessions, isLocal)
  const [desk, setDesk] = useState(() => emptyDesk(0))
  const wasOver = useRef(false)
  const change = (part: Partial<Desk>) => setDesk((now) => ({ ...now, ...part }))

  function empty(part: Partial<Desk>) {
    // The address may name a send of theirs.
    navigate(homePath, { replace: true })
    setDesk(({ id }) => ({ ...emptyDesk(id + 1), ...part }))
  }

  /** Lets in the one whose page it was, the first one, or another. */
  function admit(sessao: Sessao) {
    const former = desk.sessao?.atendente
    const isAnother = former !== undefined && former.usuario !== sessao.atendente.usuario
    const leftInTab = sentTickets.handTo(sessao.atendente)
    const formerName = isAnother && desk.memory.texts().length > 0 ? former.nome : leftInTab
    if (isAnother || leftInTab) return empty({ sessao, formerName })
    change({ sessao })
    if (wasOver.current) askOn(desk.client)
  }

  // Before anything is painted: nobody sees what another has typed.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each thing heard of the session
  useLayoutEffect(() => {
    if (session?.kind === 'signed-in') admit(session.sessao)
    wasOver.current = session?.kind === 'signed-out'
  }, [session])

  return {
    desk,
    session,
    onSignedIn,
    onEnd,
    touch: () => change({ isTouched: true }),
    dismissFormer: () => change({ formerName: null }),
    onSignedOut() {
      sentTickets.clear()
      empty({ wasLeft: true })
      onEnd({ msg: '', wasByHand: false })
    },
  }
}
