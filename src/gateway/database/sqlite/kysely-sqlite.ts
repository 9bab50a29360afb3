import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite'
import type { SqliteDatabase } from 'kysely'

type Kept = { statement: StatementSync; reader: boolean }

/** What changes the tables is prepared once in a while only. */
const isToBeKept = /^(select|insert|update|delete|begin|commit)\b/i
// There are some forty; a list of keys makes one for each length.
const mostKept = 100

/** What Kysely asks of a SQLite library, which is better-sqlite3's form. */
export function toKysely(sqlite: DatabaseSync): SqliteDatabase {
  const kept = new Map<string, Kept>()

  function prepare(text: string): Kept {
    const known = kept.get(text)
    if (known) return known
    const statement = sqlite.prepare(text)
    const prepared = { statement, reader: statement.columns().length > 0 }
    if (kept.size >= mostKept) kept.clear()
    if (isToBeKept.test(text)) kept.set(text, prepared)
    return prepared
  }

  return {
    close: () => sqlite.close(),
    prepare(text) {
      const { statement, reader } = prepare(text)
      return {
        reader,
        all: (values) => statement.all(...values.map(toInput)),
        run: (values) => statement.run(...values.map(toInput)),
        *iterate(values) {
          yield* statement.iterate(...values.map(toInput))
        },
      }
    },
  }
}

function toInput(value: unknown): SQLInputValue {
  const isPlain = typeof value === 'number' || typeof value === 'bigint'
  if (value === null || isPlain || typeof value === 'string') return value
  if (value instanceof Uint8Array) return value
  throw new TypeError(`SQLite takes no ${typeof value}`)
}
