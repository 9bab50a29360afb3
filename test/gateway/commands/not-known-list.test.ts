import { randomUUID } from 'node:crypto'
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { referenceOf } from '#src/contract/reference.ts'
import { describeNotKnown } from '#src/gateway/commands/check/list-not-known.ts'
import { check } from '#src/gateway/commands/check.ts'
import type { Environment } from '#src/gateway/config/environment.ts'
import { openSqlite } from '#src/gateway/database/sqlite/open-sqlite.ts'
import type { SendState, TicketRow } from '#src/gateway/journal/ticket-row.ts'
import { temporaryFolder } from '../../temporary-folder.ts'
import { deadlineAt, rowOf, states } from '../journal/a-row.ts'
import { keepRows, newDatabaseFile, openJournal } from '../journal/open-journal.ts'
import { behindProxy, newTicket, openHouse, signedIn } from '../running.ts'

/** `npm run check -- --pendentes` with these settings alone. */
async function list(settings: Environment) {
  const lines: string[] = []
  const isWell = await check(['--pendentes'], settings, (line) => lines.push(line))
  return { isWell, lines }
}

const listOf = (file: string) => list({ DATABASE_URL: `file:${file}` })

const time = /\d\d\/\d\d\/\d{4} \d\d:\d\d:\d\d/g
const withoutTimes = (lines: string[]) => lines.map((line) => line.replace(time, 'AGORA'))

/** A gateway under whose ticket route HubSoft breaks off, and whose lists can't be read. */
async function openUncertainHouse() {
  const house = await openHouse({ env: behindProxy })
  house.faults.inject({ route: 'atendimento', fault: 'reset-after', times: 2 })
  house.faults.inject({ route: 'listagem', fault: 'html', times: 1000 })
  return { ...house, list: () => listOf(house.databaseFile) }
}

const nothing = {
  isWell: true,
  lines: ['ok pendentes: nenhum envio sem resultado conhecido'],
}

test('what isn’t known is listed oldest first, while the gateway runs and when it is stopped', async () => {
  const { post, stopGateway, list, ledger } = await openUncertainHouse()
  expect(await list()).toEqual(nothing)
  const [ofAna, ofBeto] = [randomUUID(), randomUUID()]
  await post(newTicket, { key: ofAna, headers: signedIn('ana', 'Ana Souza') })
  const another = { ...newTicket, id_cliente_servico: 11002 }
  await post(another, { key: ofBeto, headers: signedIn('beto') })
  await post(newTicket, { headers: signedIn('ana') })
  const looks = () => ledger.requests.filter(({ method }) => method === 'GET').length
  await expect.poll(looks).toBeGreaterThan(1)

  const running = await list()
  await stopGateway()
  const stopped = await list()

  const expected = [
    'ok pendentes: 2 envios sem resultado conhecido, o mais velho primeiro (horas de America/Sao_Paulo):',
    expect.stringMatching(
      `^  AGORA \\| ${referenceOf(ofAna)} \\| serviço 11000 \\| atendente ana \\| sem resposta: em conferência \\| tentativa 1 \\| \\d conferências?, a última em AGORA \\(sem proveito\\)$`,
    ),
    expect.stringMatching(
      `^  AGORA \\| ${referenceOf(ofBeto)} \\| serviço 11002 \\| atendente beto \\| sem resposta: em conferência \\| `,
    ),
  ]
  expect(withoutTimes(running.lines)).toEqual(expected)
  expect(withoutTimes(stopped.lines)).toEqual(expected)
  expect([running.isWell, stopped.isWell]).toEqual([true, true])
  const printed = [...running.lines, ...stopped.lines].join('\n')
  expect(printed).not.toMatch(/Bianca|9991122|segunda-feira|Ana Souza/i)
})

test('a refusal in doubt is listed apart, while it is still looked for', async () => {
  const { file, database } = await openJournal()
  const inDoubt = { ...states.refused, inDoubt: true }
  const lookedFor = rowOf({ state: inDoubt, nextLookAt: deadlineAt })
  await keepRows(
    database,
    ...[lookedFor, rowOf({ key: randomUUID(), state: inDoubt })],
    rowOf({ key: randomUUID(), state: states.refused }),
  )

  const { isWell, lines } = await listOf(file)

  expect([isWell, withoutTimes(lines)]).toEqual([
    true,
    [
      ...nothing.lines,
      'ok em dúvida: 1 recusa, de que um atendimento ainda pode aparecer (horas de America/Sao_Paulo):',
      expect.stringMatching(
        `^  AGORA \\| ${referenceOf(lookedFor.key)} \\| serviço 11000 \\| atendente ana \\| recusado pelo HubSoft, em dúvida: o gateway ainda procura \\| tentativa 1`,
      ),
    ],
  ])
})

test('what a crash leaves behind is listed', async () => {
  const { file, database } = await openJournal()
  await keepRows(database, rowOf())
  const crashed = newDatabaseFile()
  for (const ending of ['', '-wal']) copyFileSync(file + ending, crashed + ending)

  expect((await listOf(crashed)).lines[1]).toContain('interrompido no meio: falta conferir')
})

