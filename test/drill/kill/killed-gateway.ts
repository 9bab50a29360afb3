import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readJson } from '#src/contract/read-json.ts'
import type { Environment } from '#src/gateway/config/environment.ts'
import { startMain } from '../../process.ts'
import { type ChangedLine, root } from './changed-line.ts'
import {
  arm,
  hasEnded,
  type KillOrder,
  type KillReport,
  killReport,
  type Moment,
  momentOf,
  takingOrders,
} from './orders.ts'

type Options = {
  /** What is broken in it on purpose. */
  breakage?: ChangedLine
  env: Environment
  onReport: (report: KillReport) => void
  /** Told of each process that was killed, and where. */
  onKilled: (moment: Moment) => void
  /** Told of a kill that came too late: the process had died by another one. */
  onMissed: (moment: Moment) => void
  /** Told what a process said that ended by itself. */
  onFall: (said: string) => void
}

const breaking = new URL('./break-source.ts', import.meta.url).href
const keptOutput = 4000
const mostFalls = 5

type Life = { child: ChildProcess; ready: Promise<boolean>; ended: Promise<void> }

/** A gateway that is killed again and again, and each time started anew on the same journal. */
export function startKilledGateway(options: Options) {
  const { breakage, env, onReport, onKilled, onMissed, onFall } = options
  let [generation, falls, isStopping] = [0, 0, false]
  let ordered: { number: number; moment: Moment } | null = null
  const preloads = breakage ? [...takingOrders, '--import', breaking] : takingOrders
  const changed = breakage && { BROKEN_LINE: JSON.stringify(breakage) }

  function start(): Life {
    const own = ++generation
    let diedAt: Moment | null = null
    let line = ''
    const { child, ready, exit, said } = startMain(root, { ...env, ...changed }, preloads)
    child.stdout?.on('data', (chunk: string) => {
      const lines = (line + chunk).split('\n')
      line = lines.pop() ?? ''
      for (const report of lines.flatMap(toReport)) {
        if (report.drill === 'killed') diedAt = momentOf(report.point)
        onReport(report)
      }
    })
    // When all that it said is read.
    const ended = exit.then(([, signal]) => {
      if (isStopping) return
      const killedAt = ordered?.number === own ? ordered.moment : null
      const moment = diedAt ?? killedAt
      if (diedAt && killedAt) onMissed(killedAt)
      if (signal === 'SIGKILL' && moment) onKilled(moment)
      else {
        falls += 1
        onFall(said().slice(-keptOutput))
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
      if (hasEnded(child)) return
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
