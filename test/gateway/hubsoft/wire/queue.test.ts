import { expect, test } from 'vitest'
import { createQueue } from '#src/gateway/hubsoft/wire/queue.ts'

/** Lets everything happen that waits for nothing. */
const settle = () => new Promise(setImmediate)

/** Work in these places that is done when the test says so. */
function startWork(most: number, mostQueued = 10) {
  const queue = createQueue(most, mostQueued)
  const begun: string[] = []
  function take(name: string, unawaited = new AbortController()) {
    const { promise, resolve } = Promise.withResolvers<string>()
    const result = queue.run(() => {
      begun.push(name)
      return promise
    }, unawaited.signal)
    return { result, finish: () => resolve(`${name} done`), leave: () => unawaited.abort() }
  }
  return { begun, take }
}

test('as many begin as there are places; the others come in their order as places get free', async () => {
  const { begun, take } = startWork(2)
  const [a, b] = [take('a'), take('b'), take('c'), take('d')]
  await settle()
  expect(begun).toEqual(['a', 'b'])

  b.finish()
  await settle()
  expect(begun).toEqual(['a', 'b', 'c'])
  a.finish()
  await settle()

  expect(begun).toEqual(['a', 'b', 'c', 'd'])
  expect([await a.result, await b.result]).toEqual(['a done', 'b done'])
})

test('who leaves the queue is told at once, never begins, and takes nobody’s place', async () => {
  const { begun, take } = startWork(1)
  const a = take('a')
  const b = take('b')
  take('c')
  await settle()

  b.leave()
  expect(await b.result).toBeNull()
  a.finish()
  await settle()

  expect(begun).toEqual(['a', 'c'])
})

test('work that nobody waits for any more gives its place up, and still comes to its end', async () => {
  const { begun, take } = startWork(1)
  const a = take('a')
  take('b')
  await settle()

  a.leave()
  await settle()
  expect(begun).toEqual(['a', 'b'])
  a.finish()

  expect(await a.result).toBe('a done')
})

test('a place is given back once, however its work ends and whoever leaves afterwards', async () => {
  const { begun, take } = startWork(1)
  const a = take('a')
  await settle()
  a.leave()
  a.finish()
  await settle()
  a.leave()

  take('b')
  take('c')
  await settle()

  expect(begun).toEqual(['a', 'b'])
})

test('who comes when it is too late already never begins', async () => {
  const { begun, take } = startWork(1)
  const gone = new AbortController()
  gone.abort()

  expect(await take('a', gone).result).toBeNull()
  expect(begun).toEqual([])
})

test('work that fails gives its place back, and its failure reaches who waits for it', async () => {
  const queue = createQueue(1, 1)
  const never = new AbortController().signal

  const failed = queue.run(() => Promise.reject(new Error('a bug')), never)

  await expect(failed).rejects.toThrow('a bug')
  expect(await queue.run(async () => 'next', never)).toBe('next')
})

test('who finds the queue full is told at once, and takes nobody’s turn', async () => {
  const { begun, take } = startWork(1, 2)
  const a = take('a')
  await settle()
  take('b')
  take('c')

  expect(await take('d').result).toBeNull()
  a.finish()
  await settle()

  expect(begun).toEqual(['a', 'b'])
})
