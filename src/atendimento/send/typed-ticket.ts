import { emptyTicket, isWireKey, type WireKey, wireKeys } from '../../contract/fields.ts'

type Empty = typeof emptyTicket

/** The form's fields as typed. */
export type TypedTicket = { [Key in WireKey]: Empty[Key] extends string ? string : boolean }

/**
 * What a tab has kept, where a page of before may have known other fields; null where it is no ticket.
 * By hand: the schemas come after the first form, which is made of this.
 */
export function readTyped(kept: unknown): TypedTicket | null {
  if (typeof kept !== 'object' || kept === null) return null
  const known = Object.entries(kept).filter(([name]) => isWireKey(name))
  if (known.length === 0) return null
  const typed: TypedTicket = { ...emptyTicket, ...Object.fromEntries(known) }
  return wireKeys.every((name) => typeof typed[name] === typeof emptyTicket[name]) ? typed : null
}
