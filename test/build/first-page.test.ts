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
  const names = [...first.shares.keys()].filter((name) => name && !name.startsWith('src/'))

  expect(names).toContain('react-dom')
  expect(unlisted(names, budget.packages), whatToDo).toEqual([])
})

test('it holds no schema, and of the contract only what is read by hand', () => {
  const room = 'src/contract/'
  const names = first.modules.filter((name) => name.startsWith(room))

  expect(names).toContain(`${room}fields.ts`)
  const held = names.map((name) => name.slice(room.length))
  expect(unlisted(held, budget.contract), whatToDo).toEqual([])
})

const unlisted = (names: string[], listed: string[]) =>
  names.filter((name) => !listed.includes(name))
