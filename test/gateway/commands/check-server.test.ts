import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { referenceOf } from '#src/contract/reference.ts'
import { startEmulator } from '#src/emulator/server.ts'
import { describeServer } from '#src/gateway/commands/check/check-server.ts'
import { check as runCheck } from '#src/gateway/commands/check.ts'
import type { Environment } from '#src/gateway/config/environment.ts'
import { settingsFor } from '../../process.ts'
import { rowOf, states } from '../journal/a-row.ts'
import { keepRows } from '../journal/open-journal.ts'
import { newPostgres, openTestPostgres } from '../on-postgres.ts'
import { behindProxy } from '../running.ts'

async function check(settings: Environment, ...args: string[]) {
  const lines: string[] = []
  const isWell = await runCheck(args, settings, (line) => lines.push(line))
  expect(lines.join('\n')).not.toMatch(/senha-de-teste|SEGREDO/)
  return { isWell, lines }
}

const nameOf = (url: string) => url.replace(/\/\/.*@/, '//')

test('the server is asked, before HubSoft and whether or not it has tables yet', async () => {
  const emulator = await startEmulator()
  onTestFinished(emulator.stop)
  const url = await newPostgres()

  const { lines } = await check({
    ...settingsFor(emulator.url),
    ...behindProxy,
    DATABASE_URL: url,
  })

  expect(lines).toEqual(
    expect.arrayContaining([
      expect.stringMatching(
        `^ok banco: ${nameOf(url)} responde \\(PostgreSQL \\d+.*\\), sem TLS, o que só serve neste computador`,
      ),
      expect.stringMatching(/^(ok|FALHA) gravação: /),
      expect.stringMatching(
        /^ok conexões: o servidor aceita \d+, e cada gateway usa até 10: bastam para \d+ gateways/,
      ),
      'ok relógio: o do PostgreSQL e o daqui concordam',
      'ok consulta: a conta pode procurar clientes',
    ]),
  )
  expect(lines.findIndex((line) => line.includes('banco:'))).toBe(1)
})

test('a server that can’t be reached keeps nobody from hearing of HubSoft, and all is not well', async () => {
  const emulator = await startEmulator()
  onTestFinished(emulator.stop)

  const { isWell, lines } = await check({
    ...settingsFor(emulator.url),
    ...behindProxy,
    DATABASE_URL: 'postgres://novo:SEGREDO@127.0.0.1:1/envios',
  })

  expect(isWell).toBe(false)
  expect(lines[1]).toMatch(
    /^FALHA banco: conexão: postgres:\/\/127\.0\.0\.1:1\/envios não responde \(ECONNREFUSED\)/,
  )
  expect(lines.at(-1)).toBe('ok consulta: a conta pode procurar clientes')
})

const well = {
  version: '18.4',
  isEncrypted: true,
  durable: { fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on' },
  waitsInVain: false,
  connections: 97,
  mayCreate: true,
  aheadMs: -200,
}

test('of a server that is as it should be each thing is told', () => {
  expect(
    describeServer(well, 'postgres://bd:5432/envios').map(({ isOk, text }) => [isOk, text]),
  ).toEqual([
    [true, 'banco: postgres://bd:5432/envios responde (PostgreSQL 18.4), com TLS'],
    [true, 'gravação: o que foi gravado fica, mesmo se a luz cai'],
    [
      true,
      'conexões: o servidor aceita 97, e cada gateway usa até 10: bastam para 9 gateways, se ninguém mais as usa',
    ],
    [true, 'relógio: o do PostgreSQL e o daqui concordam'],
  ])
})

test.each([
  [{ durable: { ...well.durable, fsync: 'off' } }, /^gravação: fsync está off: .* fsync = on no/],
  [
    { durable: { ...well.durable, synchronous_commit: 'local' } },
    /^gravação: synchronous_commit está local: /,
  ],
  [{ waitsInVain: true }, /^réplica: o PostgreSQL espera por uma .* nenhum envio sai/],
  [{ connections: 7 }, /^conexões: o servidor aceita 7, .* aumente max_connections/],
  [{ aheadMs: 12_000 }, /^relógio: o do PostgreSQL está 12 s adiantado do daqui: acerte/],
  [{ aheadMs: -3_601_000 }, /^relógio: o do PostgreSQL está 3601 s atrasado do daqui: acerte/],
  [{ mayCreate: false }, /^banco: o usuário não pode criar tabelas em envios, .* dono do banco/],
])('a server with %j is a fault', (wrong, told) => {
  const faults = describeServer({ ...well, ...wrong }, 'envios').filter(({ isOk }) => !isOk)

  expect(faults.map(({ text }) => text)).toEqual([expect.stringMatching(told)])
})

test('what isn’t known is listed out of a server, while a gateway is on it', async () => {
  const url = await newPostgres()
  const row = rowOf({ key: randomUUID(), state: states.uncertain })
  await keepRows(await openTestPostgres(url), row)

  const { isWell, lines } = await check({ DATABASE_URL: url }, '--pendentes')

  expect([isWell, lines]).toEqual([
    true,
    [
      expect.stringMatching(/^ok pendentes: 1 envio sem resultado conhecido/),
      expect.stringContaining(referenceOf(row.key)),
    ],
  ])
})

test.each<[string, (url: string) => Promise<string>, string]>([
  [
    'has no tables yet',
    async (url) => url,
    'não tem as tabelas dos envios: confira DATABASE_URL; o gateway as cria quando sobe',
  ],
  [
    'is of an older version',
    async (url) => {
      const there = await openTestPostgres(url)
      await sql`delete from kysely_migration where name > '005'`.execute(there)
      return url
    },
    'é de uma versão mais velha: rode o check da versão que está no ar',
  ],
  [
    'lets nobody in',
    async (url) => url.replace(/:[^:@]*@/, ':SEGREDO@'),
    'o servidor não deixa o usuário gateway entrar (28P01)',
  ],
  [
    'speaks no TLS',
    async (url) => `${url}?sslmode=verify-full`,
    'não fala TLS: ligue-o no servidor (ssl = on)',
  ],
])('of a server that %s it lists nothing, and says why', async (_what, make, told) => {
  const { isWell, lines } = await check(
    { DATABASE_URL: await make(await newPostgres()) },
    '--pendentes',
  )

  expect([isWell, lines]).toEqual([false, [expect.stringMatching(/^FALHA banco: /)]])
  expect(lines[0]).toContain(told)
})
