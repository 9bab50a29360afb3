import { useLayoutEffect, useRef, useState } from 'react'
import { navigate } from 'wouter/use-browser-location'
import type { Drafts } from '../atendimento/send/drafts.ts'
import { homePath } from '../atendimento/send/ticket-address.ts'
import type { Sessao } from '../contract/page-context.ts'
import type { Standing } from '../sessao/ask-session.ts'
import { useKnown } from '../ui/use-known.ts'
import type { Later } from './later.ts'

/** What the page holds for one attendant, and no other inherits (design ). */
type Holding = {
  id: number
  /** Whose it is; null until somebody has signed in. */
  sessao: Sessao | null
  /** Somebody signed out by hand. */
  wasLeft: boolean
  /** Whose text was taken off it. */
  formerName: string | null
}

const holdNothing = (id: number): Holding => ({
  id,
  sessao: null,
  wasLeft: false,
  formerName: null,
})

type AttendantDeps = {
  later: Later | undefined
  /** Who was signed in as the page was loaded; undefined until that is known. */
  first: Standing | undefined
  drafts: Drafts
}

/** Nothing says that a session is over before something has been asked. */
const beforeAsking = () => {}

/** Who is signed in, and the page as their own: emptied when they sign out, or another comes. */
export function useAttendant({ later, first, drafts }: AttendantDeps) {
  const session = useKnown(later?.session.standing) ?? first
  const onEnd = later?.session.onEnd ?? beforeAsking
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
      if (wasOver.current) later?.askOn(later.clientOf(holding.id))
    }
    wasOver.current = false
  }, [session, drafts, holding, later])

  return {
    ...holding,
    client: later?.clientOf(holding.id),
    session,
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
