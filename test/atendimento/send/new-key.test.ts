import { expect, test } from 'vitest'
import { newKey } from '#src/atendimento/send/new-key.ts'

test('a key is a random UUID of version 4, never the same twice', () => {
  const keys = Array.from({ length: 1000 }, newKey)

  for (const key of keys) {
    expect(key).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/)
  }
  expect(new Set(keys).size).toBe(1000)
})
