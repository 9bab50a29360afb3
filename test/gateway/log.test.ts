import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createWarnRarely, withRequestId } from '#src/gateway/log.ts'
import { keepLog } from './keep-log.ts'

function thrownBy(work: () => unknown): unknown {
  try {
    return work()
  } catch (error) {
    return error
  }
}

const person = 'Bianca Couto 37999112233'

test('an error is logged by its type, its code and where it arose, without its message', () => {
  const { log, text, last } = keepLog()
  const error = Object.assign(new TypeError(`no row for ${person}`), { code: 'ERR_NO_ROW' })

  log.error({ err: error, key: 'k1' }, 'a fault of ours')

  const { type, code, stack } = last().err
  expect([type, code]).toEqual(['TypeError', 'ERR_NO_ROW'])
  expect(stack[0]).toMatch(/^at .*log\.test\.ts:\d+:\d+\)?$/)
  expect(last()).toMatchObject({ msg: 'a fault of ours', key: 'k1' })
  expect(text()).not.toContain('Bianca')
})

test('what an error quotes of a typed text does not reach the log, line breaks in it or not', () => {
  const { log, text, last } = keepLog()
  const quoted = thrownBy(() => JSON.parse('Bianca'))
  const likeFrames = `x\n    at Bianca (/home/Bianca:1:1)\n    at /Bianca:1:1`

  log.error({ err: quoted }, 'unreadable')
  log.error({ err: new Error(likeFrames) }, 'unreadable')

  expect(String(quoted)).toContain('Bianca')
  expect(last().err.stack.length).toBeGreaterThan(0)
  expect(text()).not.toContain('Bianca')
})

test.each([
  ['the error as the line itself', (error: Error) => error],
  ['a line that says nothing else', (error: Error) => ({ err: error })],
])('%s has words of ours', (_what, lineOf) => {
  const { log, text, last } = keepLog()

  log.error(lineOf(new RangeError(person)))

  expect(last()).toMatchObject({ msg: 'an error', err: { type: 'RangeError' } })
  expect(text()).not.toContain('Bianca')
})

test('what caused an error is told in the same way, and so is each of several', () => {
  const { log, text, last } = keepLog()
  const refused = Object.assign(new Error(person), { code: 'ECONNREFUSED' })
  const both = new AggregateError([refused, new SyntaxError(person)], person)

  log.error({ err: new Error(person, { cause: both }) }, 'no connection')

  expect(last().err).toMatchObject({
    type: 'Error',
    causes: [
      { type: 'AggregateError', causes: [{ code: 'ECONNREFUSED' }, { type: 'SyntaxError' }] },
    ],
  })
  expect(text()).not.toContain('Bianca')
})

test('an error that is its own cause ends', () => {
  const { log, text } = keepLog()
  const error = new Error('round')
  error.cause = error

  log.error({ err: error }, 'a fault of ours')

  expect(text().split('"type":"Error"').length).toBeLessThan(8)
})

test.each([[person], [{ nome: person }], [null], [undefined]])(
  'what was thrown without being an error (%j) is told by its type alone',
  (thrown) => {
    const { log, text, last } = keepLog()

    log.error({ err: thrown }, 'a fault of ours')

    expect(last().msg).toBe('a fault of ours')
    expect(text()).not.toContain('Bianca')
  },
)

test('a code or name that is a sentence is not taken over', () => {
  const { log, text } = keepLog()

  log.error({ err: Object.assign(new Error(''), { code: person, name: person }) }, 'odd')

  expect(text()).not.toContain('Bianca')
})

test("a full disk is told apart by SQLite's own number", () => {
  const { log, last } = keepLog()
  const full = Object.assign(new Error('x'), { code: 'ERR_SQLITE_ERROR', errcode: 13 })

  log.error({ err: full }, 'not written')

  expect(last().err).toMatchObject({ code: 'ERR_SQLITE_ERROR', errcode: 13 })
})

test("whatever a request's work logs, later too, carries its id; other lines carry none", async () => {
  const { log, last } = keepLog()

  const work = withRequestId('r-1', async () => {
    await setImmediate()
    log.warn({ code: 'ECONNRESET' }, 'hubsoft gave no whole answer')
  })
  log.info('meanwhile')
  expect(last()).not.toHaveProperty('id')
  await work

  expect(last()).toMatchObject({ id: 'r-1', code: 'ECONNRESET' })
})

test('of each thing that concerns every request one line a minute is enough', () => {
  const { log, text } = keepLog()
  const world = { now: 0 }
  const warn = createWarnRarely(log, () => world.now)
  const timesOf = (msg: string) => text().split(`"msg":"${msg}"`).length - 1

  warn('too many connections')
  world.now = 59_999
  warn('too many connections')
  warn('another secret')

  expect([timesOf('too many connections'), timesOf('another secret')]).toEqual([1, 1])
  world.now = 60_000
  warn('too many connections')
  expect(timesOf('too many connections')).toBe(2)
})
