import { expect, test } from 'vitest'
import type { HubsoftAnswer } from '#src/gateway/hubsoft/answer.ts'
import { createBreaker } from '#src/gateway/hubsoft/outage/breaker.ts'
import { createHealth, type HubsoftEvent } from '#src/gateway/hubsoft/outage/health.ts'
import { createMonitor } from '#src/gateway/hubsoft/outage/monitor.ts'
import { createHandClock, settle } from '../../journal/hand-clock.ts'

const noon = Date.parse('2026-11-24T12:00:00Z')
const second = 1000

type ProbeUnderWay = { atMs: number; signal: AbortSignal; end: (isThere: boolean) => void }

/** Breaker, monitor and health on a clock that only `pass` moves; probes end as the test says. */
function startHealth({ jitter = 0.5 } = {}) {
  const { clock, after, pass, passedMs, timers } = createHandClock(new Date(noon))
  const events: HubsoftEvent[] = []
  const probes: ProbeUnderWay[] = []
  const breaker = createBreaker(clock)
  const health = createHealth({ breaker, clock, observe: (event) => events.push(event) })
  const monitor = createMonitor({
    breaker,
    clock,
    after,
    random: () => jitter,
    probeMs: 10 * second,
  })
  let answers: boolean | undefined
  monitor.start((signal) => {
    const { promise, resolve } = Promise.withResolvers<boolean>()
    signal.addEventListener('abort', () => resolve(false))
    probes.push({ atMs: passedMs(), signal, end: resolve })
    if (answers !== undefined) resolve(answers)
    return promise
  })

  return {
    ...health,
    breaker,
    monitor,
    events,
    probes,
    pass,
    probedAt: () => probes.map(({ atMs }) => atMs / second),
    timers,
    /** From now on probes end at once; undefined lets them hang. */
    probesEnd: (isThere: boolean | undefined) => {
      answers = isThere
    },
    /** One send that came to this. */
    send: (ended: HubsoftAnswer | 'no-answer' | 'not-started') => health.begin('ticket')(ended),
  }
}

const answer = (status: number, text = '{"status":"error"}'): HubsoftAnswer => ({
  status,
  headers: {},
  text,
})
const isUp = { situacao: 'no_ar', desde: null }
const downSince = (afterMs: number) => ({
  situacao: 'fora_do_ar',
  desde: new Date(noon + afterMs).toISOString(),
})

test('five sends in a row without an answer: HubSoft is down, since the first of them', async () => {
  const { send, status, pass } = startHealth()

  for (const _send of [1, 2, 3, 4]) send('no-answer')
  send(answer(422))
  await pass(3 * second)
  for (const _send of [1, 2, 3, 4]) send('no-answer')
  expect(status()).toEqual(isUp)
  send('no-answer')

  expect(status()).toEqual(downSince(3 * second))
})

test.each([
  ['no answer', true, 'no-answer' as const],
  ['a proxy’s page with 500', true, answer(500, '<html>')],
  ['a crash of its own in JSON', false, answer(500)],
  ['502, whatever it says', true, answer(502)],
  ['503, whatever it says', true, answer(503)],
  ['504, whatever it says', true, answer(504)],
  ['200 with a page', false, answer(200, '<html>')],
  ['401', false, answer(401)],
  ['403', false, answer(403)],
  ['404', false, answer(404, '<html>')],
  ['422', false, answer(422)],
  ['429', false, answer(429)],
  ['302', false, answer(302, '')],
  ['a send that never began', false, 'not-started' as const],
])('%s five times in a row: down is %s', (_what, isDown, ended) => {
  const { send, status } = startHealth()

  for (const _send of [1, 2, 3, 4, 5]) send(ended)

  expect(status().situacao).toBe(isDown ? 'fora_do_ar' : 'no_ar')
})

test('one exchange counts once, and is told with how long it took, also when it ends after it was given up', async () => {
  const { begin, status, events, pass } = startHealth()

  for (const _send of [1, 2, 3, 4]) {
    const report = begin('ticket')
    await pass(300)
    report('no-answer')
    report('no-answer')
  }

  expect(status()).toEqual(isUp)
  expect(events).toEqual(
    Array(4).fill({ kind: 'exchange', route: 'ticket', result: 'failed', durationMs: 300 }),
  )
})

test('an answer after the deadline shows that HubSoft is there', () => {
  const { begin, send, status } = startHealth()
  const late = begin('ticket')
  late('no-answer')
  for (const _send of [1, 2, 3]) send('no-answer')

  late(answer(200))
  send('no-answer')

  expect(status()).toEqual(isUp)
})

test('without any traffic a silent HubSoft is down within 40 s', async () => {
  const { status, pass, probedAt } = startHealth()

  await pass(15 * second - 1)
  expect(probedAt()).toEqual([])
  await pass(1)
  expect(probedAt()).toEqual([15])
  await pass(22 * second)

  expect(probedAt().slice(0, 2)).toEqual([15, 27])
  expect(status()).toEqual(downSince(25 * second))
})

