import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setImmediate } from 'node:timers/promises'
import * as z from 'zod/mini'
import { posted } from '#src/contract/nova-mensagem.ts'
import type { Clock } from '#src/gateway/clock.ts'
import type { OpenDatabase } from '#src/gateway/database/database.ts'
import { openSqlite } from '#src/gateway/database/sqlite/open-sqlite.ts'
import type { MovableClock } from '../../movable-clock.ts'

const json = z.pipe(
  z.string(),
  z.transform((text: string): unknown => JSON.parse(text)),
)

export const commit = z.object({
  /** Counts all commits to the file. */
  id: z.number(),
  key: z.string(),
  usuario: z.string(),
  nome: z.string(),
  body_hash: z.string(),
  enviado: z.pipe(json, posted),
  owner: z.string(),
  attempt: z.number(),
  sent_at: z.number(),
  deadline_at: z.number(),
  state: z.string(),
  since: z.number(),
  outcome: z.pipe(
    json,
    z.object({
      couldNotLook: z.optional(z.boolean()),
      atendimento: z.optional(z.object({ protocolo: z.string() })),
      others: z.optional(z.array(z.string())),
      inDoubt: z.optional(z.boolean()),
    }),
  ),
  looks: z.pipe(json, z.array(z.object({ at: z.number(), wasRead: z.boolean() }))),
  next_look_at: z.nullable(z.number()),
  version: z.number(),
})

/** A row as one commit left it. */
export type Commit = z.infer<typeof commit> & {
  /** When it was seen, which is before the next leap, by a clock that nobody sets. */
  seenMs: number
  /** When what it commits began, where that is known better. */
  begunMs?: number
  /** The gateway that made it, of several, and when by the database's clock. */
  madeBy?: string
  madeAt?: number
}

export const toCommit = (row: unknown, seenMs: number): Commit => ({
  ...commit.parse(row),
  seenMs,
})

/** Databases, each of which keeps every row that was ever committed to it. */
export type Files = {
  open: (time: Pick<MovableClock, 'clock'>) => Promise<Witness>
  remove: () => Promise<void>
}

export type Witness = {
  openDatabase: (onTimeJump: () => void) => Promise<OpenDatabase>
  /** What is committed by now is among `commits` when it comes back. */
  read: () => Promise<void>
  commits: () => Commit[]
  lastOf: (key: string) => Commit | undefined
  countDue: (nowMs: number) => number
  /** From now on the disk takes no such change. */
  fill: (changes: { inserts: boolean; updates: boolean }) => Promise<void>
  close: () => Promise<void>
}

// SQLite itself writes down what is committed, whoever commits it.
const columns = Object.keys(commit.shape)
  .filter((name) => name !== 'id' && name !== 'enviado')
  .join(', ')
const witness = `
  CREATE TABLE witnessed (id integer primary key autoincrement, enviado text, ${columns});
  CREATE TABLE full_disk (inserts integer, updates integer);
  INSERT INTO full_disk VALUES (0, 0);
  ${['INSERT', 'UPDATE']
    .map(
      (change) => `
  CREATE TRIGGER after_${change} AFTER ${change} ON ticket BEGIN
    INSERT INTO witnessed (enviado, ${columns})
    SELECT (SELECT enviado FROM ticket_text WHERE key = NEW.key), ${columns}
    FROM ticket WHERE key = NEW.key;
  END;
  CREATE TRIGGER text_after_${change} AFTER ${change} ON ticket_text BEGIN
    UPDATE witnessed SET enviado = NEW.enviado
    WHERE id = (SELECT max(id) FROM witnessed WHERE key = NEW.key);
  END;
  CREATE TRIGGER before_${change} BEFORE ${change} ON ticket
  WHEN (SELECT ${change.toLowerCase()}s FROM full_disk) BEGIN
    SELECT RAISE(ABORT, 'database or disk is full');
  END;`,
    )
    .join('')}`

/** Files with the gateway's tables, each of which keeps every row that was ever committed to it. */
export async function createFiles(): Promise<Files> {
  const folder = mkdtempSync(join(tmpdir(), 'model-'))
  const template = join(folder, 'template.db')
  const database = await openSqlite(template)
  await database.destroy()
  const preparing = new DatabaseSync(template)
  preparing.exec(witness)
  preparing.close()
  let count = 0

  return {
    async open({ clock }) {
      count += 1
      const path = join(folder, `${count}.db`)
      copyFileSync(template, path)
      return openWitness(path, clock)
    },
    remove: async () => rmSync(folder, { recursive: true }),
  }
}

/** A second connection to the file. */
function openWitness(path: string, clock: Clock): Witness {
  const sqlite = new DatabaseSync(path)
  sqlite.exec('PRAGMA synchronous = OFF')
  const later = sqlite.prepare('SELECT * FROM witnessed WHERE id > ? ORDER BY id')
  const due = sqlite.prepare('SELECT count(*) AS n FROM ticket WHERE next_look_at <= ?')
  const full = sqlite.prepare('UPDATE full_disk SET inserts = ?, updates = ?')
  const commits: Commit[] = []

  /** All that is on disk by now. */
  function read(): Commit[] {
    for (const row of later.all(commits.length)) {
      commits.push(toCommit(row, clock.monotonicMs()))
    }
    return commits
  }

  return {
    openDatabase: () => openSqlite(path, {}, clock),
    // Whoever asks reads it.
    read: async () => undefined,
    commits: read,
    lastOf: (key: string) => read().findLast((one) => one.key === key),
    countDue: (nowMs: number) => Number(due.get(nowMs)?.n),
    async fill({ inserts, updates }) {
      // A transaction of the gateway's, in this same process, ends at a later turn only.
      while (!isTaken(() => full.run(Number(inserts), Number(updates)))) await setImmediate()
    },
    async close() {
      sqlite.close()
      for (const suffix of ['', '-wal', '-shm']) rmSync(path + suffix, { force: true })
    },
  }
}

function isTaken(write: () => unknown): boolean {
  try {
    write()
    return true
  } catch (error) {
    const busyCode = 5
    if (error instanceof Error && 'errcode' in error && error.errcode === busyCode) return false
    throw error
  }
}
