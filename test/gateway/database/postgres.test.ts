import { sql } from 'kysely'
import { expect, inject, onTestFinished, test } from 'vitest'
import type { Database } from '#src/gateway/database/database.ts'
import { openDatabaseToRead } from '#src/gateway/database/open-to-read.ts'
import { openPostgres } from '#src/gateway/database/postgres/open-postgres.ts'
import { createWriteCheck } from '#src/gateway/database/write-check.ts'
import { createDatabase } from '../../postgres.ts'
import { newPostgres, openTestPostgres, postgresAt } from '../on-postgres.ts'

test('of gateways that start at once on an empty database one makes the tables, and only it says so', async () => {
  const url = await newPostgres()
  expect(await openDatabaseToRead(postgresAt(url))).toEqual({ kind: 'missing' })
  let made = 0

  const all = await Promise.all(
    [1, 2, 3].map(() => openTestPostgres(url, { onMade: () => (made += 1) })),
  )

  expect(made).toBe(1)
  for (const database of all) {
    expect(await database.selectFrom('ticket').selectAll().execute()).toEqual([])
  }
})

test('times and counts come back as numbers', async () => {
  const database = await openTestPostgres(await newPostgres())
  const mark = { hubsoft: 'https://api.provedor.com.br/', at: 1_795_000_000_123, times: 2 }
  await database.insertInto('lost_mark').values(mark).execute()

  expect(await database.selectFrom('lost_mark').selectAll().execute()).toEqual([mark])
  const count = database.selectFrom('lost_mark').select(({ fn }) => fn.countAll().as('count'))
  expect(await count.execute()).toEqual([{ count: 1 }])
})

test('beside the next version a gateway goes on, and starts anew', async () => {
  const url = await newPostgres()
  const running = await openTestPostgres(url)
  await sql`ALTER TABLE lost_mark ADD COLUMN later text NOT NULL DEFAULT 'x'`.execute(running)
  await sql`INSERT INTO kysely_migration VALUES ('999_later', 'now')`.execute(running)

  const next = await openTestPostgres(url)

  for (const [at, database] of [running, next].entries()) {
    await database
      .insertInto('lost_mark')
      .values({ hubsoft: `${at}`, at, times: 1 })
      .execute()
  }
  expect((await openDatabaseToRead(postgresAt(url))).kind).toBe('open')
})

test('a database that can’t hold every letter is refused', async () => {
  const { url, remove } = await createDatabase(inject('postgres'), 'LATIN1')
  onTestFinished(remove)

  await expect(openPostgres(postgresAt(url))).rejects.toThrow(
    /^DATABASE_URL: .*o banco é de LATIN1: crie um com ENCODING 'UTF8'/,
  )
})

