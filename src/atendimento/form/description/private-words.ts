import type { PrivateData } from '../../../contract/privacy.ts'

/**
 * Where the findings of a text are in what has become of it by one edit, a few letters later mostly. What the
 * edit touched is left out, to be found anew.
 */
export function follow(found: PrivateData[], before: string, now: string): PrivateData[] {
  const grown = now.length - before.length
  let reached = 0
  return found.flatMap((one) => {
    const words = before.slice(one.start, one.end)
    const shift = [0, grown].find(
      (by) => one.start + by >= reached && now.startsWith(words, one.start + by),
    )
    if (shift === undefined) return []
    reached = one.end + shift
    return [{ ...one, start: one.start + shift, end: reached }]
  })
}

/** A text in pieces, every second of which is a finding. */
export function splitAt(text: string, found: PrivateData[]): string[] {
  const places = [0, ...found.flatMap(({ start, end }) => [start, end]), text.length]
  return places.slice(1).map((end, place) => text.slice(places[place], end))
}
