/**
 * One line as a person typed or pasted it, without what can't be seen: zero-width and direction
 * marks go, every run of white space or control characters becomes one space, ends are trimmed.
 *
 * What can't be seen goes *before* normalising, or it would keep a letter and its accent apart and
 * a second reading of the result would differ from the first.
 *
 * @param form NFKC turns full-width digits into plain ones; NFC keeps characters as typed
 * @see form-ux.md part B, "Order"
 */
export function cleanLine(typed: string, form: 'NFC' | 'NFKC' = 'NFKC'): string {
  return typed
    .toWellFormed()
    .replace(/\p{DI}/gu, '')
    .normalize(form)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim()
}

/** Characters as a person counts them, nearly: code points, so that "🙂" is one. */
export function countCharacters(text: string): number {
  return [...text].length
}
