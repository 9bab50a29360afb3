import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { expect, test } from 'vitest'
import { referenceOf } from '#src/contract/reference.ts'
import { check } from '#src/gateway/commands/check.ts'
import { move as runMove } from '#src/gateway/commands/move.ts'
import type { Environment } from '#src/gateway/config/environment.ts'
import type { Database } from '#src/gateway/database/database.ts'
import { markMoved } from '#src/gateway/database/moved.ts'
import { openSqlite } from '#src/gateway/database/sqlite/open-sqlite.ts'
import type { TicketRow } from '#src/gateway/journal/ticket-row.ts'
import { startProgram } from '../../process.ts'
import { temporaryFolder } from '../../temporary-folder.ts'
import { rowOf, states } from '../journal/a-row.ts'
import { keepRows, newDatabaseFile, openJournal } from '../journal/open-journal.ts'
import { newPostgres, openTestPostgres } from '../on-postgres.ts'
import { behindProxy, newTicket, refusedTicket, signedIn, ticketRoute } from '../running.ts'
import { openHastyHouse, unreadableList } from '../send/hasty-house.ts'

/** `npm run move` with these settings alone. */
async function move(args: string[], settings: Environment) {
  const lines: string[] = []
  const isWell = await runMove(args, settings, (line) => lines.push(line))
  return { isWell, lines, text: lines.join('\n') }
}

const moveFile = (file: string, ...args: string[]) => move(args, { DATABASE_URL: `file:${file}` })

const withoutRequest = (text: string) => text.replace(/"id_requisicao":"[^"]*"/g, '')

/** As no gateway has it open. */
const openAside = (url: string) => openTestPostgres(url, {}, { program: 'test', takesMoved: true })

const nameOf = (url: string) => url.replace(/\/\/.*@/, '//')

const journalTables = [
  'ticket',
  'ticket_text',
  'session',
  'lost_mark',
  'protocol_told',
  'journal_age',
  'whose_journal',
] as const

/** All rows of the journal, by the bytes of their keys. */
async function contentOf(database: Database) {
  const tables = journalTables.map(async (name) => {
    const { rows } = await sql<object>`select * from ${sql.table(name)}`.execute(database)
    return [name, rows.map((row) => JSON.stringify(Object.entries(row).toSorted())).toSorted()]
  })
  return Object.fromEntries(await Promise.all(tables))
}

async function contentOfFile(file: string) {
  const database = await openSqlite(file, {}, undefined, { takesMoved: true })
  return contentOf(database).finally(() => database.destroy())
}

const rowsIn = (count: number, said: Partial<TicketRow> = {}) =>
  Array.from({ length: count }, () => rowOf({ key: randomUUID(), ...said }))

/** A file with so many sends of each state, and something in every other table. */
async function fill(file: string, ofEach: number) {
  const database = await openSqlite(file)
  const rows = Object.values(states).flatMap((state) => rowsIn(ofEach, { state }))
  for (let at = 0; at < rows.length; at += 500) {
    await keepRows(database, ...rows.slice(at, at + 500))
  }
  await keepRows(database, rowOf({ key: randomUUID(), novo: null, state: states.opened }))
  const [created_at, last_seen_at] = [1, 2]
  const session = { usuario: 'ana', password_mark: 'x', created_at, last_seen_at }
  await database
    .insertInto('session')
    .values({ id_hash: 'a', ...session })
    .execute()
  const mark = { hubsoft: 'https://api.provedor.com.br/', at: 3, times: 2 }
  await database.insertInto('lost_mark').values(mark).execute()
  const told = { told_by: 'whatsapp', told_at: 5, usuario: 'ana', since: 4 } as const
  await database
    .insertInto('protocol_told')
    .values([
      { ticket_id: 9, ...told },
      { ticket_id: 10, ...told },
    ])
    .execute()
  await database.insertInto('journal_age').values({ id: 1, swept_at: 6, counts_from: 0 }).execute()
  await database
    .insertInto('whose_journal')
    .values({ id: 1, hubsoft: 'hubsoft.provedor' })
    .execute()
  await database.destroy()
  return rows
}

