import { normalize } from './typed-text.ts'

/** No text that we send gets so long, whatever is appended to it; comparing and keeping a longer one costs. */
export const longestText = 10_000

const notSaid = /[\s\p{Cc}\p{DI}\p{Pd}\u2043\u2212]+/gu

/**
 * A text without what its way through HubSoft, a form or a person's hand may change in it: case, white
 * space of any kind, line breaks, characters that can't be seen, hyphens and dashes.
 */
export function compact(text: string): string {
  return text.slice(0, longestText).replace(notSaid, '').toLowerCase()
}

/** In lower case, without accents. */
export function plainLetters(text: string): string {
  return normalize(text, 'NFD').replace(/\p{M}/gu, '').toLowerCase()
}
