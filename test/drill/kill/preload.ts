// Loaded before the gateway (`node --import`), so that nothing in the product knows of the drill: sees its
// commits and its requests go by, and ends or stops the process at the ordered moment.
import { writeSync } from 'node:fs'
import { Socket } from 'node:net'
import { StatementSync } from 'node:sqlite'
import { Duplex } from 'node:stream'
import * as z from 'zod/mini'
import { referenceOf } from '#src/contract/reference.ts'
import { type KillReport, killOrder, type Point } from './orders.ts'

// What a busy machine takes from the check to the write.
const slackMs = 500

const ordered = new Map<string, z.infer<typeof killOrder>>()
const sends = new Map<string, { key: string; deadlineAtMs: number }>()

process.on('message', (message: unknown) => {
  const order = z.parse(killOrder, message)
  ordered.set(order.key, order)
  process.send?.({ armed: order.key })
})
// The gateway ends when it wants to.
process.channel?.unref()

function say(report: KillReport) {
  // At once: nothing that is only queued outlives the kill.
  writeSync(1, `${JSON.stringify(report)}\n`)
}

function pass(point: Point, key: string) {
  const order = ordered.get(key)
  if (order?.point !== point) return
  ordered.delete(key)
  if (order.signal) return void process.kill(process.pid, order.signal)
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

const text = z.catch(z.string(), '')
const row = z.object({ key: z.string(), deadline_at: z.number() })

/** What a statement writes into the table of tickets; null for any other. */
function written(statement: StatementSync, values: unknown[]) {
  const sql = statement.sourceSQL
  const columns = /^insert into "ticket" \(([^)]*)\)/.exec(sql)?.[1]
  const sets = /^update "ticket" set ([\s\S]*?) where /.exec(sql)?.[1]
  if (columns === undefined && sets === undefined) return null
  const names = [...(columns ?? sets ?? '').matchAll(/"(\w+)"/g)].map(([, name]) =>
    text.parse(name),
  )
  const read = row.safeParse(Object.fromEntries(names.map((name, place) => [name, values[place]])))
  if (!read.success) return null
  const { key, deadline_at: deadlineAtMs } = read.data
  return { key, deadlineAtMs, commit: columns === undefined ? 2 : 1 } as const
}

/** What the open transaction has written. */
let uncommitted: NonNullable<ReturnType<typeof written>>[] = []

function around(statement: StatementSync, values: unknown[], execute: () => unknown) {
  const change = written(statement, values)
  if (change) {
    const { key, deadlineAtMs, commit } = change
    sends.set(referenceOf(key), { key, deadlineAtMs })
    pass(`before commit ${commit}`, key)
    uncommitted.push(change)
  }
  const done = execute()
  const isOver = ['commit', 'rollback'].includes(statement.sourceSQL)
  const [over, isKept] = [isOver ? uncommitted : [], statement.sourceSQL === 'commit']
  if (isOver) uncommitted = []
  if (isKept) for (const { key, commit } of over) pass(`after commit ${commit}`, key)
  return done
}

for (const name of ['all', 'run'] as const) {
  Object.defineProperty(StatementSync.prototype, name, {
    value: new Proxy(StatementSync.prototype[name], {
      apply: (target, statement, values) =>
        around(statement, values, () => Reflect.apply(target, statement, values)),
    }),
  })
}

/** The send that a request to HubSoft carries. */
function sendIn(written: unknown) {
  const said = written instanceof Buffer ? written.toString() : text.parse(written)
  if (!/^POST \/api\/v1\/integracao\/atendimento(?: |\/adicionar_mensagem\/)/.test(said))
    return undefined
  const reference = /REF [0-9A-Z]{4}-[0-9A-Z]{4}/.exec(said)?.[0]
  return sends.get(reference ?? '')
}

function atHead({ key, deadlineAtMs }: { key: string; deadlineAtMs: number }) {
  pass('at the head', key)
  const byMs = Date.now() - deadlineAtMs
  if (byMs > slackMs) say({ drill: 'late', key, byMs })
}

// Composed before there is a connection, and written to its socket in one piece.
Object.defineProperty(Duplex.prototype, 'write', {
  value: new Proxy(Duplex.prototype.write, {
    apply(target, stream, values) {
      const send = sendIn(values[0])
      if (send && stream instanceof Socket) atHead(send)
      else if (send) pass('at the request', send.key)
      return Reflect.apply(target, stream, values)
    },
  }),
})