test('a journal is carried over row for row, once and for all', async () => {
  const [file, url] = [newDatabaseFile(), await newPostgres()]
  await fill(file, 300)
  const before = await contentOfFile(file)

  const { isWell, lines } = await moveFile(file, url)

  expect(lines).toEqual([
    'ok relógio: o do PostgreSQL e o daqui concordam',
    `ok de file:${file} para ${nameOf(url)}`,
    ...[
      ['ticket', '1801 linhas, 1801 copiadas agora, 0 já lá'],
      ['ticket_text', '1800 linhas'],
      ['session', '1 linha, 1 copiada agora, 0 já lá'],
      ['lost_mark', '1 linha, 1 copiada agora, 0 já lá'],
      ['protocol_told', '2 linhas, 2 copiadas agora, 0 já lá'],
      ['journal_age', '1 linha, 1 copiada agora, 0 já lá'],
      ['whose_journal', '1 linha, 1 copiada agora, 0 já lá'],
    ].map(([name, counts]) =>
      expect.stringMatching(`^ok ${name}: ${counts}; iguais nos dois lados, sha256 [0-9a-f]{16}…$`),
    ),
    expect.stringMatching(`^ok pronto em [\\d,]+ s: os envios estão em ${nameOf(url)}, `),
  ])
  expect(isWell).toBe(true)
  const there = await openTestPostgres(url)
  expect(await contentOf(there)).toEqual(before)

  // The gateway there goes on; the file is of nobody any more.
  await there.deleteFrom('session').execute()
  const after = await contentOf(there)
  const again = await moveFile(file, url)
  expect([again.isWell, again.lines]).toEqual([
    true,
    [expect.stringMatching(`^ok os envios já estão em ${nameOf(url)}, desde .*: nada a fazer$`)],
  ])
  expect([await contentOf(there), await contentOfFile(file)]).toEqual([after, before])
  await expect(openSqlite(file)).rejects.toThrow(
    `DATABASE_URL: "file:${file}" não vale: os envios estão em ${nameOf(url)} desde `,
  )
  const listed: string[] = []
  await check(['--pendentes'], { DATABASE_URL: `file:${file}` }, (line) => listed.push(line))
  expect(listed).toEqual([expect.stringContaining(`não vale: os envios estão em ${nameOf(url)}`)])
})

test('killed in the middle it keeps gateways off the half, and the next run ends as if it were the first', async () => {
  const [file, url] = [newDatabaseFile(), await newPostgres()]
  const rows = await fill(file, 300)
  const before = await contentOfFile(file)
  const there = await openAside(url)
  // In the third batch of four.
  const key = rows.map((row) => row.key).toSorted()[1200] ?? ''
  await sql`
    create function wait_there() returns trigger language plpgsql as
    $$ begin perform pg_advisory_xact_lock(7); return new; end $$
  `.execute(there)
  await sql`
    create trigger wait_there before insert on ticket for each row
    when (new.key = ${sql.lit(key)}) execute function wait_there()
  `.execute(there)
  const command = join(import.meta.dirname, '../../../src/gateway/commands/move.ts')
  await there.connection().execute(async (held) => {
    await sql`select pg_advisory_lock(7)`.execute(held)

    const child = startProgram([process.execPath, command, url], await temporaryFolder(), {
      DATABASE_URL: `file:${file}`,
    })
    const waiting = async () => {
      const asked = sql`select 1 from pg_locks where locktype = 'advisory' and not granted`
      return (await asked.execute(held)).rows.length
    }
    await expect.poll(waiting, { interval: 20, timeout: 20_000 }).toBe(1)
    child.kill('SIGKILL')
    expect(await child.exit).toEqual([null, 'SIGKILL'])
    await sql`select pg_advisory_unlock(7)`.execute(held)
  })
  await sql`drop trigger wait_there on ticket`.execute(there)

  const half = await there.selectFrom('ticket').selectAll().execute()
  await expect(openTestPostgres(url)).rejects.toThrow(`não vale: os envios estão em file:${file}`)
  const { isWell, text } = await moveFile(file, url)

  expect(half).toHaveLength(1000)
  expect(isWell).toBe(true)
  expect(text).toContain('ok ticket: 1801 linhas, 801 copiadas agora, 1000 já lá; iguais')
  expect(await contentOf(there)).toEqual(before)
})

