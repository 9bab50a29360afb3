import pg from 'pg'
import * as z from 'zod/mini'
import { type Passages, type WrittenRow, writtenBy } from './written-row.ts'

const words = z.catch(z.string(), '')
const values = z.catch(z.array(z.unknown()), [])
const withStream = z.object({ connection: z.object({ stream: z.object({}) }) })

/** Sees this process's commits to a server go by. */
export function watchPostgres({ before, after, isCutOff }: Passages) {
  /** What the open transaction of a connection has written. */
  const uncommitted = new WeakMap<object, WrittenRow[]>()

  async function commit(client: object, execute: () => unknown) {
    const kept = uncommitted.get(client) ?? []
    uncommitted.delete(client)
    const done = await execute()
    return kept.map(after).some((isLost) => isLost) ? hangUp(client) : done
  }

  async function hangUp(client: object): Promise<never> {
    Object(withStream.parse(client).connection.stream).destroy()
    throw new Error('Connection terminated unexpectedly')
  }

  Object.defineProperty(pg.Client.prototype, 'query', {
    value: new Proxy(pg.Client.prototype.query, {
      apply(target, client, args) {
        const [sql, execute] = [words.parse(args[0]), () => Reflect.apply(target, client, args)]
        const change = writtenBy(sql, values.parse(args[1]))
        if (change) {
          before(change)
          uncommitted.set(client, [...(uncommitted.get(client) ?? []), change])
        }
        if (isCutOff()) return hangUp(client)
        if (/^rollback$/i.test(sql)) uncommitted.delete(client)
        return /^commit$/i.test(sql) ? commit(client, execute) : execute()
      },
    }),
  })
}
