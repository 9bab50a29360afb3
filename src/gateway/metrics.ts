import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { TakesWrites } from './database/write-check.ts'
import type { HubsoftEvent, HubsoftStatus } from './hubsoft/health.ts'
import type { NotKnown } from './journal/queries.ts'
import type { SendState } from './journal/ticket-row.ts'

export const metricPrefix = 'novo_atendimento_'

export type ServedRequest = {
  method: string
  /** The pattern, never a path: "/api/v1/integracao/atendimento/:chave". */
  route: string
  status: number
  durationMs: number
}

type Deps = {
  /** Where they are kept; main has put the process's own metrics there. */
  registry?: Registry
  /** Sends whose outcome isn't known: asked for at each scrape. */
  notKnown: () => Promise<NotKnown>
  /** HubSoft's last word, likewise. */
  situation: () => HubsoftStatus['situacao']
  /** Whether a send could be recorded, likewise. */
  takesWrites: () => Promise<TakesWrites>
  now: () => Date
  /** Whether HubSoft takes references out of descriptions, likewise. */
  isMarkLost?: () => boolean
}

/** What the operator's Prometheus reads. Labels have few values and hold nothing that was typed. */
export function createMetrics({ registry = new Registry(), ...asked }: Deps) {
  const setNotKnown = notKnownMetrics(registry)
  const setSituation = situationMetrics(registry)
  const setTakesWrites = journalMetrics(registry)
  const lostMarks = lostMarkMetrics(registry)
  return {
    ...requestMetrics(registry),
    ...ticketMetrics(registry),
    ...hubsoftMetrics(registry),
    ...certificateMetrics(registry),
    markLost: lostMarks.count,
    contentType: registry.contentType,
    /** Prometheus' text format. */
    async text(): Promise<string> {
      const now = asked.now()
      // Where the journal can't be read the last figures stand, and the alarm is about the journal.
      const notKnown = await asked.notKnown().catch(() => null)
      if (notKnown) setNotKnown(notKnown, now)
      setTakesWrites(notKnown ? await asked.takesWrites() : 'gone')
      setSituation(asked.situation())
      lostMarks.set(asked.isMarkLost?.() ?? false)
      return registry.metrics()
    },
  }
}

export type Metrics = ReturnType<typeof createMetrics>

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

function requestMetrics(registry: Registry) {
  const requests = new Counter({
    name: `${metricPrefix}http_requests_total`,
    help: 'Requests answered, by method, route pattern and status',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  })
  const duration = new Histogram({
    name: `${metricPrefix}http_request_duration_seconds`,
    help: 'Time to the answer, by method and route pattern',
    labelNames: ['method', 'route'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30],
    registers: [registry],
  })
  return {
    requestServed({ method, route, status, durationMs }: ServedRequest) {
      const known = { method: methods.includes(method) ? method : 'other', route }
      requests.inc({ ...known, status })
      duration.observe(known, durationMs / 1000)
    },
  }
}

const outcomes = ['opened', 'refused', 'no_permission', 'not_sent', 'uncertain', 'unknown'] as const

function outcomeOf(state: SendState): (typeof outcomes)[number] {
  switch (state.kind) {
    case 'refused':
      return state.permission ? 'no_permission' : 'refused'
    case 'received':
      return 'not_sent'
    case 'sending':
      return 'uncertain'
    case 'opened':
    case 'uncertain':
    case 'unknown':
      return state.kind
  }
}

function ticketMetrics(registry: Registry) {
  const told = new Counter({
    name: `${metricPrefix}tickets_total`,
    help: 'Sends, by the outcome that the attendant was told first',
    labelNames: ['outcome'],
    registers: [registry],
  })
  const settledLate = new Counter({
    name: `${metricPrefix}tickets_settled_late_total`,
    help: 'Sends first told as uncertain of which the outcome became known later',
    labelNames: ['outcome'],
    registers: [registry],
  })
  // From the first scrape on, so that the first one of a kind counts as an increase.
  for (const outcome of outcomes) told.inc({ outcome }, 0)
  const duplicated = new Counter({
    name: `${metricPrefix}tickets_duplicated_total`,
    help: 'Sends of which HubSoft holds more than one ticket',
    registers: [registry],
  })
  return {
    ticketDuplicated: () => duplicated.inc(),
    ticketTold: (state: SendState) => told.inc({ outcome: outcomeOf(state) }),
    ticketSettledLate: (state: SendState) => settledLate.inc({ outcome: outcomeOf(state) }),
  }
}

