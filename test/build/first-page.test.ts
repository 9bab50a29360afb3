import { expect, test, vi } from 'vitest'
import { budget, whatToDo } from './budget.ts'
import { weighFirstPage } from './first-page.ts'

// Vite takes Vitest's for a development build.
vi.stubEnv('NODE_ENV', 'production')
const first = await weighFirstPage()
vi.unstubAllEnvs()

test('the first page’s JavaScript, and our own part of it, is within its budget', () => {
  expect(first.bytes, whatToDo).toBeLessThanOrEqual(budget.bytes)
  expect(first.ownBytes, whatToDo).toBeLessThanOrEqual(budget.ownBytes)
})

test('it holds no library but those that an empty form needs', () => {
  const names = [...first.sizes.keys()].filter((name) => name && !name.startsWith('src/'))

  expect(names.sort(), whatToDo).toEqual(budget.packages)
})

test('it holds no schema, and of the contract only what is read by hand', () => {
  const room = 'src/contract/'
  const held = first.modules.filter((name) => name.startsWith(room))

  expect(held.map((name) => name.slice(room.length)).sort(), whatToDo).toEqual(budget.contract)
})
