import { emptyTicket, wireKeys } from '../../contract/fields.ts'
import type { OpenTicket } from './open-ticket.ts'
import type { Sources } from './origin.ts'
import type { TypedTicket } from './typed-ticket.ts'

export const standings = ['open', 'mendable', 'turned-away'] as const

export type Sent = {
  /** As it went out, or was to. */
  typed: TypedTicket
  sentAt: Date
  /**
   * `open` until its outcome is read; then the person's to send again: `mendable` where HubSoft refused
   * it, `turned-away` where it never got there, so that mostly nobody but this tab knows of it.
   */
  standing: (typeof standings)[number]
  /** The gateway has said that it was sent: a ticket of it may be open. */
  wasHeard?: boolean | undefined
}

/** What brought a text about that nobody wrote. */
export type About = {
  /** The call, as the phone system names it. */
  chamada?: string | undefined
  /** What came with it; empty where nothing did. */
  brought: TypedTicket
}

/** One ticket's text, from its first letter until it is known to be a ticket. */
export type Draft = {
  /** The form it is typed in, which outlives a change of key, so that focus and typing do too. */
  formId: string
  /** The key of its next or last send. */
  chave: string
  /** What stands in the form. */
  typed: TypedTicket
  /** When that was last changed. */
  typedAt: Date
  /** What went out with that key, or was to; null where nothing was. */
  sent: Sent | null
  /** What is written goes to this ticket, and none is opened. */
  appendsTo?: OpenTicket | undefined
  /** Its last word's time, where the tab was loaded anew with it and it wasn't sent since. */
  restoredFrom?: Date | undefined
  about?: About | undefined
  /** Where came from what of it nobody typed. */
  sources?: Sources | undefined
}

/** What a form starts with. */
export type Text = Pick<Draft, 'typed' | 'appendsTo'>

export const isFilled = ({ typed }: Draft) => Object.values(typed).some(Boolean)

/** Whether somebody has written any of it. */
export const isWritten = ({ typed, about }: Draft) =>
  wireKeys.some((name) => typed[name] !== (about?.brought ?? emptyTicket)[name])

/** Whether it would be missed. */
export const isDraft = (draft: Draft) => draft.sent !== null || isFilled(draft)
