import { createHash } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import pLimit from 'p-limit'
import type { FaultOrderInput } from '#src/emulator/faults/faults.ts'
import { standIn } from '../../gateway/message-ground.ts'
import type { PromiseName, Tell } from '../promises.ts'
import { codigoOf, countBy, serviceOf } from '../sends.ts'
import { listTrouble, type Trouble, troubles } from '../trouble.ts'
import type { What, WitnessedHubsoft } from '../witnessed-hubsoft.ts'
import { createAttendants } from './attendant.ts'
import type { ChangedLine } from './changed-line.ts'
import { beginErrand, type Errand, errandPlan, type Habits, markIn } from './errand.ts'
import type { Line } from './line.ts'
import type { Mischief } from './mischief.ts'
import { type KillReport, type Moment, moments, type Point, pointsOf } from './orders.ts'
import { type BrokenTo, type Rows, traceOf } from './report.ts'
import type { KillSchedule } from './schedule.ts'

export type DrillOptions = {
  seed: number
  tickets: number
  kills: number
  /** HUBSOFT_TIMEOUT_MS and HUBSOFT_SETTLE_MS. */
  timeoutMs: number
  settleMs: number
  /** How many customers are on the phone at a time. */
  lanes: number
  /** Of a hundred errands without a kill, how many meet a trouble, and a list that can't be read. */
  troubled: number
  listTroubled: number
  /** In place of whatever HubSoft can do wrong. */
  trouble?: fc.Arbitrary<Trouble>
  listTrouble?: fc.Arbitrary<FaultOrderInput>
  /** In place of what is drawn for each attendant. */
  habits?: Partial<Habits>
  /** At which the gateway is killed; all of them by default. */
  moments?: readonly Moment[]
  /** The share of the errands that has to come to an open ticket. */
  leastOpened: number
  /** What is broken on purpose. */
  breakage?: ChangedLine
  /** Ends as soon as this is broken. */
  endsOn?: PromiseName
  /** Told of each errand that was sent, how many were begun. */
  onProgress?: (errands: number) => void
}

/** Where a drill takes place. */
export type Scene = {
  hubsoft: WitnessedHubsoft
  /** The attendants' way to whoever answers. */
  line: Line
  mischief: Mischief
  schedule: KillSchedule<Moment>
  /** What the processes have said so far. */
  reports: readonly KillReport[]
  untilReady: () => Promise<unknown>
  /** What else goes wrong around this errand; each comes back with what undoes it when the clicks are over. */
  besides?: (errand: Errand, isToBeKilled: boolean) => (() => void)[]
  /** How long people read that nothing was sent. */
  againMs?: (errand: Errand) => number
  /** Whether all of that has come about. */
  isEnough?: () => boolean
  /** From now on all goes well. */
  calm?: () => Promise<unknown>
  /** All that isn't as promised. */
  judge: (errands: Errand[], isOver: boolean) => Promise<BrokenTo[]>
  /** What was committed, as far as it was asked for last. */
  rows?: () => Rows
  stop: () => Promise<void>
}

const [mostMore, moreErrands] = [20, 10]
const lastDelayMs = 200
const judgedEveryMs = 100
const percent = fc.nat({ max: 99 })

const drawnErrand = ({ timeoutMs, settleMs, trouble, habits, ...options }: DrillOptions) =>
  fc.record({
    plan: errandPlan.map((plan) => ({ ...plan, ...habits })),
    trouble: trouble ?? troubles(timeoutMs, settleMs),
    listTrouble: options.listTrouble ?? listTrouble,
    luck: percent,
    listLuck: percent,
    point: fc.nat({ max: 5 }),
    isForgotten: fc.boolean(),
  })
type Drawn = ReturnType<typeof drawnErrand> extends fc.Arbitrary<infer One> ? One : never

/** One drill, from the first click until everything that can be known is known. */
export async function runDrill(options: DrillOptions, openScene: () => Promise<Scene>) {
  const beganMs = performance.now()
  const scene = await openScene()
  try {
    const drill = await openDrill(options, scene)
    await drill.run().finally(drill.end)
    return { ...(await drill.findings()), seconds: (performance.now() - beganMs) / 1000 }
  } finally {
    await scene.stop()
  }
}

