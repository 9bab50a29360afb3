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
import { blocksNamed, type Directive, readDirectives, valuesOf } from './nginx-directives.ts'
import { publicHost, readExample, startNginx } from './nginx-process.ts'

const site = () => readDirectives(readExample('nginx.conf'))

/** The server that visitors talk to. */
function httpsServer(): Directive[] {
  const server = blocksNamed(site(), 'server').find((one) => valuesOf(one, 'ssl_certificate')[0])
  if (!server) throw new Error('No server with a certificate.')
  return server
}

test('nginx’s example: what keeps a ticket single, a secret secret and an answer whole is there', () => {
  const server = httpsServer()
  const said = (name: string) => valuesOf(server, name).join()
  const read = readConfig({})

  expect(said('proxy_next_upstream')).toBe('off')
  expect(said('proxy_intercept_errors')).toBe('off')
  expect(said('proxy_request_buffering')).toBe('on')
  expect(said('proxy_http_version')).toBe('1.1')
  expect(said('ssl_protocols')).toBe('TLSv1.2 TLSv1.3')
  expect(said('server_tokens')).toBe('off')
  for (const value of valuesOf(server, 'add_header')) {
    expect(value).toMatch(/^[\w-]+ \$so_nginx_\w+ always$/)
  }
  expect(blocksNamed(server, 'location').flatMap((one) => valuesOf(one, 'add_header'))).toEqual([])
  expect(Number.parseInt(said('client_max_body_size'), 10)).toBeGreaterThan(64)
  expect(said('client_body_buffer_size')).toBe(said('client_max_body_size'))
  const timeoutMs = 'config' in read ? read.config.timeoutMs : Number.NaN
  expect(Number.parseInt(said('proxy_read_timeout'), 10) * 1000).toBeGreaterThan(timeoutMs)
  for (const path of ['/metrics', '/readyz']) {
    expect(
      blocksNamed(server, 'location', '=', path).map((one) => valuesOf(one, 'return')),
    ).toEqual([['404']])
  }
})

test('nginx’s example logs no query, no person and no header of a visitor', () => {
  const [format = ''] = valuesOf(site(), 'log_format', 'novo_atendimento')
  const variables = format.match(/\$\w+/g) ?? []

  expect(variables).toContain('$uri')
  expect(variables.join(' ')).not.toMatch(
    /\$(request|request_uri|args|arg_\w+|query_string|is_args|remote_user|http_\w+|cookie_\w+|request_body|atendente_\w+)\b/,
  )
  expect(valuesOf(httpsServer(), 'access_log')).toEqual([
    expect.stringMatching(/ novo_atendimento$/),
  ])
  // Below that level nginx quotes the whole request line.
  expect(valuesOf(httpsServer(), 'error_log')).toEqual([expect.stringMatching(/ crit$/)])
})

const identity = ['X-Auth-Proxy-Secret', 'X-Forwarded-User', 'X-Forwarded-Name']

test.each(['nginx-local.conf', 'nginx-proxy.conf'])(
  'with %s every way to the gateway says who the attendant is in nginx’s words',
  (name) => {
    const server = [...httpsServer(), ...readDirectives(readExample(name))]
    const overwritten = [...identity, 'X-Forwarded-For', 'Host']
    const settingHeaders = [server, ...blocksNamed(server, 'location')].filter(
      (block) => valuesOf(block, 'proxy_set_header').length > 0,
    )

    const isToGateway = (block: Directive[]) =>
      block === server || valuesOf(block, 'proxy_pass').includes('http://novo_atendimento')
    for (const block of settingHeaders.filter(isToGateway)) {
      for (const header of overwritten) {
        expect(valuesOf(block, 'proxy_set_header', header)).toHaveLength(1)
      }
    }
    const [host] = valuesOf(server, 'proxy_set_header', 'Host')
    expect(host).toBe('$http_host')
  },
)

test('whom the sign-on does not know goes to the gateway as nobody, and the sign-on gets no body', () => {
  const variant = readDirectives(readExample('nginx-proxy.conf'))
  const [unknown = []] = blocksNamed(variant, 'location', '@sem_atendente')
  const [asking = []] = blocksNamed(variant, 'location', '=', '/_login')

  for (const header of identity) {
    expect(valuesOf(unknown, 'proxy_set_header', header)).toEqual([''])
  }
  expect(valuesOf(asking, 'proxy_pass_request_body')).toEqual(['off'])
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

run(
  'what reaches the gateway of a visitor’s address and identity is nginx’s word alone, once',
  async () => {
    const seen: string[][] = []
    const port = await startServer((incoming, response) => {
      seen.push(incoming.rawHeaders.map((word, place) => (place % 2 ? word : word.toLowerCase())))
      response.end()
    })
    const { visit } = await startNginx({ attendant: 'nginx-local.conf', gateways: [port] })

    await visit('/', { headers: { ...forged, 'x-forwarded-user': ['chefe', 'outro'] } })

    const [words = []] = seen
    const value = (name: string) => words.filter((_, place) => words[place - 1] === name)
    expect(value('host')).toEqual([publicHost])
    expect(value('x-forwarded-for')).toEqual(['127.0.0.1'])
    expect(words.join(' ')).not.toMatch(
      /x-real-ip|(^| )forwarded |x-forwarded-(user|name)|198\.51|chefe/,
    )
    expect(words).not.toContain('x-auth-proxy-secret')
  },
)

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

run(
  'a request that a gateway dies of is not sent to another one, a POST least of all',
  async () => {
    let requests = 0
    async function dyingGateway(): Promise<number> {
      const server = createSocketServer((socket) =>
        socket.once('data', () => {
          requests += 1
          socket.resetAndDestroy()
        }),
      )
      onTestFinished(() => void server.close())
      return listen(server)
    }
    const gateways = [await dyingGateway(), await dyingGateway()]
    const { visit } = await startNginx({ attendant: 'nginx-local.conf', gateways })

    const body = JSON.stringify(newTicket)
    expect((await visit(ticketRoute, { method: 'POST', body })).status).toBe(502)
    expect(requests).toBe(1)
    expect((await visit('/api/sessao')).status).toBe(502)
    expect(requests).toBe(2)
  },
)
