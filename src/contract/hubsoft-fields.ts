import * as z from 'zod/mini'
import { longestText } from './compact.ts'

// HubSoft sends the same field as text or number depending on route and version, an empty object as `[]` (Q15)
// and leaves keys out: what can't be read of a field is null, and takes nothing else with it.

// Read by hand: to have a schema fail first, and catch that, takes ten times as long, and an answer has thousands.

export const readableText = z.union([z.string(), z.pipe(z.number(), z.transform(String))])
const anything = z.optional(z.unknown())

/** Text of at most that many UTF-16 units; a longer one ends there. */
export const textOf = (longest: number) =>
  z.pipe(
    anything,
    z.transform((value) => {
      if (typeof value === 'number') return String(value)
      return typeof value === 'string' ? value.slice(0, longest) : null
    }),
  )

export const text = textOf(longestText)

/** A whole number, or its digits. */
export const integer = z.pipe(
  anything,
  z.transform((value) => {
    const isDigits = typeof value === 'string' && /^\d{1,15}$/.test(value)
    const number = isDigits ? Number(value) : value
    return Number.isSafeInteger(number) && typeof number === 'number' ? number : null
  }),
)

/** The items of a list, also where PHP made it an index-keyed object. */
export function listItems(value: unknown): unknown[] {
  return typeof value === 'object' && value !== null ? Object.values(value) : []
}

// What is longer is none of HubSoft's: it gives a customer's services two hundred at a time.
const mostItems = 1000

/** A list of objects, of which what is no object, or can't be read, is left out. */
export function listOf<Item>(item: z.ZodMiniType<Item>) {
  const readItems = (value: unknown) =>
    listItems(value)
      .slice(0, mostItems)
      .flatMap((one) => {
        const isObject = typeof one === 'object' && one !== null
        const read = isObject ? item.safeParse(one) : undefined
        return read?.success ? [read.data] : []
      })
  return z.pipe(anything, z.transform(readItems))
}
