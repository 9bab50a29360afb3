import * as z from 'zod/mini'
import { longestText } from './compact.ts'

// HubSoft sends the same field as text or number depending on route and version, an empty object as `[]` (Q15)
// and leaves keys out: what can't be read of a field is null, and takes nothing else with it.

export const readableText = z.union([z.string(), z.pipe(z.number(), z.transform(String))])

/** Text of at most that many UTF-16 units; a longer one ends there. */
export const textOf = (longest: number) =>
  z.catch(
    z.nullable(
      z.pipe(
        readableText,
        z.transform((value) => value.slice(0, longest)),
      ),
    ),
    null,
  )

export const text = textOf(longestText)

const digits = z.string().check(z.regex(/^\d{1,15}$/))
/** A number, or its digits. */
export const readableInteger = z.union([z.int(), z.pipe(digits, z.transform(Number))])
export const integer = z.catch(z.nullable(readableInteger), null)

/** The items of a list, also where PHP made it an index-keyed object. */
export function listItems(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : []
}

/** A list of objects, of which what is no object, or can't be read, is left out. */
export function listOf<Item>(item: z.ZodMiniType<Item>) {
  const readItems = (value: unknown) =>
    listItems(value).flatMap((one) => {
      const isObject = typeof one === 'object' && one !== null
      const read = isObject ? item.safeParse(one) : undefined
      return read?.success ? [read.data] : []
    })
  return z.pipe(z.optional(z.unknown()), z.transform(readItems))
}
