import { referenceOf } from '#src/contract/reference.ts'
import type { Commit } from '../model/witnessed-file.ts'
import {
  type Broken,
  brokenOf,
  type Evidence,
  endings,
  ofTheLiving,
  promises,
  recorded,
  shared,
} from '../promises.ts'
import type { Post, Ticket, WitnessedHubsoft } from '../witnessed-hubsoft.ts'
import { type Errand, markIn, markOf } from './errand.ts'
import type { KillReport } from './orders.ts'

/** A promise that was broken, and to whom. */
export type BrokenTo = Broken & { errand: Errand | null }

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
  /** Whether no gateway was killed, nor stopped for long. */
  haveAllLived?: boolean
  /** All that was ever committed, where several gateways write to one database. */
  rows?: Rows
}

/** What was committed of each send, and when the database took nothing. */
export type Rows = {
  of: (key: string) => Commit[]
  wasAway: (fromMs: number, toMs: number) => boolean
}

const mostShown = 5
// What comes in at one moment differs by so much for whoever sees it.
const slackMs = 50

/** Everything that isn't as promised. `isOver`: whether the errands have come to their ends. */
export function findBroken(cameAbout: CameAbout, isOver: boolean): BrokenTo[] {
  const { errands, hubsoft, reports, falls, timeoutMs, settleMs, rows } = cameAbout
  const { haveAllLived = false } = cameAbout
  const marks = new Set<string | undefined>(errands.map(markOf))
  const late = Map.groupBy(
    // What was stopped between its check and its write nobody can keep.
    reports.filter((one) => one.drill === 'late' && !one.wasStopped),
    ({ key }) => errands.find((errand) => errand.key === key) ?? null,
  )
  const lateMsOf = (errand: Errand | null) =>
    late.get(errand)?.flatMap((one) => (one.drill === 'late' ? [one.byMs] : [])) ?? []
  const common = {
    ...{ timeoutMs, settleMs, slackMs, listings: hubsoft.listings },
    haveAllLived,
    ...{ commits: [], wasDiskFull: false, canBeLookedFor: true },
  }
  const ofErrand = (errand: Errand): Evidence => ({
    ...{ ...common, ...errand, ...withRows(hubsoft.seen(isOf(errand)), rows?.of(errand.key)) },
    wasDiskFull: rows?.wasAway(...timeOf(errand)) ?? false,
    reference: referenceOf(errand.key),
    clicksMs: errand.posts.map(({ atMs }) => atMs),
    lateMs: lateMsOf(errand),
    faults: [
      ...errand.faults,
      ...(errand.isStuck ? ['it came to no end'] : []),
      ...(rows ? ourFaultsIn(errand) : []),
    ],
  })
  const ofNobody: Evidence = {
    ...{ ...common, ...hubsoft.seen(({ description }) => !marks.has(markIn(description))) },
    ...{ reference: '', clicksMs: [], decisions: [], tells: [], lateMs: lateMsOf(null) },
    faults: falls.map((said) => `the gateway ended by itself: ${said}`),
  }
  const ends = { ...endings, ...ofTheLiving }
  const judged = { ...promises, ...(rows && { ...recorded, ...shared }), ...(isOver && ends) }
  const judge = (evidence: Evidence, errand: Errand | null) =>
    brokenOf(evidence, judged).map((one) => ({ ...one, errand }))
  return [
    ...errands.flatMap((errand) => judge(ofErrand(errand), errand)),
    ...judge(ofNobody, null),
    ...(isOver ? openedTooFew(cameAbout) : []),
  ]
}

/** A server that is away is told as what it is, but to who sends again: then the page asks, whatever it is told. */
const ourFaultsIn = ({ tells, decisions }: Errand) =>
  tells
    .filter(({ body }) => body.status === 'error' && body.codigo === 'erro_interno')
    .filter(({ route }) => route !== 'send' || decisions.length === 0)
    .map(({ route }) => `erro_interno to a ${route}`)

const timeOf = ({ trace }: Errand) =>
  [trace[0]?.atMs ?? Number.POSITIVE_INFINITY, trace.at(-1)?.atMs ?? 0] as const

/** Each request with the commit without which it may not leave. */
function withRows(seen: { posts: Post[]; tickets: Ticket[] }, commits: Commit[] = []) {
  const withRow = (post: Post): Post => ({
    ...post,
    row: commits.find(
      ({ state, attempt, sent_at }) =>
        state === 'sending' && attempt === post.sentBy?.attempt && sent_at === post.sentBy.sentAt,
    ),
  })
  return {
    commits,
    posts: seen.posts.map(withRow),
    tickets: seen.tickets.map((one) => ({ ...one, post: withRow(one.post) })),
  }
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
export function traceOf(errand: Errand, hubsoft: WitnessedHubsoft, rows?: Rows): string[] {
  const { posts, tickets } = hubsoft.seen(isOf(errand))
  const received = posts.map(({ atMs }) => ({ atMs, what: 'HubSoft gets a request' }))
  const stored = tickets.map(({ storedMs, protocolo }) => ({
    atMs: storedMs,
    what: `HubSoft stores ${protocolo}`,
  }))
  const committed = (rows?.of(errand.key) ?? []).map((one) => ({
    atMs: one.seenMs,
    what: `${one.madeBy} commits ${inShort(one)}`,
  }))
  return [...errand.trace, ...received, ...stored, ...committed]
    .toSorted((one, other) => one.atMs - other.atMs)
    .map(({ atMs, what }) => `${(atMs / 1000).toFixed(3)} s  ${what}`)
}

function inShort({ state, attempt, looks, next_look_at: next, madeAt = 0 }: Commit): string {
  const seconds = (at: number) => `${((at - madeAt) / 1000).toFixed(2)} s`
  const last = looks.at(-1)
  return [
    `${state} ${attempt}`,
    ...(last ? [`look ${looks.length} begun ${seconds(last.at)}`] : []),
    ...(next === null ? [] : [`next look ${seconds(next)}`]),
  ].join(', ')
}

type Findings = { broken: BrokenTo[]; traceOf: (errand: Errand) => string[] }

/** What broke, a line each, with what happened to the errand. */
export function formatBroken({ broken, traceOf }: Findings): string[] {
  // One of each first.
  const places = new Map<string, number>()
  const nth = new Map(
    broken.map((one) => {
      const place = places.get(one.promise) ?? 0
      places.set(one.promise, place + 1)
      return [one, place]
    }),
  )
  return broken
    .toSorted((one, other) => (nth.get(one) ?? 0) - (nth.get(other) ?? 0))
    .slice(0, mostShown)
    .flatMap(({ promise, errand, what }) => [
      `BROKEN ${promise}: ${what}${errand ? ` (errand ${errand.number}, key ${errand.key})` : ''}`,
      ...(errand ? traceOf(errand).map((line) => `    ${line}`) : []),
    ])
}
