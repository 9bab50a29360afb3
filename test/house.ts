import { randomBytes, scryptSync } from 'node:crypto'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { embeddedOf } from '#src/contract/embedded.ts'
import type { Configuracao } from '#src/contract/page-context.ts'
import { servicesToTry } from '#src/emulator/customers.ts'
import { demoCredentials, type EmulatorOptions, startEmulator } from '#src/emulator/server.ts'
import type { After, Clock } from '#src/gateway/clock.ts'
import { readConfig } from '#src/gateway/config/config.ts'
import type { Environment } from '#src/gateway/config/environment.ts'
import { openSqlite } from '#src/gateway/database/sqlite/open-sqlite.ts'
import { createFirstPicture, type DrawFirstPicture } from '#src/gateway/http/first-picture.ts'
import { ticketPath } from '#src/gateway/http/tickets/ticket-request.ts'
import type { Account } from '#src/gateway/hubsoft/account/sign-in.ts'
import { createLog } from '#src/gateway/log.ts'
import { type GatewayDeps, startGateway } from '#src/gateway/server.ts'
import { writeAttendants } from '#src/gateway/session/write-attendants.ts'
import { createMovableClock } from './movable-clock.ts'

type GatewayOptions = {
  /** The gateway's environment; a free port unless it says otherwise. */
  env?: Environment
  /** Services that the demo banner names; none shows no banner. */
  demoServices?: Configuracao['servicos_de_demonstracao']
  /** As the gateway signs in with it; the emulator's own by default. */
  account?: () => Account
  /** By default one that `skip` moves on. */
  clock?: Clock
  /** How its looks wait for their time; by default by that clock. */
  after?: After
  /** In place of a database server's own time; by default that clock's. */
  timeThere?: () => Promise<number>
  /** In place of the gateway's own. */
  limits?: NonNullable<GatewayDeps['limits']>
  /** Another build of the page. */
  pageRoot?: string
  /** Whether the page of `/` is drawn before it is asked for, as for people; not by default. */
  isDrawn?: boolean
  /** Where log lines go; nowhere by default. */
  logTo?: (line: string) => void
  /** How often the gateway looks at its certificate's files. */
  certificateLookMs?: number
}

type HouseOptions = GatewayOptions & {
  emulator?: EmulatorOptions
  /** Another HubSoft than the emulator. */
  hubsoftUrl?: string
  /**
   * Whether the sign-in with which a gateway starts is answered as any other, where a send's deadline is too
   * short for both. By default the emulator turns that one away as a proxy would: a test begins without a token
   * and with an empty ledger.
   */
  signsInAtStart?: boolean
}

// Not by `new URL(…, import.meta.url)`, which Vite rewrites where there is a document.
export const pageRoot = join(import.meta.dirname, '../dist/client')

const drawn = new Map<string, ReturnType<DrawFirstPicture>>()
const draw = createFirstPicture(
  { pageRoot, serverRoot: join(pageRoot, '../server') },
  createLog({ level: 'warn' }),
)

/** What looks the same isn't drawn anew: that takes a tenth of a second. */
const drawOnce: DrawFirstPicture = (known) => {
  const look = JSON.stringify(embeddedOf(known))
  const picture = drawn.get(look) ?? draw(known)
  drawn.set(look, picture)
  return picture
}

let emptyJournal: Promise<Buffer> | undefined

/** A journal as a gateway makes it; once for all houses, since migrations take more than the rest of opening one. */
async function makeEmptyJournal(): Promise<Buffer> {
  const folder = await mkdtemp(join(tmpdir(), 'empty-'))
  const file = join(folder, 'novo-atendimento.db')
  await (await openSqlite(file)).destroy()
  const bytes = await readFile(file)
  await rm(folder, { recursive: true })
  return bytes
}

/** The real gateway on a free loopback port, in this process. */
export async function startGatewayOn(
  hubsoft: { url: string; ca?: string },
  {
    env = {},
    demoServices = servicesToTry,
    account = () => demoCredentials,
    clock,
    after,
    timeThere,
    limits = {},
    pageRoot: otherPage = pageRoot,
    isDrawn = false,
    logTo,
    certificateLookMs,
  }: GatewayOptions,
) {
  const read = readConfig({ PORT: '0', ...env })
  if ('faults' in read) throw new Error(read.faults.join('\n'))
  const movable = createMovableClock()
  const triedToSignIn = Promise.withResolvers<void>()
  let listsRead = 0
  const gateway = await startGateway({
    config: read.config,
    hubsoft: { ...hubsoft, url: new URL(hubsoft.url), account },
    demoServices,
    pageRoot: otherPage,
    ...(isDrawn && { drawFirstPicture: drawOnce }),
    ...(clock ? { clock } : { clock: movable.clock, after: movable.after }),
    ...(after && { after }),
    timeThere: timeThere ?? (async () => (clock ?? movable.clock).wallMs()),
    limits,
    ...(certificateLookMs && { certificateLookMs }),
    log: createLog({
      level: logTo ? 'trace' : 'silent',
      destination: { write: (line: string) => logTo?.(line) },
    }),
    observe(event) {
      if (event.kind === 'renewal') triedToSignIn.resolve()
      if (event.kind !== 'exchange') return
      // What was read before is of whoever is calling.
      if (event.route === 'ticket') listsRead = 0
      if (event.route === 'read') listsRead += 1
    },
  })
  return {
    ...gateway,
    /** Empty where it is none. */
    databaseFile: read.config.database.kind === 'sqlite' ? read.config.database.file : '',
    clock: movable.clock,
    skip: movable.skip,
    /** It has, whatever came of it. */
    triedToSignIn: () => triedToSignIn.promise,
    /** How often it has looked at HubSoft's list since the last send, read or not. */
    listsRead: () => listsRead,
  }
}

