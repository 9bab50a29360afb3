import { memoryMiBOf } from '../../process.ts'
import type { Figure, Part, Run } from '../figure.ts'
import { type Interval, median, medianOf, quantile, ratioOf } from '../interval.ts'
import { type Call, callAt, straightTo, through, type Way } from './callers.ts'
import { cpuMsOf, type Process, startSlowHubsoft, startWarmGateway } from './processes.ts'
import { arrivals } from './tickets.ts'

/** So many tickets a second, for so long on each way, so often. */
type Load = { perSecond: number; seconds: number; rounds: number }

// Of 200 a second some wait: sixteen are awaited at a time (design §8), which at 150 ms is 107 a second.
const loads: Load[] = [
  { perSecond: 1, seconds: 15, rounds: 2 },
  { perSecond: 10, seconds: 6, rounds: 4 },
  { perSecond: 50, seconds: 8, rounds: 8 },
  { perSecond: 200, seconds: 5, rounds: 2 },
]
const quickLoads: Load[] = [
  { perSecond: 1, seconds: 2, rounds: 1 },
  { perSecond: 10, seconds: 2, rounds: 1 },
  { perSecond: 50, seconds: 4, rounds: 2 },
  { perSecond: 200, seconds: 2, rounds: 1 },
]
/** What the targets are about: more than HubSoft takes from one account (hubsoft §16). */
const judged = 50
const [warmUpS, sampleMs, hubsoftMs] = [8, 100, 150]

/** What came of a round on one way. */
export type Turn = {
  calls: Call[]
  seconds: number
  cpuMs: number
  callerCpuMs: number
  mostMiB: number
}
export type Side = { way: Way; process: Process; turns: Turn[] }

/**
 * Tickets as callers come, whoever of them is answered, through the gateway and by the bench straight to a stand-in
 * that answers in 150 ± 50 ms: each of the three is a process of its own, and each ticket takes as long there on one
 * way as on the other. Straight to it once more shows what the machine alone makes of it.
 */
export const gateway: Part = async (run) => {
  await using started = new AsyncDisposableStack()
  const start = async (process: Promise<Process>) => started.adopt(await process, (it) => it.stop())
  const hubsoft = await start(startSlowHubsoft(hubsoftMs))
  const ours = await start(startWarmGateway(hubsoft.url))
  const theirs = run.against
    ? await start(startWarmGateway(hubsoft.url, { root: run.against }))
    : null
  const straight = await straightTo(hubsoft.url)
  const ways = [
    { way: straight, process: hubsoft },
    { way: through('gateway', ours.url), process: ours },
    ...(theirs ? [{ way: through('the other one', theirs.url), process: theirs }] : []),
    { way: { ...straight, name: 'direct again' }, process: hubsoft },
  ]
  // Tokens and compiled code are there by then.
  for (const { way } of ways) await callAt(arrivals(judged, run.isQuick ? 3 : warmUpS, 1), 0, way)
  const figures: Figure[] = []
  for (const load of run.isQuick ? quickLoads : loads) {
    const sides = ways.map((one): Side => ({ ...one, turns: [] }))
    await takeTurns(sides, { ...load, rounds: run.rounds ?? load.rounds })
    figures.push(...tell(load, sides, run))
  }
  return figures
}

let nextPlace = 1000

/** The same tickets at the same moments on each way, and who comes first changes from round to round. */
export async function takeTurns(sides: Side[], { perSecond, seconds, rounds }: Load) {
  for (let round = 0; round < rounds; round += 1) {
    const moments = arrivals(perSecond, seconds, nextPlace)
    for (const side of round % 2 ? sides.toReversed() : sides) {
      side.turns.push(await takeTurn(side, moments, nextPlace))
    }
    nextPlace += moments.length
  }
}

async function takeTurn({ way, process: { pid } }: Side, moments: number[], firstPlace: number) {
  const samples: number[] = []
  const sampling = setInterval(async () => samples.push(await memoryMiBOf(pid, 'RSS')), sampleMs)
  const [begunMs, cpuMs, own] = [performance.now(), await cpuMsOf(pid), process.cpuUsage()]
  const calls = await callAt(moments, firstPlace, way)
  const { user, system } = process.cpuUsage(own)
  clearInterval(sampling)
  return {
    calls,
    seconds: (performance.now() - begunMs) / 1000,
    cpuMs: (await cpuMsOf(pid)) - cpuMs,
    callerCpuMs: (user + system) / 1000,
    mostMiB: Math.max(...samples),
  }
}

