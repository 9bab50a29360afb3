import { referenceOf } from '#src/contract/reference.ts'
import { type Broken, brokenOf, type Evidence, endings, promises } from '../promises.ts'
import type { Post, WitnessedHubsoft } from '../witnessed-hubsoft.ts'
import { type Errand, markIn, markOf } from './errand.ts'
import type { KillReport } from './orders.ts'

/** A promise that was broken, and to whom. */
type BrokenTo = Broken & { errand: Errand | null }

type CameAbout = {
  errands: Errand[]
  hubsoft: WitnessedHubsoft
  reports: KillReport[]
  /** What processes said that ended by themselves. */
  falls: string[]
  timeoutMs: number
  settleMs: number
  /** The share of the errands that has to come to an open ticket. */
  leastOpened: number
}

const mostShown = 5
// What comes in at one moment differs by so much for whoever sees it.
const slackMs = 50

/** Everything that isn't as promised. `isOver`: whether the errands have come to their ends. */
export function findBroken(cameAbout: CameAbout, isOver: boolean): BrokenTo[] {
  const { errands, hubsoft, reports, falls, timeoutMs, settleMs } = cameAbout
  const marks = new Set<string | undefined>(errands.map(markOf))
  const late = Map.groupBy(
    reports.filter((one) => one.drill === 'late'),
    ({ key }) => errands.find((errand) => errand.key === key) ?? null,
  )
  const lateMsOf = (errand: Errand | null) => late.get(errand)?.map(({ byMs }) => byMs) ?? []
  const common = {
    ...{ timeoutMs, settleMs, slackMs, listings: hubsoft.listings },
    ...{ commits: [], wasDiskFull: false, canBeLookedFor: true },
  }
  const ofErrand = (errand: Errand): Evidence => ({
    ...{ ...common, ...errand, ...hubsoft.seen(isOf(errand)) },
    reference: referenceOf(errand.key),
    clicksMs: errand.posts.map(({ atMs }) => atMs),
    lateMs: lateMsOf(errand),
    faults: [...errand.faults, ...(errand.isStuck ? ['it came to no end'] : [])],
  })
  const ofNobody: Evidence = {
    ...{ ...common, ...hubsoft.seen(({ description }) => !marks.has(markIn(description))) },
    ...{ reference: '', clicksMs: [], decisions: [], tells: [], lateMs: lateMsOf(null) },
    faults: falls.map((said) => `the gateway ended by itself: ${said}`),
  }
  const judged = { ...promises, ...(isOver && endings) }
  const judge = (evidence: Evidence, errand: Errand | null) =>
    brokenOf(evidence, judged).map((one) => ({ ...one, errand }))
  return [
    ...errands.flatMap((errand) => judge(ofErrand(errand), errand)),
    ...judge(ofNobody, null),
    ...(isOver ? openedTooFew(cameAbout) : []),
  ]
}

/** Whether a request is of this errand, whatever key it was sent with. */
const isOf =
  (errand: Errand) =>
  ({ description }: Post) =>
    markIn(description) === markOf(errand)

function openedTooFew({ errands, leastOpened }: CameAbout): BrokenTo[] {
  const opened = errands.filter(({ tells }) => tells.at(-1)?.body.status === 'success')
  if (opened.length >= leastOpened * errands.length) return []
  const what = `${opened.length} of ${errands.length}`
  return [{ promise: 'most errands are opened', errand: null, what }]
}

/** All that is known of one errand, a line each, in the order in which it came about. */
export function traceOf(errand: Errand, hubsoft: WitnessedHubsoft): string[] {
  const { posts, tickets } = hubsoft.seen(isOf(errand))
  const received = posts.map(({ atMs }) => ({ atMs, what: 'HubSoft gets a request' }))
  const stored = tickets.map(({ storedMs, protocolo }) => ({
    atMs: storedMs,
    what: `HubSoft stores ${protocolo}`,
  }))
  return [...errand.trace, ...received, ...stored]
    .toSorted((one, other) => one.atMs - other.atMs)
    .map(({ atMs, what }) => `${(atMs / 1000).toFixed(3)} s  ${what}`)
}

type Findings = { broken: BrokenTo[]; traceOf: (errand: Errand) => string[] }

/** What broke, a line each, with what happened to the errand. */
export function formatBroken({ broken, traceOf }: Findings): string[] {
  return broken
    .slice(0, mostShown)
    .flatMap(({ promise, errand, what }) => [
      `BROKEN ${promise}: ${what}${errand ? ` (errand ${errand.number}, key ${errand.key})` : ''}`,
      ...(errand ? traceOf(errand).map((line) => `    ${line}`) : []),
    ])
}
