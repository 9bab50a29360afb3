import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, inject, onTestFinished, test } from 'vitest'
import { systemClock } from '#src/gateway/clock.ts'
import { addressOf, readDatabase } from '#src/gateway/config/database.ts'
import { createReader } from '#src/gateway/config/environment.ts'
import { openDatabase } from '#src/gateway/database/open-database.ts'
import { openPostgres } from '#src/gateway/database/postgres/open-postgres.ts'
import { createWriteCheck } from '#src/gateway/database/write-check.ts'
import { createDatabase, startOwnPostgres } from '../../postgres.ts'
import { certificateFor } from '../http/certificate.ts'
import { keepLog } from '../keep-log.ts'
import { openTestPostgres, postgresAt } from '../on-postgres.ts'

const certificate = certificateFor('127.0.0.1')
const folder = mkdtempSync(join(tmpdir(), 'authorities-'))
const [its, others] = [join(folder, 'its.pem'), join(folder, 'others.pem')]
let server: Awaited<ReturnType<typeof startOwnPostgres>>
beforeAll(async () => {
  writeFileSync(its, certificate.cert)
  writeFileSync(others, certificateFor('127.0.0.1').cert)
  server = await startOwnPostgres({ certificate })
})
afterAll(async () => {
  rmSync(folder, { recursive: true })
  await server.stop()
})

type Said = { host?: string; sslmode: string; sslrootcert?: string; password?: string }

/** A DATABASE_URL of that server that says so. */
function urlOf({ host, password, ...said }: Said, of = server.url) {
  const url = new URL(of)
  if (host) url.hostname = host
  if (password) url.password = password
  for (const [name, value] of Object.entries(said)) url.searchParams.set(name, value)
  return url.href
}

test.each<Said>([
  { sslmode: 'verify-full' },
  { sslmode: 'verify-ca' },
  { sslmode: 'verify-ca', host: 'localhost' },
])('the server’s own authority is believed, and what is said is said in TLS: %o', async (said) => {
  const url = urlOf({ ...said, sslrootcert: its })
  const database = await openTestPostgres(url)

  const { rows } = await sql`
    SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()
  `.execute(database)

  expect(rows).toEqual([{ ssl: true }])
})

test.each<[string, Said, RegExp]>([
  [
    'a host that isn’t in the certificate',
    { sslmode: 'verify-full', host: 'localhost', sslrootcert: its },
    /; o certificado é de outro servidor: ponha em DATABASE_URL um nome que esteja no certificado$/,
  ],
  [
    'an authority that nobody here knows',
    { sslmode: 'verify-full' },
    /; o certificado não é de uma autoridade que este computador conheça: ponha em sslrootcert/,
  ],
  [
    'another authority’s certificate',
    { sslmode: 'verify-ca', sslrootcert: others },
    /; o certificado não é de uma autoridade que este computador conheça: ponha em sslrootcert/,
  ],
  [
    'a password that isn’t theirs',
    { sslmode: 'verify-full', sslrootcert: its, password: 'outra' },
    /; o servidor não aceitou este usuário, ou esta senha: confira os dois$/,
  ],
])('the start is refused for %s', async (_what, said, sentence) => {
  await expect(openPostgres(postgresAt(urlOf(said)))).rejects.toThrow(sentence)
})

test('a password that was changed is taken from its file, and tried anew by itself', async () => {
  const { url, remove } = await createDatabase(server.url)
  onTestFinished(remove)
  const role = new URL(url).pathname.slice(1)
  const admin = await openTestPostgres(server.url)
  const file = join(folder, 'senha')
  const giveIt = async (password: string) => {
    await sql.raw(`ALTER ROLE ${role} PASSWORD '${password}'`).execute(admin)
    await sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = ${role}`.execute(
      admin,
    )
  }
  await sql.raw(`CREATE ROLE ${role} LOGIN; ALTER DATABASE ${role} OWNER TO ${role}`).execute(admin)
  await giveIt('antiga')
  writeFileSync(file, 'antiga\n')
  const address = new URL(url)
  Object.assign(address, { username: role, password: '' })
  const reader = createReader({ DATABASE_URL: address.href, DATABASE_PASSWORD_FILE: file })
  const { log } = keepLog()
  const options = { clock: systemClock }
  const database = await openDatabase(addressOf(readDatabase(reader), log), {}, options)
  onTestFinished(() => database.destroy())
  const ask = () => database.selectFrom('ticket').selectAll().execute()

  await giveIt('nova')
  // Whoever is first may meet the end of a connection that still stood.
  await ask().catch(() => undefined)
  await expect(ask()).rejects.toMatchObject({ state: '28P01' })
  expect(await createWriteCheck({ database, nowMs: () => 0 })()).toBe('no-answer')
  writeFileSync(file, 'nova\n')

  expect(await ask()).toEqual([])
})

test('a server without TLS isn’t told the password', async () => {
  const { url, remove } = await createDatabase(inject('postgres'))

  const opening = openPostgres(postgresAt(urlOf({ sslmode: 'verify-full' }, url)))

  await expect(opening).rejects.toThrow('; o servidor não fala TLS: ligue ssl nele')
  await remove()
})
