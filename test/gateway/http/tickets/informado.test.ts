import { randomUUID } from 'node:crypto'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { canais } from '#src/contract/canais.ts'
import { sentToday } from '#src/contract/gateway-answer.ts'
import { openSqlite } from '#src/gateway/database/sqlite/open-sqlite.ts'
import { createQueries } from '#src/gateway/journal/queries.ts'
import { rowOf, sentAt, states } from '../../journal/a-row.ts'
import { keepRows, newDatabaseFile, openTestDatabase } from '../../journal/open-journal.ts'
import {
  enterHouse,
  newTicket,
  openHouse,
  refusedTicket,
  shareHouse,
  ticketRoute,
} from '../../running.ts'
import { expectApiHeaders, expectProblem } from '../expect-problem.ts'

const house = shareHouse(enterHouse)

async function openOne() {
  const key = randomUUID()
  const answer = await house().post(newTicket, { key })
  expect(answer.status).toBe(201)
  return { key, body: Object(answer.body) }
}

test('that the customer has the protocol is kept, and told wherever the send is told', async () => {
  const { tell, ask, send, post } = house()
  const { key, body } = await openOne()
  expect(body.informado).toBeNull()

  const answer = await tell(key.toUpperCase(), { canal: 'whatsapp' })

  expect(answer.status).toBe(200)
  expectApiHeaders(answer)
  const em = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
  expect(answer.body).toEqual({ ...body, informado: { canal: 'whatsapp', em } })
  expect((await ask(key)).body).toEqual(answer.body)
  expect((await post(newTicket, { key })).body).toEqual(answer.body)
  const { atendimentos } = sentToday.parse((await send(`${ticketRoute}?hoje`)).body)
  const listed = atendimentos.find(({ chave }) => chave === key)
  expect(listed).toMatchObject({ informado: Object(answer.body).informado })
})

test('the same once more changes nothing, another way has a time of its own, null takes it back', async () => {
  const { tell, ask, skip, post } = await openHouse()
  const key = randomUUID()
  await post(newTicket, { key })
  const informed = async (canal: string | null) =>
    Object((await tell(key, { canal })).body).informado

  const first = await informed('telefone')
  skip(60_000)
  expect(await informed('telefone')).toEqual(first)
  const second = await informed('email')
  expect(Date.parse(second.em) - Date.parse(first.em)).toBeGreaterThanOrEqual(60_000)
  expect(await informed(null)).toBeNull()
  expect(await informed(null)).toBeNull()
  expect(Object((await ask(key)).body).informado).toBeNull()
  expect(await informed('telefone')).not.toEqual(first)
})

test.each(canais)('%s is a way', async (canal) => {
  const { key } = await openOne()

  expect((await house().tell(key, { canal })).body).toMatchObject({ informado: { canal } })
})

test.each([
  ['another way', { canal: 'fax' }],
  ['no way', {}],
  ['an empty way', { canal: '' }],
  ['a list of them', { canal: ['telefone'] }],
  ['something more', { canal: 'telefone', em: '2020-01-01T00:00:00Z' }],
  ['no object', 'telefone'],
  ['null alone', null],
  ['no JSON', '{canal'],
])('a body with %s is refused, and changes nothing: 400', async (_what, body) => {
  const { key } = await openOne()
  await house().tell(key, { canal: 'telefone' })
  const before = (await house().ask(key)).body

  expectProblem(await house().tell(key, body), 400, 'requisicao_invalida')

  expect((await house().ask(key)).body).toEqual(before)
})

test('what is no JSON by its own account, or too large, gets the codes of any body', async () => {
  const { key } = await openOne()
  const plain = { 'content-type': 'text/plain', 'sec-fetch-site': 'same-origin' }

  const answer = await house().tell(key, { canal: 'telefone' }, plain)

  expectProblem(answer, 415, 'tipo_invalido')
  expectProblem(await house().tell(key, ' '.repeat(64 * 1024 + 1)), 413, 'corpo_grande')
})

test('of what isn’t known here, or has no key, nobody can be told', async () => {
  const { tell } = house()

  expectProblem(await tell(randomUUID(), { canal: 'outro' }), 404, 'chave_desconhecida')
  expectProblem(await tell('x', { canal: 'outro' }), 400, 'requisicao_invalida')
})

test('where nothing is opened there is no protocol to tell: 409, and the send is as it was', async () => {
  const { tell, post, ask, faults } = await openHouse()
  const [refused, lost] = [randomUUID(), randomUUID()]
  await post(refusedTicket, { key: refused })
  faults.inject({ route: 'atendimento', fault: 'reset-before' })
  await post(newTicket, { key: lost })

  for (const key of [refused, lost]) {
    for (const canal of ['telefone', null]) {
      expectProblem(await tell(key, { canal }), 409, 'sem_protocolo')
    }
    expect((await ask(key)).body).not.toHaveProperty('informado')
  }
})

/** The journal as the version before left it, with one send of each state, and those of `more` states. */
async function olderJournal() {
  const file = newDatabaseFile()
  const database = await openSqlite(file)
  const rows = Object.values(states).map((state) => rowOf({ key: randomUUID(), state, novo: null }))
  await keepRows(database, ...rows)
  await database.destroy()
  const older = new DatabaseSync(file)
  const tables = older.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all()
  const tablesSince = tables
    .map(({ name }) => String(name))
    .filter((name) => !/^(session|ticket|ticket_text|lost_mark|journal_age|kysely_.*)$/.test(name))
  older.exec(`
    DROP INDEX ticket_not_told;
    DROP INDEX ticket_of_service;
    DROP INDEX journal_age_only;
    ALTER TABLE journal_age DROP COLUMN id;
    ALTER TABLE ticket DROP COLUMN told_by;
    ALTER TABLE ticket DROP COLUMN told_at;
    ALTER TABLE ticket DROP COLUMN message_to;
    DELETE FROM kysely_migration WHERE name >= '006';
  `)
  for (const name of tablesSince) older.exec(`DROP TABLE "${name}"`)
  older.close()
  return file
}

test('of what was opened before anybody was asked the list isn’t full, but it can be noted', async () => {
  const database = await openTestDatabase(await olderJournal())
  const { sentBy } = createQueries(database)

  const { rows } = await sentBy('ana', sentAt, { most: 300 })

  expect(rows.map(({ state, told }) => [state.kind, told.kind])).toEqual(
    expect.arrayContaining([
      ['opened', 'not-asked'],
      ['unknown', 'not-yet'],
      ['sending', 'not-yet'],
    ]),
  )
  expect(new Set(rows.map(({ messageTo }) => messageTo))).toEqual(new Set([null]))
  const later = new Date(sentAt.getTime() + 1)
  const open = (await sentBy('ana', later, { most: 300 })).rows.map(({ state }) => state.kind)
  expect(open.toSorted()).toEqual(['sending', 'uncertain', 'unknown'])
})
