import { existsSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { Kysely, SqliteDialect, sql } from 'kysely'
import type { DatabaseAddress, SqliteAddress } from './address.ts'
import type { Database } from './database.ts'
import { findMoved } from './moved.ts'
import { type OpenedToRead, unreadable } from './opened-to-read.ts'
import { toKysely } from './sqlite/kysely-sqlite.ts'
import { busyTimeoutMs } from './sqlite/open-sqlite.ts'
import { migrations, type Tables } from './tables.ts'

/** Opens it to read alone, in use or not: it is neither made nor brought up to date. */
export async function openDatabaseToRead(address: DatabaseAddress): Promise<OpenedToRead> {
  if (address.kind === 'sqlite') return openFileToRead(address)
  const { openPostgresToRead } = await import('./postgres/open-postgres.ts')
  return openPostgresToRead(address)
}

async function openFileToRead({ file }: SqliteAddress): Promise<OpenedToRead> {
  if (!existsSync(file)) return { kind: 'missing' }
  let sqlite: DatabaseSync | undefined
  try {
    const open = new DatabaseSync(file, { readOnly: true, timeout: busyTimeoutMs })
    sqlite = open
    const database = new Kysely<Tables>({
      dialect: new SqliteDialect({ database: toKysely(open) }),
    })
    const isOurs = await isUpToDate(database)
    const moved = isOurs ? await findMoved(database) : null
    if (isOurs && !moved) return { kind: 'open', database }
    await database.destroy()
    return moved ? { kind: 'moved', moved } : { kind: 'other-schema' }
  } catch (error) {
    if (sqlite?.isOpen) sqlite.close()
    return unreadable(error)
  }
}

async function isUpToDate(database: Database): Promise<boolean> {
  const tables = await database.introspection.getTables({ withInternalKyselyTables: true })
  if (!tables.some(({ name }) => name === 'kysely_migration')) return false
  const { rows } = await sql<{ name: string }>`SELECT name FROM kysely_migration`.execute(database)
  const [done, known] = [rows.map(({ name }) => name), Object.keys(migrations)]
  return done.toSorted().join() === known.toSorted().join()
}
