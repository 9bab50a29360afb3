import { Counter, Gauge, Histogram, Registry } from 'prom-client'
import type { Configuracao } from '../contract/page-context.ts'
import type { TakesWrites } from './database/write-check.ts'
import type { HubsoftEvent } from './hubsoft/outage/health.ts'
import type { NotKnown } from './journal/queries.ts'
import type { SendState } from './journal/ticket-row.ts'

export const metricPrefix = 'novo_atendimento_'

type ServedRequest = {
  method: string
  /** The pattern, never a path: "/api/v1/integracao/atendimento/:chave". */
  route: string
  status: number
  durationMs: number
}

/** How the gateway stands: asked for anew whenever an operator's program asks. */
export type Standing = {
  hubsoft: () => Configuracao['hubsoft']
  /** Whether the database takes a write. */
  database: () => Promise<TakesWrites>
  /** Whether HubSoft takes references out of descriptions: a send works, to look for it doesn't. */
  isMarkLost: () => boolean
  /** Sends whose outcome isn't known; null where that takes too long. */
  notKnown: () => Promise<NotKnown | null>
}

const help = {
  http_requests_total: 'Requests answered, by method, route pattern and status',
  http_request_duration_seconds: 'Time to the answer, by method and route pattern',
  tickets_total: 'Sends, by the outcome that the attendant was told first',
  tickets_settled_late_total:
    'Sends first told as uncertain of which the outcome became known later',
  tickets_duplicated_total: 'Sends of which HubSoft holds more than one ticket',
  tickets_not_known: 'Sends whose outcome is not known: uncertain or unknown',
  tickets_not_known_oldest_age_seconds: 'Age of the oldest of them; 0 without one',
  tickets_reference_lost_total: 'Opened tickets that HubSoft answered without their reference',
  journal_unwritable:
    '1 while no send can be recorded, and so none is sent: the disk, another program, a changed file or a server that is away',
  hubsoft_breaker_open: '1 while HubSoft counts as down and sends are turned away at once',
  hubsoft_account_refused: '1 after HubSoft refused the API account, until it takes it again',
  hubsoft_reference_lost:
    '1 for a week after HubSoft last did: a list without a send says nothing then',
  hubsoft_request_duration_seconds: 'Time to HubSoft’s answer, or to giving up on it',
  hubsoft_token_renewals_total: 'Sign-ins of the API account',
  hubsoft_no_permission_total:
    'Answers that say that the API account lacks a permission, whatever came of the ticket',
  certificate_ends_timestamp_seconds:
    'When the certificate of TLS_CERT_FILE ends; absent where TLS ends elsewhere',
} as const

/** All of ours. Labels have few values and hold nothing that was typed. */
function metricsIn(registry: Registry) {
  const described = (name: keyof typeof help) => ({ name: metricPrefix + name, help: help[name] })
  const ours = (name: keyof typeof help) => ({ ...described(name), registers: [registry] })
  return {
    requests: new Counter({
      ...ours('http_requests_total'),
      labelNames: ['method', 'route', 'status'],
    }),
    requestTime: new Histogram({
      ...ours('http_request_duration_seconds'),
      labelNames: ['method', 'route'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 30],
    }),
    told: new Counter({ ...ours('tickets_total'), labelNames: ['outcome'] }),
    settledLate: new Counter({ ...ours('tickets_settled_late_total'), labelNames: ['outcome'] }),
    duplicated: new Counter(ours('tickets_duplicated_total')),
    notKnown: new Gauge(ours('tickets_not_known')),
    notKnownAge: new Gauge(ours('tickets_not_known_oldest_age_seconds')),
    marksLost: new Counter(ours('tickets_reference_lost_total')),
    unwritable: new Gauge(ours('journal_unwritable')),
    breakerOpen: new Gauge(ours('hubsoft_breaker_open')),
    accountRefused: new Gauge(ours('hubsoft_account_refused')),
    isMarkLost: new Gauge(ours('hubsoft_reference_lost')),
    hubsoftTime: new Histogram({
      ...ours('hubsoft_request_duration_seconds'),
      labelNames: ['route', 'result'],
      buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 60],
    }),
    renewals: new Counter({ ...ours('hubsoft_token_renewals_total'), labelNames: ['result'] }),
    noPermission: new Counter(ours('hubsoft_no_permission_total')),
    // Registered with the first certificate.
    certificateEnds: new Gauge({
      ...described('certificate_ends_timestamp_seconds'),
      registers: [],
    }),
  }
}

