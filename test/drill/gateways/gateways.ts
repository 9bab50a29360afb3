// `npm run drill:gateways -- SEED TICKETS`: a thousand tickets and messages through two gateways on one PostgreSQL,
// behind a balancer, killed, stopped for longer than their leases, and with the database ended under them. Compares
// all that attendants were told with HubSoft's own ledger and with every row that was ever committed.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { behindProxy } from '../../gateway/running.ts'
import { freePort, settingsFor, warmGateway } from '../../process.ts'
import type { ChangedLine } from '../kill/changed-line.ts'
import { type DrillOptions, runDrill, type Scene } from '../kill/drill.ts'
import type { Errand } from '../kill/errand.ts'
import { createMischief } from '../kill/mischief.ts'
import { type KillReport, type Moment, moments } from '../kill/orders.ts'
import { findBroken, formatBroken } from '../kill/report.ts'
import { createKillSchedule } from '../kill/schedule.ts'
import { endings, ofTheLiving, promises, recorded, shared } from '../promises.ts'
import { startWitnessedHubsoft } from '../witnessed-hubsoft.ts'
import { createBalancer } from './balancer.ts'
import { noRows, startDrillDatabase } from './drill-database.ts'
import { startFleet } from './fleet.ts'
import { createStops, type Loss, losses, type Stop, stops } from './stops.ts'
import { summaryOf, unfencedIn } from './unfenced.ts'

export type GatewaysOptions = DrillOptions & {
  /** How often a process is stopped for longer than its lease; and how often a line, or what a commit answers, is lost. */
  stops: number
  losses: number
  stopsAt?: readonly Stop[]
  lossesAt?: readonly Loss[]
  /** How often the database is ended and started anew, and how often all its connections are. */
  crashes: number
  cuts: number
  /** A second line of what is broken on purpose. */
  also?: ChangedLine
  /** Whether the late looks come within a drill's time. */
  isHastened: boolean
}

/** The plan of the late looks, as a drill of minutes can wait for it; all else is as it is. */
export const hastened: ChangedLine = {
  file: 'src/gateway/journal/look-plan.ts',
  line: 'const lateLooksMs = [5 * minuteMs, 30 * minuteMs, 2 * hourMs, 12 * hourMs]',
  becomes: 'const lateLooksMs = [8000, 20_000, 40_000, 80_000, 120_000, 5 * minuteMs]',
}

// Half of the people are at it at once, half of them after whoever was stopped goes on.
const [clicksMs, readsMs] = [100, 3500]
const lookedOnce: keyof typeof shared = 'of several gateways one looks for a send at a time'
const names = ['gateway_a', 'gateway_b']

/** One drill of two gateways. */
export async function runGatewaysDrill(options: GatewaysOptions) {
  const scene = await openScene(options)
  const figures = await runDrill(options, async () => scene)
  const lookedTwice = figures.broken.filter(({ promise }) => promise === lookedOnce).length
  return { ...figures, ...scene.figures(), lookedTwice }
}

async function openScene(options: GatewaysOptions) {
  const { tickets, timeoutMs } = options
  const schedule = createKillSchedule<Moment>(tickets, options.kills, options.moments ?? moments)
  const stopping = createKillSchedule<Stop>(tickets, options.stops, options.stopsAt ?? stops)
  const losing = createKillSchedule<Loss>(tickets, options.losses, options.lossesAt ?? losses)
  const reports: KillReport[] = []
  const falls: string[] = []
  await using opened = new AsyncDisposableStack()
  const hubsoft = opened.adopt(await startWitnessedHubsoft(), (one) => one.stop())
  const database = opened.adopt(await startDrillDatabase(names, timeoutMs), (one) => one.stop())
  const place = await placeFor(options, hubsoft.url, database.urls)
  opened.defer(place.remove)
  const balancer = createBalancer({ ...place, patienceMs: timeoutMs + 1500 })
  const fleet = startFleet({
    envs: place.envs,
    changes: [
      ...(options.isHastened ? [hastened] : []),
      ...(options.breakage ? [options.breakage] : []),
      ...(options.also ? [options.also] : []),
    ],
    onReport(report, number) {
      reports.push(report)
      halts.heard(report, number)
    },
    onKilled: schedule.killed,
    onMissed: schedule.missed,
    onFall: (said) => falls.push(said),
    mayFall: database.isAway,
  })
  opened.defer(async () => void (await fleet.stop()))
  const parts = { hubsoft, schedule, reports }
  const mischief = createMischief({ ...options, ...parts, gateway: fleet })
  const all = { fleet, balancer, hubsoft, mischief, stopping, losing }
  const halts = createStops({ ...options, ...all })
  const outages = createOutages(options)
  const haveAllLived = options.kills === 0 && options.stops === 0
  const moved = opened.move()
  let last: Errand[] = []
  let [rows, isWatched] = [noRows, false]

  function besides(errand: Errand, isToBeKilled: boolean) {
    const { number, key } = errand
    if (outages.isCrash(number)) void database.crash(number % 2 === 0 ? 'SIGQUIT' : 'SIGKILL')
    if (outages.isCut(number)) void database.cut()
    const stop = isToBeKilled ? null : (stopping.next(number) ?? losing.next(number))
    return [...(stop ? [halts.cause(errand, stop)] : []), () => fleet.forget(key)]
  }

  const scene: Scene = {
    ...{ hubsoft, line: balancer, mischief, schedule, reports, besides },
    againMs: ({ number }) => (number % 2 === 0 ? readsMs : clicksMs),
    async untilReady() {
      await fleet.untilReady()
      await database.watch()
      isWatched = true
    },
    isEnough: () => stopping.isEnough() && losing.isEnough(),
    async calm() {
      await halts.untilOver()
      await database.untilBack()
      await fleet.untilReady()
    },
    async judge(errands, isOver) {
      last = errands
      if (isWatched) {
        rows = await database.rows().catch((error: unknown) => {
          // It will be asked again.
          if (isOver || !database.isAway()) throw error
          return rows
        })
      }
      const cameAbout = { ...options, errands, hubsoft, reports, falls, rows, haveAllLived }
      return findBroken(cameAbout, isOver)
    },
    rows: () => rows,
    stop: () => moved.disposeAsync(),
  }
  return {
    ...scene,
    figures: () => ({
      killedOf: Object.fromEntries(names.map((name, at) => [name, fleet.killed()[at]])),
      stopped: Object.fromEntries(stopping.done()),
      lost: Object.fromEntries(losing.done()),
      commits: rows.all.length,
      unfenced: summaryOf(unfencedIn(last, reports, rows)),
    }),
  }
}

