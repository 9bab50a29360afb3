import { createHash, type Hash } from 'node:crypto'
import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Database } from '../../database/database.ts'
import type { Tables } from '../../database/tables.ts'

type Name = keyof Tables

/** One of the journal's tables as it is carried over. */
export type Carried = {
  name: Name
  key: string
  /** What tells which of two rows of one key is the newer one: the larger, or of what has a minus the smaller. */
  order: string[]
}

/** A row's texts come and go with it. */
const ticket: Carried = { name: 'ticket', key: 'key', order: ['version'] }
const ticketText: Carried = { name: 'ticket_text', key: 'key', order: [] }

const carried = {
  ticket,
  // With their ticket's row.
  ticket_text: null,
  session: { name: 'session', key: 'id_hash', order: ['last_seen_at'] },
  lost_mark: { name: 'lost_mark', key: 'hubsoft', order: ['at', 'times'] },
  // What lay ahead of a gateway's time was brought back to it.
  protocol_told: { name: 'protocol_told', key: 'ticket_id', order: ['told_at', '-since'] },
  journal_age: { name: 'journal_age', key: 'id', order: ['counts_from', 'swept_at'] },
  // The same on both sides, or nothing is carried over.
  whose_journal: { name: 'whose_journal', key: 'id', order: ['id'] },
  // Of a moment that is over.
  counter: null,
  turn: null,
  // Of the place, and not of what is in it.
  moved_to: null,
} satisfies Record<Name, Carried | null>

export const carriedTables = Object.values(carried).filter((table) => table !== null)

/** How many rows go in one transaction: PostgreSQL takes 65,535 values in a statement, SQLite half of that. */
const rowsAtOnce = 500

type Cell = string | number | null
type Row = Record<string, Cell>

/** Where rows come from and go to, and what they consist of. */
export type Way = { from: Database; to: Database; columns: Map<string, string[]> }

/** The columns that this version knows; a later one's have a default. */
export async function columnsOf(file: Database): Promise<Map<string, string[]>> {
  const tables = await file.introspection.getTables()
  return new Map(tables.map(({ name, columns }) => [name, columns.map((one) => one.name)]))
}

/**
 * Writes each row where there is none yet, or an older one of the same key; what is newer there stays. Each batch is
 * there as a whole or not at all, and a second time changes nothing.
 *
 * @returns how many rows were written
 */
export async function carryOver(way: Way, table: Carried): Promise<number> {
  let written = 0
  for await (const rows of batchesOf(way, table)) {
    const texts =
      table === ticket ? await rowsWith(way.from, way, ticketText, rows) : new Map<Cell, Row>()
    written += await way.to.transaction().execute(async (within) => {
      const put = await putRows(within, way, table, rows)
      if (table === ticket && put.length > 0) await putTexts(within, way, put, texts)
      return put.length
    })
  }
  return written
}

/** What is in both, and what differs; by the bytes of all rows that are not newer there, in one order on both sides. */
export type Compared = {
  rows: number
  newer: number
  /** Keys of rows that are other ones there without being newer, or aren't there. */
  amiss: Cell[]
  hashes: [here: string, there: string]
}

/** Of a table, and for tickets of their texts, too. */
export async function compare(way: Way, table: Carried): Promise<(readonly [Name, Compared])[]> {
  const all = startComparing()
  const texts = table === ticket ? startComparing() : null
  for await (const rows of batchesOf(way, table)) {
    const there = await rowsWith(way.to, way, table, rows)
    const isNewer = (row: Row) => isNewerOf(table, there.get(keyOf(table, row)), row)
    const same = rows.filter((row) => !isNewer(row))
    all.newer += rows.length - same.length
    for (const row of same) all.add(keyOf(table, row), row, there.get(keyOf(table, row)))
    if (!texts || same.length === 0) continue
    const [ours, theirs] = await Promise.all(
      [way.from, way.to].map((database) => rowsWith(database, way, ticketText, same)),
    )
    for (const { key = null } of same) texts.add(key, ours?.get(key), theirs?.get(key))
  }
  return [
    [table.name, all.end()] as const,
    ...(texts ? [[ticketText.name, texts.end()] as const] : []),
  ]
}