/**
 * What the operator's Prometheus reads.
 *
 * @param registry where it is kept; main has put the process's own metrics there
 */
export function createMetrics(registry = new Registry()) {
  const ours = metricsIn(registry)
  // From the first scrape on, so that the first one of a kind counts as an increase.
  for (const outcome of outcomes) ours.told.inc({ outcome }, 0)
  for (const result of ['granted', 'refused', 'failed']) ours.renewals.inc({ result }, 0)

  async function ask(standing: Standing, now: Date) {
    // Where the journal can't be read the last figures stand, and the alarm is about the journal.
    const notKnown = await standing.notKnown().catch(() => null)
    if (notKnown) {
      const ageMs = notKnown.oldest ? now.getTime() - notKnown.oldest.getTime() : 0
      ours.notKnown.set(notKnown.count)
      ours.notKnownAge.set(Math.max(0, ageMs / 1000))
    }
    const takesWrites = notKnown ? await standing.database() : 'gone'
    ours.unwritable.set(Number(takesWrites !== 'ok'))
    const { situacao } = standing.hubsoft()
    ours.breakerOpen.set(Number(situacao === 'fora_do_ar'))
    ours.accountRefused.set(Number(situacao === 'conta_recusada'))
    ours.isMarkLost.set(Number(standing.isMarkLost()))
  }

  return {
    requestServed({ method, route, status, durationMs }: ServedRequest) {
      const known = { method: methods.includes(method) ? method : 'other', route }
      ours.requests.inc({ ...known, status })
      ours.requestTime.observe(known, durationMs / 1000)
    },
    ticketTold: (state: SendState) => ours.told.inc({ outcome: outcomeOf(state) }),
    ticketSettledLate: (state: SendState) => ours.settledLate.inc({ outcome: outcomeOf(state) }),
    ticketDuplicated: () => ours.duplicated.inc(),
    markLost: () => ours.marksLost.inc(),
    observeHubsoft(event: HubsoftEvent) {
      switch (event.kind) {
        case 'exchange': {
          const { route, result, durationMs } = event
          return ours.hubsoftTime.observe({ route, result }, durationMs / 1000)
        }
        case 'renewal':
          return ours.renewals.inc({ result: event.result })
        case 'no-permission':
          return ours.noPermission.inc()
      }
    },
    certificateEnds(at: Date) {
      registry.registerMetric(ours.certificateEnds)
      ours.certificateEnds.set(at.getTime() / 1000)
    },
    contentType: registry.contentType,
    /** Prometheus' text format, with how the gateway stands now, by the wall clock. */
    async text(standing: Standing, now: Date): Promise<string> {
      await ask(standing, now)
      return registry.metrics()
    },
  }
}

export type Metrics = ReturnType<typeof createMetrics>

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']

const outcomes = ['opened', 'refused', 'no_permission', 'not_sent', 'uncertain', 'unknown'] as const

function outcomeOf(state: SendState): (typeof outcomes)[number] {
  switch (state.kind) {
    case 'refused':
      return state.permission ? 'no_permission' : 'refused'
    case 'not-sent':
      return 'not_sent'
    case 'sending':
      return 'uncertain'
    case 'opened':
    case 'uncertain':
    case 'unknown':
      return state.kind
  }
}
