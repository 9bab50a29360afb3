import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { FaultOrderInput } from '#src/emulator/faults/faults.ts'
import { type Answer, enterHouse, newTicket, protocolIn, refusedTicket, told } from './running.ts'

const timeoutMs = 250

/** One or two posts at once of one key, and what happens to HubSoft meanwhile. */
type Step = {
  key: number
  body: object
  fault?: FaultOrderInput | undefined
  isDouble: boolean
  revokes: boolean
}

const anywhere = [
  'reset-before',
  'reset-after',
  'unauthorized',
  'forbidden',
  'too-many',
  'truncated-json',
  'html-content-type',
  'numbers-as-strings',
  'nulls',
  'extra-fields',
] as const
const crashes = [
  'html',
  'empty',
  'stack-trace',
  'stack-trace-keys',
  'http-500',
  'http-503',
] as const
const onTickets = [
  'refused',
  'refused-errors-object',
  'validation-422',
  'success-without-atendimento',
  'protocol-as-number',
  'suscess',
  'msg-lies',
] as const

const route = fc.constantFrom('token' as const, 'atendimento' as const)
const times = fc.integer({ min: 1, max: 2 })
const fault: fc.Arbitrary<FaultOrderInput> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ fault: fc.constantFrom(...anywhere), route, times }) },
  {
    weight: 3,
    arbitrary: fc.record({
      fault: fc.constantFrom(...crashes),
      route,
      stored: fc.boolean(),
      times,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      fault: fc.constantFrom(...onTickets),
      route: fc.constant('atendimento' as const),
      times,
    }),
  },
  {
    weight: 2,
    // Within the deadline, around it and after it.
    arbitrary: fc.record({
      fault: fc.constantFrom('slow' as const, 'stored-late' as const),
      route,
      ms: fc.constantFrom(5, timeoutMs - 5, timeoutMs, timeoutMs + 100),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      fault: fc.constantFrom('silent-before' as const, 'silent-after' as const),
      route,
    }),
  },
)

const step: fc.Arbitrary<Step> = fc.record({
  key: fc.nat({ max: 2 }),
  body: fc.constantFrom(
    newTicket,
    newTicket,
    { ...newTicket, descricao: 'Outra coisa.' },
    { ...newTicket, abrir_os: true },
    refusedTicket,
  ),
  fault: fc.option(fault, { nil: undefined, freq: 4 }),
  isDouble: fc.boolean(),
  revokes: fc.boolean(),
})

/** Runs the steps in a house of their own and checks every promise after each of them. */
async function walk(steps: Step[]) {
  const late: Promise<void>[] = []
  const house = await enterHouse({
    env: { HUBSOFT_TIMEOUT_MS: String(timeoutMs), HUBSOFT_SETTLE_MS: '2000' },
    emulator: {
      wait: (ms) => {
        const waited = setTimeout(ms)
        late.push(waited)
        return waited
      },
    },
  })
  try {
    const keys = Array.from({ length: 3 }, () => randomUUID())
    for (const { key: place, body, fault, isDouble, revokes } of steps) {
      const key = keys[place] ?? ''
      house.faults.clear()
      if (fault) house.faults.inject(fault)
      if (revokes) house.emulator.revokeTokens()

      const answers = await Promise.all([
        house.post(body, { key }),
        ...(isDouble ? [house.post(body, { key })] : []),
      ])

      // Of two at once one may have opened what the other could not send.
      for (const answer of isDouble ? [] : answers) expectTrue(house, key, answer)
      expectTrue(house, key, await house.ask(key))
    }

    await Promise.all(late)
    for (const key of keys) expectTrue(house, key, await house.ask(key))
  } finally {
    await house.stop()
  }
}

type House = Awaited<ReturnType<typeof enterHouse>>

/** What is told of a key now, against what is true of it now. */
function expectTrue({ ticketsOf }: House, key: string, answer: Answer) {
  const tickets = ticketsOf(key)
  expect(tickets.length, 'one key, one ticket').toBeLessThanOrEqual(1)

  const body = told(answer)
  if (body.status === 'success') {
    expect(protocolIn(answer), 'told opened').toBe(tickets[0]?.atendimento.protocolo)
  }
  const saysNothingOpened =
    body.status === 'error' && !['chave_reutilizada', 'requisicao_invalida'].includes(body.codigo)
  if (saysNothingOpened) expect(tickets, `told ${body.codigo}`).toEqual([])
}

test('whatever HubSoft does, one key opens at most one ticket, and what is told is true', async () => {
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 8 }), walk), {
    numRuns: 40,
  })
}, 60_000)