test('what gateways already did on PostgreSQL stays, and what they never had is added', async () => {
  const [file, url] = [newDatabaseFile(), await newPostgres()]
  const [older, ...others] = rowsIn(3, { state: states.unknown, version: 3 })
  if (!older) throw new Error('Three were made.')
  const asked = rowOf({ key: randomUUID(), state: states.unknown })
  const here = await openSqlite(file)
  await keepRows(here, older, asked, ...others)
  const told = { told_by: 'email', usuario: 'ana' } as const
  await here
    .insertInto('protocol_told')
    .values({ ticket_id: 9, ...told, told_at: 5, since: 8 })
    .execute()
  await here.destroy()
  const there = await openAside(url)
  const newer = { ...older, state: states.opened, version: 4 }
  const neverSent = { ...states['not-sent'], reason: 'not-recorded' } as const
  // Somebody asked for it before it was there.
  const fence = rowOf({
    key: asked.key,
    novo: null,
    state: neverSent,
    sentAt: new Date(0),
    version: 2,
  })
  const own = rowOf({ key: randomUUID() })
  await keepRows(there, newer, fence, own)
  // Brought back from ahead of the server's time.
  const toldThere = { ticket_id: 9, ...told, told_at: 5, since: 7 }
  await there.insertInto('protocol_told').values(toldThere).execute()

  const { isWell, text } = await moveFile(file, url)

  expect([isWell, text]).toEqual([true, expect.stringContaining('ok pronto')])
  expect(text).toMatch(/ok ticket: 3 linhas, 3 copiadas agora, 0 já lá, 1 mais nova lá, que fica;/)
  expect(text).toMatch(/ok protocol_told: 0 linhas, .* 1 mais nova lá, que fica;/)
  const rows = await there.selectFrom('ticket').select(['key', 'state', 'version']).execute()
  expect(rows).toHaveLength(5)
  expect(rows).toEqual(
    expect.arrayContaining([
      { key: older.key, state: 'opened', version: 4 },
      { key: asked.key, state: 'unknown', version: 1 },
      { key: own.key, state: 'sending', version: 1 },
    ]),
  )
  expect(await there.selectFrom('protocol_told').selectAll().execute()).toEqual([toldThere])
})

test('two truths of one send are neither of them the newer one: nothing is marked', async () => {
  const [file, url] = [newDatabaseFile(), await newPostgres()]
  const row = rowOf({ key: randomUUID() })
  const here = await openSqlite(file)
  await keepRows(here, row)
  await here.destroy()
  const there = await openAside(url)
  await keepRows(there, { ...row, state: states.refused })

  const { isWell, text } = await moveFile(file, url)

  expect(isWell).toBe(false)
  expect(text).toContain('FALHA ticket: 1 linha, 0 copiadas agora, 1 já lá; 1 diferem')
  expect(text).toContain(`\n  ${referenceOf(row.key)}\n`)
  expect(text).toContain(`FALHA nada foi marcado, e vale o que valia: file:${file};`)
  await (await openSqlite(file)).destroy()
})

test('the way back takes along what was sent since, and leaves PostgreSQL to nobody', async () => {
  const [file, url] = [newDatabaseFile(), await newPostgres()]
  const rows = await fill(file, 2)
  await moveFile(file, url)
  const gateway = await openTestPostgres(url)
  const [first] = rows
  const later = rowOf({ key: randomUUID(), state: states.opened })
  await keepRows(gateway, later)
  await gateway
    .updateTable('ticket')
    .set({ state: 'unknown', outcome: '{"couldNotLook":false}', version: 2 })
    .where('key', '=', first?.key ?? '')
    .execute()
  // Within a millisecond, and without a jump of the clock.
  await gateway
    .updateTable('lost_mark')
    .set((row) => ({ times: row('times', '+', 1) }))
    .execute()
  await gateway
    .updateTable('journal_age')
    .set((row) => ({ swept_at: row('swept_at', '+', 1) }))
    .execute()

  const refused = await moveFile(file, '--undo', url)
  expect(refused.text).toMatch(/^FALHA destino: \d+ conex.*pare todos e rode de novo\.$/)
  await gateway.destroy()
  const { isWell, text } = await moveFile(file, '--undo', url)

  expect([isWell, text]).toEqual([true, expect.stringContaining('ok pronto')])
  const there = await openAside(url)
  expect(await contentOfFile(file)).toEqual(await contentOf(there))
  await expect(openTestPostgres(url)).rejects.toThrow(`não vale: os envios estão em file:${file}`)
  await (await openSqlite(file)).destroy()
  expect((await moveFile(file, '--undo', url)).lines).toEqual([
    `ok os envios já estão em file:${file}: nada a fazer`,
  ])
  expect((await moveFile(file, url)).isWell).toBe(true)
  await (await openTestPostgres(url)).destroy()
})

