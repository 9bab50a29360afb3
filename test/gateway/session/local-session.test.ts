import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import type { OutgoingHttpHeaders } from 'node:http'
import { createServer } from 'node:net'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import type { Environment } from '#src/gateway/config/environment.ts'
import { openDatabase } from '#src/gateway/database/open-database.ts'
import { letIn } from '../../house.ts'
import { freePort } from '../../process.ts'
import { expectProblem } from '../http/expect-problem.ts'
import {
  type Answer,
  behindProxy,
  enterHouse,
  newTicket,
  openHouse,
  shareHouse,
  ticketRoute,
  told,
} from '../running.ts'

const ana = { usuario: 'ana', nome: 'Ana Lima', senha: 'senha-da-ana' }
const bia = { usuario: 'bia', nome: 'Bia Couto', senha: 'senha-da-bia' }
const json = { 'content-type': 'application/json' }
const route = '/api/sessao'

type HouseOptions = NonNullable<Parameters<typeof enterHouse>[0]>

/** A house in which Ana and Bia sign in on the page. */
async function enterLocal({ env, ...options }: HouseOptions = {}) {
  const attendants = await letIn(ana, bia)
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
  const signIn = (
    body: unknown,
    { headers, ...rest }: { headers?: OutgoingHttpHeaders; method?: string } = {},
  ) =>
    send(route, {
      method: 'POST',
      headers: { ...json, ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
      ...rest,
    })
  // As the browser marks what our own page sends.
  const signOut = (headers: OutgoingHttpHeaders = {}) =>
    send(route, { method: 'DELETE', headers: { 'sec-fetch-site': 'same-origin', ...headers } })
  const whoIs = async (headers: OutgoingHttpHeaders) => {
    const { status, body } = await send(route, { headers })
    return status === 200 ? Object(body).atendente : status
  }
  /** The cookie with which this person's browser goes on. */
  async function enter({ usuario, senha }: { usuario: string; senha: string }) {
    const cookie = cookieOf(await signIn({ usuario, senha }))
    return { cookie }
  }
  return { signIn, signOut, whoIs, enter }
}

const toSignIn = ({ usuario, senha }: typeof ana) => ({ usuario, senha })

/** "sessao=…", without its attributes. */
function cookieOf({ headers }: Answer): string {
  const [written = ''] = headers['set-cookie'] ?? []
  return written.split(';')[0] ?? ''
}

test('who signs in is known by the cookie from then on', async () => {
  const { signIn, send, whoIs } = await openLocal()
  expectProblem(await send(route), 401, 'sessao_expirada')

  const answer = await signIn({ usuario: ' Ana ', senha: ana.senha })

  const session = {
    atendente: { usuario: 'ana', nome: 'Ana Lima' },
    modo: 'local',
    demo: true,
  }
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
  expect(await whoIs({ cookie: `tema=escuro; ${cookie}; x=y` })).toEqual(session.atendente)
})

test('without a session nothing below /api is told or sent', async () => {
  const { post, ask, send, ledger } = await openLocal()

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
  expect(ledger.requests).toEqual([])
})

test('a ticket is opened under the name of who signed in', async () => {
  const { enter, post, ledger } = await openLocal()

  const answer = await post(newTicket, { headers: await enter(ana) })

  expect(told(answer)).toMatchObject({ status: 'success', atendente: 'Ana Lima' })
  expect(ledger.tickets[0]?.body.descricao).toContain(' | Atendente: Ana Lima | ')
})

/** One for all that signs nobody in. */
const closed = shareHouse(enterLocal)

test.each([
  ['a wrong password', { usuario: 'ana', senha: bia.senha }],
  ['somebody unknown', { usuario: 'carla', senha: ana.senha }],
  ['a name where the user belongs', { usuario: ana.nome, senha: ana.senha }],
])('%s: 401, in the same words', async (_what, body) => {
  const answer = await closed().signIn(body)

  expectProblem(answer, 401, 'credenciais_recusadas')
  expect(answer.headers).not.toHaveProperty('set-cookie')
  expect(answer.body).toMatchObject({
    msg: 'Usuário ou senha não conferem. Confira e tente de novo.',
  })
})

const [noUser, noPassword] = ['Usuário: digite seu usuário.', 'Senha: digite sua senha.']

test.each<[unknown, Record<string, string>]>([
  [{}, { usuario: noUser, senha: noPassword }],
  [
    { usuario: ' ', senha: '' },
    { usuario: noUser, senha: noPassword },
  ],
  [
    { usuario: 7, senha: ['x'] },
    { usuario: noUser, senha: noPassword },
  ],
  [{ usuario: 'ana' }, { senha: noPassword }],
  [{ senha: 'x' }, { usuario: noUser }],
  [
    { usuario: 'ana', senha: ana.senha, lembrar: true },
    { lembrar: 'Campo desconhecido: retire “lembrar”.' },
  ],
])('%j is explained field by field: 400', async (body, campos) => {
  const answer = await closed().signIn(body)

  expectProblem(answer, 400, 'requisicao_invalida')
  expect(answer.body).toMatchObject({ campos })
})

test.each<[string, string, OutgoingHttpHeaders, number, string]>([
  ['no JSON', 'usuario=ana', {}, 400, 'requisicao_invalida'],
  ['a list', '[]', {}, 400, 'requisicao_invalida'],
  ['nothing', '', {}, 400, 'requisicao_invalida'],
  [
    'a form',
    'usuario=ana',
    { 'content-type': 'application/x-www-form-urlencoded' },
    415,
    'tipo_invalido',
  ],
  ['text', JSON.stringify(ana), { 'content-type': 'text/plain' }, 415, 'tipo_invalido'],
  [
    'text of our own page',
    JSON.stringify(ana),
    { 'content-type': 'text/plain', 'sec-fetch-site': 'same-origin' },
    415,
    'tipo_invalido',
  ],
  ['4 KiB and a byte', JSON.stringify(ana).padEnd(4097), {}, 413, 'corpo_grande'],
  [
    'chunks of them',
    JSON.stringify(ana).padEnd(4097),
    { 'transfer-encoding': 'chunked' },
    413,
    'corpo_grande',
  ],
  ['another site', JSON.stringify(ana), { origin: 'https://mau.example' }, 403, 'origem_recusada'],
])('%s signs nobody in', async (_what, body, headers, status, codigo) => {
  expectProblem(await closed().signIn(body, { headers }), status, codigo)
})

test('a body of 4 KiB is still read', async () => {
  const { signIn } = await openLocal()
  const { usuario, senha } = ana

  expect((await signIn(JSON.stringify({ usuario, senha }).padEnd(4096))).status).toBe(200)
})

test('signing out ends the session and takes the cookie away', async () => {
  const { enter, signOut, whoIs } = await openLocal()
  const [headers, elsewhere] = [await enter(ana), await enter(ana)]

  const answer = await signOut(headers)

  expect([answer.status, answer.text]).toEqual([204, ''])
  expect(answer.headers).toMatchObject({
    'cache-control': 'no-store',
    'set-cookie': ['sessao=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict'],
  })
  expect(await whoIs(headers)).toBe(401)
  expect(await whoIs(elsewhere)).toMatchObject({ usuario: 'ana' })
})

test('signing out works for who isn’t signed in, too, and from another site for nobody', async () => {
  const { enter, signOut, whoIs } = await openLocal()
  const headers = await enter(ana)

  expect((await signOut()).status).toBe(204)
  expect((await signOut({ cookie: 'sessao=qualquer' })).status).toBe(204)
  expectProblem(
    await signOut({ ...headers, origin: 'https://mau.example' }),
    403,
    'origem_recusada',
  )
  expect(await whoIs(headers)).toMatchObject({ usuario: 'ana' })
})

test('signing in again makes a new session and ends the one the browser had; failing leaves it', async () => {
  const { enter, signIn, whoIs } = await openLocal()
  const planted = { cookie: `sessao=${'A'.repeat(43)}` }
  const before = { cookie: cookieOf(await signIn(toSignIn(ana), { headers: planted })) }
  expect(before.cookie).not.toBe(planted.cookie)
  expect(await whoIs(planted)).toBe(401)

  const failed = await signIn({ usuario: 'bia', senha: 'x' }, { headers: before })
  expectProblem(failed, 401, 'credenciais_recusadas')
  expect(await whoIs(before)).toMatchObject({ usuario: 'ana' })

  const after = { cookie: cookieOf(await signIn(toSignIn(bia), { headers: before })) }
  expect(after.cookie).not.toBe(before.cookie)
  expect(await whoIs(before)).toBe(401)
  expect(await whoIs(after)).toMatchObject({ usuario: 'bia' })
  expect((await enter(ana)).cookie).not.toBe(before.cookie)
})

test('two different cookies are nobody’s; the same one twice is who it was', async () => {
  const { enter, whoIs } = await openLocal()
  const [anas, bias] = [await enter(ana), await enter(bia)]

  expect(await whoIs({ cookie: `${anas.cookie}; ${bias.cookie}` })).toBe(401)
  expect(await whoIs({ cookie: `${anas.cookie}; sessao=planted` })).toBe(401)
  expect(await whoIs({ cookie: [anas.cookie, bias.cookie] })).toBe(401)
  expect(await whoIs({ cookie: `${anas.cookie}; ${anas.cookie}` })).toMatchObject({
    usuario: 'ana',
  })
})

const https = { PUBLIC_ORIGIN: 'https://abrir.provedor.com.br' }

// In what else they differ, session-cookie.test.ts has.
test('framed by the intranet over https the cookie is the host’s alone, when it comes and when it goes', async () => {
  const env = { ...https, FRAME_ANCESTORS: 'https://intranet.provedor.com.br' }
  const attributes = 'Path=/; HttpOnly; Secure; SameSite=None; Partitioned'
  const { signIn, signOut, whoIs } = await openLocal({ env })
  const host = 'abrir.provedor.com.br'

  const answer = await signIn(toSignIn(ana), { headers: { host } })
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
  expect([known, plain]).toEqual([{ usuario: 'ana', nome: 'Ana Lima' }, 401])
})

test('the sixth failed try of one user waits, whoever tries; others go on', async () => {
  const { signIn } = await openLocal()
  for (let tries = 0; tries < 5; tries += 1) {
    expect((await signIn({ usuario: 'ana', senha: `errada-${tries}` })).status).toBe(401)
  }

  const answer = await signIn({ usuario: ' ANA', senha: ana.senha })

  expectProblem(answer, 429, 'muitas_requisicoes')
  expect(answer.body).toMatchObject({
    msg: 'Foram muitas tentativas de entrar. Espere 5 minutos e tente de novo.',
  })
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(240)
  expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(300)
  expect((await signIn({ usuario: 'bia', senha: bia.senha })).status).toBe(200)
})

test('a browser that signed in before signs in however often strangers try, signed out or not', async () => {
  const { signIn, signOut } = await openLocal()
  const entered = await signIn(toSignIn(ana))
  const [session = '', mark = ''] = entered.headers['set-cookie'] ?? []
  const [cookie = ''] = mark.split(';')
  await signOut({ cookie: session.split(';')[0] })
  for (let tries = 0; tries < 5; tries += 1) {
    await signIn({ usuario: 'ana', senha: `errada-${tries}` })
  }

  expect((await signIn(toSignIn(ana))).status).toBe(429)
  expect((await signIn(toSignIn(ana), { headers: { cookie } })).status).toBe(200)
})

test('the log says that a try failed, and neither who tried nor with what', async () => {
  const lines: string[] = []
  const { signIn } = await openLocal({ logTo: (line) => lines.push(line) })

  const answers: Answer[] = []
  answers.push(await signIn({ usuario: 'senha-digitada-no-lugar-errado', senha: 'senha-errada' }))
  for (let tries = 0; tries < 6; tries += 1) {
    answers.push(await signIn({ usuario: 'bia', senha: 'senha-errada' }))
  }
  await signIn(toSignIn(ana))

  const told = lines
    .map((line) => JSON.parse(line))
    .filter(({ msg }) => msg === 'sign-in refused')
    .map(({ id, reason }) => [id, reason])
  const ids = answers.map(({ headers }) => headers['x-request-id'])
  expect(told).toEqual(ids.map((id, place) => [id, place < 6 ? 'credentials' : 'limit:user']))
  expect(lines.join('')).not.toMatch(/senha-|"ana"|"bia"|Ana Lima|sessao=/)
})

test('what the page asks by itself lets a session end; what a person does keeps it', async () => {
  const world = { now: Date.parse('2026-03-02T12:00:00Z') }
  const clock = { wallMs: () => world.now, monotonicMs: () => performance.now() }
  const { enter, send, ask, post, whoIs } = await openLocal({ clock })
  const polls = [
    (headers: OutgoingHttpHeaders) => ask(randomUUID(), { headers }),
    (headers: OutgoingHttpHeaders) => send(`${ticketRoute}?hoje`, { headers }),
    (headers: OutgoingHttpHeaders) => send('/api/configuracao', { headers }),
    (headers: OutgoingHttpHeaders) => send(route, { method: 'HEAD', headers }),
  ]
  const acts = [
    (headers: OutgoingHttpHeaders) => send(`${route}?x`, { headers }),
    (headers: OutgoingHttpHeaders) => post('{}', { headers }),
  ]
  const standsAfter = async (act: (headers: OutgoingHttpHeaders) => Promise<Answer>) => {
    const headers = await enter(ana)
    world.now += 40 * 60_000
    await act(headers)
    world.now += 40 * 60_000
    return (await whoIs(headers)) !== 401
  }

  for (const poll of polls) expect(await standsAfter(poll)).toBe(false)
  for (const act of acts) expect(await standsAfter(act)).toBe(true)
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

  expect(await talk(second).whoIs(headers)).toEqual({ usuario: 'ana', nome: 'Ana Lima' })
  await second.stopGateway()
  const database = await openDatabase(first.attendants.databaseFile)
  const rows = await database.selectFrom('session').select('usuario').execute()
  await database.destroy()
  expect(rows).toEqual([{ usuario: 'ana' }])
})

test('while the disk is full nobody signs in, and who is signed in goes on', async () => {
  const lines: string[] = []
  const { enter, signIn, whoIs, post, ask, attendants } = await openLocal({
    logTo: (line) => lines.push(line),
  })
  const anas = await enter(ana)
  const key = randomUUID()
  const another = new DatabaseSync(attendants.databaseFile)
  // Stands for the full disk: each write fails as one.
  for (const write of ['INSERT', 'DELETE', 'UPDATE']) {
    another.exec(`CREATE TRIGGER full_${write} BEFORE ${write} ON session
      BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END`)
  }
  another.close()
  lines.length = 0

  const answer = await signIn({ usuario: 'bia', senha: bia.senha })

  expectProblem(answer, 500, 'erro_interno')
  expect(answer.body).toMatchObject({
    msg: 'Não consegui registrar a sua entrada: o disco do servidor pode estar cheio. Avise o responsável pelo sistema.',
  })
  const errors = lines.map((line) => JSON.parse(line)).filter(({ level }) => level >= 50)
  expect(errors).toContainEqual(
    expect.objectContaining({
      msg: 'a session was not begun',
      id: answer.headers['x-request-id'],
    }),
  )
  expect(await whoIs(anas)).toEqual({ usuario: 'ana', nome: 'Ana Lima' })
  expect((await post(newTicket, { key, headers: anas })).status).toBe(201)
  expect((await ask(key, { headers: anas })).status).toBe(200)
})

test('an old session that can’t be ended keeps nobody from signing in', async () => {
  const { enter, signIn, attendants } = await openLocal()
  const anas = await enter(ana)
  const another = new DatabaseSync(attendants.databaseFile)
  another.exec(
    "CREATE TRIGGER kept BEFORE DELETE ON session BEGIN SELECT RAISE(ABORT, 'kept'); END",
  )
  another.close()

  const answer = await signIn({ usuario: 'bia', senha: bia.senha }, { headers: anas })

  expect(answer.status).toBe(200)
})

test.each<[string, Environment]>([
  ['the demo', {}],
  ['proxy', behindProxy],
])('with AUTH_MODE for %s there is nothing to sign in to or out of', async (_mode, env) => {
  const house = await openHouse({ env })
  const { signIn, signOut } = talk(house)

  expectProblem(await signIn({ usuario: 'ana', senha: ana.senha }), 404, 'nao_encontrado')
  expectProblem(await signOut(), 404, 'nao_encontrado')
})

test('a gateway that is stopped, or can’t start, leaves its port free and its database closed', async () => {
  const { stopGateway, attendants } = await openLocal()
  const another = await letIn(ana)
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
