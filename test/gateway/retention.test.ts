import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { type Insertable, RawNode, sql } from 'kysely'
import pino from 'pino'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { ShownAtendimento } from '#src/contract/atendimento.ts'
import { openDatabase } from '#src/gateway/database/open-database.ts'
import type { Tables } from '#src/gateway/database/tables.ts'
import { createJournal } from '#src/gateway/journal/journal.ts'
import { createRetention } from '#src/gateway/journal/retention.ts'
import type { SendState } from '#src/gateway/journal/ticket-row.ts'
import { newTicket, openHouse, protocolIn } from './running.ts'

const [hour, day] = [3_600_000, 86_400_000]
const now = Date.parse('2026-11-24T12:00:00Z')

type StoredTicket = Insertable<Tables['ticket']>

const enviado = {
  id_cliente_servico: 4711,
  descricao: 'Sem sinal desde ontem',
  nome: 'Zulmira Prado',
  telefone: '37999887766',
  email: 'zulmira@exemplo.com.br',
  abrir_os: false,
}

const atendimento: ShownAtendimento = {
  id_atendimento: 81,
  protocolo: '202611240000081',
  descricao_abertura: enviado.descricao,
  tipo_atendimento: 'Suporte',
  status: 'Pendente',
  usuario_abertura: 'Integração',
  data_cadastro: '24/11/2026 09:00:00',
  data_fechamento: null,
  cliente: { codigo_cliente: 12, nome_razaosocial: enviado.nome },
  servico: { numero_plano: 3, nome: 'Fibra 500', status: 'Ativo', status_prefixo: 'servico_ativo' },
  ordens_servico: [],
}

const opened: SendState = {
  kind: 'opened',
  atendimento,
  others: ['202611240000099'],
  foundByLook: true,
}
const refused: SendState = {
  kind: 'refused',
  sentences: ['O telefone de Zulmira Prado não serve'],
  permission: false,
  inDoubt: true,
}
const received: SendState = { kind: 'received', reason: 'too-many', retryAfterS: 9 }
const unknown: SendState = { kind: 'unknown', couldNotLook: true }
const uncertain: SendState = { kind: 'uncertain', saidNo: false }

/** A row that came into its state `agoMs` ago. */
function stored(
  { kind, ...outcome }: SendState,
  agoMs: number,
  parts: Partial<StoredTicket> = {},
): StoredTicket {
  return {
    key: randomUUID(),
    usuario: 'ana',
    nome: 'Ana Lima',
    service_id: 4711,
    body_hash: 'hash of the body',
    enviado: JSON.stringify(enviado),
    owner: 'a gateway',
    attempt: 2,
    first_sent_at: now - agoMs - 1000,
    sent_at: now - agoMs - 1000,
    deadline_at: now - agoMs + 19_000,
    state: kind,
    since: now - agoMs,
    outcome: JSON.stringify(outcome),
    looks: '[]',
    next_look_at: null,
    version: 7,
    ...parts,
  }
}

/** A journal whose clock and timer the test moves. */
async function openJournal({ journalDays = 90, mostRewrittenBytes = 2 ** 30 } = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'retention-'))
  const file = join(folder, 'banco.db')
  const database = await openDatabase(file)
  onTestFinished(async () => {
    await database.destroy()
    await rm(folder, { recursive: true })
  })
  const world = { now, fails: '' }
  const lines: Record<string, unknown>[] = []
  const timers: { ms: number; run: () => void }[] = []
  let planned = Promise.withResolvers<void>()
  const retention = createRetention({
    database: database.withPlugin({
      transformQuery({ node }) {
        if (RawNode.is(node) && node.sqlFragments[0] === world.fails)
          throw new Error('disk is full')
        return node
      },
      transformResult: async ({ result }) => result,
    }),
    journalDays,
    mostRewrittenBytes,
    clock: { wallMs: () => world.now, monotonicMs: () => world.now - now },
    log: pino({}, { write: (line: string) => lines.push(JSON.parse(line)) }),
    after(ms, run) {
      const timer = { ms, run }
      timers.push(timer)
      planned.resolve()
      return () => timers.splice(timers.indexOf(timer), 1)
    },
  })
  retention.start()

  /** Lets the next sweep come, and waits for its end. */
  async function sweep() {
    planned = Promise.withResolvers<void>()
    timers.shift()?.run()
    await planned.promise
  }

  return {
    file,
    database,
    world,
    lines,
    timers,
    sweep,
    stop: retention.stop,
    keep: (...rows: StoredTicket[]) => database.insertInto('ticket').values(rows).execute(),
    rows: () => database.selectFrom('ticket').selectAll().execute(),
  }
}

