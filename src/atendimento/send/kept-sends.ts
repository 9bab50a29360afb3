import { readTyped, type TypedTicket } from './typed-ticket.ts'

const standings = ['open', 'mendable', 'turned-away'] as const

type Owner = { usuario: string; nome: string }

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
  /** The attendant whose text it is; nobody yet where it was sent before that was known. */
  owner?: Owner | undefined
}

export type SessionStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

const prefix = 'novo-atendimento:envio:'

/**
 * What this tab has sent, in its storage, by key. Where that is blocked or full nothing is kept, and nobody
 * is told.
 *
 * @see design A-20: never localStorage, which the next person at this computer would inherit
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

/** By hand: the schemas come after the first form, which may be made of this. */
function readSent(text: string | null): Sent | null {
  if (!text) return null
  try {
    const kept: Record<string, unknown> = Object(JSON.parse(text))
    const { typed: fields, sentAt, standing, wasHeard } = kept
    const typed = readTyped(fields)
    const stands = standings.find((one) => one === standing)
    const owner = readOwner(kept.owner)
    // Somebody's text is never taken for nobody's.
    if (kept.owner !== undefined && !owner) return null
    if (!typed || !stands || typeof sentAt !== 'string') return null
    const sent = { typed, sentAt: new Date(sentAt), standing: stands, owner }
    return typeof wasHeard === 'boolean' ? { ...sent, wasHeard } : sent
  } catch {
    return null
  }
}

function readOwner(owner: unknown): Owner | undefined {
  const { usuario, nome }: Record<string, unknown> = Object(owner)
  return typeof usuario === 'string' && typeof nome === 'string' ? { usuario, nome } : undefined
}
