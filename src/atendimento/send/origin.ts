import type { WireKey } from '../../contract/fields.ts'
import type { TypedTicket } from './typed-ticket.ts'

/** Whoever puts values into a form besides its attendant, the nearer to them the later (design C-6). */
export const ranks = ['address', 'host', 'card'] as const

/** Where a value that nobody typed came from. */
export type Origin = {
  /** As people are told it: "cadastro do HubSoft". Another's text. */
  label: string
  rank: (typeof ranks)[number]
  /** Of whose customer's record it is: it goes as another service comes. */
  serviceId?: number
}

/** What of a field's value isn't its attendant's. */
export type Source = {
  /** Where what stands in it came from; undefined where it was typed, or nothing stands there. */
  from?: Origin
  /** What it could hold instead. */
  offer?: { value: TypedTicket[WireKey]; origin: Origin }
}

export type Sources = Partial<Record<WireKey, Source>>

export type FillingIn = {
  /** Those that stand in the form now. */
  applied: WireKey[]
  /** Those that don't: what stands in their fields was typed, or came from nearer. It is offered there. */
  ignored: WireKey[]
}

/** Puts values into the form in hand, over nothing that was typed. */
export type FillIn = (values: Partial<TypedTicket>, origin: Origin) => FillingIn
