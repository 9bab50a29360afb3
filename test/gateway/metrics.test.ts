import { randomUUID } from 'node:crypto'
import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import type { Configuracao } from '#src/contract/page-context.ts'
import type { HubsoftEvent } from '#src/gateway/hubsoft/outage/health.ts'
import { createMetrics, type Metrics, type Standing } from '#src/gateway/metrics.ts'
import { atRest } from './at-rest.ts'
import { newTicket, openHouse, refusedTicket, ticketRoute } from './running.ts'

/** What Prometheus reads where nothing is wrong but what is said. */
const textOf = (metrics: Metrics, parts: Partial<Standing> = {}) =>
  metrics.text({ ...atRest, ...parts }, new Date())

/** The lines of one metric, without the prefix that all have: `tickets_total{outcome="opened"} 1`. */
function linesOf(text: string, name: string): string[] {
  const lines = text.split('\n').filter((line) => line.startsWith(`novo_atendimento_${name}`))
  return lines.map((line) => line.slice('novo_atendimento_'.length))
}

const ofKind = (text: string) =>
  linesOf(text, 'tickets_total').filter((line) => !line.endsWith(' 0'))

test('requests are counted by method, route pattern and status, and never by what was typed', async () => {
  const { send, post, ask } = await openHouse()
  await post()
  await post('{')
  await ask(randomUUID())
  await ask('37999112233')
  await send('/atendimentos/37999112233?nome=Bianca')
  await send('/api/bianca')
  await send('/', { method: 'PROPFIND' })

  const { text } = await send('/metrics')

  expect(linesOf(text, 'http_requests_total').toSorted()).toEqual(
    [
      `{method="POST",route="${ticketRoute}",status="201"} 1`,
      `{method="POST",route="${ticketRoute}",status="400"} 1`,
      `{method="GET",route="${ticketRoute}/:chave",status="404"} 1`,
      `{method="GET",route="${ticketRoute}/:chave",status="400"} 1`,
      '{method="GET",route="/*",status="200"} 1',
      '{method="GET",route="/api/*",status="404"} 1',
      '{method="other",route="/*",status="404"} 1',
    ]
      .map((line) => `http_requests_total${line}`)
      .toSorted(),
  )
  expect(linesOf(text, 'http_request_duration_seconds_count')).toContain(
    `http_request_duration_seconds_count{method="POST",route="${ticketRoute}"} 2`,
  )
  expect(text).not.toMatch(/bianca|37999112233/i)
})

test('each send counts once, by what the attendant was told first', async () => {
  const { send, post, ask, faults } = await openHouse()
  const key = randomUUID()
  await post(newTicket, { key })
  await post(newTicket, { key })
  await ask(key)
  await post(refusedTicket)
  for (const fault of ['forbidden', 'too-many', 'reset-before'] as const) {
    faults.inject({ route: 'atendimento', fault })
    await post()
  }
  await post('{')

  const { text } = await send('/metrics')

  expect(ofKind(text).toSorted()).toEqual([
    'tickets_total{outcome="no_permission"} 1',
    'tickets_total{outcome="not_sent"} 1',
    'tickets_total{outcome="opened"} 1',
    'tickets_total{outcome="refused"} 1',
    'tickets_total{outcome="uncertain"} 1',
  ])
  expect(linesOf(text, 'tickets_settled_late_total')).toEqual([])
})

test('an outcome that comes late is counted apart, and the send stays told as uncertain', async () => {
  const { send, post, faults } = await openHouse()
  faults.inject({ route: 'atendimento', fault: 'reset-after' })

  expect((await post()).status).toBe(202)

  const metrics = async () => (await send('/metrics')).text
  await expect.poll(metrics).toMatch(/settled_late_total\{outcome="opened"\} 1/)
  expect(ofKind(await metrics())).toEqual(['tickets_total{outcome="uncertain"} 1'])
})