test('one probe that fails is not an outage, nor are two with an answered one between them', async () => {
  const { status, pass, probesEnd, probedAt } = startHealth()
  probesEnd(false)
  await pass(15 * second)
  probesEnd(true)

  await pass(2 * second)

  expect(probedAt()).toEqual([15, 17])
  expect(status()).toEqual(isUp)
  probesEnd(false)
  await pass(15 * second)
  expect(probedAt()).toEqual([15, 17, 32])
  expect(status()).toEqual(isUp)
})

const twoHours = 2 * 3600 * second

test.each([['probes', 'read', 2] as const, ['tokens', 'token', 5] as const])(
  'an outage begins with the failures that show it: %s of two hours ago that were answered do not',
  async (by, asked, times) => {
    const { breaker, status, pass, probesEnd } = startHealth()
    breaker.failed(by)
    breaker.answered(asked)
    probesEnd(true)
    await pass(twoHours)

    for (let failed = 0; failed < times; failed += 1) breaker.failed(by)

    expect(status()).toEqual(downSince(twoHours))
  },
)

test('a ticket that failed two hours ago does not date an outage that reads show', async () => {
  const { breaker, send, status, pass, probesEnd } = startHealth()
  send('no-answer')
  probesEnd(true)
  await pass(twoHours)

  for (const _probe of [1, 2]) breaker.failed('probes')

  expect(status()).toEqual(downSince(twoHours))
})

test('as long as something is answered nobody probes', async () => {
  const { send, pass, probedAt } = startHealth()

  for (let times = 0; times < 10; times += 1) {
    await pass(10 * second)
    send(answer(200))
  }
  expect(probedAt()).toEqual([])
  await pass(15 * second)

  expect(probedAt()).toEqual([115])
})

test('traffic that fails is no answer: the probe comes after 15 s all the same', async () => {
  const { send, pass, probedAt } = startHealth()

  await pass(14 * second)
  send('no-answer')
  await pass(second)

  expect(probedAt()).toEqual([15])
})

/** Down from the first second on, and nobody knows why. */
async function goDown(options = {}) {
  const house = startHealth(options)
  for (const _send of [1, 2, 3, 4, 5]) house.send('no-answer')
  await settle()
  return house
}

test.each([
  [0.5, [0, 2, 4, 6, 8]],
  [0, [0, 1.8, 3.6, 5.4, 7.2]],
  [1, [0, 2.2, 4.4, 6.6]],
])(
  'down, it is probed at once and every 2 s, also while probes hang; jitter of %d',
  async (jitter, times) => {
    const { pass, probedAt, status } = await goDown({ jitter })

    await pass(8 * second)

    expect(probedAt()).toEqual(times)
    expect(status()).toEqual(downSince(0))
  },
)

test('five probes at most hang at a time, and each of them ends after its own limit', async () => {
  const { pass, probes } = await goDown()

  await pass(60 * second)

  const underWayAt = (atMs: number) =>
    probes.filter((one) => one.atMs <= atMs && one.atMs + 10 * second > atMs).length
  expect(Math.max(...probes.map(({ atMs }) => underWayAt(atMs)))).toBe(5)
  expect(probes.filter(({ signal }) => !signal.aborted).length).toBeLessThanOrEqual(5)
})

test('one answered probe ends the outage, and what hung before says nothing of now', async () => {
  const { pass, probes, status, probedAt } = await goDown()
  await pass(6 * second)

  probes[3]?.end(true)
  await settle()

  expect(status()).toEqual(isUp)
  expect(probes.slice(0, 3).every(({ signal }) => signal.aborted)).toBe(true)
  await pass(14 * second)
  expect(status()).toEqual(isUp)
  expect(probedAt()).toHaveLength(4)
})

test('only a probe ends the outage: neither a late answer nor a sign-in does', async () => {
  const { begin, send, status } = await goDown()

  send(answer(200))
  begin('token')(answer(200))

  expect(status()).toEqual(downSince(0))
})

test('a send that began before the outage and ends after it says nothing of now', async () => {
  const { begin, send, pass, probesEnd, status } = startHealth()
  const old = [1, 2, 3, 4, 5, 6].map(() => begin('ticket'))
  for (const _send of [1, 2, 3, 4, 5]) send('no-answer')
  probesEnd(true)
  await pass(2 * second)
  expect(status()).toEqual(isUp)

  for (const report of old) report('no-answer')

  expect(status()).toEqual(isUp)
})

test('after an outage of everything the count begins anew', async () => {
  const { send, pass, probesEnd, status } = await goDown()
  probesEnd(false)
  await pass(2 * second)
  probesEnd(true)
  await pass(2 * second)
  probesEnd(undefined)

  for (const _send of [1, 2, 3, 4]) send('no-answer')
  expect(status()).toEqual(isUp)
  send('no-answer')

  expect(status()).toEqual(downSince(4 * second))
})

test('reads that are answered hide no outage of the tickets alone', async () => {
  const { begin, send, status, pass } = startHealth()

  for (const _send of [1, 2, 3, 4]) {
    send('no-answer')
    begin('read')(answer(200))
    begin('token')(answer(200))
    await pass(second)
  }
  expect(status()).toEqual(isUp)
  send('no-answer')

  expect(status()).toEqual(downSince(0))
})

