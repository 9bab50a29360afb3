import { Agent, request } from 'undici'
import type { Figure, Part, Run } from '../figure.ts'
import { exactly, median, medianOf, ratioOf } from '../interval.ts'
import { type BusyPostgres, startBusyPostgres } from './busy-postgres.ts'
import { type Call, callAt, callFor, through, type Way } from './callers.ts'
import { addedMs, type Side, takeTurns } from './gateway.ts'
import { cpuMsOf, type Process, startSlowHubsoft, startWarmGateway } from './processes.ts'
import { arrivals } from './tickets.ts'

// Sixteen are awaited at a time (design §8), which at 400 ms is 40 a second from one gateway, and from two of them
// still less than two cores do.
const hubsoftMs = 400
/** More than two gateways await, so that some wait in each. */
const atOnce = 48
const [warmUpMs, turnMs, pauseMs] = [1500, 7500, 200]
/** Of the single tickets, few enough that none waits for another. */
const calm = { perSecond: 10, seconds: 8 }
const rowsMade = 200_000

/** One way to put the load on, and what it gave in each round. */
type Load = { name: string; gateways: Process[]; ways: Way[]; turns: Turn[] }
/** The processor's time of each in ms, for each second that passed. */
type Turn = { perSecond: number; p50Ms: number; cpu: Record<string, number>; unopened: number }

/**
 * As many tickets as go, through one gateway, through another one, and through both on one PostgreSQL; what a ticket
 * takes longer there than on a file; and what a row takes of the database.
 */
export const gateways: Part = async (run) => {
  await using started = new AsyncDisposableStack()
  const start = async (process: Promise<Process>) => started.adopt(await process, (it) => it.stop())
  const postgres = started.adopt(await startBusyPostgres(), (it) => it.stop())
  const hubsoft = await start(startSlowHubsoft(hubsoftMs))
  const settings = { DATABASE_URL: postgres.url }
  const one = await start(startWarmGateway(hubsoft.url, { settings }))
  const other = await start(startWarmGateway(hubsoft.url, { settings }))
  const onFile = await start(startWarmGateway(hubsoft.url))
  const [first, second] = [through('one gateway', one.url), through('the other one', other.url)]
  const file = through('on a file', onFile.url)
  for (const way of [first, second, file]) await callAt(arrivals(20, 3, 1), nextPlaces(100), way)

  const sides = [
    { way: file, process: onFile, turns: [] },
    { way: first, process: one, turns: [] },
    { way: { ...file, name: 'on the file again' }, process: onFile, turns: [] },
  ]
  const rounds = run.rounds ?? (run.isQuick ? 2 : 6)
  await takeTurns(sides, { ...calm, rounds })

  const loads: Load[] = [
    { name: first.name, gateways: [one], ways: [first], turns: [] },
    { name: 'two gateways', gateways: [one, other], ways: [first, second], turns: [] },
    { name: second.name, gateways: [other], ways: [second], turns: [] },
  ]
  const seen = await loadInTurns(loads, { postgres, hubsoft }, rounds)
  const polled = await measurePolls(one)
  const rows = await measureRows(postgres, run)
  const afterCheckpoint = await logAfterCheckpoint(postgres, first)
  return [
    ...tellSides(sides, run),
    ...tellLoads(loads, run),
    told('connections of two gateways, most', '', seen.mostConnections),
    told("processor's time of a page's question about HubSoft", 'ms', polled),
    told('written to the log (WAL) a ticket', 'B', seen.loggedBytes / seen.opened),
    told('likewise right after a checkpoint', 'B', afterCheckpoint),
    ...rows,
  ]
}

let place = 1_000_000
function nextPlaces(count: number): number {
  place += count
  return place - count
}

type Around = { postgres: BusyPostgres; hubsoft: Process }
type Seen = { mostConnections: number; loggedBytes: number; opened: number }

async function loadInTurns(loads: Load[], around: Around, rounds: number): Promise<Seen> {
  const { postgres } = around
  const samples: number[] = []
  const sampling = setInterval(
    () => postgres.connections().then((now) => samples.push(now)),
    pauseMs,
  )
  const [before, rowsBefore] = [await postgres.loggedBytes(), await countRows(postgres)]
  for (let round = 0; round < rounds; round += 1) {
    for (const load of round % 2 ? loads.toReversed() : loads) {
      load.turns.push(await takeTurn(load, around))
    }
  }
  clearInterval(sampling)
  return {
    mostConnections: Math.max(...samples),
    loggedBytes: (await postgres.loggedBytes()) - before,
    opened: (await countRows(postgres)) - rowsBefore,
  }
}

const countRows = ({ ask }: BusyPostgres) => ask('select count(*) from ticket')

async function takeTurn({ gateways, ways }: Load, { postgres, hubsoft }: Around): Promise<Turn> {
  const watched = {
    gateways: async () => sum(await Promise.all(gateways.map(({ pid }) => cpuMsOf(pid)))),
    postgres: postgres.cpuMs,
    hubsoft: () => cpuMsOf(hubsoft.pid),
    caller: async () => {
      const { user, system } = process.cpuUsage()
      return (user + system) / 1000
    },
  }
  const read = async () =>
    Promise.all(Object.entries(watched).map(async ([name, ask]) => [name, await ask()] as const))
  const before = new Map(await read())
  const calls = await callFor({ warmUpMs, ms: turnMs, atOnce }, nextPlaces(100_000), ways)
  const after = await read()
  const opened = calls.filter(({ isOpened }) => isOpened)
  return {
    perSecond: (opened.length * 1000) / (turnMs - warmUpMs),
    p50Ms: median(opened.map(({ ms }: Call) => ms)),
    unopened: calls.length - opened.length,
    cpu: Object.fromEntries(
      after.map(([name, ms]) => [name, (ms - (before.get(name) ?? Number.NaN)) / turnMs]),
    ),
  }
}