test.each([
  ['on to PostgreSQL', []],
  ['back to the file', ['--undo']],
])('killed between the two marks it keeps gateways off both, and goes %s', async (_way, args) => {
  const [file, url] = [newDatabaseFile(), await newPostgres()]
  await fill(file, 1)
  await moveFile(file, url)
  const there = await openAside(url)
  await markMoved(there, { address: `file:${file}`, at: new Date() })
  const starts = () => Promise.allSettled([openSqlite(file), openTestPostgres(url)])
  expect((await starts()).map(({ status }) => status)).toEqual(['rejected', 'rejected'])

  expect((await moveFile(file, ...args, url)).isWell).toBe(true)

  const [onFile, onServer] = await starts()
  expect([onFile.status, onServer.status]).toEqual(
    args.length > 0 ? ['fulfilled', 'rejected'] : ['rejected', 'fulfilled'],
  )
  if (onFile.status === 'fulfilled') await onFile.value.destroy()
})

test('a gateway that lost its connections meanwhile comes back to nothing', async () => {
  const url = await newPostgres()
  const gateway = await openTestPostgres(url)
  const mover = await openAside(url)
  await markMoved(mover, { address: 'file:/envios.db', at: new Date() })

  await sql`
    select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()
  `.execute(mover)

  const asked = () => gateway.selectFrom('ticket').selectAll().execute()
  await expect.poll(() => asked().catch(String)).toContain('the journal lies elsewhere')
})

test('after the move a gateway tells of each send as before, and goes on with what isn’t known', async () => {
  const first = await openHastyHouse({ env: behindProxy })
  const who = signedIn('ana', 'Ana')
  const [opened, refused, uncertain] = [randomUUID(), randomUUID(), randomUUID()]
  await first.post(opened, newTicket, who)
  await first.post(refused, refusedTicket, who)
  first.faults.inject({ route: 'atendimento', fault: 'reset-after' })
  first.faults.inject(unreadableList(1000))
  await first.post(uncertain, { ...newTicket, id_cliente_servico: 11002 }, who)
  const toldOf = async (house: typeof first) => {
    const answers = await Promise.all(
      [opened, refused].map((key) => house.ask(key, { headers: who })),
    )
    const day = await house.send(`${ticketRoute}?hoje`, { headers: who })
    return [...answers, day].map(({ status, text }) => [status, withoutRequest(text)])
  }
  const before = await toldOf(first)
  await first.stopGateway()
  const url = await newPostgres()
  expect((await moveFile(first.databaseFile, url)).isWell).toBe(true)

  const { emulatorUrl: hubsoftUrl } = first
  const next = await openHastyHouse({ env: { ...behindProxy, DATABASE_URL: url }, hubsoftUrl })

  expect(await toldOf(next)).toEqual(before)
  first.faults.clear()
  const isFound = async () => (await next.ask(uncertain, { headers: who })).status
  await expect.poll(isFound).toBe(200)
  expect(first.ticketsOf(uncertain)).toHaveLength(1)
})

test.each([
  [[]],
  [['--desfaz', 'postgres://novo@127.0.0.1/envios']],
  [['--undo']],
  [['file:outro.db']],
  [['postgres://novo:SEGREDO@127.0.0.1/envios', 'mais']],
])('of the arguments %j it says how they are to be', async (args) => {
  const { isWell, text } = await move(args, {})

  expect([isWell, text]).toEqual([
    false,
    expect.stringMatching(/^FALHA argumento: .* npm run move -- postgres:/),
  ])
  expect(text).not.toContain('SEGREDO')
})

test('what is wrong with either address is said, each by its name', async () => {
  const { isWell, lines, text } = await move(['postgres://novo:SEGREDO@/?sslmode=require'], {
    DATABASE_URL: 'postgres://novo@127.0.0.1/envios',
    DATABASE_PASSWORD: 'OUTRO',
  })

  expect([isWell, lines]).toEqual([
    false,
    [
      'FALHA configuração: corrija estas variáveis e rode de novo:',
      expect.stringMatching(/^ {2}DATABASE_URL: já é de um PostgreSQL; esperado: o arquivo/),
      expect.stringMatching(/^ {2}endereço: foi lido/),
      expect.stringMatching(/^ {2}DATABASE_PASSWORD: /),
    ],
  ])
  expect(text).not.toMatch(/SEGREDO|OUTRO/)
})