/** How often each word stands anywhere in the database's files. */
function countIn(file: string, words: string[]): number[] {
  const bytes = ['', '-wal', '-shm'].map((ending) => readFileSync(file + ending, 'latin1')).join()
  return words.map((word) => bytes.split(word).length - 1)
}

test('nothing of a customer is left in any file once it is a day old, however the rows lay', async () => {
  const { file, database, sweep, rows } = await openJournal()
  const count = 3000
  // Mostly short, since pages that hold several rows are what SQLite moves rows between.
  const text = (word: string, index: number) =>
    `${word} `.repeat(Math.floor(1000 * (((index * 7919) % 997) / 997) ** 4))
  const isFresh = (index: number) => index % 4 === 0
  const wordsOf = (index: number) => (isFresh(index) ? 'benedita' : 'zulmira')
  const made = Array.from({ length: count }, (_, index): [StoredTicket, StoredTicket] => {
    const [nome, agoMs] = [wordsOf(index), isFresh(index) ? hour : day + hour]
    const texts = {
      descricao: text(nome, index),
      nome: `${nome} Prado`,
      telefone: `${nome}-37999887766`,
      email: `${nome}@exemplo.com.br`,
    }
    const sent = { key: randomUUID(), enviado: JSON.stringify({ ...enviado, ...texts }) }
    const shown = { ...atendimento, descricao_abertura: text(nome, index + 1) }
    const states: SendState[] = [
      {
        ...opened,
        atendimento: { ...shown, cliente: { codigo_cliente: 1, nome_razaosocial: nome } },
      },
      { ...refused, sentences: [text(nome, index + 2), nome] },
      received,
    ]
    return [
      stored({ kind: 'sending' }, agoMs, sent),
      stored(states[index % 3] ?? received, agoMs, {
        ...sent,
        // Some go altogether.
        ...(index % 20 === 1 && { sent_at: now - 91 * day }),
      }),
    ]
  })
  // Several are under way at any time: an outcome makes a row grow that others already follow.
  await database.transaction().execute(async (within) => {
    for (let index = 0; index < count + 8; index += 1) {
      const [sending] = made[index] ?? []
      if (sending) await within.insertInto('ticket').values(sending).execute()
      const [, settled] = made[index - 8] ?? []
      if (settled) {
        await within.updateTable('ticket').set(settled).where('key', '=', settled.key).execute()
      }
    }
  })
  const [before = 0] = countIn(file, ['zulmira'])
  expect(before).toBeGreaterThan(10_000)

  await sweep()

  expect(countIn(file, ['zulmira', 'zulmira-37999887766', 'zulmira@exemplo'])).toEqual([0, 0, 0])
  const left = await rows()
  const fresh = made.filter((_, index) => isFresh(index)).map(([, settled]) => settled)
  expect(left).toHaveLength(count - count / 20)
  expect(left.filter((row) => row.enviado !== null)).toEqual(fresh)
})

