import { expect, onTestFinished, test } from 'vitest'
import type { HubsoftAnswer } from '#src/gateway/hubsoft/answer.ts'
import { createTypeNames } from '#src/gateway/hubsoft/type-names.ts'
import { answer, grant, playHubsoft } from './by-hand.ts'

const listing = (...tipos_atendimento: object[]) =>
  answer(200, { status: 'success', tipos_atendimento })
const type = (id_tipo_atendimento: unknown, descricao?: unknown) => ({
  id_tipo_atendimento,
  descricao,
})

/** The names of these types, from a HubSoft that gives these answers one after the other, and the pauses between. */
async function nameTypes(offered: number[], ...answers: (HubsoftAnswer | null)[]) {
  const pauses: number[] = []
  let goOn = () => {}
  const { ask, log, lines, reads, settle, pass } = playHubsoft({
    reply: ({ route }) => (route === 'token' ? grant('t') : (answers.shift() ?? null)),
  })
  const names = createTypeNames({
    ask,
    offered,
    log,
    after(ms, run) {
      pauses.push(ms)
      goOn = run
      return () => undefined
    },
  })
  onTestFinished(names.stop)
  names.start()
  await settle()
  return {
    pauses,
    lines,
    reads,
    stop: names.stop,
    names: () => names.list().map(({ descricao }) => descricao),
    async readAgain() {
      // Past the pace of reads.
      pass(1000)
      goOn()
      await settle()
    },
  }
}

test('a type is called what HubSoft calls it, in the order in which they are offered', async () => {
  const list = listing(type(1, 'SAC'), type('5', ' LENTIDÃO\n\u200b '), type(9, 'MUDANÇA'))

  expect((await nameTypes([5, 1], list)).names()).toEqual(['LENTIDÃO', 'SAC'])
})

test.each([
  ['nothing came', null],
  ['HubSoft said no', answer(200, { status: 'error', msg: 'Não.' })],
  ['the list has another key', answer(200, { status: 'success', tipos: [type(5, 'X')] })],
  ['the type has no name', listing(type(5), type(5, ' \u200b'))],
  ['it isn’t among them', listing(type(1, 'SAC'), type('cinco', 'X'), type(null, 'X'))],
])('where %s its number is its name', async (_what, given) => {
  expect((await nameTypes([5], given)).names()).toEqual(['Tipo 5'])
})

test('a name that is longer than the form has room for is cut', async () => {
  const { names } = await nameTypes(
    [5],
    listing(type(5, `${'🙂'.repeat(80)}${'x'.repeat(100_000)}`)),
  )

  expect(names()).toEqual([`${'🙂'.repeat(59)}…`])
})

test('they are read again after ten minutes, sooner after a failure, and what was read stands', async () => {
  const { names, pauses, readAgain } = await nameTypes(
    [5],
    null,
    listing(type(5, 'LENTO')),
    answer(500, 'x'),
    listing(type(5, 'LENTIDÃO')),
  )
  const seen = [names()]
  for (const _time of [1, 2, 3]) {
    await readAgain()
    seen.push(names())
  }

  expect(seen.flat()).toEqual(['Tipo 5', 'LENTO', 'LENTO', 'LENTIDÃO'])
  expect(pauses).toEqual([30_000, 600_000, 30_000, 600_000])
})

test('what HubSoft doesn’t know is logged by its number', async () => {
  const { lines } = await nameTypes([5, 7], listing(type(5, 'LENTIDÃO')))

  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { level: 50, unknown: [7], msg: 'hubsoft does not know a type that is offered' },
  ])
})

test('where none is offered nothing is read, nor after the stop', async () => {
  expect((await nameTypes([])).reads()).toEqual([])

  const { stop, readAgain, reads } = await nameTypes([5], listing())
  stop()
  await readAgain()
  expect(reads()).toHaveLength(1)
})
