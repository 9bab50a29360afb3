import { expect, onTestFinished, test } from 'vitest'
import { isMessage } from '#src/contract/nova-mensagem.ts'
import type { OutgoingTicket } from '#src/gateway/hubsoft/opening.ts'
import { type SendOutcome, silence, unreachable } from '#src/gateway/hubsoft/send-outcome.ts'
import type { Submission } from '#src/gateway/send/arrivals.ts'
import { noDestination } from '../../samples.ts'
import { rowOf, states } from '../journal/a-row.ts'
import { newTicket } from '../running.ts'
import { openDeskOver } from './desk-over.ts'

const { key, attendant } = rowOf()

/** A desk that offers these, and what it sends to HubSoft. */
async function openDesk(ticketTypes: number[]) {
  const posted: OutgoingTicket[] = []
  let outcome: SendOutcome = states.opened
  const desk = await openDeskOver({
    hubsoft: {
      admit: async () => ({
        kind: 'admitted',
        async post(outgoing) {
          if (!isMessage(outgoing)) posted.push(outgoing)
          return outcome
        },
        takeBack: () => false,
        leave: () => undefined,
      }),
      lookFor: async () => [],
    },
    destination: { ...noDestination, ticketTypes },
  })
  onTestFinished(desk.close)
  const submit = (type?: number, more: Partial<Submission> = {}) => {
    const novo = { ...newTicket, ...(type !== undefined && { id_tipo_atendimento: type }) }
    return desk.submit({ key, attendant, novo, ...more })
  }
  return {
    ...desk,
    posted,
    submit,
    types: () => posted.map((one) => one.id_tipo_atendimento),
    /** As if the gateway had been started anew with these. */
    offer: (...types: number[]) => ticketTypes.splice(0, ticketTypes.length, ...types),
    answerWith(next: SendOutcome) {
      outcome = next
    },
  }
}

/** Its outcome isn't known, long enough to be sent again. */
async function loseOne(desk: Awaited<ReturnType<typeof openDesk>>, type?: number) {
  desk.answerWith(silence)
  await desk.submit(type, { call: 'call 1' })
  const later = new Date(Date.now() + 3_600_000)
  for (const _look of [1, 2]) {
    await desk.journal.apply(key, { kind: 'looked', at: later, found: [] }, later)
  }
  expect((await desk.find(key))?.state.kind).toBe('unknown')
  desk.answerWith(states.opened)
}

test('a repeat that names no type joins what went out, whatever the default is by now', async () => {
  const desk = await openDesk([1, 2])
  await desk.submit()
  desk.offer(2, 1)

  for (const type of [undefined, 1]) {
    expect(await desk.submit(type)).toMatchObject({ kind: 'row', replayed: true })
  }
  // The type that it has is no longer offered: what is known of it is told all the same.
  desk.offer(9)
  expect(await desk.submit(1)).toMatchObject({ kind: 'row', replayed: true })
  expect(await desk.submit(2)).toEqual({ kind: 'key-reused' })
  expect(desk.types()).toEqual([1])
})

test('nor does a repeat of what is under way need to name the type that it has', async () => {
  const desk = await openDesk([1, 2])

  const [first, repeat] = await Promise.all([desk.submit(2), desk.submit()])

  expect(first).toMatchObject({ kind: 'row', replayed: false })
  expect(repeat).toMatchObject({ kind: 'row', replayed: true })
  expect(desk.types()).toEqual([2])
})

test('what went out before there were types is the same text as ever', async () => {
  const desk = await openDesk([])
  await desk.submit()
  desk.offer(1)

  expect(await desk.submit()).toMatchObject({ kind: 'row', replayed: true })
  expect(await desk.submit(1)).toEqual({ kind: 'key-reused' })
  expect(desk.types()).toEqual([undefined])
})

test.each([undefined, 1])(
  'what isn’t known is sent again as it went out, type and call, with %s for a type in the resend',
  async (type) => {
    const desk = await openDesk([1, 2])
    await loseOne(desk)
    desk.offer(2)

    expect(await desk.submit(2, { resend: 2 })).toEqual({ kind: 'key-reused' })
    const again = await desk.submit(type, { resend: 2, call: 'call 2' })

    expect(again).toMatchObject({ kind: 'row', row: { attempt: 2, state: { kind: 'opened' } } })
    expect(desk.types()).toEqual([1, 1])
    expect(desk.posted.map(({ parametros }) => parametros?.chamada)).toEqual(['call 1', 'call 1'])
  },
)

test('what was proved not sent may go as anything: of the default that there is by then', async () => {
  const desk = await openDesk([1])
  desk.answerWith(unreachable)
  await desk.submit(1, { call: 'call 1' })
  desk.offer(2)
  desk.answerWith(states.opened)

  expect(await desk.submit(1)).toEqual({ kind: 'type-not-offered', isAnyOffered: true })
  await desk.submit(undefined, { call: 'call 2' })

  expect(desk.types()).toEqual([1, 2])
  expect((await desk.find(key))?.call).toBe('call 2')
  expect(desk.posted.at(-1)?.parametros?.chamada).toBe('call 2')
})
