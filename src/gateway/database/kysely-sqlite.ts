import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import type { SqliteDatabase } from 'kysely'

type Source = {
  /** The file as it is open now; throws where there is none. */
  sqlite: () => DatabaseSync
  /** Throws where what was just done isn't to be relied on. */
  check: () => void
  close: () => void
}

/** What Kysely asks of a SQLite library, which is better-sqlite3's form. */
export function toKysely({ sqlite, check, close }: Source): SqliteDatabase {
  return {
    close,
    prepare(text) {
      const open = sqlite()
      const statement = open.prepare(text)
      function checked<Done>(done: Done): Done {
        if (!open.isTransaction) check()
        return done
      }
      return {
        reader: statement.columns().length > 0,
        all: (values) => checked(statement.all(...values.map(toInput))),
        run: (values) => checked(statement.run(...values.map(toInput))),
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
