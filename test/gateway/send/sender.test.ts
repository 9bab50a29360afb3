import { setTimeout } from 'node:timers/promises'
import pino from 'pino'
import { expect, test } from 'vitest'
import type { Admission } from '#src/gateway/hubsoft/client.ts'
import { type SendOutcome, unreachable } from '#src/gateway/hubsoft/send-outcome.ts'
import type { Recorder } from '#src/gateway/send/recorder.ts'
import { createSender } from '#src/gateway/send/sender.ts'
import { noDestination } from '../../samples.ts'
import { rowOf, states, ticket } from '../journal/a-row.ts'
import { newTicket } from '../running.ts'

const row = { ...rowOf(), novo: newTicket }
const opened: SendOutcome = { kind: 'opened', atendimento: ticket('1001') }
/** Comes after whatever waits no longer than the deadline: timers act in the order in which they are due. */
const aMoment = () => setTimeout(5)

/** What is told of a send whose deadline is over by now, as these commits come. */
function sendWith(recorder: Partial<Recorder>, outcome: SendOutcome) {
  const admission: Admission = {
    kind: 'admitted',
    post: async () => outcome,
    takeBack: () => true,
    leave: () => undefined,
  }
  const sender = createSender({
    recorder: {
      record: async () => ({ row, isOurs: true }),
      settle: async () => ({ ...row, state: states[outcome.kind] }),
      stop: async () => undefined,
      ...recorder,
    },
    hubsoft: { admit: async () => admission },
    answerOf: async () => unreachable,
    clock: { wallMs: () => 0, monotonicMs: () => 0 },
    settleMs: 0,
    destination: noDestination,
    log: pino({ level: 'silent' }),
  })
  const deadline = { remainingMs: () => 0, isPast: () => true }
  return sender.send({ row, deadline, unknown: null })
}

test('a row whose commit began in time, and ends a moment after the deadline, is this send’s', async () => {
  const record = () => aMoment().then(() => ({ row, isOurs: true }))

  const told = await sendWith({ record }, unreachable)

  // Not "this server couldn't record it".
  expect(told.state).toEqual(unreachable)
})

test('an outcome that came in time is told, though its commit ends a moment after the deadline', async () => {
  const settle = () => aMoment().then(() => ({ ...row, state: states.opened }))

  expect((await sendWith({ settle }, opened)).state).toEqual(states.opened)
})