test('sends not known are counted at each scrape, with the age of the oldest', async () => {
  let wallMs = Date.parse('2026-11-24T17:00:00Z')
  const { send, post, faults } = await openHouse({
    env: { HUBSOFT_SETTLE_MS: '600' },
    clock: { wallMs: () => wallMs, monotonicMs: () => performance.now() },
  })
  const notKnown = async () => linesOf((await send('/metrics')).text, 'tickets_not_known')
  const none = ['tickets_not_known 0', 'tickets_not_known_oldest_age_seconds 0']
  await post()
  expect(await notKnown()).toEqual(none)

  faults.inject({ route: 'atendimento', fault: 'reset-after', times: 2 })
  faults.inject({ route: 'listagem', fault: 'http-500', times: 1000 })
  await post()
  wallMs += 60_000
  await post()
  wallMs += 540_000

  expect(await notKnown()).toEqual([
    'tickets_not_known 2',
    'tickets_not_known_oldest_age_seconds 600',
  ])
  // A wall clock that was set back makes nothing younger than now.
  wallMs -= 3_600_000
  expect((await notKnown())[1]).toBe('tickets_not_known_oldest_age_seconds 0')
})

test('a gateway counts what it asks of HubSoft', async () => {
  const { send, post } = await openHouse()
  await post()

  expect(
    linesOf((await send('/metrics')).text, 'hubsoft_request_duration_seconds_count'),
  ).toContain('hubsoft_request_duration_seconds_count{route="ticket",result="answered"} 1')
})

const events: HubsoftEvent[] = [
  { kind: 'exchange', route: 'token', result: 'answered', durationMs: 40 },
  { kind: 'exchange', route: 'ticket', result: 'failed', durationMs: 20_000 },
  { kind: 'exchange', route: 'ticket', result: 'answered', durationMs: 150 },
  { kind: 'renewal', result: 'granted' },
  { kind: 'renewal', result: 'failed' },
]

test("HubSoft's answers are timed by route and result, sign-ins counted", async () => {
  const metrics = createMetrics()

  for (const event of events) metrics.observeHubsoft(event)

  const text = await textOf(metrics)
  expect(linesOf(text, 'hubsoft_request_duration_seconds_sum')).toEqual([
    'hubsoft_request_duration_seconds_sum{route="token",result="answered"} 0.04',
    'hubsoft_request_duration_seconds_sum{route="ticket",result="failed"} 20',
    'hubsoft_request_duration_seconds_sum{route="ticket",result="answered"} 0.15',
  ])
  expect(linesOf(text, 'hubsoft_token_renewals_total')).toEqual([
    'hubsoft_token_renewals_total{result="granted"} 1',
    'hubsoft_token_renewals_total{result="refused"} 0',
    'hubsoft_token_renewals_total{result="failed"} 1',
  ])
})

test.each<[Configuracao['hubsoft']['situacao'], string, string]>([
  ['no_ar', '0', '0'],
  ['fora_do_ar', '1', '0'],
  ['conta_recusada', '0', '1'],
])('%s is told as breaker open %s, account refused %s', async (situacao, breaker, account) => {
  const metrics = createMetrics()
  await textOf(metrics)

  const text = await textOf(metrics, { hubsoft: () => ({ situacao, desde: null }) })
  expect(linesOf(text, 'hubsoft_breaker_open')).toEqual([`hubsoft_breaker_open ${breaker}`])
  expect(linesOf(text, 'hubsoft_account_refused')).toEqual([`hubsoft_account_refused ${account}`])
})

test('where the journal can’t be read the last figures stand, and no send can be recorded', async () => {
  const metrics = createMetrics()
  await textOf(metrics, { notKnown: async () => ({ count: 2, oldest: null }) })

  const text = await textOf(metrics, { notKnown: () => Promise.reject(new Error('the disk')) })

  expect(linesOf(text, 'tickets_not_known ')).toEqual(['tickets_not_known 2'])
  expect(linesOf(text, 'journal_unwritable')).toEqual(['journal_unwritable 1'])
})

test('the end of a certificate is there once there is one', async () => {
  const metrics = createMetrics()

  expect(linesOf(await textOf(metrics), 'certificate')).toEqual([])
  metrics.certificateEnds(new Date('2027-01-01T00:00:00Z'))
  metrics.certificateEnds(new Date('2027-04-01T00:00:00Z'))

  expect(linesOf(await textOf(metrics), 'certificate')).toEqual([
    'certificate_ends_timestamp_seconds 1806537600',
  ])
})

test('two gateways in one process count apart, and beside the process where they are told to', async () => {
  const [one, other] = [createMetrics(), createMetrics()]
  const registry = new Registry()
  const beside = createMetrics(registry)

  one.ticketTold({ kind: 'unknown', couldNotLook: false })

  expect(ofKind(await textOf(one))).toEqual(['tickets_total{outcome="unknown"} 1'])
  expect(ofKind(await textOf(other))).toEqual([])
  expect(await registry.metrics()).toBe(await textOf(beside))
})
