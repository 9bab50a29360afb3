import { setTimeout as sleep } from 'node:timers/promises'
import type { Environment } from '#src/gateway/config/environment.ts'
import type { ChangedLine } from '../kill/changed-line.ts'
import { startKilledGateway } from '../kill/killed-gateway.ts'
import type { KillOrder, KillReport, Moment } from '../kill/orders.ts'

type Options = {
  /** Each gateway's own. */
  envs: Environment[]
  changes: ChangedLine[]
  /** Told what a process says, and that process's number. */
  onReport: (report: KillReport, number: number) => void
  onKilled: (moment: Moment) => void
  onMissed: (moment: Moment) => void
  onFall: (said: string) => void
  /** Whether a process that ends by itself has to: its database is away. */
  mayFall: () => boolean
}

// Who is stopped hears it afterwards.
const mostArmMs = 200

/** Several gateways on one database; their processes are numbered through. */
export function startFleet({ envs, onReport, ...options }: Options) {
  let processes = 0
  const killed = envs.map(() => 0)
  /** The keys of which nobody does anything any more. */
  const forgotten = new Set<string>()
  const gateways = envs.map((env, place) =>
    startKilledGateway({
      ...options,
      env,
      nextNumber: () => ++processes,
      onReport(report, number) {
        // The order was for whoever comes there first.
        if (report.drill !== 'late') forget(report.key)
        onReport(report, number)
      },
      onKilled(moment) {
        killed[place] = (killed[place] ?? 0) + 1
        options.onKilled(moment)
      },
    }),
  )

  function forget(key: string) {
    forgotten.add(key)
    for (const one of gateways) one.forget(key)
  }

  return {
    untilReady: () => Promise.all(gateways.map((one) => one.untilReady())),
    /** How often each was killed. */
    killed: (): readonly number[] => killed,
    generation: () => processes,
    kill: (number: number, moment: Moment) => gateways.some((one) => one.kill(number, moment)),
    signal: (number: number, signal: 'SIGSTOP' | 'SIGCONT') =>
      gateways.some((one) => one.signal(number, signal)),
    /** Orders it of whoever comes there first. */
    async arm(order: KillOrder) {
      forgotten.delete(order.key)
      const armed = gateways.map(async (one) => {
        await one.arm(order).catch(() => undefined)
        // Whoever starts meanwhile hears it late.
        if (forgotten.has(order.key)) one.forget(order.key)
      })
      await Promise.race(armed)
      await Promise.race([Promise.all(armed), sleep(mostArmMs)])
    },
    forget,
    stop: () => Promise.all(gateways.map((one) => one.stop())),
  }
}

export type Fleet = ReturnType<typeof startFleet>