test('a file that isn’t there is told and not made', async () => {
  const file = join(await temporaryFolder(), 'dados', 'banco.db')

  expect(await listOf(file)).toEqual({
    isWell: false,
    lines: [`FALHA banco: ${file} não existe: confira DATABASE_URL; o gateway o cria quando sobe.`],
  })
  expect(existsSync(join(file, '..'))).toBe(false)
})

const otherSchema = 'não é um banco desta versão: confira DATABASE_URL'

test.each<[string, (file: string) => unknown, string]>([
  [
    'of text',
    (file) => writeFileSync(file, 'x'.repeat(5000)),
    'não pode ser lido (file is not a database): confira DATABASE_URL',
  ],
  ['that is empty', (file) => writeFileSync(file, ''), otherSchema],
  [
    'of another program',
    (file) => {
      const another = new DatabaseSync(file)
      another.exec('CREATE TABLE ticket (texto TEXT)')
      another.close()
    },
    otherSchema,
  ],
  [
    'of a later version',
    async (file) => {
      await (await openSqlite(file)).destroy()
      const later = new DatabaseSync(file)
      later.exec("INSERT INTO kysely_migration VALUES ('999_later', '2030-01-01')")
      later.close()
    },
    otherSchema,
  ],
])('a file %s is told, and left as it was', async (_what, make, told) => {
  const file = join(await temporaryFolder(), 'banco.db')
  await make(file)
  const before = readFileSync(file)

  const { isWell, lines } = await listOf(file)

  expect(isWell).toBe(false)
  expect(lines).toEqual([expect.stringContaining(`FALHA banco: ${file} ${told}`)])
  expect(readFileSync(file)).toEqual(before)
})

test('it needs the journal’s two settings alone, and says which of them is wrong', async () => {
  const { isWell, lines } = await list({
    DATABASE_URL: 'postgres://servidor/banco',
    TIME_ZONE: 'Brasil',
    PORT: 'oitenta',
    NODE_ENV: 'production',
  })

  expect(isWell).toBe(false)
  expect(lines[0]).toBe('FALHA configuração: corrija estas variáveis e rode de novo:')
  expect(lines.slice(1).map((line) => /^ {2}(\w+): /.exec(line)?.[1])).toEqual([
    'DATABASE_URL',
    'TIME_ZONE',
  ])
})

const now = new Date('2026-11-24T21:02:30Z')
const look = (at: string, wasRead: boolean) => ({ at: new Date(at), wasRead })

const rowIn = (state: SendState, looks: TicketRow['looks'] = []) =>
  rowOf({
    attempt: 2,
    sentAt: new Date('2026-11-24T21:02:11Z'),
    deadlineAt: new Date('2026-11-24T21:02:31Z'),
    state,
    looks,
  })

test('a line says when, which, where, who, what is known and what was looked at', () => {
  const looks = [look('2026-11-24T21:02:12Z', false), look('2026-11-25T02:59:59Z', true)]

  expect(
    describeNotKnown(
      rowIn({ kind: 'unknown', couldNotLook: false }, looks),
      now,
      'America/Sao_Paulo',
    ),
  ).toBe(
    `24/11/2026 18:02:11 | ${referenceOf(rowOf().key)} | serviço 11000 | atendente ana | não encontrado na lista do HubSoft | tentativa 2 | 2 conferências, a última em 24/11/2026 23:59:59`,
  )
})

test.each([
  [11000, 'serviço 11000, acréscimo ao atendimento de id 300'],
  [null, 'acréscimo ao atendimento de id 300'],
])('a message of service %s is where "%s" says', (serviceId, where) => {
  const row = { ...rowIn({ kind: 'sending' }), serviceId, messageTo: 300 }

  expect(describeNotKnown(row, now, 'UTC').split(' | ')[2]).toBe(where)
})

test.each<[SendState, Date, string]>([
  [{ kind: 'sending' }, now, 'sendo enviado agora'],
  [{ kind: 'sending' }, new Date('2026-11-24T21:02:31Z'), 'interrompido no meio: falta conferir'],
  [{ kind: 'uncertain', saidNo: true }, now, 'sem resposta: em conferência'],
  [
    { kind: 'unknown', couldNotLook: true },
    now,
    'não conferido: a lista do HubSoft não pôde ser lida ou não prova nada',
  ],
])('the state %j at %s is "%s"', (state, at, words) => {
  expect(describeNotKnown(rowIn(state), at, 'UTC').split(' | ')[4]).toBe(words)
})

test.each<[TicketRow['looks'], string]>([
  [[], 'nenhuma conferência ainda'],
  [
    [look('2026-11-24T21:02:12Z', false)],
    '1 conferência, a última em 24/11/2026 21:02:12 (sem proveito)',
  ],
  [
    Array.from({ length: 100 }, () => look('2026-11-24T21:02:12Z', true)),
    '100 conferências ou mais, a última em 24/11/2026 21:02:12',
  ],
])('looks are counted: %#', (looks, words) => {
  const row = rowIn({ kind: 'unknown', couldNotLook: false }, looks)

  expect(describeNotKnown(row, now, 'UTC').split(' | ')[6]).toBe(words)
})
