import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const root = join(import.meta.dirname, '../..')
const page = readFileSync(join(root, 'docs/acessibilidade.md'), 'utf8')

/** Each test that a text gives as a proof: its file, then the beginning of its name or all of it. */
function citedIn(text: string) {
  return [...text.matchAll(/`(test\/[\w./-]+\.tsx?)` “[^`|]*/g)].flatMap(([all, path = '']) =>
    [...all.matchAll(/“([^”]+)”/g)].map(([, name = '']) => ({ path, name })),
  )
}

/** Whether a test of this name is there; of a name that is put together, the words that aren't. */
function isThere({ path, name }: { path: string; name: string }) {
  const names = [...readFileSync(join(root, path), 'utf8').matchAll(/(['"`])((?:(?!\1).)+)\1/g)]
  return names.some(([, , words = '']) => words.includes(name))
}

test('each test that the page on accessibility gives as a proof is there', () => {
  const cited = citedIn(page)

  expect(cited.length).toBeGreaterThan(25)
  expect(cited.filter((one) => !isThere(one))).toEqual([])
})

test('each criterion of levels A and AA is in it, once', () => {
  const rows = page.split('\n').flatMap((line) => /^\| ([\d., a]+) /.exec(line)?.[1] ?? [])
  const named = rows.flatMap((row) => {
    const [first = '', last] = row.split(' a ')
    if (!last) return row.split(', ').map((one) => one.trim())
    return Array.from({ length: Number(last.at(-1)) }, (_, at) => `${first.slice(0, -1)}${at + 1}`)
  })

  // Those of 2.2 without level AAA and without 4.1.1, which 2.2 took out.
  const counts = { 1.1: 1, 1.2: 5, 1.3: 5, 1.4: 9, 2.1: 3, 2.2: 2, 2.3: 1, 2.4: 8, 2.5: 6 }
  const counts34 = { 3.1: 2, 3.2: 5, 3.3: 6, 4.1: 2 }
  const all = Object.entries({ ...counts, ...counts34 })
  const found = Object.groupBy(named, (one) => one.split('.').slice(0, 2).join('.'))
  expect(all.map(([part]) => [part, found[part]?.length])).toEqual(all)
  expect(new Set(named).size).toBe(named.length)
})

test.each([
  ['`test/ui/field.test.tsx` “no such test”', 1],
  ['`test/ui/field.test.tsx` “a read-out stands below the control”', 0],
])('of %s this many are not there: %i', (text, count) => {
  expect(citedIn(text)).toHaveLength(1)
  expect(citedIn(text).filter((one) => !isThere(one))).toHaveLength(count)
})