test('a file that isn’t there is not made, and one in use is left alone', async () => {
  const url = await newPostgres()
  const file = newDatabaseFile()
  const missing = await moveFile(file, url)
  expect(missing.lines).toEqual([
    `FALHA origem: ${file} não existe: confira DATABASE_URL; nada foi feito.`,
  ])

  const { database } = await openJournal(file)
  const inUse = await moveFile(file, url)
  expect(inUse.text).toMatch(/^FALHA origem: .*outro gateway está com ele: pare aquele/)
  expect([missing.isWell, inUse.isWell]).toEqual([false, false])
  expect(await database.selectFrom('moved_to').selectAll().execute()).toEqual([])
})

/** A statement of somebody else's. */
async function onTarget(url: string, statement: string) {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(statement).finally(() => client.end())
}

const changed = (url: string, change: (url: URL) => void) => {
  const other = new URL(url)
  change(other)
  return other.href
}

const noDisk = `
  create function full_disk() returns trigger language plpgsql as
  $$ begin raise 'could not extend file' using errcode = 'disk_full'; end $$;
  create trigger full_disk before insert on ticket for each row execute function full_disk()
`

test.each<[string, (url: string) => Promise<string>, string]>([
  [
    'nobody answers at',
    async () => 'postgres://novo:SEGREDO@127.0.0.1:1/envios',
    'destino: conexão: postgres://127.0.0.1:1/envios não responde (ECONNREFUSED): confira o endereço',
  ],
  [
    'takes no such password',
    async (url) => changed(url, (other) => Object.assign(other, { password: 'SEGREDO' })),
    'o servidor não deixa o usuário gateway entrar (28P01): confira o usuário e a senha',
  ],
  [
    'knows no such database',
    async (url) => changed(url, (other) => Object.assign(other, { pathname: '/nenhum' })),
    'o banco nenhum não existe no servidor: crie-o',
  ],
  [
    'has another program’s tables',
    async (url) => {
      await onTarget(url, 'create table nota_fiscal (id bigint)')
      return url
    },
    'é de outro programa: crie um banco só para os envios',
  ],
  [
    'is the demo’s',
    async (url) => {
      const there = await openAside(url)
      await there.insertInto('whose_journal').values({ id: 1, hubsoft: 'demo' }).execute()
      return url
    },
    'novo-atendimento.db é do HubSoft em hubsoft.provedor, e postgres:',
  ],
  [
    'has a full disk',
    async (url) => {
      await openAside(url)
      await onTarget(url, noDisk)
      return url
    },
    'o disco do servidor está cheio (53100): dê espaço a ele. Nada se perdeu: rode o mesmo comando de novo.',
  ],
])('where the target %s, that is said, and the file stays as it was', async (_what, make, told) => {
  const [file, url] = [newDatabaseFile(), await make(await newPostgres())]
  const here = await openSqlite(file)
  await keepRows(here, rowOf({ key: randomUUID() }))
  await here.insertInto('whose_journal').values({ id: 1, hubsoft: 'hubsoft.provedor' }).execute()
  await here.destroy()

  const { isWell, lines, text } = await moveFile(file, url)

  expect([isWell, lines.at(-1)]).toEqual([false, expect.stringMatching(/^FALHA /)])
  expect(text).toContain(told)
  expect(text).not.toContain(new URL(url).password)
  await (await openSqlite(file)).destroy()
})

test('a server whose clock differs is told', async () => {
  const [file, url] = [newDatabaseFile(), await newPostgres()]
  await (await openSqlite(file)).destroy()
  const there = await openAside(url)
  await sql`
    create schema ahead;
  `.execute(there)
  await sql`
    create function ahead.clock_timestamp() returns timestamptz language sql as
    $$ select pg_catalog.clock_timestamp() + interval '12 seconds' $$
  `.execute(there)
  const name = new URL(url).pathname.slice(1)
  await sql`alter database ${sql.id(name)} set search_path to ahead, pg_catalog, public`.execute(
    there,
  )

  const { isWell, lines } = await moveFile(file, url)

  expect([isWell, lines[0]]).toEqual([
    true,
    expect.stringMatching(/^ok relógio: o do PostgreSQL está 12 s adiantado do daqui/),
  ])
})
