import { setTimeout as sleep } from 'node:timers/promises'
import { forMessages } from '../../gateway/message-ground.ts'
import type { Trouble } from '../trouble.ts'
import type { WitnessedHubsoft } from '../witnessed-hubsoft.ts'
import { type Errand, note } from './errand.ts'
import type { KilledGateway } from './killed-gateway.ts'
import { type KillOrder, type KillReport, type Moment, pointsOf } from './orders.ts'
import type { KillSchedule } from './schedule.ts'

type Deps = {
  gateway: Pick<KilledGateway, 'arm' | 'kill' | 'generation'>
  hubsoft: WitnessedHubsoft
  schedule: Pick<KillSchedule<Moment>, 'missed'>
  /** Puts a copy in the place of the gateway's journal, where that can be done. */
  swap?: () => Promise<void>
  /** What the gateway's processes have said so far. */
  reports: readonly KillReport[]
  /** HUBSOFT_TIMEOUT_MS and HUBSOFT_SETTLE_MS. */
  timeoutMs: number
  settleMs: number
}

/** How a kill is carried out, where that is left open. */
type Choice = {
  /** Which of the moment's points, where it has several. */
  point: number
  /** Whether HubSoft drops what a dead gateway sent. */
  isForgotten: boolean
}

type Order = Omit<KillOrder, 'key'>

const untilStoredMs = 20
// Beyond the deadline, and beyond the settle time.
const [asleepMs, lateMs] = [1000, 100]

/** What goes wrong around an errand. Each comes back with what undoes it when the clicks are over. */
export function createMischief(deps: Deps) {
  const { gateway, hubsoft, schedule, reports, timeoutMs, settleMs, swap } = deps
  const swaps = new Map<string, 'to come' | 'done'>()
  const orders = new Map<string, Order>()
  const held: (() => void)[] = []
  let isOver = false
  const met = new Map<string, number>()

  const wasCarriedOut = (key: string) =>
    reports.some((report) => report.drill !== 'late' && report.key === key)

  function killFromOutside({ to }: Errand, moment: Moment, isForgotten: boolean) {
    const isStored = moment === "after HubSoft's commit"
    const ms = hubsoft.delay(async (post) => {
      const isThere = post && (!isStored || hubsoft.seen((one) => one === post).tickets.length > 0)
      if (!isThere || !gateway.kill(post.generation, moment)) schedule.missed(moment)
      else if (isForgotten && !isStored) await new Promise<never>(() => undefined)
      else await sleep(untilStoredMs)
    })
    const route = routeOf(to)
    hubsoft.faults.inject({ route, fault: isStored ? 'slow-after' : 'slow', ms })
  }

  /** Orders a kill: of this errand's send, or, where HubSoft gives the sign, of whichever comes first. */
  function kill(errand: Errand, moment: Moment, { point, isForgotten }: Choice) {
    const { key } = errand
    note(errand, `to be killed ${moment}`)
    const points = pointsOf(moment)
    const chosen = points[point % Math.max(1, points.length)]
    if (!chosen) {
      killFromOutside(errand, moment, isForgotten)
      return () => undefined
    }
    orders.set(key, { point: chosen })
    return () => {
      if (!wasCarriedOut(key)) schedule.missed(moment)
    }
  }

  function cause(errand: Errand, trouble: Trouble) {
    note(errand, `trouble: ${JSON.stringify(trouble)}`)
    met.set(trouble.fault, (met.get(trouble.fault) ?? 0) + 1)
    switch (trouble.fault) {
      case 'stored-at-last': {
        const ms = hubsoft.delay(storeAtLast)
        hubsoft.faults.inject({ route: routeOf(errand.to), fault: 'stored-late', ms })
        break
      }
      case 'work-order-refused':
        hubsoft.setPermissions({ openWorkOrder: 'refused-after-storing' })
        return () => hubsoft.setPermissions({})
      case 'tokens-revoked':
        hubsoft.revokeTokens()
        break
      case 'asleep':
        orders.set(errand.key, { point: 'at the request', sleepMs: timeoutMs + asleepMs })
        break
      case 'swapped':
        swaps.set(errand.key, 'to come')
        return () => restart(errand)
      default:
        hubsoft.faults.inject((errand.to !== null && forMessages(trouble)) || trouble)
    }
    return () => undefined
  }

  function restart({ key }: Errand) {
    if (swaps.get(key) === 'done') gateway.kill(gateway.generation(), 'before commit 1')
    swaps.delete(key)
  }

  /** After the settle time, and after somebody was told that nothing is known. */
  async function storeAtLast() {
    await sleep(timeoutMs + settleMs + lateMs)
    if (!isOver) await new Promise<void>((resolve) => held.push(resolve))
  }

  /** Lets HubSoft store what it is late with. */
  function releaseLate() {
    for (const store of held.splice(0)) store()
  }

  return {
    kill,
    cause,
    /** Has the process that carries this errand do so, once it is there. */
    order: (errand: Errand, order: Order) => void orders.set(errand.key, order),
    wasCarriedOut,
    releaseLate,
    /** How often each trouble was ordered. */
    met: (): ReadonlyMap<string, number> => met,
    /** Tells the process that lives now what is ordered for this errand, before it sends. */
    async prepare(errand: Errand) {
      const { key } = errand
      if (swaps.get(key) === 'done') restart(errand)
      if (swaps.get(key) === 'to come') {
        await swap?.()
        swaps.set(key, 'done')
      }
      const order = orders.get(key)
      if (order && !wasCarriedOut(key)) await gateway.arm({ key, ...order })
    },
    /** From now on HubSoft does everything right. */
    end() {
      isOver = true
      hubsoft.faults.clear()
      hubsoft.setPermissions({})
      releaseLate()
    },
  }
}

const routeOf = (to: number | null) => (to === null ? 'atendimento' : 'mensagem')

export type Mischief = ReturnType<typeof createMischief>
