import { vi } from 'vitest'

/** The texts that are handed to `String.normalize` meanwhile. */
export async function normalizedDuring(work: () => unknown): Promise<string[]> {
  const spy = vi.spyOn(String.prototype, 'normalize')
  try {
    await work()
    return spy.mock.contexts.map(String)
  } finally {
    spy.mockRestore()
  }
}

/** How many marks stand on the letter that has most: what `String.normalize` sorts in one go. */
export function mostMarks(texts: string[]): number {
  const crowds = texts.flatMap((text) => text.match(/[\p{M}\uFF9E\uFF9F]+/gu) ?? [])
  return Math.max(0, ...crowds.map((crowd) => crowd.length))
}
