import * as z from 'zod/mini'
import { type TypedTicket, typedTicket } from './typed-ticket.ts'

const standing = z.enum(['open', 'mendable', 'turned-away'])

const owner = z.object({ usuario: z.string(), nome: z.string() })

const sentTicket = z.object({
  typed: typedTicket,
  sentAt: z.string(),
  standing,
  wasHeard: z.optional(z.boolean()),
  owner: z.optional(owner),
})

export type SentTicket = {
  chave: string
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

type SessionStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

const prefix = 'novo-atendimento:envio:'

/**
 * What this tab has sent and not yet read the outcome of, as typed, so that a reload in mid-send
 * loses no word. Where storage is blocked it lasts as long as the page.
 *
 * @see form-ux.md A-20: never localStorage, which the next person at this computer would inherit
 */
export function createSentTickets(openStore: () => SessionStore) {
  const inMemory = new Map<string, string>()

  function withStore<Result>(use: (store: SessionStore) => Result, otherwise: Result): Result {
    try {
      return use(openStore())
    } catch {
      return otherwise
    }
  }

  function find(chave: string): SentTicket | null {
    const stored = withStore((store) => store.getItem(prefix + chave), null)
    return read(chave, stored ?? inMemory.get(chave))
  }

  /** Whether it outlives a reload. */
  function save({ chave, ...sent }: SentTicket): boolean {
    const text = JSON.stringify(sent)
    inMemory.set(chave, text)
    return withStore((store) => {
      store.setItem(prefix + chave, text)
      return true
    }, false)
  }

  function forget(chave: string) {
    inMemory.delete(chave)
    withStore((store) => store.removeItem(prefix + chave), undefined)
  }

  function keys(): string[] {
    const stored = withStore((store) => {
      const names = Array.from({ length: store.length }, (_, place) => store.key(place) ?? '')
      return names
        .filter((name) => name.startsWith(prefix))
        .map((name) => name.slice(prefix.length))
    }, [])
    return [...new Set([...stored, ...inMemory.keys()])]
  }

  const everything = () => keys().flatMap((chave) => find(chave) ?? [])

  return {
    find,
    save,
    forget,
    isEmpty: () => everything().length === 0,
    /** Whether any of it is known to be somebody's. */
    isOwned: () => everything().some((sent) => sent.owner),
    clear() {
      for (const chave of keys()) forget(chave)
    },
    /**
     * The tab is this attendant's from now on: what is another's goes, what was nobody's is theirs.
     *
     * @returns the former owner's name, where a text went that they had still to send
     */
    handTo(attendant: z.infer<typeof owner>): string | null {
      let formerName: string | null = null
      for (const sent of everything()) {
        if (sent.owner && sent.owner.usuario !== attendant.usuario) {
          forget(sent.chave)
          if (sent.standing !== 'open') formerName = sent.owner.nome
        } else if (!sent.owner) save({ ...sent, owner: attendant })
      }
      return formerName
    },
    /** Its outcome was read: the text is kept, to be mended and sent again. */
    mark(chave: string, now: SentTicket['standing']) {
      const sent = find(chave)
      if (sent) save({ ...sent, standing: now })
    },
    wasHeard: (chave: string): boolean => find(chave)?.wasHeard ?? false,
    /** What the gateway says of that; undefined where it says nothing of it. */
    hear(chave: string, wasHeard: boolean | undefined) {
      const sent = find(chave)
      if (sent && wasHeard !== undefined && wasHeard !== (sent.wasHeard ?? false)) {
        save({ ...sent, wasHeard })
      }
    },
    /** Oldest first. */
    all: (wanted: SentTicket['standing']): SentTicket[] =>
      everything()
        .filter((sent) => sent.standing === wanted)
        .sort((a, b) => a.sentAt.getTime() - b.sentAt.getTime()),
  }
}

function read(chave: string, stored: string | null | undefined): SentTicket | null {
  if (!stored) return null
  try {
    const { sentAt, ...rest } = sentTicket.parse(JSON.parse(stored))
    return { chave, ...rest, sentAt: new Date(sentAt) }
  } catch {
    return null
  }
}

export type SentTickets = ReturnType<typeof createSentTickets>
