import { type Draft, isDraft } from './draft.ts'
import type { HoldKey } from './hold-key.ts'
import { createKeptDrafts, type Owner, type SessionStore } from './kept-drafts.ts'

export type PileDeps = {
  openStore: () => SessionStore
  newKey: () => string
  now: () => Date
  holdKey: HoldKey
}

/**
 * The drafts of this tab, all of one attendant. They also lie in its storage, so that a reload loses no word:
 * every change at once, but letters with `save`.
 */
export function createDraftPile({ openStore, newKey, now, holdKey }: PileDeps) {
  const kept = createKeptDrafts(openStore, now)
  const [listeners, typists] = [createListeners(), createListeners()]
  const found = kept.read()
  let owner = found.at(-1)?.owner
  let pile: readonly Draft[] = found
    .filter((one) => one.owner.usuario === owner?.usuario)
    .map(({ owner: _, ...one }) => ({ ...one, formId: newKey(), restoredFrom: one.typedAt }))
  const held = new Set<string>()
  save()

  /** Returns whether all of it outlives a reload. */
  function save(): boolean {
    const drafts = pile.filter(isDraft)
    const isKept = kept.keep(drafts, owner)
    // Elsewhere there is nothing that could be copied, and a page that holds a lock can't be gone back to.
    if (isKept) for (const { chave, sent } of drafts) if (!sent) void hold(chave)
    return isKept
  }

  /** What lies in the storage is copied into a duplicated tab: there, what was never sent gets another key. */
  async function hold(chave: string) {
    if (held.has(chave)) return
    held.add(chave)
    const isOurs = await holdKey(chave)
    const draft = pile.find((one) => one.chave === chave)
    if (!isOurs && draft && !draft.sent) put({ ...draft, chave: newKey() })
  }

  /** Returns whether all of it outlives a reload. */
  function change(next: readonly Draft[]): boolean {
    pile = next
    const isKept = save()
    listeners.tell()
    return isKept
  }
  const without = (formId: string) => pile.filter((draft) => draft.formId !== formId)
  const put = (draft: Draft) => change([...without(draft.formId), draft])

  return {
    owner: () => owner,
    all: () => pile,
    find: (chave: string) => pile.find((draft) => draft.chave === chave) ?? null,
    inForm: (formId: string) => pile.find((draft) => draft.formId === formId) ?? null,
    change,
    put,
    drop: (formId: string) => change(without(formId)),
    /** Told to `whenRetyped` alone: the form shows what is typed in it. */
    retype(draft: Draft) {
      pile = pile.map((one) => (one.formId === draft.formId ? draft : one))
      typists.tell()
    },
    save,
    handTo(next: Owner, drafts: readonly Draft[]) {
      owner = next
      change(drafts)
    },
    clear() {
      owner = undefined
      change([])
      kept.clear()
    },
    subscribe: listeners.add,
    whenRetyped: typists.add,
  }
}

export type DraftPile = ReturnType<typeof createDraftPile>

function createListeners() {
  const listeners = new Set<() => void>()
  return {
    add(listener: () => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    tell() {
      for (const listener of listeners) listener()
    },
  }
}
