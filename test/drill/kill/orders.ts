import type { ChildProcess } from 'node:child_process'
import * as z from 'zod/mini'

/** The moments of a send at which a process may die (design §6). */
export const moments = [
  'before commit 1',
  'before the head',
  'after the head',
  "after HubSoft's commit",
  'at commit 2',
] as const
export type Moment = (typeof moments)[number]

/** Where the gateway's own process can be stopped; the moments in between are HubSoft's to see. */
const point = z.enum([
  'before commit 1',
  'after commit 1',
  'at the request',
  'at the head',
  'before commit 2',
  'after commit 2',
])
export type Point = z.infer<typeof point>
export const isPoint = (name: string | undefined): name is Point => point.safeParse(name).success

const momentsByPoint: Record<Point, Moment> = {
  'before commit 1': 'before commit 1',
  'after commit 1': 'before the head',
  'at the request': 'before the head',
  'at the head': 'before the head',
  'before commit 2': 'at commit 2',
  'after commit 2': 'at commit 2',
}

export const momentOf = (point: Point): Moment => momentsByPoint[point]

/** None where the moment is HubSoft's to see. */
export const pointsOf = (moment: Moment) =>
  point.options.filter((one) => momentsByPoint[one] === moment)

/**
 * What a process is told to do when a send of this key comes there: to end, to stop, to sleep so long, to lose
 * what the database's server answers to that commit, or to be cut off from the server for so long.
 */
const killOrder = z.object({
  key: z.string(),
  point,
  signal: z.optional(z.literal('SIGSTOP')),
  sleepMs: z.optional(z.number()),
  losesAnswer: z.optional(z.literal(true)),
  cutOffMs: z.optional(z.number()),
})
export type KillOrder = z.infer<typeof killOrder>

/** Whatever a process is told: an order, or to forget the one of a key. */
export const killMessage = z.union([killOrder, z.object({ forget: z.string() })])

/** What the process says for itself, in a line of its own. */
export const killReport = z.discriminatedUnion('drill', [
  z.object({
    drill: z.literal(['killed', 'stopped', 'slept', 'lost', 'cut off']),
    key: z.string(),
    point,
  }),
  /** The head of a send went to the socket so long after its deadline; stopped in between, nobody could keep it. */
  z.object({
    drill: z.literal('late'),
    key: z.string(),
    byMs: z.number(),
    wasStopped: z.boolean(),
  }),
])
export type KillReport = z.infer<typeof killReport>
/** What becomes of an order that ends no process. */
export type Carried = Exclude<KillReport['drill'], 'killed' | 'late'>

const armed = z.object({ armed: z.string() })

/** What Node is told for a process that takes orders. */
export const takingOrders = ['--import', new URL('./preload.ts', import.meta.url).href]

/** Comes back when the process has heard the order; false where it ends before. */
export function arm(child: ChildProcess, order: KillOrder): Promise<boolean> {
  return new Promise((resolve) => {
    const finish = (isHeard: boolean) => {
      child.off('message', listen)
      child.off('close', end)
      resolve(isHeard)
    }
    const listen = (message: unknown) => {
      const read = armed.safeParse(message)
      if (read.success && read.data.armed === order.key) finish(true)
    }
    const end = () => finish(false)
    // As many as there are people on the phone, for as long as it is stopped.
    child.setMaxListeners(0)
    child.on('message', listen)
    child.on('close', end)
    if (hasEnded(child)) return finish(false)
    child.send(order, (error) => {
      if (error) finish(false)
    })
  })
}

/** Takes back what was ordered for this key, where it wasn't carried out. */
export function forget(child: ChildProcess, key: string) {
  // Whoever ends has forgotten it, too.
  if (child.connected) child.send({ forget: key }, () => undefined)
}

export const hasEnded = ({ exitCode, signalCode }: ChildProcess) =>
  exitCode !== null || signalCode !== null
