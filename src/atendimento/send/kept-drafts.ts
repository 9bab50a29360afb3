import { type About, type Draft, type Sent, standings } from './draft.ts'
import type { OpenTicket } from './open-ticket.ts'
import type { Sources } from './origin.ts'
import { readTyped } from './typed-ticket.ts'

export type Owner = { usuario: string; nome: string }

export type SessionStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

type Remembered = 'chave' | 'typed' | 'typedAt' | 'sent' | 'about' | 'appendsTo' | 'sources'
export type Kept = Pick<Draft, Remembered> & { owner: Owner }

const prefix = 'novo-atendimento:envio:'
const longestMs = 12 * 60 * 60 * 1000

/** Under what is kept in the tab, whether or not it can be read; nothing where storage is blocked. */
function keptIn(openStore: () => SessionStore): string[] {
  try {
    const store = openStore()
    const names = Array.from({ length: store.length }, (_, place) => store.key(place) ?? '')
    return names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length))
  } catch {
    return []
  }
}

export const isAnyKept = (openStore: () => SessionStore) => keptIn(openStore).length > 0

/** Too old to be brought back; also what a clock that was set back makes come from the future. */
export const isStale = ({ typedAt }: Pick<Draft, 'typedAt'>, now: Date) =>
  !(Math.abs(now.getTime() - typedAt.getTime()) <= longestMs)

/** What is kept of one, under its key. Older pages kept what was sent alone, and read that of this. */
const toText = ({ typed, typedAt, sent, about, appendsTo, sources }: Draft, owner: Owner) =>
  JSON.stringify({ ...sent, owner, written: { typed, at: typedAt }, about, appendsTo, sources })

/**
 * The drafts of this tab, in its storage, by key. Where that is blocked or full nothing is kept.
 *
 * @see design A-20: never localStorage, which the next person at this computer would inherit
 */
export function createKeptDrafts(openStore: () => SessionStore, now: () => Date) {
  function withStore<Result>(use: (store: SessionStore) => Result, otherwise: Result): Result {
    try {
      return use(openStore())
    } catch {
      return otherwise
    }
  }

  const forget = (chave: string) =>
    withStore((store) => store.removeItem(prefix + chave), undefined)

  /** As they lie there, by key. */
  const texts = new Map<string, string>()
  function keepOne(draft: Draft, owner: Owner): boolean {
    const { chave } = draft
    const text = toText(draft, owner)
    if (texts.get(chave) === text) return true
    return withStore((store) => {
      store.setItem(prefix + chave, text)
      texts.set(chave, text)
      return true
    }, false)
  }

  return {
    /** What can be read, is somebody's and not too old. Of the rest nothing is left. */
    read: () =>
      keptIn(openStore).flatMap((chave): Kept[] => {
        const draft = readDraft(withStore((store) => store.getItem(prefix + chave), null))
        if (draft && !isStale(draft, now())) {
          texts.set(chave, '')
          return [{ chave, ...draft }]
        }
        forget(chave)
        return []
      }),
    /**
     * These, and none else of those that it knows; what is nobody's not at all, since nobody could say to
     * whom to give it back. Returns whether all of them outlive a reload.
     */
    keep(drafts: readonly Draft[], owner: Owner | undefined): boolean {
      for (const chave of texts.keys()) {
        if (drafts.some((draft) => draft.chave === chave)) continue
        forget(chave)
        texts.delete(chave)
      }
      return drafts.map((draft) => owner !== undefined && keepOne(draft, owner)).every(Boolean)
    },
    /** Also of what can't be read nothing is left. */
    clear: () => keptIn(openStore).forEach(forget),
  }
}

/** By hand: the schemas come after the first form, which may be made of this. */
function readDraft(text: string | null): Omit<Kept, 'chave'> | null {
  if (!text) return null
  try {
    const kept: Record<string, unknown> = Object(JSON.parse(text))
    const owner = readOwner(kept.owner)
    const sent = readSent(kept)
    const written =
      readWritten(kept.written) ?? (sent && { typed: sent.typed, typedAt: sent.sentAt })
    const [about, appendsTo] = [readAbout(kept.about), readOpenTicket(kept.appendsTo)]
    const sources = readSources(kept.sources)
    return owner && written ? { ...written, owner, sent, about, appendsTo, sources } : null
  } catch {
    return null
  }
}

function readSent({ typed: fields, sentAt, standing, wasHeard }: Record<string, unknown>) {
  const typed = readTyped(fields)
  const stands = standings.find((one) => one === standing)
  if (!typed || !stands || typeof sentAt !== 'string') return null
  const sent: Sent = { typed, sentAt: new Date(sentAt), standing: stands }
  return typeof wasHeard === 'boolean' ? { ...sent, wasHeard } : sent
}

function readWritten(written: unknown) {
  const { typed: fields, at }: Record<string, unknown> = Object(written)
  const typed = readTyped(fields)
  return typed && typeof at === 'string' ? { typed, typedAt: new Date(at) } : null
}

function readAbout(about: unknown): About | undefined {
  const { chamada, brought: fields }: Record<string, unknown> = Object(about)
  const brought = readTyped(fields)
  return brought
    ? { brought, chamada: typeof chamada === 'string' ? chamada : undefined }
    : undefined
}

function readOpenTicket(kept: unknown): OpenTicket | undefined {
  const { id_atendimento, protocolo, id_cliente_servico }: Record<string, unknown> = Object(kept)
  if (typeof id_atendimento !== 'number') return undefined
  return {
    id_atendimento,
    protocolo: typeof protocolo === 'string' ? protocolo : null,
    id_cliente_servico: typeof id_cliente_servico === 'number' ? id_cliente_servico : null,
  }
}

/** What was only offered is offered no more. */
const readSources = (kept: unknown): Sources =>
  Object.fromEntries(
    Object.entries(Object(kept)).flatMap(([name, source]) => {
      const { from } = Object(source)
      return typeof from?.label === 'string' ? [[name, { from }]] : []
    }),
  )

function readOwner(owner: unknown): Owner | undefined {
  const { usuario, nome }: Record<string, unknown> = Object(owner)
  return typeof usuario === 'string' && typeof nome === 'string' ? { usuario, nome } : undefined
}
