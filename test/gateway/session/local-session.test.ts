import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import type { OutgoingHttpHeaders } from 'node:http'
import { createServer } from 'node:net'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { openSqlite } from '#src/gateway/database/sqlite/open-sqlite.ts'
import { letIn } from '../../house.ts'
import { freePort } from '../../process.ts'
import { bareApp } from '../http/bare-app.ts'
import { expectProblem } from '../http/expect-problem.ts'
import { keepLog } from '../keep-log.ts'
import {
  type Answer,
  enterHouse,
  newTicket,
  openHouse,
  shareHouse,
  ticketRoute,
} from '../running.ts'

const ana = { usuario: 'ana', senha: 'senha-da-ana' }
const bia = { usuario: 'bia', senha: 'senha-da-bia' }
const anaLima = { usuario: 'ana', nome: 'Ana Lima' }
const route = '/api/sessao'

type HouseOptions = NonNullable<Parameters<typeof enterHouse>[0]>

/** A house in which Ana and Bia sign in on the page. */
async function enterLocal({ env, ...options }: HouseOptions = {}) {
  const attendants = await letIn({ ...ana, ...anaLima }, { ...bia, nome: 'Bia Couto' })
  const house = await enterHouse({ ...options, env: { ...attendants.env, ...env } })
  async function stop() {
    await house.stop()
    await attendants.remove()
  }
  return { ...house, ...talk(house), attendants, env: { ...attendants.env, ...env }, stop }
}

/** The same, left after the test. */
async function openLocal(options: HouseOptions = {}) {
  const local = await enterLocal(options)
  onTestFinished(local.stop)
  return local
}

