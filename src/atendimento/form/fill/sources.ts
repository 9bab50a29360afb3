import { emptyTicket, type WireKey, wireKeys } from '../../../contract/fields.ts'
import { type Origin, ranks, type Sources } from '../../send/origin.ts'
import type { TypedTicket } from '../../send/typed-ticket.ts'

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
      if (sources[name]?.from && isFree(form, name, origin)) sources[name] = { from: origin }
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

const isOfAnother = (origin: Origin | undefined, serviceId: number | null) =>
  origin?.serviceId !== undefined && origin.serviceId !== serviceId

/** Those fields whose value is of another service's customer than this one's. */
export const filledForOthers = (sources: Sources, serviceId: number | null): WireKey[] =>
  wireKeys.filter((name) => isOfAnother(sources[name]?.from, serviceId))

/** Without what came from another service's customer, or was offered of theirs; the same where nothing did. */
export function withoutOthers(sources: Sources, serviceId: number | null): Sources {
  const left: Sources = {}
  let isLess = false
  for (const name of wireKeys) {
    const { from, offer } = sources[name] ?? {}
    const isOffered = offer && !isOfAnother(offer.origin, serviceId)
    const isFilled = from && !isOfAnother(from, serviceId)
    if ((from && !isFilled) || (offer && !isOffered)) isLess = true
    if (isFilled || isOffered)
      left[name] = { ...(isFilled && { from }), ...(isOffered && { offer }) }
  }
  return isLess ? left : sources
}
