// `npm run drill -- SEED`: a thousand tickets through a gateway that is killed three hundred times, with a
// HubSoft that fails in every way it knows. Compares all that attendants were told with HubSoft's own ledger.
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import pLimit from 'p-limit'
import type { FaultOrderInput } from '#src/emulator/faults/faults.ts'
import { standIn } from '../../gateway/message-ground.ts'
import { behindProxy } from '../../gateway/running.ts'
import { freePort, settingsFor, warmGateway } from '../../process.ts'
import { endings, type PromiseName, promises, type Tell } from '../promises.ts'
import { codigoOf, countBy, serviceOf } from '../sends.ts'
import { listTrouble, type Trouble, troubles } from '../trouble.ts'
import { startWitnessedHubsoft, type What } from '../witnessed-hubsoft.ts'
import { createAttendants } from './attendant.ts'
import type { ChangedLine } from './changed-line.ts'
import { beginErrand, type Errand, errandPlan, type Habits, markIn } from './errand.ts'
import { startKilledGateway } from './killed-gateway.ts'
import { createMischief } from './mischief.ts'
import { type KillReport, type Moment, moments, type Point, pointsOf } from './orders.ts'
import { findBroken, formatBroken, traceOf } from './report.ts'
import { createKillSchedule } from './schedule.ts'

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

const [mostMore, moreErrands] = [20, 10]
const lastDelayMs = 200
const judgedEveryMs = 100
const shownEvery = 100
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
export async function runKillDrill(options: DrillOptions) {
  const beganMs = performance.now()
  const drill = await openDrill(options)
  try {
    await drill.run()
    return { ...drill.findings(), seconds: (performance.now() - beganMs) / 1000 }
  } finally {
    await drill.stop()
  }
}

