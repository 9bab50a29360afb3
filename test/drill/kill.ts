// `npm run drill -- SEED`: a thousand tickets through a gateway that is killed three hundred times, with a
// HubSoft that fails in every way it knows. Compares all that attendants were told with HubSoft's own ledger.
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import pLimit from 'p-limit'
import type { FaultOrderInput } from '#src/emulator/faults/faults.ts'
import { demoCredentials } from '#src/emulator/server.ts'
import { freePort, warmGateway } from '../e2e/gateway-process.ts'
import { behindProxy, createAttendants } from './attendant.ts'
import {
  beginErrand,
  type Errand,
  errandPlan,
  type Habits,
  markOf,
  nameOf,
  note,
  type Told,
} from './errand.ts'
import { type Broken, findBroken, type Invariant, invariants } from './invariants.ts'
import { type KillReport, type Moment, moments, type Point, pointsOf } from './kill-orders.ts'
import { createKillSchedule } from './kill-schedule.ts'
import { startKilledGateway } from './killed-gateway.ts'
import { listTrouble, type Trouble, troubles } from './trouble.ts'
import { startWitnessedHubsoft, type WitnessedHubsoft } from './witnessed-hubsoft.ts'

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
  /** In which `src` lies. */
  root?: string
  /** Ends as soon as this is broken. */
  endsOn?: Invariant
}

const ownRoot = fileURLToPath(new URL('../..', import.meta.url))
const [mostMore, moreErrands] = [20, 10]
const mostShown = 5
const percent = fc.nat({ max: 99 })

