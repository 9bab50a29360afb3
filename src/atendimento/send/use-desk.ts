import type { QueryClient } from '@tanstack/react-query'
import { createContext, useContext, useSyncExternalStore } from 'react'
import type { Configuracao, Sessao } from '../../contract/page-context.ts'
import type { Fetch } from '../../ui/fetch-whole.ts'
import type { EarlyText } from '../form/early-text.ts'
import type { Asking } from './asking.ts'
import type { CallerParts } from './caller-parts.ts'
import type { Drafts } from './drafts.ts'
import type { FormInHandStore } from './form-in-hand.ts'
import type { GatewayApi, SessionEnd } from './gateway-api.ts'

/** What one attendant works with, on whichever screen. */
export type Desk = {
  /** The gateway, what was asked of it, and what is known of sends by that; undefined until what asks has come. */
  gateway: GatewayApi | undefined
  client: QueryClient | undefined
  asking: Asking | undefined
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
  /** What comes behind the form (`useLater`) didn't come. */
  isLaterMissing: boolean
  /** Who is calling, of another room: it comes with that; undefined where a form does without. */
  caller?: CallerParts | undefined
  /** What was written before the page's script had come. */
  early?: EarlyText | undefined
}

export const DeskContext = createContext<Desk | null>(null)

export function useDesk(): Desk {
  const desk = useContext(DeskContext)
  if (!desk) throw new Error('no DeskContext around this screen')
  return desk
}

/** For screens that come with what asks it. */
export function useGateway(): GatewayApi {
  const { gateway } = useDesk()
  if (!gateway) throw new Error('This screen came before what asks the gateway.')
  return gateway
}

/** Renders anew with each draft that comes, goes or stands otherwise; not with each letter. */
export function useDrafts(): Drafts {
  const { drafts } = useDesk()
  useSyncExternalStore(drafts.subscribe, drafts.all, drafts.all)
  return drafts
}