/**
 * The real gateway and the real emulator on free loopback ports, in this process.
 *
 * `url` is the page's address; `emulator` has the faults and the ledger of what was really opened.
 */
export async function startHouse({
  env,
  emulator,
  hubsoftUrl,
  signsInAtStart = false,
  ...options
}: HouseOptions = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'house-'))
  const ownFile = join(folder, 'novo-atendimento.db')
  emptyJournal ??= makeEmptyJournal()
  await writeFile(ownFile, await emptyJournal)
  const ownDatabase = { DATABASE_URL: `file:${ownFile}` }
  const running = await startEmulator(emulator)
  const { faults, ledger } = running.emulator
  const missesSignIn = hubsoftUrl === undefined && !signsInAtStart
  if (missesSignIn) faults.inject({ route: 'token', fault: 'forbidden' })
  const gateway = await startGatewayOn(
    { url: hubsoftUrl ?? running.url },
    { ...options, env: { ...ownDatabase, ...env } },
  )
  if (missesSignIn || signsInAtStart) await gateway.triedToSignIn()
  if (missesSignIn) ledger.clear()
  return {
    url: gateway.url,
    emulator: running.emulator,
    emulatorUrl: running.url,
    databaseFile: gateway.databaseFile,
    /** The next ticket is for certain not sent, whatever else the gateway asks HubSoft by then. */
    refuseNextSend: () => faults.inject({ route: 'atendimento', fault: 'signed-out' }),
    /** What the gateway sent to HubSoft's ticket route, answered or not. */
    ticketRequests: () => ledger.requests.filter(({ path }) => path === ticketPath),
    /** HubSoft goes away, and comes back with the same tickets and tokens. */
    stopEmulator: running.stop,
    restartEmulator: running.restart,
    stopGateway: gateway.stop,
    longestStopMs: gateway.longestStopMs,
    clock: gateway.clock,
    skip: gateway.skip,
    listsRead: gateway.listsRead,
    async stop() {
      // The stand-in first: what waits for it in silence would hold the gateway's stop.
      await running.stop()
      await gateway.stop()
      await rm(folder, { recursive: true })
    },
  }
}

export type House = Awaited<ReturnType<typeof startHouse>>

type Person = { usuario: string; nome: string; senha: string }

/** As cheap as one may be: what a password costs, passwords.test.ts shows. */
function hashOf(password: string): string {
  const salt = randomBytes(16)
  const key = scryptSync(password.normalize('NFC'), salt, 32, { N: 2 ** 4, r: 8, p: 1 })
  const [saltText, keyText] = [salt, key].map((one) => one.toString('base64').replace(/=+$/, ''))
  return `$scrypt$ln=4,r=8,p=1$${saltText}$${keyText}`
}

export const ana = { usuario: 'ana', nome: 'Ana Souza', senha: 'correto cavalo bateria' }
export const bia = { usuario: 'bia', nome: 'Bia Lima', senha: 'grampo azul na gaveta' }

/** Settings with which these people sign in on the page; the list and the database lie in `folder`. */
export async function letIn(...people: Person[]) {
  const folder = await mkdtemp(join(tmpdir(), 'sign-in-'))
  const attendantsFile = join(folder, 'atendentes.json')
  const databaseFile = join(folder, 'novo-atendimento.db')
  /** In place of everybody who was on the list. */
  async function list(...listed: Person[]) {
    const hashed = listed.map((one) => ({ ...one, senha: hashOf(one.senha) }))
    writeAttendants(attendantsFile, hashed)
  }
  await list(...people)
  const env: Environment = {
    AUTH_MODE: 'local',
    ATTENDANTS_FILE: attendantsFile,
    DATABASE_URL: `file:${databaseFile}`,
  }
  const remove = () => rm(folder, { recursive: true })
  return { env, folder, attendantsFile, databaseFile, list, remove }
}