test('sign-ins that fail count with the tickets, until one is answered', () => {
  const { begin, send, status } = startHealth()
  for (const _signIn of [1, 2, 3]) begin('token')('no-answer')
  begin('token')(answer(200))
  for (const _send of [1, 2, 3, 4]) send('no-answer')
  expect(status()).toEqual(isUp)

  begin('token')('no-answer')

  expect(status().situacao).toBe('fora_do_ar')
})

/** Down since the first second, with reads that were answered all the while; up again by a read. */
async function onTrial() {
  const house = await goDown()
  house.probesEnd(true)
  await house.pass(2 * second)
  expect(house.status()).toEqual(isUp)
  return house
}

test('after an outage of the tickets alone one ticket at a time is let through', async () => {
  const { breaker } = await onTrial()

  const first = breaker.enter()
  expect(first).not.toBeNull()
  expect(breaker.enter()).toBeNull()
  first?.()

  expect(breaker.enter()).not.toBeNull()
})

test('an answered ticket ends that, a failed one is an outage again at once, since it began', async () => {
  const { send, breaker, status } = await onTrial()
  send(answer(422))
  for (const _send of [1, 2, 3, 4]) send('no-answer')
  expect(status()).toEqual(isUp)
  expect([breaker.enter(), breaker.enter()]).not.toContain(null)

  const broken = await onTrial()
  broken.send('no-answer')
  expect(broken.status()).toEqual(downSince(0))
})

test('each further ticket that fails keeps them away for longer, two minutes at most, and never for ever', async () => {
  const { send, status, pass } = await onTrial()
  const pausesS: number[] = []

  for (const _trial of [1, 2, 3, 4, 5, 6]) {
    send('no-answer')
    let pauseS = 0
    for (; status().situacao === 'fora_do_ar' && pauseS < 1000; pauseS += 1) await pass(second)
    pausesS.push(pauseS)
  }

  expect(pausesS.map((pauseS) => Math.round(pauseS / 5) * 5)).toEqual([15, 30, 60, 120, 120, 120])
  send(answer(200))
  for (const _send of [1, 2, 3, 4]) send('no-answer')
  expect(status()).toEqual(isUp)
})

test('whoever asked to be told is told once HubSoft goes down and once it is back, until called off', async () => {
  const { breaker, send, pass, probesEnd } = startHealth()
  const told: (Date | null)[] = []
  const callOff = breaker.onMove((since) => told.push(since))
  for (const _send of [1, 2, 3, 4, 5, 6, 7]) send('no-answer')
  expect(told).toEqual([new Date(noon)])
  probesEnd(true)
  await pass(2 * second)
  expect(told).toEqual([new Date(noon), null])

  callOff()
  probesEnd(false)
  for (const _send of [1, 2, 3, 4, 5]) send('no-answer')

  expect(told).toHaveLength(2)
})

test.each([
  ['up', async () => startHealth()],
  ['down', async () => goDown()],
])('stopped while HubSoft is %s it probes no more and leaves no timer', async (_state, start) => {
  const { monitor, pass, probes, timers, breaker } = await start()
  await pass(3 * second)
  const before = probes.length

  monitor.stop()
  await pass(60 * second)
  breaker.close()
  await pass(60 * second)

  expect(probes).toHaveLength(before)
  expect(timers()).toBe(0)
})

test.each([
  ['HTTP 200', 'no_ar', answer(200)],
  ['HTTP 403', 'no_ar', answer(403)],
  ['HTTP 401', 'conta_recusada', answer(401)],
  ['HTTP 500', 'conta_recusada', answer(500)],
  ['no answer', 'conta_recusada', null],
])('a token that a route refused: %s to the next leaves %s', (_what, situacao, heard) => {
  const health = startHealth()
  health.accountRefused('route')
  health.accountGranted()
  expect(health.status().situacao).toBe('conta_recusada')

  health.heard(heard)

  expect(health.status().situacao).toBe(situacao)
})

test('a refused token and a refused sign-in are told since they were first refused, each until it is taken', async () => {
  const { accountRefused, accountGranted, heard, status, pass } = startHealth()
  const refusedSince = (ms: number) => ({
    situacao: 'conta_recusada',
    desde: new Date(noon + ms).toISOString(),
  })
  accountRefused('route')
  for (const _signIn of [1, 2]) {
    await pass(second)
    accountRefused('sign-in')
  }
  expect(status()).toEqual(refusedSince(0))

  heard(answer(200))
  expect(status()).toEqual(refusedSince(second))
  accountGranted()

  expect(status()).toEqual(isUp)
})

test('an outage is told before a refused account', async () => {
  const { accountRefused, status } = await goDown()

  accountRefused('sign-in')

  expect(status()).toEqual(downSince(0))
})

test('reads count where they are answered; whether they fail is the monitor’s to say', () => {
  const { begin, breaker, status, events } = startHealth()
  for (const _read of [1, 2, 3, 4, 5, 6]) begin('read')('no-answer')
  breaker.failed('probes')

  begin('read')(answer(200))
  breaker.failed('probes')

  expect(status()).toEqual(isUp)
  expect(events).toHaveLength(7)
})