async function openDrill(options: DrillOptions, scene: Scene) {
  const { seed, tickets, timeoutMs, settleMs } = options
  const { onProgress = () => undefined } = options
  const { hubsoft, line, mischief, schedule, reports } = scene
  const over = new AbortController()
  const errands: Errand[] = []
  const ground = await layGround(hubsoft.url, tickets)
  const attendants = createAttendants({
    line,
    signal: over.signal,
    beforePost: mischief.prepare,
    releaseLate: mischief.releaseLate,
    ...(scene.againMs && { againMs: scene.againMs }),
  })

  const count = (tells: Tell[]) => countBy(tells.map(({ body }) => codigoOf(body)))
  const sent = () => new Set(hubsoft.tickets().map(({ post }) => markIn(post.description)))
  const countOf = (wanted: What) => hubsoft.tickets().filter(({ what }) => what === wanted).length
  const countAt = (point: Point) =>
    reports.filter((report) => report.drill === 'killed' && report.point === point).length
  const draw = (from: number, numRuns: number) =>
    fc.sample(drawnErrand(options), { seed: from, numRuns, unbiased: true })
  const following: Promise<PromiseSettledResult<void>[]>[] = []
  const isEnough = () => schedule.isEnough() && (scene.isEnough?.() ?? true)

  async function work(errand: Errand, drawn: Drawn) {
    if (over.signal.aborted) return
    errands.push(errand)
    const moment = schedule.next(errand.number)
    const isTroubled = !moment && drawn.luck < options.troubled
    const undo = [
      ...(moment ? [mischief.kill(errand, moment, drawn)] : []),
      ...(isTroubled ? [mischief.cause(errand, drawn.trouble)] : []),
      ...(drawn.listLuck < options.listTroubled ? [mischief.cause(errand, drawn.listTrouble)] : []),
      ...(scene.besides?.(errand, moment !== null) ?? []),
    ]
    const sent = await attendants.send(errand)
    for (const one of undo) one()
    onProgress(errands.length)
    following.push(Promise.allSettled([attendants.follow(errand, sent)]))
  }

  async function lookForBreaks() {
    while (options.endsOn && !over.signal.aborted) {
      const broken = await scene.judge(errands, false)
      if (broken.some(({ promise }) => promise === options.endsOn)) over.abort()
      await sleep(judgedEveryMs, undefined, { signal: over.signal }).catch(() => undefined)
    }
  }

  async function workThrough(drawn: Drawn[]) {
    const limit = pLimit(options.lanes)
    const begin = errands.length
    await Promise.all(
      drawn.map((one, place) => {
        const number = begin + place
        const errand = beginErrand(
          number,
          keyOf(seed, number),
          one.plan,
          ground.get(number) ?? null,
        )
        return limit(work, errand, one)
      }),
    )
  }

  async function workAndSettle() {
    await scene.untilReady()
    await workThrough(draw(seed, tickets))
    for (let more = 1; !isEnough() && more <= mostMore; more += 1) {
      await workThrough(draw(seed + more, moreErrands))
    }
    for (const end of (await Promise.all(following)).flat()) {
      if (end.status === 'rejected') throw end.reason
    }
    mischief.end()
    await scene.calm?.()
    // The last of the delays.
    await sleep(timeoutMs + settleMs + lastDelayMs, undefined, { signal: over.signal })
    await Promise.all(errands.map(attendants.settle))
  }

  let isOver = false
  return {
    async run() {
      // Again and again: what is told may be found wrong only by what HubSoft stores later.
      const looking = lookForBreaks()
      await workAndSettle().catch((error: unknown) => {
        if (!over.signal.aborted) throw error
      })
      isOver = !over.signal.aborted
      over.abort()
      await looking
    },
    async end() {
      over.abort()
      await Promise.all(following)
      await line.close()
    },
    findings: async () => ({
      broken: await scene.judge(errands, isOver),
      errands: errands.length,
      killed: Object.fromEntries(schedule.done()),
      met: Object.fromEntries(mischief.met()),
      killedAt: Object.fromEntries(
        moments.flatMap(pointsOf).map((point) => [point, countAt(point)]),
      ),
      slept: reports.filter(({ drill }) => drill === 'slept').length,
      told: count(errands.flatMap(({ tells }) => tells)),
      ended: count(errands.flatMap(({ tells }) => tells.slice(-1))),
      tickets: countOf('tickets'),
      messages: countOf('messages'),
      /** Sent again on a person's decision, and so opened twice. */
      decided: errands.filter(({ decisions }) => decisions.length > 0).length,
      openedTwice: hubsoft.tickets().length - sent().size,
      traceOf: (errand: Errand) => traceOf(errand, hubsoft, scene.rows?.()),
    }),
  }
}

// Q16: where a ticket shows twenty messages there may be more, and a list proves nothing.
const mostInOne = 8

/** Tickets of before for each third errand, which is a message: its ticket, by the errand's number. */
async function layGround(url: string, errands: number) {
  const tickets = new Map<number, number>()
  const lastOf = new Map<number, { id: number; used: number }>()
  for (let number = 2; number < errands; number += 3) {
    const service = serviceOf(number)
    const last = lastOf.get(service)
    const isFull = !last || last.used === mostInOne
    const next = isFull ? { id: (await standIn(url, service)).open, used: 0 } : last
    lastOf.set(service, { ...next, used: next.used + 1 })
    tickets.set(number, next.id)
  }
  return tickets
}

/** A UUID, the same for the same seed. */
function keyOf(seed: number, number: number): string {
  const hex = createHash('sha256').update(`${seed} ${number}`).digest('hex')
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5')
}
