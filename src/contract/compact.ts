/** No text that we send gets so long, whatever is appended to it, and comparing takes time. */
export const longestCompared = 10_000

const notSaid = /[\s\p{Cc}\p{DI}\p{Pd}\u2043\u2212]+/gu

/**
 * A text without what its way through HubSoft, a form or a person's hand may change in it: case, white
 * space of any kind, line breaks, characters that can't be seen, hyphens and dashes.
 */
export function compact(text: string): string {
  return text.slice(0, longestCompared).replace(notSaid, '').toLowerCase()
}

/** Lower case without accents; marks go first, since normalising long runs of them takes minutes. */
export function plainLetters(text: string): string {
  return text.replace(/\p{M}/gu, '').normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
}