function notKnownMetrics(registry: Registry) {
  const count = new Gauge({
    name: `${metricPrefix}tickets_not_known`,
    help: 'Sends whose outcome is not known: uncertain or unknown',
    registers: [registry],
  })
  const age = new Gauge({
    name: `${metricPrefix}tickets_not_known_oldest_age_seconds`,
    help: 'Age of the oldest of them; 0 without one',
    registers: [registry],
  })
  return (notKnown: NotKnown, now: Date) => {
    count.set(notKnown.count)
    const ageMs = notKnown.oldest ? now.getTime() - notKnown.oldest.getTime() : 0
    age.set(Math.max(0, ageMs / 1000))
  }
}

function journalMetrics(registry: Registry) {
  const unwritable = new Gauge({
    name: `${metricPrefix}journal_unwritable`,
    help: '1 while no send can be recorded, and so none is sent: the disk, another program or a changed file',
    registers: [registry],
  })
  return (takesWrites: TakesWrites) => unwritable.set(Number(takesWrites !== 'ok'))
}

function situationMetrics(registry: Registry) {
  const breakerOpen = new Gauge({
    name: `${metricPrefix}hubsoft_breaker_open`,
    help: '1 while HubSoft counts as down and sends are turned away at once',
    registers: [registry],
  })
  const accountRefused = new Gauge({
    name: `${metricPrefix}hubsoft_account_refused`,
    help: '1 after HubSoft refused the API account, until it takes it again',
    registers: [registry],
  })
  return (situation: HubsoftStatus['situacao']) => {
    breakerOpen.set(Number(situation === 'fora_do_ar'))
    accountRefused.set(Number(situation === 'conta_recusada'))
  }
}

function lostMarkMetrics(registry: Registry) {
  const lost = new Counter({
    name: `${metricPrefix}tickets_reference_lost_total`,
    help: 'Opened tickets that HubSoft answered without their reference',
    registers: [registry],
  })
  const counts = new Gauge({
    name: `${metricPrefix}hubsoft_reference_lost`,
    help: '1 for a week after HubSoft last did: a list without a send says nothing then',
    registers: [registry],
  })
  return { count: () => lost.inc(), set: (isLost: boolean) => counts.set(Number(isLost)) }
}

function hubsoftMetrics(registry: Registry) {
  const duration = new Histogram({
    name: `${metricPrefix}hubsoft_request_duration_seconds`,
    help: 'Time to HubSoft’s answer, or to giving up on it',
    labelNames: ['route', 'result'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 60],
    registers: [registry],
  })
  const renewals = new Counter({
    name: `${metricPrefix}hubsoft_token_renewals_total`,
    help: 'Sign-ins of the API account',
    labelNames: ['result'],
    registers: [registry],
  })
  for (const result of ['granted', 'refused', 'failed']) renewals.inc({ result }, 0)
  const noPermission = new Counter({
    name: `${metricPrefix}hubsoft_no_permission_total`,
    help: 'Answers that say that the API account lacks a permission, whatever came of the ticket',
    registers: [registry],
  })
  return {
    observeHubsoft(event: HubsoftEvent) {
      switch (event.kind) {
        case 'exchange':
          return duration.observe(
            { route: event.route, result: event.result },
            event.durationMs / 1000,
          )
        case 'renewal':
          return renewals.inc({ result: event.result })
        case 'no-permission':
          return noPermission.inc()
      }
    },
  }
}

function certificateMetrics(registry: Registry) {
  const ends = new Gauge({
    name: `${metricPrefix}certificate_ends_timestamp_seconds`,
    help: 'When the certificate of TLS_CERT_FILE ends; absent where TLS ends elsewhere',
    registers: [],
  })
  return {
    certificateEnds(at: Date) {
      registry.registerMetric(ends)
      ends.set(at.getTime() / 1000)
    },
  }
}