const drawnErrand = ({ timeoutMs, settleMs, trouble, habits, ...options }: DrillOptions) =>
  fc.record({
    plan: errandPlan.map((plan) => ({ ...plan, ...habits })),
    trouble: trouble ?? troubles(timeoutMs, settleMs),
    listTrouble: options.listTrouble ?? listTrouble,
    luck: percent,
    listLuck: percent,
    /** Which of a moment's points, where it has several. */
    point: fc.nat({ max: 5 }),
    /** Whether HubSoft drops what a dead gateway sent. */
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

export type KillFigures = Awaited<ReturnType<typeof runKillDrill>>

async function openDrill(options: DrillOptions) {
  const { seed, tickets, kills, timeoutMs, settleMs, leastOpened } = options
  const over = new AbortController()
  const schedule = createKillSchedule(tickets, kills, options.moments ?? moments)
  const reports: KillReport[] = []
  const falls: string[] = []
  const errands: Errand[] = []
  const met = new Map<string, number>()
  const hubsoft = await startWitnessedHubsoft(() => gateway.generation())
  const place = await placeFor(options, hubsoft.url)
  const gateway = startKilledGateway({
    ...place,
    onReport: (report) => reports.push(report),
    onKilled: schedule.killed,
    onMissed: schedule.missed,
    onFall: (said) => falls.push(said),
  })
  const late = createLateStores()
  const orders = new Map<string, { point: Point; sleepMs?: number }>()
  const attendants = createAttendants({
    url: place.url,
    signal: over.signal,
    releaseLate: late.release,
    async beforePost({ key }) {
      const order = orders.get(key)
      if (order && !wasCarriedOut(key)) await gateway.arm({ key, ...order })
    },
  })

  const wasCarriedOut = (key: string) =>
    reports.some((report) => report.drill !== 'late' && report.key === key)
  const judge = (isOver: boolean): Broken[] =>
    findBroken(
      { errands, tickets: hubsoft.witnessed(), reports, falls, timeoutMs, settleMs, leastOpened },
      isOver,
    )

  /** Returns what to do when the errand's clicks are over. */
  function orderKill(errand: Errand, moment: Moment, { point, isForgotten }: Drawn): () => void {
    note(errand, `to be killed ${moment}`)
    const points = pointsOf(moment)
    const chosen = points[point % Math.max(1, points.length)]
    if (chosen) {
      const { key } = errand
      orders.set(key, { point: chosen })
      return () => {
        if (!wasCarriedOut(key)) schedule.missed(moment)
      }
    }
    const isStored = moment === "after HubSoft's commit"
    const ms = hubsoft.delay(async (arrival) => {
      if (!arrival || !gateway.kill(arrival.generation, moment)) schedule.missed(moment)
      else if (isForgotten && !isStored) await new Promise<never>(() => undefined)
      else await sleep(20)
    })
    hubsoft.faults.inject({ route: 'atendimento', fault: isStored ? 'slow-after' : 'slow', ms })
    return () => undefined
  }

  function cause(errand: Errand, trouble: Trouble): () => void {
    note(errand, `HubSoft: ${JSON.stringify(trouble)}`)
    met.set(trouble.fault, (met.get(trouble.fault) ?? 0) + 1)
    switch (trouble.fault) {
      case 'stored-at-last': {
        const ms = hubsoft.delay(late.wait)
        hubsoft.faults.inject({ route: 'atendimento', fault: 'stored-late', ms })
        break
      }
      case 'work-order-refused':
        hubsoft.setPermissions({ openWorkOrder: 'refused-after-storing' })
        return () => hubsoft.setPermissions({})
      case 'tokens-revoked':
        hubsoft.revokeTokens()
        break
      case 'asleep':
        orders.set(errand.key, { point: 'after commit 1', sleepMs: timeoutMs + 1000 })
        break
      default:
        hubsoft.faults.inject(trouble)
    }
    return () => undefined
  }

  const draw = (from: number, numRuns: number) =>
    fc.sample(drawnErrand(options), { seed: from, numRuns, unbiased: true })
  const following: Promise<void>[] = []

  async function work(errand: Errand, drawn: Drawn) {
    if (over.signal.aborted) return
    errands.push(errand)
    const moment = schedule.next(errand.number)
    const undo = moment
      ? orderKill(errand, moment, drawn)
      : drawn.luck < options.troubled
        ? cause(errand, drawn.trouble)
        : () => undefined
    if (drawn.listLuck < options.listTroubled) cause(errand, drawn.listTrouble)
    const sent = await attendants.send(errand)
    undo()
    following.push(attendants.follow(errand, sent).then(lookForBreaks))
    lookForBreaks()
  }

  function lookForBreaks() {
    if (!options.endsOn) return
    if (judge(false).some(({ invariant }) => invariant === options.endsOn)) over.abort()
  }

  async function workThrough(drawn: Drawn[]) {
    const limit = pLimit(options.lanes)
    const begin = errands.length
    await Promise.all(
      drawn.map((one, place) => {
        const number = begin + place
        return limit(work, beginErrand(number, keyOf(seed, number), one.plan), one)
      }),
    )
  }

  async function workAndSettle() {
    await gateway.untilReady()
    await workThrough(draw(seed, tickets))
    for (let more = 1; !schedule.isEnough() && more <= mostMore; more += 1) {
      await workThrough(draw(seed + more, moreErrands))
    }
    await Promise.all(following)
    hubsoft.faults.clear()
    hubsoft.setPermissions({})
    late.release()
    // The last of the delays.
    await sleep(timeoutMs + settleMs)
    await Promise.all(errands.map(attendants.settle))
  }

  return {
    async run() {
      await workAndSettle().catch((error: unknown) => {
        if (!over.signal.aborted) throw error
      })
    },
    findings: () => ({
      broken: judge(!over.signal.aborted),
      errands: errands.length,
      killed: Object.fromEntries(schedule.done()),
      met: Object.fromEntries(met),
      slept: reports.filter(({ drill }) => drill === 'slept').length,
      told: countBy(errands.flatMap(({ told }) => told)),
      ended: countBy(errands.flatMap(({ told }) => told.slice(-1))),
      tickets: hubsoft.ledger.tickets.length,
      decided: errands.filter(({ decidedMs }) => decidedMs.length > 0).length,
      traceOf: (errand: Errand) => traceOf(errand, hubsoft),
    }),
    async stop() {
      over.abort()
      await Promise.allSettled(following)
      await attendants.stop()
      await gateway.stop()
      await hubsoft.stop()
      place.remove()
    },
  }
}

/** Where the gateway lives, with its settings; the same after each kill. */
async function placeFor({ root = ownRoot, timeoutMs, settleMs }: DrillOptions, hubsoftUrl: string) {
  const folder = mkdtempSync(join(tmpdir(), 'drill-'))
  const port = await freePort()
  const env = {
    PORT: String(port),
    LOG_LEVEL: 'error',
    DATABASE_URL: `file:${join(folder, 'novo-atendimento.db')}`,
    HUBSOFT_URL: hubsoftUrl,
    HUBSOFT_CLIENT_ID: demoCredentials.client_id,
    HUBSOFT_CLIENT_SECRET: demoCredentials.client_secret,
    HUBSOFT_USERNAME: demoCredentials.username,
    HUBSOFT_PASSWORD: demoCredentials.password,
    HUBSOFT_TIMEOUT_MS: String(timeoutMs),
    HUBSOFT_SETTLE_MS: String(settleMs),
    ...behindProxy,
  }
  const remove = () => rmSync(folder, { recursive: true })
  return { root, env, url: `http://127.0.0.1:${port}`, remove }
}

/** What HubSoft stores only when somebody has been told that nothing is known. */
function createLateStores() {
  const held: (() => void)[] = []
  return {
    wait: () => new Promise<void>((resolve) => held.push(resolve)),
    release() {
      for (const store of held.splice(0)) store()
    },
  }
}

/** A UUID, the same for the same seed. */
function keyOf(seed: number, number: number): string {
  const hex = createHash('sha256').update(`${seed} ${number}`).digest('hex')
  return hex.replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, '$1-$2-4$3-8$4-$5')
}

function countBy(told: Told[]) {
  const groups = Map.groupBy(told, ({ answer }) => nameOf(answer).replace(/^success .*/, 'success'))
  return Object.fromEntries([...groups].map(([name, all]) => [name, all.length]))
}

/** All that is known of one errand, a line each, in the order in which it came about. */
function traceOf(errand: Errand, hubsoft: WitnessedHubsoft): string[] {
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
export function formatBroken({
  broken,
  traceOf,
}: Pick<KillFigures, 'broken' | 'traceOf'>): string[] {
  return broken
    .slice(0, mostShown)
    .flatMap(({ invariant, errand, what }) => [
      `BROKEN ${invariant}: ${what}${errand ? ` (errand ${errand.number}, key ${errand.key})` : ''}`,
      ...(errand ? traceOf(errand).map((line) => `    ${line}`) : []),
    ])
}

if (import.meta.main) {
  const seed = Number(process.argv[2] ?? Date.now() % 1_000_000)
  const tickets = Number(process.argv[3] ?? 1000)
  const kills = Number(process.argv[4] ?? 300)
  console.log(`Node ${process.version}, ${process.platform} ${process.arch}`)
  console.log(`Seed ${seed}: ${tickets} tickets, ${kills} kills, please wait`)
  await warmGateway()
  const figures = await runKillDrill({
    seed,
    tickets,
    kills,
    timeoutMs: 600,
    settleMs: 2000,
    lanes: 8,
    troubled: 45,
    listTroubled: 15,
    leastOpened: 0.6,
  })
  const { broken, traceOf: _, ...shown } = figures
  console.log(shown)
  for (const moment of moments) {
    const isEnough = (shown.killed[moment] ?? 0) >= Math.min(20, Math.floor(kills / moments.length))
    console.log(`${isEnough ? 'ok    ' : 'BROKEN'} ${shown.killed[moment]} kills ${moment}`)
    if (!isEnough) process.exitCode = 1
  }
  for (const invariant of invariants) {
    const times = broken.filter((one) => one.invariant === invariant).length
    console.log(times === 0 ? `ok     ${invariant}` : `BROKEN ${invariant}: ${times} times`)
  }
  for (const line of formatBroken(figures)) console.log(line)
  if (broken.length > 0) process.exitCode = 1
}