function startComparing() {
  const [here, there] = [createHash('sha256'), createHash('sha256')]
  const found: Omit<Compared, 'hashes'> = { rows: 0, newer: 0, amiss: [] }
  return Object.assign(found, {
    add(key: Cell, ours: Row | undefined, theirs: Row | undefined) {
      if (ours) found.rows += 1
      if (note(here, ours) !== note(there, theirs)) found.amiss.push(key)
    },
    end: (): Compared => ({
      ...{ rows: found.rows, newer: found.newer, amiss: found.amiss },
      hashes: [here.digest('hex'), there.digest('hex')],
    }),
  })
}

function note(hash: Hash, row: Row | undefined): string {
  const line = row ? JSON.stringify(Object.values(row)) : ''
  if (row) hash.update(`${line}\n`)
  return line
}

function isNewerOf({ order }: Carried, there: Row | undefined, here: Row): boolean {
  if (!there) return false
  for (const term of order) {
    const [column, sign] = term.startsWith('-') ? [term.slice(1), -1] : [term, 1]
    const by = sign * (Number(there[column]) - Number(here[column]))
    if (by !== 0) return by > 0
  }
  return false
}

const keyOf = ({ key }: Carried, row: Row): Cell => row[key] ?? null

/** All rows of a table in the order of its key, so many at a time. */
async function* batchesOf({ from, columns }: Way, table: Carried): AsyncGenerator<Row[]> {
  const { name, key } = table
  for (let last: Cell = null; ; ) {
    const further: RawBuilder<unknown> =
      last === null ? sql`` : sql`where ${sql.ref(key)} > ${last}`
    const read = sql<Row>`
      select ${listOf(columns.get(name))} from ${sql.table(name)} ${further}
      order by ${sql.ref(key)} limit ${sql.lit(rowsAtOnce)}
    `
    const { rows } = await read.execute(from)
    const end = rows.at(-1)
    if (!end) return
    yield rows
    last = keyOf(table, end)
  }
}

/** Those of these keys, by their key. */
async function rowsWith(
  database: Database,
  { columns }: Way,
  table: Carried,
  rows: Row[],
): Promise<Map<Cell, Row>> {
  const { name, key } = table
  const found = await sql<Row>`
    select ${listOf(columns.get(name))} from ${sql.table(name)}
    where ${sql.ref(key)} in (${sql.join(rows.map((row) => row[key]))})
  `.execute(database)
  return new Map(found.rows.map((row) => [keyOf(table, row), row]))
}

/** Gives the keys of those that were written. */
async function putRows(to: Database, way: Way, table: Carried, rows: Row[]): Promise<Cell[]> {
  const names = way.columns.get(table.name) ?? []
  const values = rows.map((row) => sql`(${sql.join(names.map((name) => row[name]))})`)
  const anew = names.map((name) => sql`${sql.ref(name)} = ${sql.ref(`excluded.${name}`)}`)
  const put = await sql<Row>`
    insert into ${sql.table(table.name)} (${listOf(names)}) values ${sql.join(values)}
    on conflict (${sql.ref(table.key)}) do update set ${sql.join(anew)} where ${isOlder(table)}
    returning ${sql.ref(table.key)}
  `.execute(to)
  return put.rows.map((row) => keyOf(table, row))
}

function isOlder({ name, order }: Carried): RawBuilder<SqlBool> {
  const of = (side: string) =>
    sql.join(
      order.map((term) =>
        term.startsWith('-')
          ? sql`-${sql.ref(`${side}.${term.slice(1)}`)}`
          : sql.ref(`${side}.${term}`),
      ),
    )
  const older = sql<SqlBool>`(${of(name)}) < (${of('excluded')})`
  if (name !== ticket.name) return older
  // Nobody sent it there: it says that a key was asked for which is not known.
  return sql<SqlBool>`${older} or (ticket.state = 'received' and ticket.sent_at = 0)`
}

async function putTexts(to: Database, way: Way, keys: Cell[], texts: Map<Cell, Row>) {
  await sql`delete from ticket_text where key in (${sql.join(keys)})`.execute(to)
  const rows = keys.map((key) => texts.get(key)).filter((row) => row !== undefined)
  if (rows.length === 0) return
  const names = way.columns.get(ticketText.name) ?? []
  const values = rows.map((row) => sql`(${sql.join(names.map((name) => row[name]))})`)
  await sql`insert into ticket_text (${listOf(names)}) values ${sql.join(values)}`.execute(to)
}

const listOf = (columns: string[] = []) => sql.join(columns.map((name) => sql.ref(name)))
