import { randomUUID } from 'node:crypto'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { openSqlite } from '#src/gateway/database/sqlite/open-sqlite.ts'
import { toStored } from '#src/gateway/journal/stored-row.ts'
import type { SendState, TicketRow } from '#src/gateway/journal/ticket-row.ts'
import { arrivingAt, rowOf, ticket } from '../gateway/journal/a-row.ts'

const dayMs = 86_400_000
const keptDays = 90
const attendants = 60
/** Sends whose outcome isn't known, whatever the size. */
const notKnown = 20
const shown = ticket('1')

/** A journal as an office leaves it that sends `count` tickets in 90 days; texts of the last day alone. */
export async function makeJournal(file: string, count: number) {
  await (await openSqlite(file)).destroy()
  if (count === 0) return
  const sqlite = new DatabaseSync(file)
  const statements = new Map<string, StatementSync>()
  // Left small, pages of random keys would go to the disk and back a million times.
  sqlite.exec('PRAGMA cache_size = -600000; PRAGMA synchronous = OFF; BEGIN')
  const insert = (table: string, values: Record<string, SQLInputValue>) => {
    const names = Object.keys(values)
    const places = names.map(() => '?').join()
    const text = `INSERT INTO ${table} (${names.join()}) VALUES (${places})`
    const statement = statements.get(text) ?? sqlite.prepare(text)
    statements.set(text, statement)
    statement.run(...Object.values(values))
  }
  for (const row of rows(count)) {
    const { ticket, text } = toStored(row)
    insert('ticket', ticket)
    if (text) insert('ticket_text', text)
  }
  sqlite.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)')
  sqlite.close()
}

function* rows(count: number): Generator<TicketRow> {
  const nowMs = Date.now()
  for (let place = 0; place < count; place += 1) {
    const ageMs = (1 - place / count) * keptDays * dayMs
    yield sendOf(place, new Date(nowMs - ageMs), stateOf(place, count))
  }
}

function sendOf(place: number, sentAt: Date, state: SendState): TicketRow {
  const isOpen = state.kind === 'unknown'
  const hasText = isOpen || Date.now() - sentAt.getTime() < dayMs
  const looks = Array.from({ length: 12 }, (_, look) => ({
    at: new Date(sentAt.getTime() + look * 10_000),
    wasRead: true,
  }))
  return rowOf({
    ...arrivingAt(sentAt),
    key: randomUUID(),
    attendant: { usuario: `atendente-${place % attendants}`, nome: 'Ana Beatriz de Souza' },
    serviceId: 11_000 + (place % 40_000),
    bodyHash: randomUUID().replaceAll('-', '').padEnd(43, 'x'),
    novo: hasText ? novoOf(place) : null,
    owner: 'd1f6c0de-6f1a-4c3e-9d2b-4a5e6f708192',
    state,
    since: new Date(sentAt.getTime() + 700),
    looks: isOpen ? looks : [],
    nextLookAt: isOpen ? new Date(Date.now() + dayMs) : null,
    version: 2,
  })
}

function stateOf(place: number, count: number): SendState {
  if (place % Math.ceil(count / notKnown) === 0) return { kind: 'unknown', couldNotLook: false }
  if (place % 100 < 4) {
    const sentences = ['O serviço do cliente está cancelado e não permite atendimento.']
    return { kind: 'refused', sentences, permission: false, inDoubt: false }
  }
  if (place % 100 === 4) return { kind: 'not-sent', reason: 'unreachable' }
  return { kind: 'opened', others: [], foundByLook: false, atendimento: ticketOf(place, count) }
}

function ticketOf(place: number, count: number) {
  const isScrubbed = place < count * (1 - 1 / keptDays)
  return {
    ...shown,
    protocolo: `2026112418${String(place).padStart(10, '0')}`,
    descricao_abertura: isScrubbed ? null : novoOf(place).descricao,
    cliente: { codigo_cliente: 1204, nome_razaosocial: isScrubbed ? null : 'BIANCA COUTO' },
    ordens_servico: place % 3 === 0 ? shown.ordens_servico : [],
  }
}

const novoOf = (place: number) => ({
  id_cliente_servico: 11_000 + (place % 40_000),
  descricao:
    'Sem acesso desde segunda-feira. Luz vermelha no equipamento, já foi reiniciado duas vezes. Mora perto da praça, pede visita à tarde.',
  nome: 'Bianca Couto',
  telefone: '37999112233',
  email: 'bianca.couto@example.com',
  abrir_os: place % 3 === 0,
})
