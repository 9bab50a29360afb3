import { randomUUID } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import { createServer as createSocketServer } from 'node:net'
import { text as textOf } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { readConfig } from '#src/gateway/config/config.ts'
import {
  behindProxy,
  exchange,
  newTicket,
  openHouse,
  parsed,
  signedIn,
  ticketRoute,
} from '../gateway/running.ts'
import { freePort, listen } from '../process.ts'
import { testWith } from '../program.ts'
import { publicHost, readExample, startNginx } from './nginx-process.ts'

// What a request through nginx shows, the tests below do.
test('nginx’s example: what keeps a request whole and its answer awaited is there', () => {
  const read = readConfig({})
  const said = (name: string) =>
    [...readExample('nginx.conf').matchAll(new RegExp(`^    ${name} (.+);$`, 'gm'))].map(
      ([, value]) => value,
    )

  expect(said('proxy_request_buffering')).toEqual(['on'])
  expect(said('proxy_http_version')).toEqual(['1.1'])
  expect(said('ssl_protocols')).toEqual(['TLSv1.2 TLSv1.3'])
  expect(said('server_tokens')).toEqual(['off', 'off'])
  expect(said('client_body_buffer_size')).toEqual(said('client_max_body_size'))
  expect(readExample('nginx-proxy.conf')).toContain('proxy_pass_request_body off;')
  const timeoutMs = 'config' in read ? read.config.timeoutMs : Number.NaN
  expect(Number.parseInt(said('proxy_read_timeout')[0] ?? '', 10) * 1000).toBeGreaterThan(timeoutMs)
})

/** A server of this test's own on a free port; stopped after it. */
async function startServer(listener: RequestListener): Promise<number> {
  const server = createServer(listener)
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return listen(server)
}

/** A gateway behind a proxy, under the name of the examples. */
async function startGateway() {
  const port = await freePort()
  const env = { ...behindProxy, PORT: String(port), PUBLIC_ORIGIN: `https://${publicHost}` }
  const { ledger } = await openHouse({ env })
  return { port, ledger }
}

const secret = signedIn('ninguém')['x-auth-proxy-secret']
const signedInCookie = { cookie: 'sessao=da-ana' }

/** A sign-on that knows one session, and names somebody even where it says no. */
async function startSignOn() {
  const asked: { headers: string; body: string }[] = []
  const port = await startServer(async (incoming, response) => {
    asked.push({ headers: incoming.rawHeaders.join('\n'), body: await textOf(incoming) })
    const isKnown = incoming.headers.cookie === signedInCookie.cookie
    const name = Buffer.from('Ana Conceição').toString('latin1')
    response.writeHead(isKnown ? 200 : 401, { 'remote-user': 'ana', 'remote-name': name }).end()
  })
  return { port, asked }
}

/** The whole way: nginx, the intranet's sign-on, the gateway, the emulator. */
async function startProxied() {
  const [gateway, signOn] = await Promise.all([startGateway(), startSignOn()])
  const nginx = await startNginx({
    attendant: 'nginx-proxy.conf',
    gateways: [gateway.port],
    secret,
    signOnPort: signOn.port,
  })
  const post = (headers = {}, path = ticketRoute, body = JSON.stringify(newTicket)) =>
    nginx.visit(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': randomUUID(), ...headers },
      body,
    })
  return { ...nginx, ledger: gateway.ledger, asked: signOn.asked, post }
}

/** Somebody who knows even the secret, and wants to be somebody else. */
const forged = {
  ...signedIn('chefe', 'O Chefe'),
  'x-forwarded-for': '198.51.100.7',
  'x-real-ip': '198.51.100.7',
  forwarded: 'for=198.51.100.7',
}

const run = (sentence: string, visit: () => Promise<void>) => testWith('nginx', sentence, visit)

const ownHeaders = {
  'content-security-policy': "default-src 'none'; base-uri 'none'; form-action 'none'",
  'strict-transport-security': 'max-age=31536000',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
}

run(
  'what nginx itself answers is as safe as what the gateway does, and logs no query',
  async () => {
    const { visit, accessLog, errorLog, said } = await startNginx({
      attendant: 'nginx-proxy.conf',
      gateways: [await freePort()],
      secret,
      signOnPort: (await startSignOn()).port,
    })
    const query = '?termo_busca=52998224725'
    const before = (await accessLog(0)).split('\n').length
    const headers = signedInCookie

    const answers = [
      await visit(`/${query}`),
      await visit(`/metrics${query}`),
      await visit(`/api/x${query}`, { headers }),
      await visit(ticketRoute + query, { method: 'POST', headers, body: 'x'.repeat(300_000) }),
    ]

    expect(answers.map(({ status }) => status)).toEqual([302, 404, 502, 413])
    for (const answer of answers) expect(answer.headers).toMatchObject(ownHeaders)
    for (const log of [await accessLog(before + 3), await errorLog(), said()]) {
      expect(log).not.toMatch(/termo_busca|52998224725/)
    }
  },
)