const sum = (all: number[]) => all.reduce((total, one) => total + one, 0)

function tellSides([file, postgres, again]: Side[], { say }: Run): Figure[] {
  if (!file || !postgres || !again) return []
  const added = (side: Side) => medianOf(addedMs(side, file).map(median))
  const p50 = ({ turns }: Side) =>
    median(turns.map(({ calls }) => median(calls.map(({ ms }) => ms))))
  const told = [file, postgres, again].map((side) => `${side.way.name} ${p50(side).toFixed(1)} ms`)
  say(`  ${calm.perSecond} a second, p50: ${told.join(', ')}`)
  return [
    {
      name: `${calm.perSecond}/s: p50 on PostgreSQL − on a file`,
      unit: 'ms',
      measured: added(postgres),
      noise: added(again),
    },
  ]
}

function tellLoads(loads: Load[], { say }: Run): Figure[] {
  for (const { name, turns } of loads) {
    const cores = Object.keys(turns[0]?.cpu ?? {}).map((who) => {
      const busy = median(turns.map(({ cpu }) => cpu[who] ?? Number.NaN))
      return `${who} ${(100 * busy).toFixed(0)} %`
    })
    const perSecond = median(turns.map((turn) => turn.perSecond)).toFixed(1)
    const p50 = median(turns.map(({ p50Ms }) => p50Ms)).toFixed(0)
    const unopened = sum(turns.map((turn) => turn.unopened))
    say(
      `  ${name}: ${perSecond}/s, p50 ${p50} ms, ${unopened} not opened; of a core: ${cores.join(', ')}`,
    )
  }
  const [one, two, again] = loads.map(({ turns }) => turns.map(({ perSecond }) => perSecond))
  if (!one || !two || !again) return []
  return [
    {
      name: `tickets a second, two gateways ÷ one, HubSoft at ${hubsoftMs} ms`,
      unit: '×',
      measured: ratioOf(two, one),
      noise: ratioOf(again, one),
      detail: `${median(two).toFixed(0)} ÷ ${median(one).toFixed(0)}`,
      target: { atLeast: 1.6 },
    },
  ]
}

/** As days of sends leave a table: each row written, changed once, and what that leaves behind swept. */
async function makeRows({ run }: BusyPostgres) {
  const [batches, sent] = [20, 1000]
  const same =
    'usuario, nome, message_to, body_hash, owner, attempt, first_sent_at, deadline_at, outcome, looks, told_by, told_at'
  for (let batch = 0; batch < batches; batch += 1) {
    await run(`
      insert into ticket (key, state, next_look_at, version, service_id, sent_at, since, ${same})
      select gen_random_uuid(), 'sending', deadline_at, 1, random() * 1e6,
        sent_at + nth * 1000, since + nth * 1000, ${same}
      from (select * from ticket where state = 'opened' limit ${sent}) as sent
      cross join generate_series(1, ${rowsMade / batches / sent}) as nth`)
    await run(`
      update ticket set state = 'opened', next_look_at = null, version = 2 where state = 'sending'`)
    await run('vacuum analyze ticket')
  }
}

async function measureRows(postgres: BusyPostgres, { say, isQuick }: Run): Promise<Figure[]> {
  const { run, ask } = postgres
  await run('vacuum analyze ticket_text')
  const texts = await ask(
    `pg_total_relation_size('ticket_text') / (select count(*) from ticket_text)`,
  )
  if (!isQuick) await makeRows(postgres)
  await run('vacuum analyze ticket')
  const rows = await countRows(postgres)
  const table = (await ask(`pg_table_size('ticket')`)) / rows
  const indexes = (await ask(`pg_indexes_size('ticket')`)) / rows
  say(
    `  ${rows} rows: ${table.toFixed(0)} bytes of table and ${indexes.toFixed(0)} of indexes each`,
  )
  return [
    told('a row in PostgreSQL, with its indexes', 'B', table + indexes),
    told('its text, for as long as it is kept', 'B', texts),
  ]
}

/** Then each page goes to the log whole that is changed for the first time: the most that a ticket takes of it. */
async function logAfterCheckpoint(postgres: BusyPostgres, way: Way): Promise<number> {
  await postgres.run('checkpoint')
  const before = await postgres.loggedBytes()
  const calls = await callAt(arrivals(20, 10, place), nextPlaces(1000), way)
  return ((await postgres.loggedBytes()) - before) / calls.length
}

/** What each page that is open asks every fifteen seconds. */
async function measurePolls({ url, pid }: Process): Promise<number> {
  const [lanes, each] = [8, 500]
  const agent = new Agent({ pipelining: 1 })
  const before = await cpuMsOf(pid)
  await Promise.all(
    Array.from({ length: lanes }, async () => {
      for (let nth = 0; nth < each; nth += 1) {
        const { body } = await request(`${url}/api/configuracao`, { dispatcher: agent })
        await body.dump()
      }
    }),
  )
  await agent.close()
  return ((await cpuMsOf(pid)) - before) / (lanes * each)
}

const told = (name: string, unit: Figure['unit'], value: number): Figure => ({
  ...{ name, unit, measured: exactly(value >= 10 ? Math.round(value) : value) },
})
