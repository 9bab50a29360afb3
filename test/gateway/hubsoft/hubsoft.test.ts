import pino from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { demoCredentials, startEmulator } from '#src/emulator/server.ts'
import { createDeadline } from '#src/gateway/clock.ts'
import { connectToHubsoft } from '#src/gateway/hubsoft/hubsoft.ts'
import type { HubsoftEvent } from '#src/gateway/hubsoft/outage/health.ts'
import { newTicket } from '../running.ts'

/** A real HubSoft stand-in, and the gateway's side of it, whose timers run when the test says so. */
async function connect() {
  const running = await startEmulator()
  onTestFinished(running.stop)
  const { faults, ledger } = running.emulator
  faults.inject({ route: 'token', fault: 'silent-before' })
  const timers = new Set<() => void>()
  const events: HubsoftEvent[] = []
  let nowMs = 0
  const clock = { wallMs: () => nowMs, monotonicMs: () => nowMs }
  const hubsoft = connectToHubsoft({
    url: new URL(running.url),
    account: () => demoCredentials,
    clock,
    timeoutMs: 60_000,
    log: pino({ level: 'silent' }),
    observe: (event) => events.push(event),
    after(_ms, run) {
      timers.add(run)
      return () => void timers.delete(run)
    },
  })
  onTestFinished(hubsoft.stop)
  return {
    ...hubsoft,
    faults,
    events: (kind: HubsoftEvent['kind']) => events.filter((event) => event.kind === kind),
    signIns: () => ledger.requests.filter(({ path }) => path === '/oauth/token').length,
    /** A quarter of a minute goes by. */
    passTime() {
      nowMs += 15_000
      for (const run of [...timers].slice(0, 1)) {
        timers.delete(run)
        run()
      }
    },
    async openTicket() {
      const admission = await hubsoft.admit(createDeadline(clock, 60_000))
      return admission.kind === 'admitted' ? admission.post(newTicket, 0) : admission
    },
  }
}

test('a sign-in that has hung since before an outage is started over once HubSoft is back', async () => {
  const { faults, passTime, status, signIns, openTicket, events } = await connect()
  faults.inject({ route: 'leitura', fault: 'reset-before', times: 2 })
  await expect.poll(signIns).toBe(1)

  for (const failed of [1, 2]) {
    passTime()
    await expect
      .poll(() => events('exchange').filter((event) => Object(event).route === 'read').length)
      .toBe(failed)
  }
  await expect.poll(() => status().situacao).toBe('fora_do_ar')
  expect(signIns()).toBe(1)
  passTime()
  await expect.poll(() => status().situacao).toBe('no_ar')

  expect(await openTicket()).toMatchObject({ kind: 'opened' })
  expect(signIns()).toBe(2)
  expect(events('renewal')).toEqual([
    { kind: 'renewal', result: 'failed' },
    { kind: 'renewal', result: 'granted' },
  ])
})
