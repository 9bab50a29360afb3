import { setTimeout as sleep } from 'node:timers/promises'
import { referenceOf } from '#src/contract/reference.ts'
import { type Errand, note } from '../kill/errand.ts'
import type { Mischief } from '../kill/mischief.ts'
import type { KillReport, Point } from '../kill/orders.ts'
import type { KillSchedule } from '../kill/schedule.ts'
import type { WitnessedHubsoft } from '../witnessed-hubsoft.ts'
import type { Balancer } from './balancer.ts'
import type { Fleet } from './fleet.ts'

/** Where a process is stopped for longer than the lease of its send, and goes on. */
export const stops = [
  'before commit 1',
  'after commit 1',
  'at the head',
  'at the head, and killed when it has left',
  'after the head',
  'after the head, and killed before it hears the answer',
  'before commit 2',
  'after commit 2',
] as const
export type Stop = (typeof stops)[number]

/** What befalls a send on its way to the database or back. */
export const losses = [
  // Who waits for its place in one gateway is asked about at the other.
  'before commit 1, for less than its lease, its line cut',
  'its line cut',
  'the answer to commit 1 lost',
  'the answer to commit 2 lost',
  // What it couldn't record it says again when it is back, and may be sending anew by then.
  'cut off from the database before commit 1',
] as const
export type Loss = (typeof losses)[number]

type Deps = {
  fleet: Fleet
  balancer: Balancer
  hubsoft: WitnessedHubsoft
  mischief: Mischief
  stopping: KillSchedule<Stop>
  losing: KillSchedule<Loss>
  timeoutMs: number
  settleMs: number
}

// Beyond the lease; and beyond HubSoft's time, with the looks after which nobody knows any more.
const [shortMs, longMs] = [400, 6000]
const cutMs = 40
const cutOffMs = 1400
const untilStoredMs = 20

/** Stops processes at ordered points, and lets them go on. */
export function createStops(deps: Deps) {
  const { fleet, balancer, hubsoft, mischief, stopping, losing, timeoutMs, settleMs } = deps
  const ordered = new Map<string, { errand: Errand; stop: Stop | Loss }>()
  const held = new Set<Promise<void>>()

  const longerThanLease = ({ number }: Errand) =>
    timeoutMs + (number % 2 === 0 ? shortMs : settleMs + longMs)
  const done = (stop: Stop | Loss) => (isStop(stop) ? stopping.killed(stop) : losing.killed(stop))
  const missed = (stop: Stop | Loss) => (isStop(stop) ? stopping.missed(stop) : losing.missed(stop))

  /** Lets the process of that number go on after so long. */
  function goOn(errand: Errand, number: number, afterMs: number, before = () => {}) {
    const holding = sleep(afterMs).then(() => {
      before()
      note(errand, `process ${number} goes on after ${afterMs} ms`)
      fleet.signal(number, 'SIGCONT')
    })
    held.add(holding)
    void holding.finally(() => held.delete(holding))
  }

  function killAsItLeaves({ key }: Errand) {
    hubsoft.meet(referenceOf(key), async ({ generation }) => {
      fleet.kill(generation, 'after the head')
      await sleep(untilStoredMs)
    })
  }

  /** From outside, when HubSoft has the request. */
  function stopAfterHead(errand: Errand, stop: Stop) {
    hubsoft.meet(referenceOf(errand.key), async ({ generation }) => {
      if (!ordered.delete(errand.key) || !fleet.signal(generation, 'SIGSTOP')) return
      note(errand, `process ${generation} is stopped`)
      done(stop)
      const isToDie = stop !== 'after the head'
      goOn(errand, generation, longerThanLease(errand), () => {
        if (isToDie) fleet.kill(generation, 'after the head')
      })
    })
  }

  function order(errand: Errand, stop: Stop | Loss) {
    note(errand, `to be met by: ${stop}`)
    ordered.set(errand.key, { errand, stop })
    switch (stop) {
      case 'after the head':
      case 'after the head, and killed before it hears the answer':
        return stopAfterHead(errand, stop)
      case 'the answer to commit 1 lost':
        return mischief.order(errand, { point: 'after commit 1', losesAnswer: true })
      case 'the answer to commit 2 lost':
        return mischief.order(errand, { point: 'after commit 2', losesAnswer: true })
      case 'cut off from the database before commit 1':
        return mischief.order(errand, { point: 'before commit 1', cutOffMs })
      case 'its line cut':
        ordered.delete(errand.key)
        done(stop)
        return balancer.cut(errand.key, (errand.number % 8) * cutMs)
      case 'before commit 1, for less than its lease, its line cut':
        balancer.cut(errand.key, timeoutMs / 4)
        return mischief.order(errand, { point: 'before commit 1', signal: 'SIGSTOP' })
      default:
        return mischief.order(errand, { point: pointOf(stop), signal: 'SIGSTOP' })
    }
  }

  return {
    /** What undoes it, when the clicks are over. */
    cause(errand: Errand, stop: Stop | Loss) {
      order(errand, stop)
      return () => {
        if (ordered.delete(errand.key)) missed(stop)
      }
    },
    /** A process says what has become of an order. */
    heard(report: KillReport, number: number) {
      const one = ordered.get(report.key)
      if (!one || report.drill === 'late') return
      const { errand, stop } = one
      ordered.delete(report.key)
      note(errand, `process ${number}: ${report.drill} ${report.point}`)
      done(stop)
      if (report.drill !== 'stopped') return
      const isBrief = !isStop(stop)
      const isToDie = stop === 'at the head, and killed when it has left'
      goOn(errand, number, isBrief ? timeoutMs / 2 : longerThanLease(errand), () => {
        if (isToDie) killAsItLeaves(errand)
      })
    },
    /** When all go on that were stopped. */
    async untilOver() {
      while (held.size > 0) await Promise.all(held)
    },
  }
}

const isStop = (stop: Stop | Loss): stop is Stop => stops.some((one) => one === stop)

type Ordered = Exclude<Stop, `after the head${string}`>

function pointOf(stop: Ordered): Point {
  return stop === 'at the head, and killed when it has left' ? 'at the head' : stop
}