test('the text goes, and what else is known of the send stays', async () => {
  const { keep, sweep, rows } = await openJournal()
  const sent = [opened, refused, received].map((state) => stored(state, day))
  await keep(...sent)

  await sweep()

  const after = await rows()
  const forgotten = { enviado: null, version: 8 }
  expect(after.map(({ outcome, ...row }) => row)).toEqual(
    sent.map(({ outcome, ...row }) => ({ ...row, ...forgotten })),
  )
  expect(after.map((row) => JSON.parse(row.outcome))).toEqual([
    {
      atendimento: {
        ...atendimento,
        descricao_abertura: null,
        cliente: { codigo_cliente: 12, nome_razaosocial: null },
      },
      others: ['202611240000099'],
      foundByLook: true,
    },
    { sentences: [], permission: false, inDoubt: true },
    { reason: 'too-many', retryAfterS: 9 },
  ])
})

test('a ticket of which HubSoft told no customer is left without one', async () => {
  const { keep, sweep, rows } = await openJournal()
  await keep(stored({ ...opened, atendimento: { ...atendimento, cliente: null } }, day))

  await sweep()

  const [row] = await rows()
  const { cliente, protocolo } = JSON.parse(row?.outcome ?? '').atendimento
  expect({ cliente, protocolo }).toEqual({ cliente: null, protocolo: atendimento.protocolo })
})

test.each<[string, SendState, number, boolean]>([
  ['opened a day ago', opened, day, true],
  ['opened just under a day ago', opened, day - 1, false],
  ['refused a day ago', refused, day, true],
  ['proved not sent a day ago', received, day, true],
  ['not known for 7 days', unknown, 7 * day, true],
  ['not known for just under 7 days', unknown, 7 * day - 1, false],
  ['being verified for 80 days', uncertain, 80 * day, false],
  ['being sent for 80 days', { kind: 'sending' }, 80 * day, false],
])('the text of what was %s is forgotten, or not yet', async (_what, state, agoMs, isForgotten) => {
  const { keep, sweep, rows } = await openJournal()
  const row = stored(state, agoMs)
  await keep(row)

  await sweep()

  const [after] = await rows()
  expect(after?.enviado === null).toBe(isForgotten)
  if (!isForgotten) expect(after).toEqual(row)
})

test('what is found of a send whose customer was forgotten is kept without them', async () => {
  const { database, keep, rows } = await openJournal()
  const row = stored(unknown, 8 * day, { enviado: null })
  await keep(row)
  const journal = createJournal({ database, rules: { settleMs: 60_000 } })
  const at = new Date(now)

  await journal.apply(row.key, { kind: 'looked', at, found: [atendimento] }, at)

  const [after] = await rows()
  expect(after).toMatchObject({ state: 'opened', enviado: null })
  expect(after?.outcome).toContain(atendimento.protocolo)
  expect(after?.outcome).not.toMatch(/Zulmira|Sem sinal/)
})

test('what can’t be read is forgotten whole', async () => {
  const { keep, sweep, rows } = await openJournal()
  await keep(
    ...['{"atendimento":"Zulmira', '{"atendimento":{"nome":"Zulmira"}}', '"Zulmira"'].map(
      (outcome) => stored(opened, day, { outcome }),
    ),
  )
  await keep(stored(refused, day, { enviado: '{"nome":"Zulmira', looks: 'Zulmira' }))

  await sweep()

  const outcomes = (await rows()).map(({ outcome, enviado: text }) => [outcome, text])
  expect(outcomes).toEqual([
    ...['{}', '{}', '{}'].map((outcome) => [outcome, null]),
    [JSON.stringify({ sentences: [], permission: false, inDoubt: true }), null],
  ])
})

test('a row is kept for as many days as are set, and longer while it is being verified', async () => {
  const { keep, sweep, rows } = await openJournal({ journalDays: 3 })
  const age = (agoMs: number) => ({ sent_at: now - agoMs, first_sent_at: now - agoMs })
  const young = [opened, refused, received, unknown].map((state) =>
    stored(state, 0, age(3 * day - 1)),
  )
  const old = [opened, refused, received, unknown].map((state) => stored(state, 0, age(3 * day)))
  const verified = [uncertain, { kind: 'sending' } as const].map((state) =>
    stored(state, 0, age(30 * day)),
  )
  await keep(...young, ...old, ...verified)

  await sweep()

  expect(await rows()).toEqual([...young, ...verified])
})

