import { beforeAll, expect, inject, test } from 'vitest'
import { type FaultOrderInput, faultNames } from '#src/emulator/faults/faults.ts'
import { carryOut, type Result } from '../carry-out.ts'
import { createMatrixServer, type MatrixDatabase } from '../matrix-database.ts'
import {
  type Case,
  type End,
  faultKinds,
  looks,
  matrix,
  messageLooks,
  moments,
  neverMeet,
  ofMessage,
  unsignedLooks,
} from './fault-matrix.ts'

// Every run, and on PostgreSQL, too.
const isWhole = process.env.MATRIX === 'postgres'
const unreadable: FaultOrderInput = { route: 'listagem', fault: 'html' }

type Run = {
  title: string
  plan: Case
  listing: FaultOrderInput | null
  expected: Result
  isOnPostgres?: true
}

/** HubSoft's ticket is always told at last; without one, what was not looked for now is. */
function lastOf(end: End, tickets: number): string {
  if (tickets === 1) return 'success'
  return end === 'unknown nao_conferido' ? 'unknown' : end
}

const cases = moments.flatMap((moment) =>
  faultKinds.flatMap((kind) =>
    matrix[moment]
      .filter(([one]) => one === kind)
      .map(([, plan], place) => ({ moment, kind, plan, place })),
  ),
)

/** What is told for good at once is told without a look. */
const isLookedFor = ({ told, ends }: Case) =>
  typeof told !== 'string' ||
  typeof ends !== 'string' ||
  told === '202 pending' ||
  told === 'nothing'

function toRun(plan: Case, listing: FaultOrderInput | null, title: string): Run {
  const either = listing === null ? 0 : 1
  const of = <One extends string>(told: One | readonly [One, One]) =>
    typeof told === 'string' ? told : told[either]
  const [told, ends, { tickets, posts }] = [of(plan.told), of(plan.ends), plan]
  const atLast = lastOf(ends, tickets)
  return {
    title: `${title}: ${told}, then ${ends}`,
    plan,
    listing,
    expected: { told, ends, atLast, tickets, posts, isProtocolTrue: true },
  }
}

const [lost] = cases.filter(
  ({ moment, kind }) => moment === 'after HubSoft commits' && kind === 'reset',
)
if (!lost) throw new Error('The looks need a ticket that stands and was not answered.')
const unanswered: Case = { ...lost.plan, release: 'before-settle' }

const ofMessages = cases.flatMap(({ moment, kind, plan, place }) => {
  // A process that is killed takes a second to start: the drill kills many more, messages among them.
  const isLeftOut = plan.killed && (!isWhole || plan.release)
  const message = kind === '403 with a work order' || isLeftOut ? null : ofMessage(plan)
  // What comes of lists that can't be read is no other than of a ticket's.
  return message ? [toRun(message, null, `a message, ${moment}, ${kind} (${place + 1})`)] : []
})

const runs = [
  ...cases.flatMap(({ moment, kind, plan, place }) => {
    const title = `${moment}, ${kind} (${place + 1})`
    const withoutList = toRun(plan, unreadable, `${title}, and no list can be read`)
    // What was killed is read at last in either: the first look that can be is all that differs.
    const isReadAtOnce = isLookedFor(plan) && (isWhole || !plan.killed)
    return isReadAtOnce ? [toRun(plan, null, title), withoutList] : [withoutList]
  }),
  ...ofMessages,
  ...messageLooks.flatMap(([listing, messages, ends]) => {
    const plan = ofMessage({ ...unanswered, ends, messages })
    const how = listing && 'how' in listing ? listing.how : listing?.fault
    return plan ? [toRun(plan, listing, `a look for a message, ${messages}, meets ${how}`)] : []
  }),
  ...unsignedLooks.map(([listing, what, plan]) => {
    const how = 'how' in listing ? listing.how : listing.fault
    return toRun(plan, listing, `${what}; the list comes back with ${how}`)
  }),
  ...looks.map(([listing, ends]) =>
    toRun({ ...unanswered, ends }, listing, `a look meets ${listing.fault}`),
  ),
]

const share = isWhole ? 1 : 40
const isChosen = ({ plan, listing }: Run, place: number) =>
  (plan.refusing !== undefined && !plan.isMessage && listing === null) || place % share === 0

/** Where other gateways may write, too, what can't be recorded is not known to be nowhere. */
const onPostgres = runs.filter(isChosen).map((run): Run => {
  const told = run.plan.refusing === 'insert' ? '503 consulta_indisponivel' : run.expected.told
  const title = `on PostgreSQL, ${run.title}`
  return { ...run, title, expected: { ...run.expected, told }, isOnPostgres: true }
})
const all = [...runs, ...onPostgres]

const results = new Map<Run, Result | Error>()

async function inLanes(lanes: number, some: Run[], take?: () => Promise<MatrixDatabase>) {
  const left = some.values()
  const lane = async () => {
    for (const run of left) {
      const result = await carryOut(run.plan, run.listing, take).catch(
        (error: unknown) => new Error(`${run.title}: ${error}`),
      )
      results.set(run, result)
    }
  }
  await Promise.all(Array.from({ length: lanes }, lane))
}

// All of them wait most of the time; a process takes a second of the processor to start. A server that isn't reached
// within seconds is no database to a gateway, and where so many begin at once one may take longer.
beforeAll(async () => {
  const server = createMatrixServer(inject('postgres'))
  const killed = runs.filter(({ plan }) => plan.killed)
  const others = runs.filter(({ plan }) => !plan.killed)
  await Promise.all([inLanes(4, killed), inLanes(28, others)])
  await inLanes(6, onPostgres, server.take)
  await server.remove()
}, 300_000)

test.each(all)('$title', (run) => {
  const result = results.get(run)
  if (result instanceof Error) throw result
  expect(result).toEqual(run.expected)
})

test('every fault is in the table at every moment, or why the two never meet', () => {
  const pairs = moments.flatMap((moment) => faultKinds.map((kind) => `${moment}, ${kind}`))
  const met = new Set(cases.map(({ moment, kind }) => `${moment}, ${kind}`))
  const never = neverMeet.flatMap(([, at, kinds]) =>
    at.flatMap((moment) => kinds.map((kind) => `${moment}, ${kind}`)),
  )
  expect([...met, ...never].toSorted()).toEqual(pairs.toSorted())
})

test("each of the stand-in's faults is in the table", () => {
  const used = new Set<string>([
    ...cases.flatMap(({ plan }) => plan.faults ?? []).map(({ fault }) => fault),
    ...[...looks, ...unsignedLooks].map(([{ fault }]) => fault),
    ...messageLooks.flatMap(([listing]) => listing?.fault ?? []),
  ])
  expect(faultNames.filter((name) => !used.has(name))).toEqual([])
})
