import { emptyTicket, type WireKey, wireKeys } from '../../contract/fields.ts'
import { type Origin, ranks } from '../send/origin.ts'
import type { TypedTicket } from '../send/typed-ticket.ts'

type Value = TypedTicket[WireKey]

/** What of a field's value isn't its attendant's. */
export type Source = {
  /** Where what stands in it came from; undefined where it was typed, or nothing stands there. */
  from?: Origin
  /** What it could hold instead. */
  offer?: { value: Value; origin: Origin }
}

export type Sources = Partial<Record<WireKey, Source>>

type Form = {
  values: TypedTicket
  sources: Sources
  /** Whether the attendant has written in it, if only to empty it. */
  isTouched: (name: WireKey) => boolean
}

/** What comes of values that nobody typed: which go in, and which are only offered (design C-6). */
export function placeValues(form: Form, values: Partial<TypedTicket>, origin: Origin) {
  const applied: WireKey[] = []
  const ignored: WireKey[] = []
  const sources: Sources = { ...form.sources }
  for (const name of wireKeys) {
    const value = values[name]
    if (value === undefined) continue
    if (value === form.values[name]) {
      applied.push(name)
    } else if (isFree(form, name, origin)) {
      applied.push(name)
      sources[name] = { from: origin }
    } else {
      ignored.push(name)
      sources[name] = { ...sources[name], offer: { value, origin } }
    }
  }
  return { applied, ignored, sources }
}

/** Whether what stands there gives way: nothing that was typed ever does. */
function isFree({ values, sources, isTouched }: Form, name: WireKey, { rank }: Origin): boolean {
  const from = sources[name]?.from
  if (from) return ranks.indexOf(rank) >= ranks.indexOf(from.rank)
  return values[name] === emptyTicket[name] && !isTouched(name)
}

/** Those fields whose value came from there. */
export const filledFrom = (sources: Sources, rank: Origin['rank']): WireKey[] =>
  wireKeys.filter((name) => sources[name]?.from?.rank === rank)

/** Without what came from there, or was offered from there. */
export function withoutRank(sources: Sources, rank: Origin['rank']): Sources {
  const left = wireKeys.flatMap((name) => {
    const { from, offer } = sources[name] ?? {}
    const kept = {
      ...(from && from.rank !== rank && { from }),
      ...(offer && offer.origin.rank !== rank && { offer }),
    }
    return Object.keys(kept).length > 0 ? [[name, kept]] : []
  })
  return Object.fromEntries(left)
}
