import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { hubsoftAnswers, seedAnswer, seedText } from '../../samples.ts'
import { type Scripted, startScriptedHubsoft } from '../../scripted-hubsoft.ts'
import { newTicket, openHouse, shortDeadline, ticketRoute } from '../running.ts'

/** What HubSoft knows and no page may: hubsoft §12, and keys that nobody has thought of yet. */
const planted = {
  senha: 'CANARY-senha-pppoe',
  login: 'CANARY-login-pppoe',
  senhas: [{ usuario: 'CANARY-usuario', senha: 'CANARY-senha-guardada' }],
  ipv4: '198.51.100.77',
  ipv6: '2001:db8:77::77',
  mac_addr: '02:00:5e:77:77:77',
  cpf_cnpj: '52998224725',
  rg: 'CANARY-rg',
  data_nascmento: '1977-07-07',
  telefone_primario: '37977777777',
  email_principal: 'canary@example.com',
  valor: 7777.77,
  anotacoes: 'CANARY-anotacoes',
  access_token: 'CANARY-token',
  client_secret: 'CANARY-client-secret',
  endereco: { coordenadas: { latitude: '-77.7777' } },
  chave_nova: { mais_fundo: [{ ainda: 'CANARY-nova' }] },
  // By its computed name it is an own key, which is written and read as any other.
  ['__proto__']: { herdado: 'CANARY-herdado' },
}
const traces =
  /CANARY|198\.51\.100|2001:db8:77|02:00:5e|529\.?982\.?247|1977-07|37977777|canary@|77\.77|herdado|vendor|SQLSTATE/i

/** The same with the planted keys beside its own, in every object at any depth. */
function plant(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plant)
  if (typeof value !== 'object' || value === null) return value
  const own = Object.entries(value).map(([key, inner]) => [key, plant(inner)])
  return Object.fromEntries([
    ...Object.entries(planted),
    ...own,
    ...Object.entries(overwritten(value)),
  ])
}

/** What HubSoft's own answer has under these names is no less secret. */
function overwritten(value: object) {
  return Object.fromEntries(Object.entries(planted).filter(([key]) => key in value))
}

const crash = {
  status: 'error',
  msg: 'SQLSTATE[23505]: CANARY in /var/www/vendor/laravel',
  code: 'CANARY',
  file: '/var/www/CANARY.php',
  line: 77,
  hint: 'CANARY',
  trace: ['#0 /var/www/vendor/CANARY.php(77)'],
}
const html = '<html><body>CANARY 52998224725</body></html>'
const loud = {
  'x-canary': 'CANARY-header',
  'set-cookie': 'hubsoft_session=CANARY',
  'access-control-allow-origin': '*',
  server: 'CANARY/7',
}
const says = (text: string) => ({ ...hubsoftAnswers.cancelledService, msg: text })

const opened = Object(plant(seedAnswer))
const { openedNewShape } = hubsoftAnswers
const newShape = {
  ...openedNewShape,
  // Its own names the reference of another send.
  atendimento: { ...openedNewShape.atendimento, descricao_abertura: seedText },
}
const answers: [what: string, status: number, answer: Scripted][] = [
  ['a ticket with everything about its customer', 201, { body: opened }],
  ['a ticket of the new shape', 201, { body: Object(plant(newShape)) }],
  ['a ticket, and a crash report beside it', 201, { body: { ...opened, trace: crash.trace } }],
  [
    'a ticket whose client is a list',
    201,
    { body: { ...opened, atendimento: { ...opened.atendimento, cliente: [planted] } } },
  ],
  [
    'a ticket whose texts are objects',
    201,
    {
      body: {
        ...opened,
        atendimento: { ...opened.atendimento, status: planted, servico: planted },
      },
    },
  ],
  ['a refusal with everything', 422, { body: Object(plant(hubsoftAnswers.cancelledService)) }],
  ['a refusal that repeats a CPF', 422, { body: says('O CPF 529.982.247-25 está bloqueado.') }],
  ['a refusal that repeats bare digits', 422, { body: says('Cliente 52998224725 bloqueado.') }],
  [
    'a refusal that repeats a password',
    422,
    { body: says('Serviço com senha: CANARY-x bloqueado.') },
  ],
  ['no permission', 403, { status: 403, body: Object(plant(hubsoftAnswers.permissionMissing)) }],
  ['too many', 429, { status: 429, body: Object(plant(hubsoftAnswers.tooMany)) }],
  ['not signed in', 503, { status: 401, body: Object(plant({ message: 'CANARY' })) }],
  ['a crash report', 202, { body: crash }],
  ['a crash report with HTTP 500', 202, { status: 500, body: crash }],
  ['a page of a proxy', 202, { status: 502, type: 'text/html', body: html }],
  ['a page, said to be JSON', 202, { body: html }],
  ['success without a protocol', 202, { body: { ...planted, status: 'success', msg: 'CANARY' } }],
  ['half a ticket', 202, { body: JSON.stringify(opened).slice(0, 900) }],
  ['a redirect', 202, { status: 302, headers: { location: 'https://x.example/CANARY' } }],
]

