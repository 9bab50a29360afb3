// The library sorts the marks on one letter by comparing each with each, so that a body full of them
// holds everybody up. No script puts thirty on a letter (UAX #15, "Stream-Safe Text Format").
const crowdOfMarks = /([\p{M}\uFF9E\uFF9F]{30})[\p{M}\uFF9E\uFF9F]+/gu
const thinOut = (text: string) => text.replace(crowdOfMarks, '$1')

/**
 * `String.normalize` in time that grows with the text's length alone: of the marks on one letter thirty
 * stay. Twice, since a mark can become two, and a second reading must find the same.
 */
export function normalize(text: string, form: 'NFC' | 'NFKC' | 'NFD'): string {
  return thinOut(thinOut(text).normalize(form))
}

/**
 * One line as a person typed or pasted it, without what can't be seen: zero-width and direction
 * marks go, every run of white space or control characters becomes one space, ends are trimmed.
 *
 * What can't be seen goes *before* normalising, or it would keep a letter and its accent apart and
 * a second reading of the result would differ from the first.
 *
 * @param form NFKC turns full-width digits into plain ones; NFC keeps characters as typed
 * @see docs/design.md, "Values"
 */
export function cleanLine(typed: string, form: 'NFC' | 'NFKC' = 'NFKC'): string {
  return normalize(typed.toWellFormed().replace(/\p{DI}/gu, ''), form)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
}

/** Characters as a person counts them, nearly: code points, so that "🙂" is one. */
export function countCharacters(text: string): number {
  return [...text].length
}
