import { normalize } from './typed-text.ts'

/** No text that we send gets so long, whatever is appended to it; comparing and keeping a longer one costs. */
export const longestText = 10_000

const notSaid = /[\s\p{Cc}\p{DI}\p{Pd}\u2043\u2212]+/gu

/**
 * A text without what its way through HubSoft, a form or a person's hand may change in it: case, accents,
 * white space of any kind, line breaks, characters that can't be seen, hyphens and dashes.
 */
export function compact(text: string): string {
  return plainLetters(text.slice(0, longestText)).replace(notSaid, '')
}

/**
 * The two readings of what is left of a text where a character set had no place for some of its letters, and
 * dropped them or put something else there, a "?" mostly: with the letters below lost accents, and without.
 */
export function lossy(text: string): string[] {
  const asWritten = text.slice(0, longestText).toLowerCase()
  return [compact(text), asWritten].map((read) => read.replace(/[^!->@-~]|-/g, ''))
}

/** In lower case, without accents. */
export function plainLetters(text: string): string {
  return normalize(text, 'NFD').replace(/\p{M}/gu, '').toLowerCase()
}
