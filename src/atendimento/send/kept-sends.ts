import * as z from 'zod/mini'
import { type TypedTicket, typedTicket } from './typed-ticket.ts'

const standing = z.enum(['open', 'mendable', 'turned-away'])

const owner = z.object({ usuario: z.string(), nome: z.string() })

const stored = z.object({
  typed: typedTicket,
  sentAt: z.string(),
  standing,
  wasHeard: z.optional(z.boolean()),
  owner: z.optional(owner),
})

export type Sent = {
  /** As it went out, or was to. */
  typed: TypedTicket
  sentAt: Date
  /**
   * `open` until its outcome is read; then the person's to send again: `mendable` where HubSoft refused
   * it, `turned-away` where it never got there, so that mostly nobody but this tab knows of it.
   */
  standing: z.infer<typeof standing>
  /** The gateway has said that it was sent: a ticket of it may be open. */
  wasHeard?: boolean | undefined
  /** The attendant whose text it is; nobody yet where it was sent before that was known. */
  owner?: z.infer<typeof owner> | undefined
}

export type SessionStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

const prefix = 'novo-atendimento:envio:'

/**
 * What this tab has sent, in its storage, by key. Where that is blocked or full nothing is kept, and nobody
 * is told.
 *
 * @see form-ux.md A-20: never localStorage, which the next person at this computer would inherit
 */
export function createKeptSends(openStore: () => SessionStore) {
  function withStore<Result>(use: (store: SessionStore) => Result, otherwise: Result): Result {
    try {
      return use(openStore())
    } catch {
      return otherwise
    }
  }

  const keys = () =>
    withStore(
      (store) =>
        Array.from({ length: store.length }, (_, place) => store.key(place) ?? '')
          .filter((name) => name.startsWith(prefix))
          .map((name) => name.slice(prefix.length)),
      [],
    )
  const forget = (chave: string) =>
    withStore((store) => store.removeItem(prefix + chave), undefined)

  return {
    /** What can be read of it. */
    read: () =>
      keys().flatMap((chave) => {
        const sent = readSent(withStore((store) => store.getItem(prefix + chave), null))
        return sent ? [{ chave, sent }] : []
      }),
    /** Returns whether it outlives a reload. */
    save: (chave: string, sent: Sent) =>
      withStore((store) => {
        store.setItem(prefix + chave, JSON.stringify(sent))
        return true
      }, false),
    forget,
    /** Also of what can't be read nothing is left. */
    clear: () => keys().forEach(forget),
  }
}

function readSent(text: string | null): Sent | null {
  if (!text) return null
  try {
    const { sentAt, ...rest } = stored.parse(JSON.parse(text))
    return { ...rest, sentAt: new Date(sentAt) }
  } catch {
    return null
  }
}
