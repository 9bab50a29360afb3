import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { readJson } from '#src/contract/read-json.ts'
import type { Environment } from '#src/gateway/config/environment.ts'
import { startMain } from '../../process.ts'
import { type ChangedLine, root } from './changed-line.ts'
import {
  arm,
  forget,
  hasEnded,
  type KillOrder,
  type KillReport,
  killReport,
  type Moment,
  momentOf,
  takingOrders,
} from './orders.ts'

type Options = {
  /** What is otherwise in it, on purpose. */
  changes?: ChangedLine[]
  env: Environment
  /** The number of its next process, where it is one of several gateways. */
  nextNumber?: () => number
  onReport: (report: KillReport, number: number) => void
  /** Told of each process that was killed, and where. */
  onKilled: (moment: Moment) => void
  /** Told of a kill that came too late: the process had died by another one. */
  onMissed: (moment: Moment) => void
  /** Told what a process said that ended by itself. */
  onFall: (said: string) => void
  /** Whether a process that ends by itself has to. */
  mayFall?: () => boolean
}

const breaking = new URL('./break-source.ts', import.meta.url).href
const keptOutput = 4000
const mostFalls = 5
// As whoever restarts services does, or one that can't start would be started all the time.
const afterFallMs = 200

type Life = { child: ChildProcess; ready: Promise<boolean>; ended: Promise<void> }

/** A gateway that is killed again and again, and each time started anew on the same journal. */
export function startKilledGateway(options: Options) {
  const { changes = [], env, onReport, onKilled, onMissed, onFall } = options
  let [generation, falls, isStopping] = [0, 0, false]
  const { nextNumber, mayFall = () => false } = options
  let ordered: { number: number; moment: Moment } | null = null
  const isChanged = changes.length > 0
  const preloads = isChanged ? [...takingOrders, '--import', breaking] : takingOrders
  const changed = isChanged && { CHANGED_LINES: JSON.stringify(changes) }

  function start(): Life {
    generation = nextNumber?.() ?? generation + 1
    const own = generation
    const numbered = nextNumber && { DRILL_PROCESS: String(own) }
    let diedAt: Moment | null = null
    let line = ''
    const { child, ready, exit, said } = startMain(
      root,
      { ...env, ...changed, ...numbered },
      preloads,
    )
    child.stdout?.on('data', (chunk: string) => {
      const lines = (line + chunk).split('\n')
      line = lines.pop() ?? ''
      for (const report of lines.flatMap(toReport)) {
        if (report.drill === 'killed') diedAt = momentOf(report.point)
        onReport(report, own)
      }
    })
    // When all that it said is read.
    const ended = exit.then(async ([code, signal]) => {
      if (isStopping) return
      const killedAt = ordered?.number === own ? ordered.moment : null
      const moment = diedAt ?? killedAt
      if (diedAt && killedAt) onMissed(killedAt)
      if (signal === 'SIGKILL' && moment) onKilled(moment)
      else {
        if (!mayFall()) {
          falls += 1
          onFall(`${signal ?? code}: ${said().slice(-keptOutput)}`)
        }
        await sleep(afterFallMs)
        if (isStopping) return
      }
      life = start()
    })
    const isReady = ready().then(
      () => true,
      () => false,
    )
    return { child, ready: isReady, ended }
  }

  let life = start()

  async function untilReady(): Promise<Life> {
    for (;;) {
      if (isStopping) throw new Error('The gateway was stopped.')
      if (falls > mostFalls) throw new Error('The gateway does not stay up.')
      const current = life
      if (await current.ready) return current
      // Who fell rests a while; to ask again at once would keep that from ever being over.
      await current.ended
    }
  }

  return {
    untilReady,
    /** The number of the process that lives now. */
    generation: () => generation,
    /** Kills the process of that number; false where it lives no more. */
    kill(number: number, moment: Moment): boolean {
      if (number !== generation || number === ordered?.number || hasEnded(life.child)) return false
      ordered = { number, moment }
      return life.child.kill('SIGKILL')
    },
    /** False where the process of that number lives no more. */
    signal: (number: number, signal: 'SIGSTOP' | 'SIGCONT') =>
      number === generation && !hasEnded(life.child) && life.child.kill(signal),
    /** Takes back what was ordered for this key. */
    forget: (key: string) => forget(life.child, key),
    /** Comes back when the living process has heard the order. */
    async arm(order: KillOrder) {
      for (;;) {
        const { child, ended } = await untilReady()
        if (await arm(child, order)) return
        await ended
      }
    },
    async stop() {
      isStopping = true
      const { child } = life
      if (hasEnded(child)) return life.ended
      child.kill('SIGKILL')
      await once(child, 'close')
    },
  }
}

export type KilledGateway = ReturnType<typeof startKilledGateway>

function toReport(line: string): KillReport[] {
  if (!line.startsWith('{"drill"')) return []
  const report = readJson(killReport, line)
  return report ? [report] : []
}
