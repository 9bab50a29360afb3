import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Sessao } from '../../contract/page-context.ts'
import type { Drafts } from './drafts.ts'
import type { GatewayApi } from './gateway-api.ts'

export type Times = {
  now: () => Date
  /** "às 10:58", or with its day where that wasn't today: "em 23/11, 10:58"; in the operator's time zone. */
  formatWhen: (at: Date) => string
  /** The same without the preposition. */
  formatSince: (at: Date) => string
}

/** What one attendant works with, on whichever screen. */
export type Desk = {
  gateway: GatewayApi
  drafts: Drafts
  times: Times
  /** Whose page it is, also while their session is over; null until that is known. */
  sessao: Sessao | null
}

export const DeskContext = createContext<Desk | null>(null)

export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (!desk) throw new Error('no DeskContext around this screen')
  return desk
}

/** Renders anew with each draft that comes, goes or stands otherwise; not with each letter. */
export function useDrafts(): Drafts {
  const { drafts } = useDesk()
  useSyncExternalStore(drafts.subscribe, drafts.all)
  return drafts
}
