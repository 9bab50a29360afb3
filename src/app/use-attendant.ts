import type { QueryClient } from '@tanstack/react-query'
import { useLayoutEffect, useRef, useState } from 'react'
import { navigate } from 'wouter/use-browser-location'
import type { Drafts } from '../atendimento/send/drafts.ts'
import { homePath } from '../atendimento/send/ticket-address.ts'
import { askOn } from '../atendimento/send/use-ticket-outcome.ts'
import type { Sessao } from '../contract/page-context.ts'
import type { SessionApi } from '../sessao/session-api.ts'
import { useSession } from '../sessao/use-session.ts'
import { createQueryClient } from './query-client.ts'

/** What the page holds for one attendant, and no other inherits (design ). */
type Holding = {
  id: number
  /** What became of sends. */
  client: QueryClient
  /** Whose it is; null until somebody has signed in. */
  sessao: Sessao | null
  /** Somebody signed out by hand. */
  wasLeft: boolean
  /** Whose text was taken off it. */
  formerName: string | null
}

const holdNothing = (id: number): Holding => ({
  id,
  client: createQueryClient(),
  sessao: null,
  wasLeft: false,
  formerName: null,
})

/** Who is signed in, and the page as their own: emptied when they sign out, or another comes. */
export function useAttendant(sessions: SessionApi, drafts: Drafts, isLocal: boolean) {
  const { session, onSignedIn, onEnd } = useSession(sessions, isLocal)
  const [holding, setHolding] = useState(() => holdNothing(0))
  const wasOver = useRef(false)
  const change = (part: Partial<Holding>) => setHolding((now) => ({ ...now, ...part }))

  // Before anything is painted: nobody sees what another has typed.
  useLayoutEffect(() => {
    if (session?.kind !== 'signed-in') {
      wasOver.current = session?.kind === 'signed-out'
      return
    }
    const { sessao } = session
    if (sessao === holding.sessao) return
    const { isAnother, formerName } = drafts.handTo(sessao.atendente)
    if (isAnother) {
      // The address may name a send of theirs.
      navigate(homePath, { replace: true })
      setHolding({ ...holdNothing(holding.id + 1), sessao, formerName })
    } else {
      setHolding({ ...holding, sessao })
      // What met the end of the session.
      if (wasOver.current) askOn(holding.client)
    }
    wasOver.current = false
  }, [session, drafts, holding])

  return {
    ...holding,
    session,
    onSignedIn,
    onEnd,
    dismissFormer: () => change({ formerName: null }),
    onSignedOut() {
      // Told first: what is empty is nobody's by then.
      onEnd({ msg: '', usuario: undefined, wasByHand: false })
      drafts.empty()
      navigate(homePath, { replace: true })
      setHolding(({ id }) => ({ ...holdNothing(id + 1), wasLeft: true }))
    },
  }
}