/** What a browser does with sign-in. */
function talk({ send }: Pick<Awaited<ReturnType<typeof openHouse>>, 'send'>) {
  const signIn = (body: unknown, headers: OutgoingHttpHeaders = {}) =>
    send(route, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  // As the browser marks what our own page sends.
  const signOut = (headers: OutgoingHttpHeaders = {}) =>
    send(route, { method: 'DELETE', headers: { 'sec-fetch-site': 'same-origin', ...headers } })
  const whoIs = async (headers: OutgoingHttpHeaders) => {
    const { status, body } = await send(route, { headers })
    return status === 200 ? Object(body).atendente : status
  }
  /** The cookie with which this person's browser goes on. */
  const enter = async (person: typeof ana) => ({ cookie: cookieOf(await signIn(person)) })
  return { signIn, signOut, whoIs, enter }
}

/** "sessao=…", without its attributes. */
function cookieOf({ headers }: Answer): string {
  const [written = ''] = headers['set-cookie'] ?? []
  return written.split(';')[0] ?? ''
}

/** For whatever locks nobody out. */
const house = shareHouse(enterLocal)

test('who signs in is known by the cookie from then on', async () => {
  const { signIn, send } = house()
  expectProblem(await send(route), 401, 'sessao_expirada')

  const answer = await signIn({ usuario: ' Ana ', senha: ana.senha })

  const session = { atendente: anaLima, modo: 'local', demo: true }
  expect([answer.status, answer.body]).toEqual([200, session])
  expect(answer.headers['cache-control']).toBe('no-store')
  expect(answer.headers['set-cookie']).toEqual([
    expect.stringMatching(/^sessao=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/),
    expect.stringMatching(
      /^aparelho=[\w-]{65}; Max-Age=7776000; Path=\/; HttpOnly; SameSite=Strict$/,
    ),
  ])
  const cookie = cookieOf(answer)
  expect((await send(route, { headers: { cookie } })).body).toEqual(session)
})

test('without a session nothing below /api is told or sent', async () => {
  const { post, ask, send, ticketRequests } = house()

  for (const answer of [
    await post(),
    await ask(randomUUID()),
    await send(`${ticketRoute}?hoje`),
    await send('/api/qualquer'),
    await send(route, { headers: { cookie: `sessao=${'A'.repeat(43)}` } }),
    await send(route, { headers: { cookie: 'sessao=' } }),
  ]) {
    expectProblem(answer, 401, 'sessao_expirada')
  }
  expect((await send('/api/configuracao')).body).toMatchObject({ modo: 'local' })
  expect(ticketRequests()).toEqual([])
})

test.each([
  ['a wrong password', { usuario: 'ana', senha: bia.senha }],
  ['somebody unknown', { usuario: 'carla', senha: ana.senha }],
  ['a name where the user belongs', { usuario: anaLima.nome, senha: ana.senha }],
])('%s: 401, in the same words', async (_what, body) => {
  const answer = await house().signIn(body)

  expectProblem(answer, 401, 'credenciais_recusadas')
  expect(answer.headers).not.toHaveProperty('set-cookie')
  expect(answer.body).toMatchObject({
    msg: 'Usuário ou senha não conferem. Confira e tente de novo.',
  })
})

const [noUser, noPassword] = ['Usuário: digite seu usuário.', 'Senha: digite sua senha.']

test.each<[unknown, Record<string, string>]>([
  [
    { usuario: ' ', senha: '' },
    { usuario: noUser, senha: noPassword },
  ],
  [{ usuario: 7 }, { usuario: noUser, senha: noPassword }],
  [{ ...ana, lembrar: true }, { lembrar: 'Campo desconhecido: retire “lembrar”.' }],
])('%j is explained field by field: 400', async (body, campos) => {
  const answer = await house().signIn(body)

  expectProblem(answer, 400, 'requisicao_invalida')
  expect(answer.body).toMatchObject({ campos })
})

// What else no body may be, routes.test.ts has, and from where none may come, host-and-origin.test.ts.
test('no JSON, text and more than 4 KiB sign nobody in; 4 KiB are read', async () => {
  const { signIn } = house()
  const body = JSON.stringify(ana)
  const ownText = { 'content-type': 'text/plain', 'sec-fetch-site': 'same-origin' }

  expectProblem(await signIn('usuario=ana'), 400, 'requisicao_invalida')
  expectProblem(await signIn(body, ownText), 415, 'tipo_invalido')
  expectProblem(await signIn(body.padEnd(4097)), 413, 'corpo_grande')
  expect((await signIn(body.padEnd(4096))).status).toBe(200)
})

test('signing out ends the session and takes the cookie away, signed in or not, but from no other site', async () => {
  const { enter, signOut, whoIs } = house()
  const [headers, elsewhere] = [await enter(ana), await enter(ana)]

  const foreign = await signOut({ ...headers, origin: 'https://mau.example' })
  expectProblem(foreign, 403, 'origem_recusada')
  expect(await whoIs(headers)).toEqual(anaLima)
  for (const cookies of [headers, {}, { cookie: 'sessao=qualquer' }]) {
    const answer = await signOut(cookies)

    expect([answer.status, answer.text]).toEqual([204, ''])
    expect(answer.headers).toMatchObject({
      'cache-control': 'no-store',
      'set-cookie': ['sessao=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict'],
    })
  }

  expect(await whoIs(headers)).toBe(401)
  expect(await whoIs(elsewhere)).toEqual(anaLima)
})

test('signing in again makes a new session and ends the one the browser had; failing leaves it', async () => {
  const { enter, signIn, whoIs } = house()
  const planted = { cookie: `sessao=${'A'.repeat(43)}` }
  const before = { cookie: cookieOf(await signIn(ana, planted)) }
  expect(before.cookie).not.toBe(planted.cookie)
  expect(await whoIs(planted)).toBe(401)

  const failed = await signIn({ usuario: 'bia', senha: 'x' }, before)
  expectProblem(failed, 401, 'credenciais_recusadas')
  expect(await whoIs(before)).toMatchObject({ usuario: 'ana' })

  const after = { cookie: cookieOf(await signIn(bia, before)) }
  expect(after.cookie).not.toBe(before.cookie)
  expect(await whoIs(before)).toBe(401)
  expect(await whoIs(after)).toMatchObject({ usuario: 'bia' })
  expect((await enter(ana)).cookie).not.toBe(before.cookie)
})

const https = { PUBLIC_ORIGIN: 'https://abrir.provedor.com.br' }

// In what else they differ, session-cookie.test.ts has.
test('framed by the intranet over https the cookie is the host’s alone, when it comes and when it goes', async () => {
  const env = { ...https, FRAME_ANCESTORS: 'https://intranet.provedor.com.br' }
  const attributes = 'Path=/; HttpOnly; Secure; SameSite=None; Partitioned'
  const { signIn, signOut, whoIs } = await openLocal({ env })
  const host = 'abrir.provedor.com.br'

  const answer = await signIn(ana, { host })
  const headers = { host, cookie: cookieOf(answer) }
  const known = await whoIs(headers)
  const plain = await whoIs({ host, cookie: headers.cookie.replace('__Host-', '') })
  const gone = await signOut(headers)

  const [written = '', marks = ''] = answer.headers['set-cookie'] ?? []
  expect(marks.replace(/=[\w-]{65};/, '=MARK;')).toBe(
    `__Host-aparelho=MARK; Max-Age=7776000; ${attributes}`,
  )
  expect(written.replace(/=[\w-]{43};/, '=ID;')).toBe(`__Host-sessao=ID; ${attributes}`)
  expect(gone.headers['set-cookie']).toEqual([`__Host-sessao=; Max-Age=0; ${attributes}`])
  expect([known, plain]).toEqual([anaLima, 401])
})

test('a browser that signed in before signs in however often strangers try, signed out or not', async () => {
  const { signIn, signOut } = await openLocal()
  const entered = await signIn(ana)
  const [session = '', mark = ''] = entered.headers['set-cookie'] ?? []
  const [cookie = ''] = mark.split(';')
  await signOut({ cookie: session.split(';')[0] })
  for (let tries = 0; tries < 5; tries += 1) {
    await signIn({ usuario: 'ana', senha: `errada-${tries}` })
  }

  expect((await signIn(ana)).status).toBe(429)
  expect((await signIn(ana, { cookie })).status).toBe(200)
})

test('the sixth failed try of one user waits, and the log says why, neither who nor with what', async () => {
  const { logTo, text, lines } = keepLog()
  const { signIn } = await openLocal({ logTo })

  const answers = [await signIn({ usuario: 'senha-no-lugar-errado', senha: 'senha-errada' })]
  for (const usuario of ['bia', 'BIA', ' bia', 'bia', 'bia', ' BIA']) {
    answers.push(await signIn({ usuario, senha: 'senha-errada' }))
  }
  expect((await signIn(ana)).status).toBe(200)

  const [last] = answers.slice(-1)
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401, 401, 401, 429])
  expect(last?.body).toMatchObject({
    codigo: 'muitas_requisicoes',
    msg: 'Foram muitas tentativas de entrar. Espere 5 minutos e tente de novo.',
  })
  expect(Number(last?.headers['retry-after'])).toBeGreaterThan(240)
  const refused = lines().filter(({ msg }) => msg === 'sign-in refused')
  expect(refused.map(({ id, reason }) => [id, reason])).toEqual(
    answers.map(({ status, headers }) => [
      headers['x-request-id'],
      status === 429 ? 'limit:user' : 'credentials',
    ]),
  )
  expect(text()).not.toMatch(/senha-|"ana"|"bia"|Ana Lima|sessao=/i)
})