const opened = ({ calls }: Turn) => calls.filter(({ isOpened }) => isOpened)
const timesOf = (turn: Turn) => opened(turn).map(({ ms }) => ms)
const mostMiBOf = ({ turns }: Side) => turns.map(({ mostMiB }) => mostMiB)
const sum = (all: number[]) => all.reduce((total, one) => total + one, 0)

/** What each ticket took longer than the same one did straight to HubSoft, round by round. */
export const addedMs = (side: Side, direct: Side): number[][] =>
  side.turns.map((turn, round) => {
    const straight = direct.turns[round]?.calls ?? []
    const directMs = new Map(straight.map(({ place, ms }) => [place, ms]))
    return opened(turn).map(({ place, ms }) => ms - (directMs.get(place) ?? Number.NaN))
  })

/** For who wants to know what a figure is made of, the caller's own part in it too. */
function describe(side: Side, added: number[]): string {
  const { way, turns } = side
  const [times, calls] = [turns.flatMap(timesOf), turns.flatMap((turn) => turn.calls)]
  const seconds = sum(turns.map((turn) => turn.seconds))
  const ms = (all: number[], q: number) => quantile(all, q).toFixed(1)
  const each = (all: number[]) => (sum(all) / calls.length).toFixed(2)
  const late = calls.map(({ lateMs }) => lateMs)
  const unopened = calls.length - times.length
  return [
    `${way.name}: p50 ${ms(times, 0.5)}, p99 ${ms(times, 0.99)} ms`,
    ...(added.length > 0 ? [`added p50 ${ms(added, 0.5)}, p99 ${ms(added, 0.99)} ms`] : []),
    `${(times.length / seconds).toFixed(0)}/s, ${unopened} of ${calls.length} not opened`,
    `CPU a ticket ${each(turns.map(({ cpuMs }) => cpuMs))} ms, the caller's ${each(turns.map(({ callerCpuMs }) => callerCpuMs))}`,
    `called late by ${ms(late, 0.5)}, p99 ${ms(late, 0.99)} ms`,
    `${Math.max(...mostMiBOf(side)).toFixed(0)} MiB`,
  ].join('; ')
}

function tell({ perSecond }: Load, [direct, ...others]: Side[], { say }: Run): Figure[] {
  if (!direct) return []
  say(`  ${perSecond} a second`)
  say(`    ${describe(direct, [])}`)
  for (const side of others) say(`    ${describe(side, addedMs(side, direct).flat())}`)
  const again = others.at(-1)
  if (perSecond !== judged || !again) return []
  return others.filter((side) => side !== again).flatMap((side) => figuresOf(side, direct, again))
}

function figuresOf(side: Side, direct: Side, again: Side): Figure[] {
  const byTurn = (one: Side, q: number) => one.turns.map((turn) => quantile(timesOf(turn), q))
  const over = (one: Side, q: number): Interval => ratioOf(byTurn(one, q), byTurn(direct, q))
  const added = (one: Side) => medianOf(addedMs(one, direct).map(median))
  const named = (what: string) => `${side.way.name}, ${judged}/s: ${what}`
  return [
    {
      name: named('p50 ÷ direct'),
      unit: '×',
      measured: over(side, 0.5),
      noise: over(again, 0.5),
      target: { atMost: 1.05 },
    },
    {
      name: named('p99 ÷ direct'),
      unit: '×',
      measured: over(side, 0.99),
      noise: over(again, 0.99),
      target: { atMost: 1.3 },
    },
    {
      name: named('added, p50'),
      unit: 'ms',
      measured: added(side),
      noise: added(again),
      target: { atMost: 5 },
    },
    {
      name: named('resident memory'),
      unit: 'MiB',
      measured: medianOf(mostMiBOf(side)),
      target: { atMost: 120 },
    },
  ]
}
