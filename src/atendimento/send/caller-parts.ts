import type { ComponentType } from 'react'
import type { OpenTicket } from './open-ticket.ts'
import type { TypedTicket } from './typed-ticket.ts'

/** A list of a service's tickets that the attendant has before them. */
export type SeenList = {
  serviceId: number
  /** When it was read: ISO 8601, by the gateway's clock. */
  readAt: string
}

export type SearchProps = {
  /** A send is on its way: nothing may be picked. */
  isBusy: boolean
  /** This service is who is calling. */
  onPick: (serviceId: number) => void
}

export type CardProps = {
  /** As it stands in the field; null while that reads as none. */
  serviceId: number | null
  isBusy: boolean
  /** Contact data that the attendant takes over; the first empty field has the focus then. */
  onUse: (values: Partial<Pick<TypedTicket, 'nome' | 'telefone' | 'email'>>, label: string) => void
  /** What is written goes to this ticket, and none is opened. */
  onAppend: (ticket: OpenTicket) => void
  /** The service's list of open tickets that is on the screen now; null while there is none. */
  onListRead: (list: SeenList | null) => void
}

/** Who is calling, as another room shows it within the form. */
export type CallerParts = {
  Search: ComponentType<SearchProps>
  Card: ComponentType<CardProps>
}