test('whoever read a row before it was forgotten changes nothing of it', async () => {
  const { database, keep, sweep, rows } = await openJournal()
  const row = stored(unknown, 7 * day)
  await keep(row)
  const [read] = await rows()

  await sweep()
  const { numUpdatedRows } = await database
    .updateTable('ticket')
    .set({ enviado: row.enviado })
    .where('version', '=', read?.version ?? 0)
    .executeTakeFirst()

  expect(numUpdatedRows).toBe(0n)
})

test.each<[string, number, (row: StoredTicket) => boolean]>([
  ['deleted', 91 * day, () => true],
  ['forgotten', 2 * day, (row) => row.enviado !== null],
])('others get their turn after each 200 rows that are %s', async (_what, agoMs, isLeft) => {
  const { file, keep, sweep } = await openJournal()
  await keep(...Array.from({ length: 700 }, () => stored(opened, agoMs)))
  const another = new DatabaseSync(file, { readOnly: true })
  onTestFinished(() => another.close())
  const all = another.prepare('SELECT * FROM ticket')
  const seen: number[] = []
  let turn = setImmediate(function look() {
    // Its columns are those of the table.
    const rows = all.all().map((row) => ({ ...stored(opened, 0), ...row }))
    seen.push(rows.filter(isLeft).length)
    turn = setImmediate(look)
  })

  await sweep()

  clearImmediate(turn)
  expect(seen).toEqual(expect.arrayContaining([500, 300, 100]))
})

const versionOf = async (database: Awaited<ReturnType<typeof openJournal>>['database']) => {
  const { rows } = await sql<{ schema_version: number }>`PRAGMA schema_version`.execute(database)
  return rows[0]?.schema_version ?? 0
}

test('the file is rewritten once a day at most, and only after something was removed', async () => {
  const { database, keep, sweep, world } = await openJournal()
  const rewritten: number[] = []
  const first = await versionOf(database)

  for (let hours = 0; hours < 100; hours += 1) {
    world.now = now + hours * hour
    if (hours < 30) await keep(stored(opened, day))
    await sweep()
    // Each rewriting counts it up.
    if ((await versionOf(database)) - first > rewritten.length) rewritten.push(hours)
  }

  // The first is for what a former run may have left.
  expect(rewritten).toEqual([0, 24, 48])
})

test('a file that is too large to be rewritten is not, and the log says so once a day', async () => {
  const { database, keep, sweep, world, lines } = await openJournal({ mostRewrittenBytes: 4096 })
  const first = await versionOf(database)
  await keep(stored(opened, day))

  for (let hours = 0; hours < 48; hours += 1) {
    world.now = now + hours * hour
    await sweep()
  }

  expect(await versionOf(database)).toBe(first)
  const warnings = lines.filter(({ msg }) => String(msg).includes('too large'))
  expect(warnings.map(({ level }) => level)).toEqual([40, 40])
  expect(Number(warnings[0]?.bytes)).toBeGreaterThan(4096)
})

test('it sweeps soon after the start and then every hour', async () => {
  const { timers, sweep } = await openJournal()
  expect(timers.map(({ ms }) => ms)).toEqual([1000])

  await sweep()
  expect(timers.map(({ ms }) => ms)).toEqual([hour])
  await sweep()
  expect(timers.map(({ ms }) => ms)).toEqual([hour])
})

test('it logs how many rows it swept, and nothing of what was in them', async () => {
  const { keep, sweep, lines } = await openJournal()
  await keep(stored(opened, day), stored(refused, day), stored(opened, 91 * day))

  await sweep()
  await sweep()

  expect(lines.map(({ msg, deleted, forgotten }) => [msg, deleted, forgotten])).toEqual([
    ['the journal was swept', 1, 2],
  ])
  expect(JSON.stringify(lines)).not.toContain('Zulmira')
})

