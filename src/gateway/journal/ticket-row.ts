import type { Canal } from '../../contract/canais.ts'
import { isMessage, type Posted } from '../../contract/nova-mensagem.ts'
import type { Attendant } from '../../contract/page-context.ts'
import { joinDescription, referenceOf } from '../../contract/reference.ts'
import type { ShownAtendimento } from '../../contract/shown-ticket.ts'
import { forgottenHash } from '../database/tables.ts'
import type { NotSent as HubsoftNotSent, Refusal } from '../hubsoft/send-outcome.ts'

/** Why a send for certain opened nothing: what HubSoft's client says, or that it couldn't be recorded. */
export type NotSent = HubsoftNotSent | { kind: 'not-sent'; reason: 'not-recorded' }

/** What is known of a send (design §5 and §6). */
export type SendState =
  | { kind: 'sending' }
  /** Proved not sent, or not accepted: the same key may send again, with any text. */
  | NotSent
  /**
   * `saidNo`: HubSoft answered a crash report that says no, after which the ticket may stand (design §8);
   * `refusal` is what can be shown of it.
   */
  | { kind: 'uncertain'; saidNo: boolean; refusal?: Refusal }
  /** `couldNotLook`: not for want of a ticket, but of a list that could be read. */
  | { kind: 'unknown'; couldNotLook: boolean }
  | {
      kind: 'opened'
      /** What was opened, or what the message stands in. */
      atendimento: ShownAtendimento
      /** Protocols of further tickets of this send: one too many each. */
      others: string[]
      /** Found in HubSoft's list, and not told in its answer. */
      foundByLook: boolean
      /** HubSoft's answer was about another text, and no look has found a ticket of this send. */
      isUnproved?: true
    }
  /** `inDoubt`: a ticket may turn up all the same, so the late looks go on. */
  | ({ kind: 'refused'; inDoubt: boolean } & Refusal)

/** One look at HubSoft's list, by when it began. */
export type Look = { at: Date; wasRead: boolean }

/** Who speaks for a send: what another says of it counts only where it says `opened`. */
export type Lease = { owner: string; attempt: number }

/** Whether the customer has the protocol, by what the attendant says; of what is older than the question, nothing. */
export type Told = { kind: 'not-yet' | 'not-asked' } | { kind: 'told'; by: Canal; at: Date }

/** `firstSentAt`, `sentAt` and when a customer was told are the wall clock's, as people are told them; all else is by the steady clock. */
export type TicketRow = Lease & {
  key: string
  attendant: Attendant
  /** Null where a message names none: in no list can it be looked for then. */
  serviceId: number | null
  /** The ticket that it is a message for; null where it opens one. */
  messageTo: number | null
  bodyHash: string
  /** As posted, without signature; null once it was removed. */
  novo: Posted | null
  /** The host page's id of the call in which it was written; null where there is none, or once it was removed. */
  call: string | null
  firstSentAt: Date
  /** Of the last attempt. */
  sentAt: Date
  deadlineAt: Date
  state: SendState
  /** When it came into that state. */
  since: Date
  looks: Look[]
  /** When it is due for its next look; null where none is planned. */
  nextLookAt: Date | null
  told: Told
  version: number
}

/** What a row begins with, whoever sends what. */
export const beginning = {
  state: { kind: 'sending' },
  call: null,
  looks: [],
  nextLookAt: null,
  told: { kind: 'not-yet' },
  version: 1,
} satisfies Partial<TicketRow>

/** The text of a send as it goes to HubSoft, whichever attempt it is: a ticket's description, or a message. */
export function signedText({ key, attendant }: TicketRow, posted: Posted): string {
  const text = isMessage(posted) ? posted.mensagem : posted.descricao
  return joinDescription({ text, attendant: attendant.nome, reference: referenceOf(key) })
}

/** Whether there is a list in which it would stand. */
export const canBeLookedFor = ({ serviceId }: Pick<TicketRow, 'serviceId'>) => serviceId !== null

/** Whether its text was removed, and with it what would tell another text from it. */
export const isForgotten = ({ bodyHash }: TicketRow) => bodyHash === forgottenHash