/** At which errands the database goes away, spread over all of them. */
function createOutages({ tickets, crashes, cuts }: GatewaysOptions) {
  const numbersOf = (count: number, offset: number) =>
    new Set(
      Array.from({ length: count }, (_, nth) => Math.floor(((nth + offset) * tickets) / count)),
    )
  const [crashing, cutting] = [numbersOf(crashes, 0.6), numbersOf(cuts, 0.3)]
  return {
    isCrash: (number: number) => crashing.has(number),
    isCut: (number: number) => cutting.has(number),
  }
}

/** Where the gateways live, and where people reach them; the same after each kill. */
async function placeFor(
  { timeoutMs, settleMs }: DrillOptions,
  hubsoftUrl: string,
  databaseUrls: string[],
) {
  const folder = mkdtempSync(join(tmpdir(), 'drill-'))
  const origin = `http://127.0.0.1:${await freePort()}`
  const ports = await Promise.all(databaseUrls.map(() => freePort()))
  const envs = databaseUrls.map((DATABASE_URL, place) => ({
    ...{ ...behindProxy, ...settingsFor(hubsoftUrl), DATABASE_URL },
    PORT: String(ports[place]),
    PUBLIC_ORIGIN: origin,
    LOG_LEVEL: process.env.DRILL_LOG ?? 'error',
    HUBSOFT_TIMEOUT_MS: String(timeoutMs),
    HUBSOFT_SETTLE_MS: String(settleMs),
  }))
  return {
    envs,
    origin,
    gateways: ports.map((port) => `http://127.0.0.1:${port}`),
    remove: () => rmSync(folder, { recursive: true }),
  }
}

if (import.meta.main) {
  const seed = Number(process.argv[2] ?? Date.now() % 1_000_000)
  const tickets = Number(process.argv[3] ?? 1000)
  const share = (of: number) => Math.ceil((of * tickets) / 1000)
  const wanted = { kills: share(60), stops: share(40), losses: share(60) }
  const outages = { crashes: share(5), cuts: share(10) }
  console.log(`Node ${process.version}, ${process.platform} ${process.arch}`)
  console.log(`Seed ${seed}: ${tickets} tickets, please wait`, { ...wanted, ...outages })
  await warmGateway()
  let saidAt = 50
  const figures = await runGatewaysDrill({
    ...{ seed, tickets, ...wanted, ...outages },
    timeoutMs: 800,
    settleMs: 2000,
    lanes: 8,
    troubled: 45,
    listTroubled: 15,
    leastOpened: 0.4,
    isHastened: true,
    onProgress(errands) {
      if (errands < saidAt) return
      console.log(`${errands} tickets…`)
      saidAt += 50
    },
  })
  const { broken, traceOf: _, ...shown } = figures
  console.log(shown)
  const all = { ...promises, ...recorded, ...shared, ...endings, ...ofTheLiving }
  for (const promise of Object.keys(all)) {
    const times = broken.filter((one) => one.promise === promise).length
    console.log(times === 0 ? `ok     ${promise}` : `BROKEN ${promise}: ${times} times`)
  }
  const enough: [string, number, number][] = [
    ['kills', sum(shown.killed), wanted.kills],
    ['stops longer than the lease', sum(shown.stopped), wanted.stops],
    ['lines and commits lost', sum(shown.lost), wanted.losses],
  ]
  for (const [what, is, least] of enough) {
    console.log(`${is >= least ? 'ok    ' : 'BROKEN'} ${is} ${what}`)
    if (is < least) process.exitCode = 1
  }
  for (const line of formatBroken(figures)) console.log(line)
  if (broken.length > 0) process.exitCode = 1
}

function sum(counts: Record<string, number>) {
  return Object.values(counts).reduce((all, one) => all + one, 0)
}