run('through nginx a ticket is opened in the name that the sign-on gives', async () => {
  const { post, visit, ledger } = await startProxied()

  const opened = await post(signedInCookie)
  const large = await post(signedInCookie, ticketRoute, 'x'.repeat(100_000))

  expect(opened.status).toBe(201)
  expect(ledger.tickets.map(({ body }) => String(body.descricao))).toEqual([
    expect.stringMatching(/ \| Atendente: Ana Conceição \| REF /),
  ])
  // Set by the gateway, and not once more by nginx, which would be told behind a comma.
  expect(opened.headers).toMatchObject({
    ...ownHeaders,
    'content-security-policy': expect.stringMatching(/^default-src 'self'; [^,]+$/),
  })
  expect(opened.headers).not.toHaveProperty('x-powered-by')
  expect([large.status, large.body]).toMatchObject([413, { codigo: 'corpo_grande' }])
  expect((await visit('/', { headers: signedInCookie })).text).toContain('<!doctype html>')
})

run('a visitor who says to be somebody else stays who the sign-on says, or nobody', async () => {
  const { visit, post, ledger } = await startProxied()

  const session = await visit('/api/sessao', { headers: { ...signedInCookie, ...forged } })
  expect(session.body).toMatchObject({ atendente: { usuario: 'ana', nome: 'Ana Conceição' } })
  for (const headers of [forged, { ...forged, cookie: 'sessao=outra' }, {}]) {
    const { status, body } = await post(headers)
    expect([status, body]).toMatchObject([401, { codigo: 'sessao_expirada' }])
  }
  expect(ledger.tickets).toEqual([])
})

run(
  'without a session the API answers 401 in the gateway’s words, the page leads to the sign-on',
  async () => {
    const { visit } = await startProxied()

    const [api, page, other, asset, alive] = await Promise.all(
      ['/api/sessao', '/', '/atendimentos/x?y=1', '/assets/nada.js', '/healthz'].map((path) =>
        visit(path),
      ),
    )

    expect(api?.status).toBe(401)
    expect(api?.headers).not.toHaveProperty('location')
    expect(api?.body).toMatchObject({
      codigo: 'sessao_expirada',
      id_requisicao: api?.headers['x-request-id'],
    })
    const signOn = `https://login.provedor.com.br/?rd=https://${publicHost}`
    expect([page?.status, page?.headers.location]).toEqual([302, `${signOn}/`])
    // What the visitor wrote into the address doesn't reach the sign-on.
    expect([other?.status, other?.headers.location]).toEqual([302, `${signOn}/`])
    expect([asset?.status, alive?.status]).toEqual([404, 200])
  },
)

run(
  'the sign-on is told the cookie and nothing else of the visitor, nor the proxy’s secret',
  async () => {
    const { post, asked } = await startProxied()

    await post({ ...signedInCookie, ...forged }, `${ticketRoute}?termo_busca=52998224725`)

    expect(asked).toHaveLength(1)
    const [{ headers, body } = { headers: '', body: 'none' }] = asked
    expect(headers).toContain(signedInCookie.cookie)
    expect(headers).not.toMatch(/chefe|52998224725|Idempotency/i)
    expect(headers).not.toContain(secret)
    expect(body).toBe('')
  },
)

for (const attendant of ['nginx-local.conf', 'nginx-proxy.conf'] as const) {
  run(
    `with ${attendant} what reaches the gateway of a visitor, whichever way, is nginx’s word alone, once`,
    async () => {
      const seen: string[][] = []
      const port = await startServer((incoming, response) => {
        seen.push(incoming.rawHeaders.map((word, place) => (place % 2 ? word : word.toLowerCase())))
        response.end()
      })
      const signOnPort = (await startSignOn()).port
      const { visit } = await startNginx({ attendant, gateways: [port], secret, signOnPort })
      const headers = { ...forged, 'x-forwarded-user': ['chefe', 'outro'] }

      const ways = ['/', '/healthz', '/assets/x.js', '/api/sessao']
      for (const path of ways) await visit(path, { headers: { ...headers, ...signedInCookie } })
      await visit('/api/sessao', { headers })

      const told = seen.map((words) => {
        const value = (name: string) => words.filter((_, place) => words[place - 1] === name)
        expect(value('host')).toEqual([publicHost])
        expect(value('x-forwarded-for')).toEqual(['127.0.0.1'])
        return [...value('x-auth-proxy-secret'), ...value('x-forwarded-user')]
      })
      expect(JSON.stringify(seen)).not.toMatch(/chefe|outro/)
      const onTheWay = JSON.stringify(seen.slice(0, ways.length))
      expect(onTheWay).not.toMatch(/x-real-ip|"forwarded"|198\.51/)
      // Where nobody is signed in, or need be, nobody is named.
      const byProxy = [[secret, 'ana'], [secret], [secret], [secret, 'ana'], []]
      expect(told).toEqual(attendant === 'nginx-proxy.conf' ? byProxy : [[], [], [], [], []])
    },
  )
}

