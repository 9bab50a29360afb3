// `npm run drill -- SEED`: a thousand tickets through a gateway that is killed three hundred times, with a
// HubSoft that fails in every way it knows. Compares all that attendants were told with HubSoft's own ledger.
import { mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { backup, DatabaseSync } from 'node:sqlite'
import { behindProxy } from '../../gateway/running.ts'
import { freePort, settingsFor, warmGateway } from '../../process.ts'
import { endings, promises } from '../promises.ts'
import { startWitnessedHubsoft } from '../witnessed-hubsoft.ts'
import { type DrillOptions, runDrill, type Scene } from './drill.ts'
import { startKilledGateway } from './killed-gateway.ts'
import { lineTo } from './line.ts'
import { createMischief } from './mischief.ts'
import { type KillReport, type Moment, moments } from './orders.ts'
import { findBroken, formatBroken } from './report.ts'
import { createKillSchedule } from './schedule.ts'

const shownEvery = 100

export const runKillDrill = (options: DrillOptions) => runDrill(options, () => openScene(options))

/** One gateway on a file. */
async function openScene(options: DrillOptions): Promise<Scene> {
  const { tickets, kills } = options
  const schedule = createKillSchedule<Moment>(tickets, kills, options.moments ?? moments)
  const reports: KillReport[] = []
  const falls: string[] = []
  const hubsoft = await startWitnessedHubsoft({ generation: () => gateway.generation() })
  const place = await placeFor(options, hubsoft.url)
  const gateway = startKilledGateway({
    env: place.env,
    ...(options.breakage && { changes: [options.breakage] }),
    onReport: (report) => reports.push(report),
    onKilled: schedule.killed,
    onMissed: schedule.missed,
    onFall: (said) => falls.push(said),
  })
  const swap = () => swapFile(place.databaseFile)
  const mischief = createMischief({ ...options, swap, gateway, hubsoft, schedule, reports })
  return {
    ...{ hubsoft, line: lineTo(place.url), mischief, schedule, reports },
    untilReady: gateway.untilReady,
    judge: async (errands, isOver) =>
      findBroken({ ...options, errands, hubsoft, reports, falls }, isOver),
    async stop() {
      await gateway.stop()
      await hubsoft.stop()
      place.remove()
    },
  }
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

/** As somebody restores a copy without stopping anything. */
async function swapFile(file: string) {
  const copy = `${file}.copia`
  const source = new DatabaseSync(file, { readOnly: true })
  await backup(source, copy)
  source.close()
  for (const suffix of ['-wal', '-shm']) rmSync(file + suffix, { force: true })
  renameSync(copy, file)
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
