// Loaded beside a gateway (`--import`): counts what it commits, and says so on SIGWINCH.
import { DatabaseSync, type StatementSync } from 'node:sqlite'

let commits = 0
// The hourly sweep notes when it was, and makes a table anew: no ticket's commit.
let isSweep = false

const { prepare, exec } = DatabaseSync.prototype

function totalChanges(database: DatabaseSync): number {
  const { changes } = prepare.call(database, 'SELECT total_changes() AS changes').get() ?? {}
  return Number(changes)
}

const seen = new WeakMap<DatabaseSync, number>()

/** A commit is over where no transaction is open and rows have changed since the last one. */
function count(database: DatabaseSync) {
  if (database.isTransaction) return
  const changes = totalChanges(database)
  if (changes !== (seen.get(database) ?? 0) && !isSweep) commits += 1
  isSweep = false
  seen.set(database, changes)
}

function countAfter(statement: StatementSync, name: 'run' | 'all', database: DatabaseSync) {
  const original = statement[name]
  const value = (...values: unknown[]): unknown => {
    try {
      return Reflect.apply(original, statement, values)
    } finally {
      count(database)
    }
  }
  Object.defineProperty(statement, name, { value })
}

DatabaseSync.prototype.prepare = function (...given) {
  const statement = prepare.apply(this, given)
  isSweep ||= /^(create|drop|alter) |journal_age/i.test(given[0])
  countAfter(statement, 'run', this)
  countAfter(statement, 'all', this)
  return statement
}
DatabaseSync.prototype.exec = function (...given) {
  exec.apply(this, given)
  count(this)
}

process.on('SIGWINCH', () => process.stdout.write(`commits: ${commits}\n`))
