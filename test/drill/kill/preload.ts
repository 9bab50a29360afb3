// Loaded before the gateway (`node --import`), so that nothing in the product knows of the drill: sees its
// commits and its requests go by, and ends or stops the process at the ordered moment.
import { writeSync } from 'node:fs'
import { Socket } from 'node:net'
import { Duplex } from 'node:stream'
import * as z from 'zod/mini'
import { referenceOf } from '#src/contract/reference.ts'
import { type Carried, type KillOrder, type KillReport, killMessage, type Point } from './orders.ts'
import { sentBy } from './sent-by.ts'
import type { WrittenRow } from './written-row.ts'

// What a busy machine takes from the check to the write.
const slackMs = 500

const ordered = new Map<string, KillOrder>()
const sends = new Map<string, WrittenRow>()

process.on('message', (message: unknown) => {
  const order = z.parse(killMessage, message)
  if ('forget' in order) return void ordered.delete(order.forget)
  ordered.set(order.key, order)
  process.send?.({ armed: order.key })
})
// The gateway ends when it wants to.
process.channel?.unref()

function say(report: KillReport) {
  // At once: nothing that is only queued outlives the kill.
  writeSync(1, `${JSON.stringify(report)}\n`)
}

/** Until then no statement comes to the server, nor its answer back. */
let cutOffUntilMs = 0

/** Carries out what is ordered for this point; null where nothing is. */
function pass(point: Point, key: string): Carried | null {
  const order = ordered.get(key)
  if (order?.point !== point) return null
  ordered.delete(key)
  if (order.losesAnswer) {
    say({ drill: 'lost', key, point })
    return 'lost'
  }
  if (order.cutOffMs !== undefined) {
    say({ drill: 'cut off', key, point })
    cutOffUntilMs = performance.now() + order.cutOffMs
    return 'cut off'
  }
  if (order.signal) {
    say({ drill: 'stopped', key, point })
    process.kill(process.pid, order.signal)
    return 'stopped'
  }
  if (order.sleepMs === undefined) {
    say({ drill: 'killed', key, point })
    process.kill(process.pid, 'SIGKILL')
  }
  const { sleepMs } = order
  sleepOnce = () => {
    say({ drill: 'slept', key, point })
    // As a machine that sleeps: no timer of the process runs meanwhile.
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, sleepMs)
  }
  return 'slept'
}

// When the next connection stands: whatever comes after it in that tick finds its deadline past.
let sleepOnce = () => {}
Object.defineProperty(Socket.prototype, 'emit', {
  value: new Proxy(Socket.prototype.emit, {
    apply(target, socket, values) {
      if (values[0] === 'connect') {
        sleepOnce()
        sleepOnce = () => {}
      }
      return Reflect.apply(target, socket, values)
    },
  }),
})

const passages = {
  before(written: WrittenRow) {
    const { key, commit } = written
    if (written.state === 'sending') sends.set(referenceOf(key), written)
    pass(`before commit ${commit}`, key)
  },
  after: ({ key, commit }: WrittenRow) => pass(`after commit ${commit}`, key) === 'lost',
  isCutOff: () => performance.now() < cutOffUntilMs,
}
// Of the two the one alone that the gateway loads, too.
if (process.env.DATABASE_URL?.startsWith('postgres')) {
  const { watchPostgres } = await import('./postgres-passages.ts')
  watchPostgres(passages)
} else {
  const { watchSqlite } = await import('./sqlite-passages.ts')
  watchSqlite(passages)
}

const text = z.catch(z.string(), '')

/** The send that a request to HubSoft carries. */
function sendIn(written: unknown) {
  const said = written instanceof Buffer ? written.toString() : text.parse(written)
  if (!/^POST \/api\/v1\/integracao\/atendimento(?: |\/adicionar_mensagem\/)/.test(said))
    return undefined
  const reference = /REF [0-9A-Z]{4}-[0-9A-Z]{4}/.exec(said)?.[0]
  return sends.get(reference ?? '')
}

function atHead({ key, deadline_at }: WrittenRow) {
  const wasStopped = pass('at the head', key) === 'stopped'
  const byMs = Date.now() - deadline_at
  if (byMs > (wasStopped ? 0 : slackMs)) say({ drill: 'late', key, byMs, wasStopped })
}

// Composed before there is a connection, and written to its socket in one piece.
Object.defineProperty(Duplex.prototype, 'write', {
  value: new Proxy(Duplex.prototype.write, {
    apply(target, stream, values) {
      const send = sendIn(values[0])
      if (send && stream instanceof Socket) {
        atHead(send)
        return Reflect.apply(target, stream, [sentBy.note(values[0], send), ...values.slice(1)])
      }
      if (send) pass('at the request', send.key)
      return Reflect.apply(target, stream, values)
    },
  }),
})
