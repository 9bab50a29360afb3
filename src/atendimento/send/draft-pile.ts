import { createKeptSends, type Sent, type SessionStore } from './kept-sends.ts'
import type { TypedTicket } from './typed-ticket.ts'

/** One ticket's text, from its first letter until it is known to be a ticket. */
export type Draft = {
  /** The form it is typed in, which outlives a change of key, so that focus and typing do too. */
  formId: string
  /** The key of its next or last send. */
  chave: string
  /** What stands in the form. */
  typed: TypedTicket
  /** What went out with that key, or was to; null where nothing was. */
  sent: Sent | null
}

const sentOf = (drafts: readonly Draft[]) =>
  new Map(drafts.flatMap(({ chave, sent }) => (sent ? [[chave, sent] as const] : [])))

/**
 * The drafts of this tab. What was sent of them also lies in its storage, which follows every change, so
 * that a reload in mid-send loses no word.
 */
export function createDraftPile(openStore: () => SessionStore, newKey: () => string) {
  const kept = createKeptSends(openStore)
  const listeners = new Set<() => void>()
  let pile: readonly Draft[] = kept
    .read()
    .map(({ chave, sent }) => ({ formId: newKey(), chave, typed: sent.typed, sent }))

  /** Returns whether all that was sent outlives a reload. */
  function change(next: readonly Draft[]): boolean {
    const [before, after] = [sentOf(pile), sentOf(next)]
    for (const chave of before.keys()) if (!after.has(chave)) kept.forget(chave)
    const fresh = [...after].filter(([chave, sent]) => sent !== before.get(chave))
    const isKept = fresh.map(([chave, sent]) => kept.save(chave, sent)).every(Boolean)
    pile = next
    for (const tell of listeners) tell()
    return isKept
  }
  const without = (formId: string) => pile.filter((draft) => draft.formId !== formId)

  return {
    all: () => pile,
    find: (chave: string) => pile.find((draft) => draft.chave === chave) ?? null,
    inForm: (formId: string) => pile.find((draft) => draft.formId === formId) ?? null,
    change,
    put: (draft: Draft) => change([...without(draft.formId), draft]),
    drop: (formId: string) => change(without(formId)),
    /** Told to nobody: the form shows what is typed in it. */
    retype(formId: string, typed: TypedTicket) {
      pile = pile.map((draft) => (draft.formId === formId ? { ...draft, typed } : draft))
    },
    clear() {
      change([])
      kept.clear()
    },
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}

export type DraftPile = ReturnType<typeof createDraftPile>
