import { type Errand, markOf } from './errand.ts'
import type { Broken } from './invariants.ts'
import type { WitnessedHubsoft } from './witnessed-hubsoft.ts'

type Findings = { broken: Broken[]; traceOf: (errand: Errand) => string[] }

const mostShown = 5

/** All that is known of one errand, a line each, in the order in which it came about. */
export function traceOf(errand: Errand, hubsoft: WitnessedHubsoft): string[] {
  const own = hubsoft
    .witnessed()
    .filter(({ ticket }) => ticket.atendimento.descricao_abertura.startsWith(markOf(errand)))
  const received = hubsoft.requestsWith(markOf(errand)).map((at) => ({
    atMs: Date.parse(at) - performance.timeOrigin,
    what: 'HubSoft gets a request',
  }))
  const stored = own.map(({ ticket }) => ({
    atMs: Date.parse(ticket.storedAt) - performance.timeOrigin,
    what: `HubSoft stores ${ticket.atendimento.protocolo}`,
  }))
  return [...errand.trace, ...received, ...stored]
    .toSorted((one, other) => one.atMs - other.atMs)
    .map(({ atMs, what }) => `${(atMs / 1000).toFixed(3)} s  ${what}`)
}

/** What broke, a line each, with what happened to the errand. */
export function formatBroken({ broken, traceOf }: Findings): string[] {
  return broken
    .slice(0, mostShown)
    .flatMap(({ invariant, errand, what }) => [
      `BROKEN ${invariant}: ${what}${errand ? ` (errand ${errand.number}, key ${errand.key})` : ''}`,
      ...(errand ? traceOf(errand).map((line) => `    ${line}`) : []),
    ])
}