run('through nginx the page comes packed, and whoever has it is told so', async () => {
  const { port } = await startGateway()
  const { visit } = await startNginx({ attendant: 'nginx-local.conf', gateways: [port] })

  for (const [accepted, coding] of [
    ['gzip, br', 'br'],
    ['gzip', 'gzip'],
  ]) {
    const headers = { 'accept-encoding': accepted }
    const page = await visit('/', { headers })
    expect(page.headers).toMatchObject({ 'content-encoding': coding, vary: 'Accept-Encoding' })
    const known = { ...headers, 'if-none-match': String(page.headers.etag) }
    expect((await visit('/', { headers: known })).status).toBe(304)
  }
})

run('metrics and readiness stay inside, plain http is sent to https', async () => {
  const { port } = await startGateway()
  const { visit, httpUrl } = await startNginx({ attendant: 'nginx-local.conf', gateways: [port] })

  for (const path of [
    '/metrics',
    '/readyz',
    '/metrics?x=1',
    '//metrics',
    '/%6detrics',
    '/x/../readyz',
  ]) {
    expect([path, (await visit(path)).status]).toEqual([path, 404])
  }
  expect((await visit('/healthz')).status).toBe(200)
  const plain = await exchange(`${httpUrl}/atendimentos/x?y=1`, {
    headers: { host: 'outro.example' },
  })
  expect([plain.status, plain.headers.location]).toEqual([
    301,
    `https://${publicHost}/atendimentos/x?y=1`,
  ])
})

run(
  'the logs hold neither a query nor who the visitor is, whatever happens to the request',
  async () => {
    const { visit, post, accessLog, errorLog, said } = await startProxied()
    const query = '?termo_busca=52998224725'
    const before = (await accessLog(0)).split('\n').length

    await post(
      { ...signedInCookie, referer: `https://x.example/${query}` },
      `${ticketRoute}${query}`,
    )
    await visit(`/${query}`, { headers: signedInCookie })
    await visit(`/api/v1/integracao/cliente${query}&busca=cpf_cnpj`, { headers: signedInCookie })
    await visit(`/api/sessao${query}`, { headers: forged })
    await visit(`/${query}`, { method: 'POST', body: 'x'.repeat(200_000) })
    await visit(`/metrics${query}`)

    const log = await accessLog(before + 4)
    expect(log).toContain(`"uri":"${ticketRoute}","status":201`)
    for (const line of log.trimEnd().split('\n')) expect(parsed(line)).toHaveProperty('uri')
    for (const text of [log, await errorLog(), said()]) {
      expect(text).not.toMatch(/\?|52998224725|ana|Concei|sessao=|chefe/i)
      expect(text).not.toContain(secret)
    }
  },
)

/** A gateway that reads what it is asked, and dies of it. */
async function dyingGateway(onRequest: () => void): Promise<number> {
  const server = createSocketServer((socket) =>
    socket.once('data', () => {
      onRequest()
      socket.resetAndDestroy()
    }),
  )
  onTestFinished(() => void server.close())
  return listen(server)
}

run('a POST that one gateway may have had is sent to no other, a question is', async () => {
  const lost: string[] = []
  const taken: string[] = []
  const dying = await dyingGateway(() => lost.push('?'))
  const living = await startServer(({ method = '' }, response) => {
    taken.push(method)
    response.end()
  })
  const settings = { attendant: 'nginx-local.conf', forgetsFailures: true } as const
  const { visit } = await startNginx({ ...settings, gateways: [dying, living] })
  const statusOf = async (method: string) => (await visit(ticketRoute, { method })).status

  // By turns: each is first asked by one of two.
  const posts = [await statusOf('POST'), await statusOf('POST')]
  const questions = [await statusOf('GET'), await statusOf('GET')]

  expect(posts.toSorted()).toEqual([200, 502])
  expect(questions).toEqual([200, 200])
  expect(lost).toHaveLength(2)
  expect(taken).toEqual(['POST', 'GET', 'GET'])
})

run('a POST that no gateway took goes to the one that is there', async () => {
  const taken: string[] = []
  const living = await startServer(({ method = '' }, response) => {
    taken.push(method)
    response.end()
  })
  const gateways = [await freePort(), living]
  const { visit } = await startNginx({ attendant: 'nginx-local.conf', gateways })

  for (let nth = 0; nth < 2; nth += 1) {
    expect((await visit(ticketRoute, { method: 'POST' })).status).toBe(200)
  }

  expect(taken).toEqual(['POST', 'POST'])
})

for (const attendant of ['nginx-local.conf', 'nginx-proxy.conf'] as const) {
  run(`a file of the page comes from the gateway whose version has it (${attendant})`, async () => {
    const serve = (file: string) =>
      startServer(({ url }, response) => {
        response.statusCode = url === file ? 200 : 404
        response.end(file)
      })
    const gateways = [await serve('/assets/old.js'), await serve('/assets/new.js')]
    const { visit } = await startNginx({
      attendant,
      gateways,
      secret,
      signOnPort: await freePort(),
    })

    // By turns: of two questions in a row one is asked first of who hasn't it.
    for (const file of ['/assets/old.js', '/assets/old.js', '/assets/new.js', '/assets/new.js']) {
      const { status, text } = await visit(file)
      expect([status, text]).toEqual([200, file])
    }
    expect((await visit('/assets/none.js')).status).toBe(404)
  })
}