async function openDrill(options: DrillOptions) {
  const { seed, tickets, kills, timeoutMs, settleMs } = options
  const { onProgress = () => undefined } = options
  const over = new AbortController()
  const schedule = createKillSchedule(tickets, kills, options.moments ?? moments)
  const reports: KillReport[] = []
  const falls: string[] = []
  const errands: Errand[] = []
  const hubsoft = await startWitnessedHubsoft({ generation: () => gateway.generation() })
  const place = await placeFor(options, hubsoft.url)
  const ground = await layGround(hubsoft.url, tickets)
  const gateway = startKilledGateway({
    env: place.env,
    ...(options.breakage && { breakage: options.breakage }),
    onReport: (report) => reports.push(report),
    onKilled: schedule.killed,
    onMissed: schedule.missed,
    onFall: (said) => falls.push(said),
  })
  const mischief = createMischief({ ...options, ...place, gateway, hubsoft, schedule, reports })
  const attendants = createAttendants({
    url: place.url,
    signal: over.signal,
    beforePost: mischief.prepare,
    releaseLate: mischief.releaseLate,
  })

  const judge = (isOver: boolean) =>
    findBroken({ ...options, errands, hubsoft, reports, falls }, isOver)

  const count = (tells: Tell[]) => countBy(tells.map(({ body }) => codigoOf(body)))
  const sent = () => new Set(hubsoft.tickets().map(({ post }) => markIn(post.description)))
  const countOf = (wanted: What) => hubsoft.tickets().filter(({ what }) => what === wanted).length
  const countAt = (point: Point) =>
    reports.filter((report) => report.drill === 'killed' && report.point === point).length
  const draw = (from: number, numRuns: number) =>
    fc.sample(drawnErrand(options), { seed: from, numRuns, unbiased: true })
  const following: Promise<PromiseSettledResult<void>[]>[] = []

  async function work(errand: Errand, drawn: Drawn) {
    if (over.signal.aborted) return
    errands.push(errand)
    const moment = schedule.next(errand.number)
    const isTroubled = !moment && drawn.luck < options.troubled
    const undo = [
      ...(moment ? [mischief.kill(errand, moment, drawn)] : []),
      ...(isTroubled ? [mischief.cause(errand, drawn.trouble)] : []),
      ...(drawn.listLuck < options.listTroubled ? [mischief.cause(errand, drawn.listTrouble)] : []),
    ]
    const sent = await attendants.send(errand)
    for (const one of undo) one()
    onProgress(errands.length)
    following.push(Promise.allSettled([attendants.follow(errand, sent)]))
  }

  function lookForBreaks() {
    if (!options.endsOn) return
    if (judge(false).some(({ promise }) => promise === options.endsOn)) over.abort()
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
    await gateway.untilReady()
    await workThrough(draw(seed, tickets))
    for (let more = 1; !schedule.isEnough() && more <= mostMore; more += 1) {
      await workThrough(draw(seed + more, moreErrands))
    }
    for (const end of (await Promise.all(following)).flat()) {
      if (end.status === 'rejected') throw end.reason
    }
    mischief.end()
    // The last of the delays.
    await sleep(timeoutMs + settleMs + lastDelayMs)
    await Promise.all(errands.map(attendants.settle))
  }

  return {
    async run() {
      // Again and again: what is told may be found wrong only by what HubSoft stores later.
      const looking = setInterval(lookForBreaks, judgedEveryMs)
      await workAndSettle()
        .catch((error: unknown) => {
          if (!over.signal.aborted) throw error
        })
        .finally(() => clearInterval(looking))
    },
    findings: () => ({
      broken: judge(!over.signal.aborted),
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
      traceOf: (errand: Errand) => traceOf(errand, hubsoft),
    }),
    async stop() {
      over.abort()
      await Promise.all(following)
      await attendants.stop()
      await gateway.stop()
      await hubsoft.stop()
      place.remove()
    },
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

/** Where the gateway lives, with its settings; the same after each kill. */
async function placeFor({ timeoutMs, settleMs }: DrillOptions, hubsoftUrl: string) {
  const folder = mkdtempSync(join(tmpdir(), 'drill-'))
  const port = await freePort()
  const databaseFile = join(folder, 'novo-atendimento.db')
  const env = {
    ...{ ...behindProxy, ...settingsFor(hubsoftUrl) },
    PORT: String(port),
    LOG_LEVEL: 'error',
    DATABASE_URL: `file:${databaseFile}`,
    HUBSOFT_TIMEOUT_MS: String(timeoutMs),
    HUBSOFT_SETTLE_MS: String(settleMs),
  }
  const remove = () => rmSync(folder, { recursive: true })
  return { env, databaseFile, url: `http://127.0.0.1:${port}`, remove }
}

/** A UUID, the same for the same seed. */
function keyOf(seed: number, number: number): string {
  const hex = createHash('sha256').update(`${seed} ${number}`).digest('hex')
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5')
}

if (import.meta.main) {
  const seed = Number(process.argv[2] ?? Date.now() % 1_000_000)
  const tickets = Number(process.argv[3] ?? 1000)
  const kills = Number(process.argv[4] ?? 300)
  console.log(`Node ${process.version}, ${process.platform} ${process.arch}`)
  console.log(`Seed ${seed}: ${tickets} tickets, ${kills} kills, please wait`)
  await warmGateway()
  let saidAt = shownEvery
  const figures = await runKillDrill({
    seed,
    tickets,
    kills,
    timeoutMs: 600,
    settleMs: 2000,
    lanes: 8,
    troubled: 45,
    listTroubled: 15,
    leastOpened: 0.4,
    onProgress(errands) {
      if (errands < saidAt) return
      console.log(`${errands} tickets…`)
      saidAt += shownEvery
    },
  })
  const { broken, traceOf: _, ...shown } = figures
  console.log(shown)
  for (const moment of moments) {
    const isEnough = (shown.killed[moment] ?? 0) >= Math.min(20, Math.floor(kills / moments.length))
    console.log(`${isEnough ? 'ok    ' : 'BROKEN'} ${shown.killed[moment]} kills ${moment}`)
    if (!isEnough) process.exitCode = 1
  }
  for (const promise of Object.keys({ ...promises, ...endings })) {
    const times = broken.filter((one) => one.promise === promise).length
    console.log(times === 0 ? `ok     ${promise}` : `BROKEN ${promise}: ${times} times`)
  }
  for (const line of formatBroken(figures)) console.log(line)
  if (broken.length > 0) process.exitCode = 1
}
