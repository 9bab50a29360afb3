import type { ShownAtendimento } from '../../contract/shown-ticket.ts'

/**
 * HubSoft's no: its own sentences, cleaned, and whether the API account lacks a permission. `isNoRoute`: this
 * HubSoft doesn't know what was asked of it.
 */
export type Refusal = { sentences: string[]; permission: boolean; isNoRoute?: true }

/** Why for certain nothing was opened: no byte left, or HubSoft turned it away (401, 429). */
export type NotSent = { kind: 'not-sent' } & (
  | { reason: 'unreachable' | 'account-refused' }
  | { reason: 'hubsoft-down'; sinceMs: number }
  /** After an outage of the tickets, while another one shows whether it is over. */
  | { reason: 'one-by-one' }
  | { reason: 'too-many'; retryAfterS: number }
)

/** What came of a send, as HubSoft's answer or its silence tells. */
export type SendOutcome =
  /**
   * `isMarkLost`: HubSoft took the reference out of its description. `isRewritten`: it has another text, and
   * may be somebody else's.
   */
  | { kind: 'opened'; atendimento: ShownAtendimento; isMarkLost?: boolean; isRewritten?: boolean }
  /** HubSoft said no, readably: nothing was stored. */
  | ({ kind: 'refused' } & Refusal)
  | NotSent
  /**
   * It may have been opened: verify, never resend. `saidNo`: HubSoft said no, but in a crash report or
   * without a word to read; where a look finds nothing either, the two agree (design §8), and `refusal` is
   * what can be shown of it.
   */
  | { kind: 'uncertain'; saidNo: boolean; refusal?: Refusal }

/** What HubSoft says of a send, and whether it bears the send's own reference. */
export type SendAnswer = { outcome: SendOutcome; isMarked: boolean }

export const unreachable = { kind: 'not-sent', reason: 'unreachable' } as const
export const accountRefused = { kind: 'not-sent', reason: 'account-refused' } as const
/** Nothing is known of what may have left. */
export const silence = { kind: 'uncertain', saidNo: false } as const