test('a session survives a restart of the gateway, and what is over by then is swept out', async () => {
  const world = { now: Date.parse('2026-03-02T12:00:00Z') }
  const clock = { wallMs: () => world.now, monotonicMs: () => performance.now() }
  const first = await openLocal({ clock })
  await first.enter(bia)
  world.now += 40 * 60_000
  const headers = await first.enter(ana)
  await first.stopGateway()
  world.now += 30 * 60_000

  const second = await openHouse({ env: first.env, clock })

  expect(await talk(second).whoIs(headers)).toEqual(anaLima)
  await second.stopGateway()
  const database = await openSqlite(first.attendants.databaseFile)
  const rows = await database.selectFrom('session').select('usuario').execute()
  await database.destroy()
  expect(rows).toEqual([{ usuario: 'ana' }])
})

/** Makes the database fail these writes of sessions, as a full disk does. */
function refuse(file: string, ...writes: string[]) {
  const database = new DatabaseSync(file)
  for (const write of writes) {
    database.exec(
      `CREATE TRIGGER full_${write} BEFORE ${write} ON session BEGIN SELECT RAISE(ABORT, 'full'); END`,
    )
  }
  database.close()
}

test('while the disk is full nobody signs in, and who is signed in goes on', async () => {
  const { logTo, lines } = keepLog()
  const { enter, signIn, whoIs, post, ask, attendants } = await openLocal({ logTo })
  const anas = await enter(ana)
  const key = randomUUID()
  refuse(attendants.databaseFile, 'INSERT', 'DELETE', 'UPDATE')

  const answer = await signIn(bia)

  expectProblem(answer, 500, 'erro_interno')
  expect(answer.body).toMatchObject({
    msg: 'Não consegui registrar a sua entrada: o disco do servidor pode estar cheio. Avise o responsável pelo sistema.',
  })
  const id = answer.headers['x-request-id']
  expect(lines()).toContainEqual(
    expect.objectContaining({ level: 50, msg: 'a session was not begun', id }),
  )
  expect(await whoIs(anas)).toEqual(anaLima)
  expect((await post(newTicket, { key, headers: anas })).status).toBe(201)
  expect((await ask(key, { headers: anas })).status).toBe(200)
})

test('an old session that can’t be ended keeps nobody from signing in', async () => {
  const { enter, signIn, attendants } = await openLocal()
  const anas = await enter(ana)
  refuse(attendants.databaseFile, 'DELETE')

  const answer = await signIn(bia, anas)

  expect(answer.status).toBe(200)
})

test('where nobody signs in on the page there is nothing to sign in to or out of', async () => {
  const app = bareApp({ identify: () => null })
  const headers = { host: 'localhost', 'content-type': 'application/json' }

  for (const method of ['POST', 'DELETE']) {
    expect((await app.request(route, { method, headers }, {})).status).toBe(404)
  }
})

test('a gateway that is stopped, or can’t start, leaves its port free and its database closed', async () => {
  const { stopGateway, attendants } = await openLocal()
  const another = await letIn({ ...ana, ...anaLima })
  onTestFinished(another.remove)
  const port = await freePort()

  const start = openHouse({ env: { ...another.env, PORT: String(port) }, pageRoot: '/dev/null' })
  await expect(start).rejects.toThrow('ENOTDIR')
  await stopGateway()

  // SQLite takes its journals away with the last that has it open.
  const files = ['atendentes.json', 'novo-atendimento.db', 'novo-atendimento.db-gateway']
  expect(readdirSync(another.folder)).toEqual(files)
  expect(readdirSync(attendants.folder)).toEqual(files)
  const server = createServer().listen(port, '127.0.0.1')
  await once(server, 'listening')
  server.close()
})
