import { setImmediate } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createWarnRarely, withRequestId } from '#src/gateway/log.ts'
import { keepLog } from './keep-log.ts'

const person = 'Bianca Couto 37999112233'

/** What reading a text as JSON throws, which quotes it. */
function quoting(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    return error
  }
}

const refused = Object.assign(new Error(person), { code: 'ECONNREFUSED' })
const both = new AggregateError([refused, new SyntaxError(person)], person)
const causes = [{ code: 'ECONNREFUSED' }, { type: 'SyntaxError' }]
const hasFrames = { stack: expect.arrayContaining([expect.stringMatching(/^at /)]) }

test.each<[string, unknown, object]>([
  ['by its type', new TypeError(person), { type: 'TypeError', ...hasFrames }],
  ['by its code', Object.assign(new Error(person), { code: 'ERR_X' }), { code: 'ERR_X' }],
  ["by SQLite's own number", Object.assign(new Error(person), { errcode: 13 }), { errcode: 13 }],
  ['without what it quotes', quoting(person), { type: 'SyntaxError', ...hasFrames }],
  ['without what looks like frames', new Error('x\n    at /Bianca:1:1'), hasFrames],
  ['with what caused it', new Error(person, { cause: both }), { causes: [{ causes }] }],
  ['without a code that is a sentence', Object.assign(new Error(''), { code: person }), {}],
  ['without a name that is a sentence', Object.assign(new Error(''), { name: person }), {}],
  ['by its type, a text', person, { type: 'string' }],
  ['by its type, an object', { nome: person }, { type: 'object' }],
  ['by its type, nothing', null, { type: 'object' }],
])('what was thrown is logged %s, and without its words', (_how, err, told) => {
  const { log, text, last } = keepLog()

  log.error({ err, key: 'k1' }, 'a fault of ours')

  expect(last()).toMatchObject({ msg: 'a fault of ours', key: 'k1', err: told })
  expect(text()).not.toContain('Bianca')
})

test.each<[string, object]>([
  ['the error as the line itself', new RangeError(person)],
  ['a line that says nothing else', { err: new RangeError(person) }],
])('%s has words of ours', (_what, line) => {
  const { log, text, last } = keepLog()

  log.error(line)

  expect(last()).toMatchObject({ msg: 'an error', err: { type: 'RangeError' } })
  expect(text()).not.toContain('Bianca')
})

test('an error that is its own cause ends', () => {
  const { log, text } = keepLog()
  const error = new Error('round')
  error.cause = error

  log.error({ err: error }, 'a fault of ours')

  expect(text().split('"type":"Error"').length).toBeLessThan(8)
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
