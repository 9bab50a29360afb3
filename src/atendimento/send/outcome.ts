import type { Canal } from '../../contract/canais.ts'
import type { Enviado } from '../../contract/novo-atendimento.ts'
import type { ShownAtendimento } from '../../contract/shown-ticket.ts'

/** What may be known of a send beside its kind. */
type Told = {
  /** The fields as posted, as long as the gateway remembers them. */
  enviado?: Enviado | undefined
  /** It adds to a ticket that stands, and opens none; `text` as long as the gateway remembers it. */
  message?: { to: number; text?: string | undefined; serviceId?: number } | undefined
  sentAt?: Date | undefined
  /** The name of the attendant who sent it. */
  openedBy?: string | undefined
  /** The request that an error answered: whoever looks into it finds its log line by this. */
  requestId?: string | undefined
  /** The gateway has said before that it was sent. */
  wasHeard?: boolean | undefined
}

/** Our request is on its way and wasn't answered yet; `sending-again`: what it repeats may be open. */
type Sending = Told & { kind: 'sending' | 'sending-again' }

/** The gateway is being asked: an answer was lost, or the page was loaded anew. */
type Asking = Told & { kind: 'asking'; why: 'lost-answer' | 'reload' }

/** It was sent, and the gateway is looking for what came of it. */
type Pending = Told & {
  kind: 'pending'
  /** How often the gateway has said so since it last said anything else. */
  answers: number
  /** HubSoft's list can't be read for now. */
  couldNotLook?: boolean
}

/** The gateway can't be asked for now. */
type Unreachable = Told &
  (
    | { kind: 'unreachable' }
    /** It was reached, and says why it doesn't tell. */
    | {
        kind: 'not-told'
        reason: string
        /** How long it wants to be left alone. */
        retryAfterS?: number
      }
    /** Asking can go on once somebody has signed in. */
    | { kind: 'not-told-signed-out'; reason: string }
  )

/** The gateway has looked for it long enough, and doesn't know. */
export type Unknown = Told & {
  kind: 'unknown'
  /** How often it was sent. */
  attempt: number
  /** At HubSoft's list, oldest first. */
  looks: { em: string; lida: boolean }[]
  /** The gateway gave up since it couldn't look, and not for want of a ticket. */
  couldNotLook: boolean
  /** Why nothing came of trying to send again. */
  said?: string
}

/** The gateway has said that it was sent, and has no record of it any more. */
type RecordLost = Told & { kind: 'record-lost' }

/** The key is another attendant's. */
export type NotOurs = Told & { kind: 'not-ours'; msg: string }

export type Opened = Told & {
  kind: 'opened'
  atendimento: ShownAtendimento
  /** It was found in HubSoft, whose own answer never came. */
  isConfirmed: boolean
  /** Of further tickets of this send: one too many each. */
  otherProtocols: string[]
  /** Another ticket of this send may still turn up. */
  mayDouble?: boolean | undefined
  /** That the customer has the protocol; null where not yet, undefined where nobody was asked. */
  told?: { by: Canal; at: Date } | null | undefined
}

/**
 * HubSoft said no. In doubt, a ticket of this send may turn up all the same; refused again, what was
 * refused is the repetition of a send of which nobody knows what came.
 */
export type Refused = Told & {
  kind: 'refused' | 'refused-in-doubt' | 'refused-again'
  /** What the attendant can do about it, where HubSoft's own sentences don't say. */
  advice?: string
  sentences: string[]
  campos: Record<string, string>
}

/** For certain not sent; `never-arrived`: the gateway has no record of it, or not yet. */
export type NotSent = Told & { kind: 'not-sent' | 'never-arrived'; msg: string }

/** Turned away at our own door, for certain before anything was sent: no outcome of a send. */
export type Rejected = Told & { msg: string } & (
    | {
        kind: 'rejected'
        campos: Record<string, string>
        /** Somebody has sent one for the service meanwhile: as of when that was told (ISO 8601). */
        toldAt?: string | undefined
        /** The send that had this text's former key, and another text, as from a duplicated tab. */
        otherSend?: string | undefined
      }
    | { kind: 'session-over' }
    /** The key is another attendant's, or carried another text: only a new one can send. */
    | { kind: 'key-spent'; carriedAnother: boolean }
  )

/** What the page knows of one send; what each kind means for the page is in its traits. */
export type TicketOutcome =
  | Sending
  | Asking
  | Pending
  | Unreachable
  | Unknown
  | RecordLost
  | NotOurs
  | Opened
  | Refused
  | NotSent
  | Rejected

export type OutcomeKind = TicketOutcome['kind']