/** Everything that is told of one send, and everything that is logged meanwhile. */
async function told(answer: Scripted, token?: Scripted) {
  const hubsoft = await startScriptedHubsoft(
    { ...answer, headers: { ...loud, ...answer.headers } },
    token,
  )
  const lines: string[] = []
  const { post, ask, send, stopGateway } = await openHouse({
    env: shortDeadline,
    hubsoftUrl: hubsoft.url,
    logTo: (line) => lines.push(line),
  })
  onTestFinished(hubsoft.stop)
  const key = randomUUID()

  const novo = { ...newTicket, descricao: seedText, abrir_os: answer.status !== 403 }
  const first = await post(novo, { key })
  const all = [
    first,
    await post(novo, { key, headers: { 'x-reenvio': '2' } }),
    await ask(key),
    await send(`${ticketRoute}?hoje`),
    await send('/api/configuracao'),
    await send('/healthz'),
  ]
  await stopGateway()
  return { status: first.status, answers: JSON.stringify(all), log: lines.join('') }
}

test.each(answers)(
  'HubSoft answers %s: %i, and no page or log line learns more than it may',
  async (_what, status, answer) => {
    const { status: first, answers: all, log } = await told(answer)

    expect(first).toBe(status)
    expect(all).not.toMatch(traces)
    expect(all).not.toMatch(/set-cookie|allow-origin/i)
    expect(log).toContain('"kind":')
    expect(log).not.toMatch(traces)
  },
)

test.each<[string, Scripted]>([
  [
    'refuses the account',
    { status: 401, body: { ...planted, error: 'invalid_credentials', message: 'CANARY' } },
  ],
  ['crashes', { status: 500, body: crash }],
  ['answers a page', { type: 'text/html', body: html }],
  ['grants no token', { body: { ...planted, access_token: 7777 } }],
])(
  'HubSoft’s sign-in %s: nothing was sent, and nobody learns why in HubSoft’s words',
  async (_what, token) => {
    const { status, answers: all, log } = await told({ body: opened }, token)

    expect(status).toBe(503)
    expect(all).not.toMatch(traces)
    expect(log).not.toMatch(traces)
  },
)

test('the token that HubSoft grants is told to nobody', async () => {
  const token = {
    body: {
      ...planted,
      access_token: 'CANARY-token',
      refresh_token: 'CANARY-refresh',
      expires_in: 3600,
    },
  }

  const { status, answers: all, log } = await told({ body: seedAnswer }, token)

  expect(status).toBe(201)
  expect(all).not.toMatch(traces)
  expect(log).not.toMatch(traces)
})

test('what was planted is really there to be found', async () => {
  expect(JSON.stringify(opened)).toMatch(traces)
  expect(JSON.stringify(opened)).toContain('"__proto__":{"herdado":"CANARY-herdado"}')
  expect(JSON.stringify(opened.atendimento.ordens_servico[0].cliente)).toMatch(/CANARY-senha-pppoe/)
  expect(opened.atendimento.cliente.cpf_cnpj).toBe(planted.cpf_cnpj)
})
