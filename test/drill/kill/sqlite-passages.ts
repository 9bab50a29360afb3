import { StatementSync } from 'node:sqlite'
import { type Passages, type WrittenRow, writtenBy } from './written-row.ts'

/** Sees this process's commits to a file go by. */
export function watchSqlite({ before, after }: Passages) {
  /** What the open transaction has written. */
  let uncommitted: WrittenRow[] = []

  function around(statement: StatementSync, values: unknown[], execute: () => unknown) {
    const change = writtenBy(statement.sourceSQL, values)
    if (change) {
      before(change)
      uncommitted.push(change)
    }
    const done = execute()
    const isOver = ['commit', 'rollback'].includes(statement.sourceSQL)
    const [over, isKept] = [isOver ? uncommitted : [], statement.sourceSQL === 'commit']
    if (isOver) uncommitted = []
    if (isKept) for (const written of over) after(written)
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
}