test('where there is no server the sentence names the place, and no password', async () => {
  const address = postgresAt('postgres://novo:SEGREDO@127.0.0.1:1/atendimento')

  await expect(openPostgres(address)).rejects.toThrow(
    /^DATABASE_URL: "postgres:\/\/127\.0\.0\.1:1\/atendimento" não pode ser aberto \(.*ECONNREFUSED/,
  )
  expect((await openDatabaseToRead(address)).kind).toBe('unreadable')
})

test('what the server says of values is not told on', async () => {
  const database = await openTestPostgres(await newPostgres())

  const asked = sql`SELECT ${'Zulmira'}::bigint`.execute(database)

  await expect(asked).rejects.toThrow('SQLSTATE 22P02')
  await expect(asked).rejects.not.toThrow('Zulmira')
})

test('a connection that the server ends fails once, and another takes its place', async () => {
  const database = await openTestPostgres(await newPostgres())
  const pid = () => sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(database)
  const before = (await pid()).rows

  await expect(
    sql`SELECT pg_terminate_backend(pg_backend_pid())`.execute(database),
  ).rejects.toThrow()

  expect((await pid()).rows).not.toEqual(before)
})

/** Ends this connection, as a failover does, while it asks nothing. */
async function endConnection(database: Database, connection: Database) {
  const { rows } = await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(connection)
  await sql`SELECT pg_terminate_backend(${rows[0]?.pid}, 5000)`.execute(database)
  // It has heard of it by then.
  await sql`SELECT 1`.execute(database)
}

test('a connection that ends while it is lent fails whoever has it, and nobody else', async () => {
  const database = await openTestPostgres(await newPostgres())

  const using = database.connection().execute(async (connection) => {
    await endConnection(database, connection)
    return sql`SELECT 1`.execute(connection)
  })

  await expect(using).rejects.toThrow('not queryable')
  expect((await sql`SELECT 1`.execute(database)).rows).toHaveLength(1)
})

test('what went wrong first is told, whatever becomes of the way back', async () => {
  const database = await openTestPostgres(await newPostgres())
  const first = new Error('the first')

  const doing = database.transaction().execute(async (within) => {
    await endConnection(database, within)
    throw first
  })

  await expect(doing).rejects.toBe(first)
})

test('of a copy that was restored nothing is told: it knows of no send since it was made', async () => {
  const url = await newPostgres()
  const gone: string[] = []
  const database = await openTestPostgres(url, { onGone: ({ what }) => gone.push(what) })
  const operator = await openTestPostgres(url)
  await sql`alter table ticket rename to before`.execute(operator)
  await sql`create table ticket (like before including all)`.execute(operator)
  const ask = () => database.selectFrom('ticket').selectAll().execute()

  await expect(
    sql`select pg_terminate_backend(pg_backend_pid())`.execute(database),
  ).rejects.toThrow()

  await expect(ask()).rejects.toMatchObject({ code: 'DATABASE_GONE' })
  await expect(ask()).rejects.toMatchObject({ code: 'DATABASE_GONE' })
  expect(gone).toEqual(['the database was made anew, or restored'])
  const restarted = await openTestPostgres(url)
  expect(await restarted.selectFrom('ticket').selectAll().execute()).toEqual([])
})

test('after one connection broke none that is older serves anybody', async () => {
  const database = await openTestPostgres(await newPostgres())
  const pidOf = async (on: Database) =>
    (await sql<{ pid: number }>`SELECT pg_backend_pid() AS pid`.execute(on)).rows[0]?.pid
  const older = await database
    .connection()
    .execute(async (one) => [await pidOf(one), await pidOf(database)])
  expect(new Set(older).size).toBe(2)

  await expect(
    sql`SELECT pg_terminate_backend(pg_backend_pid())`.execute(database),
  ).rejects.toThrow()

  expect(older).not.toContain(await pidOf(database))
})

test('what counts is what a gateway needs, whatever a database’s own settings say', async () => {
  const url = await newPostgres()
  const before = await openTestPostgres(url)
  const name = sql.id(new URL(url).pathname.slice(1))
  await sql`ALTER DATABASE ${name} SET synchronous_commit = off`.execute(before)
  await sql`ALTER DATABASE ${name} SET default_transaction_isolation = 'serializable'`.execute(
    before,
  )

  const { rows } = await sql`
    SELECT
      current_setting('synchronous_commit') AS commit,
      current_setting('transaction_isolation') AS isolation,
      current_setting('statement_timeout') AS statement,
      current_setting('lock_timeout') AS lock
  `.execute(await openTestPostgres(url))

  expect(rows).toEqual([{ commit: 'on', isolation: 'read committed', statement: '4s', lock: '2s' }])
})

test('what the server rolled back in place of a commit is not taken for kept', async () => {
  const database = await openTestPostgres(await newPostgres())

  const doing = database.transaction().execute(async (within) => {
    await expect(sql`SELECT 1 / 0`.execute(within)).rejects.toThrow()
  })

  await expect(doing).rejects.toThrow('it was rolled back')
})

test('a standby serves nobody, though it answers', async () => {
  const url = await newPostgres()
  const before = await openTestPostgres(url)
  const name = new URL(url).pathname.slice(1)
  // As it says of itself, to whoever connects from now on.
  await sql`
    CREATE FUNCTION public.pg_is_in_recovery() RETURNS boolean LANGUAGE sql AS 'SELECT true'
  `.execute(before)
  await sql`ALTER DATABASE ${sql.id(name)} SET search_path = public, pg_catalog`.execute(before)

  await expect(openPostgres(postgresAt(url))).rejects.toThrow(
    /; este servidor não grava, por ser réplica/,
  )
})

test('a server that only reads is told to take no write', async () => {
  const url = await newPostgres()
  const before = await openTestPostgres(url)
  const name = new URL(url).pathname.slice(1)
  await sql`ALTER DATABASE ${sql.id(name)} SET default_transaction_read_only = on`.execute(before)

  const database = await openTestPostgres(url)

  expect(await createWriteCheck({ database, nowMs: () => 0 })()).toBe('no-write')
})
