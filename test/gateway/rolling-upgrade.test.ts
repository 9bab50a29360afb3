import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { startEmulator } from '#src/emulator/server.ts'
import type { ChangedLine } from '../drill/kill/changed-line.ts'
import { startGatewayOn, startHouse } from '../house.ts'
import { settingsFor, startGatewayProcess } from '../process.ts'
import { newPostgres, openTestPostgres } from './on-postgres.ts'
import { behindProxy, newTicket, protocolIn, signedIn, talkTo, ticketsIn } from './running.ts'

/** What the version after this one may do: it adds. */
const nextVersion: ChangedLine = {
  file: 'src/gateway/database/tables.ts',
  line: 'export const migrations: Record<string, Migration> = {',
  becomes: `export const migrations: Record<string, Migration> = {
    '999_next': {
      async up(db) {
        await db.schema.alterTable('ticket')
          .addColumn('later', 'text', (column) => column.notNull().defaultTo('before'))
          .execute()
      },
    },`,
}
const changing = join(import.meta.dirname, '../drill/kill/break-source.ts')
const who = signedIn('ana', 'Ana')

test('one gateway after the other goes over to the next version, each sends, and each verifies what the other left', async () => {
  const { url, emulator, stop } = await startEmulator()
  onTestFinished(stop)
  const DATABASE_URL = await newPostgres()
  const env = { ...behindProxy, ...settingsFor(url), DATABASE_URL, HUBSOFT_TIMEOUT_MS: '1500' }
  const opened = ticketsIn(emulator.ledger)
  async function start(nodeOptions: string[] = []) {
    const CHANGED_LINES = JSON.stringify([nextVersion])
    const gateway = await startGatewayProcess({ ...env, CHANGED_LINES }, nodeOptions)
    onTestFinished(gateway.kill)
    return gateway
  }
  const startNext = () => start(['--import', changing])
  type Gateway = Awaited<ReturnType<typeof start>>

  async function send({ url }: Gateway) {
    const key = randomUUID()
    expect((await talkTo(url, who).post(newTicket, { key })).status).toBe(201)
    return key
  }
  const isKnown = async (key: string, { url }: Gateway) =>
    expect(protocolIn(await talkTo(url, who).ask(key))).toBe(opened(key)[0]?.atendimento.protocolo)
  /** It dies while HubSoft has a ticket of its own and says nothing. */
  async function leave(left: Gateway, other: Gateway) {
    const key = randomUUID()
    emulator.faults.inject({ route: 'atendimento', fault: 'silent-after' })
    const sending = talkTo(left.url, who)
      .post(newTicket, { key })
      .catch(() => null)
    await expect.poll(() => opened(key)).toHaveLength(1)
    await left.kill()
    await sending
    await expect
      .poll(async () => protocolIn(await talkTo(other.url, who).ask(key)), { timeout: 20_000 })
      .toBe(opened(key)[0]?.atendimento.protocolo)
    expect(opened(key)).toHaveLength(1)
  }

  const first = await start()
  const before = await send(first)
  const next = await startNext()
  await isKnown(before, next)
  await isKnown(await send(next), first)
  await isKnown(await send(first), next)
  await leave(first, next)
  // Back to the version before, on the tables of the next.
  const again = await start()
  await isKnown(await send(again), next)
  await leave(next, again)

  const database = await openTestPostgres(DATABASE_URL)
  const { rows } = await sql`select distinct later from ticket`.execute(database)
  expect(rows).toEqual([{ later: 'before' }])
})

test('what a gateway sends with a longer time-out stays its own when one with a shorter one starts', async () => {
  const DATABASE_URL = await newPostgres()
  const env = { ...behindProxy, DATABASE_URL }
  const house = await startHouse({ env: { ...env, HUBSOFT_TIMEOUT_MS: '60000' } })
  onTestFinished(house.stop)
  house.emulator.faults.inject({ route: 'atendimento', fault: 'silent-before' })
  const sending = talkTo(house.url, who)
    .post(newTicket)
    .catch(() => null)
  const database = await openTestPostgres(DATABASE_URL)
  const deadlines = () => database.selectFrom('ticket').select('deadline_at').execute()
  await expect.poll(deadlines).toHaveLength(1)
  const before = await deadlines()

  const other = await startGatewayOn(
    { url: house.emulatorUrl },
    { env: { ...env, HUBSOFT_TIMEOUT_MS: '1000' } },
  )
  await other.stop()

  expect(await deadlines()).toEqual(before)
  await house.stopEmulator()
  await sending
})