test('a sweep that fails is logged, and the next one does its work', async () => {
  const { database, keep, sweep, rows, lines, timers } = await openJournal()
  await keep(stored(opened, day))
  await sql`PRAGMA query_only = ON`.execute(database)

  await sweep()

  expect(lines.map(({ level, msg }) => [level, msg])).toEqual([[50, 'the journal was not swept']])
  expect(JSON.stringify(lines)).not.toContain('Zulmira')
  expect(timers.map(({ ms }) => ms)).toEqual([hour])
  await sql`PRAGMA query_only = OFF`.execute(database)
  await sweep()
  expect((await rows()).map((row) => row.enviado)).toEqual([null])
})

test('what another program’s look keeps in the log is gone from it an hour later', async () => {
  const { file, database, keep, sweep, lines } = await openJournal()
  await keep(stored(opened, day))
  await sql`PRAGMA busy_timeout = 0`.execute(database)
  const reader = new DatabaseSync(file)
  onTestFinished(() => {
    if (reader.isOpen) reader.close()
  })
  reader.exec('BEGIN')
  reader.prepare('SELECT * FROM ticket').all()

  await sweep()

  expect(lines.map(({ msg }) => msg)).toEqual([
    'the journal was swept',
    'the journal was not swept',
  ])
  expect(countIn(file, ['Zulmira'])[0]).toBeGreaterThan(0)
  reader.close()
  await sweep()
  expect(countIn(file, ['Zulmira'])).toEqual([0])
})

test('one that was killed before the log was emptied is made up for after the start', async () => {
  const { file, database, keep, sweep } = await openJournal()
  await keep(stored(opened, day))
  await database.updateTable('ticket').set({ enviado: null, outcome: '{}' }).execute()
  expect(countIn(file, ['Zulmira'])[0]).toBeGreaterThan(0)

  await sweep()

  expect(countIn(file, ['Zulmira'])).toEqual([0])
})

test('a rewriting that fails is tried again an hour later', async () => {
  const { database, sweep, world, lines } = await openJournal()
  const first = await versionOf(database)
  world.fails = 'VACUUM'
  await sweep()
  expect(lines.map(({ msg }) => msg)).toEqual(['the journal was not swept'])

  world.fails = ''
  world.now += hour
  await sweep()

  expect(await versionOf(database)).toBe(first + 1)
})

test('a stop waits for the rows being removed, and no more are', async () => {
  const { database, keep, sweep, stop, rows, timers } = await openJournal()
  await keep(...Array.from({ length: 700 }, () => stored(opened, 2 * day)))
  const first = await versionOf(database)

  void sweep()
  await stop()

  const left = () => rows().then((all) => all.filter((row) => row.enviado !== null).length)
  expect(await left()).toBe(500)
  await new Promise(setImmediate)
  expect(await left()).toBe(500)
  expect(await versionOf(database)).toBe(first)
  expect(timers).toEqual([])
})

test('stopped before its time it never sweeps', async () => {
  const { stop, timers } = await openJournal()

  await stop()

  expect(timers).toEqual([])
})

test('a gateway forgets the text after a day, and the send after the days that are set', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'retention-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const DATABASE_URL = `file:${join(folder, 'banco.db')}`
  const after = (days: number) => ({
    env: { DATABASE_URL, JOURNAL_DAYS: '2' },
    clock: { wallMs: () => now + days * day, monotonicMs: () => performance.now() },
  })
  const key = randomUUID()
  const first = await openHouse(after(0))
  const protocol = protocolIn(await first.post(newTicket, { key }))
  await first.stopGateway()

  const second = await openHouse(after(1.1))
  await vi.waitFor(async () => {
    const { text } = await second.ask(key)
    expect(text).not.toContain(newTicket.descricao)
    expect(text).not.toContain(newTicket.nome)
  }, 10_000)
  expect(protocolIn(await second.ask(key))).toBe(protocol)
  await second.stopGateway()

  const third = await openHouse(after(2.1))
  await vi.waitFor(async () => expect((await third.ask(key)).status).toBe(404), 10_000)
})
