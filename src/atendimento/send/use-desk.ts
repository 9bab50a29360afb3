import { createContext, useContext, useMemo, useSyncExternalStore } from 'react'
import type { Configuracao, Sessao } from '../../contract/page-context.ts'
import { createTimes } from '../../contract/times.ts'
import type { Fetch } from '../../ui/fetch-whole.ts'
import type { LaterForm } from '../form/later-form.ts'
import type { LaterScreens } from '../later-screens.ts'
import type { CallerParts } from './caller-parts.ts'
import type { Drafts } from './drafts.ts'
import type { FormInHandStore } from './form-in-hand.ts'
import type { GatewayApi, SessionEnd } from './gateway-api.ts'

/** What one attendant works with, on whichever screen. */
export type Desk = {
  gateway: GatewayApi
  /** For what else asks the gateway, in another room. */
  fetch: Fetch
  /** The gateway said that nobody is signed in any more. */
  onEnd: (end: SessionEnd) => void
  isSessionOver: boolean
  drafts: Drafts
  now: () => Date
  /** Whose page it is, also while their session is over; null until that is known. */
  sessao: Sessao | null
  /** What the gateway last said of itself and of HubSoft; undefined until it has answered. */
  configuracao: Configuracao | undefined
  /** For whoever fills in the form from around it. */
  formInHand: FormInHandStore
  /** What comes behind the form; undefined until it has. */
  later: { form: LaterForm; screens: LaterScreens } | undefined
  /** It didn't come. */
  isLaterMissing: boolean
  /** Who is calling, of another room: it comes with that; undefined where a form does without. */
  caller?: CallerParts | undefined
}

export const DeskContext = createContext<Desk | null>(null)

export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (!desk) throw new Error('no DeskContext around this screen')
  return desk
}

/** Times as people read them now, in the operator's time zone. */
export function useTimes() {
  const { now, configuracao } = useDesk()
  const timeZone = configuracao?.fuso_horario
  const { formatSince, formatWhen } = useMemo(() => createTimes(timeZone), [timeZone])
  return {
    formatSince: (at: Date) => formatSince(at, now()),
    formatWhen: (at: Date) => formatWhen(at, now()),
  }
}

/** Renders anew with each draft that comes, goes or stands otherwise; not with each letter. */
export function useDrafts(): Drafts {
  const { drafts } = useDesk()
  useSyncExternalStore(drafts.subscribe, drafts.all)
  return drafts
}
