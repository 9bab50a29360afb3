import { expect, test } from 'vitest'
import type { Standing } from '#src/gateway/metrics.ts'
import { createPeers } from '#src/gateway/session/peers.ts'
import { arrivalFrom } from '../arrival.ts'
import { atRest } from '../at-rest.ts'
import { ticketRoute } from '../running.ts'
import { bareApp } from './bare-app.ts'

/** The app alone, on the intranet's origin, with one proxy in front. */
function appWith(parts: Partial<Standing> = {}) {
  return bareApp({
    peers: createPeers(['10.0.0.7']),
    standing: { ...atRest, ...parts },
    publicOrigin: new URL('https://abrir.example'),
    authMode: 'proxy',
    isDemo: false,
  })
}

type Asking = { from?: string; host?: string; headers?: Record<string, string> }

/** Asks as this peer would, whose address no test machine has. */
async function ask(app: ReturnType<typeof appWith>, path: string, asking: Asking = {}) {
  const { from = '127.0.0.1', host = 'abrir.example', headers } = asking
  // The address that a server makes of the host and the path.
  const address = `http://${host}${path}`
  const init = { headers: { host, ...headers } }
  const answer = await app.request(address, init, arrivalFrom(from))
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}

// Which other peers are ours, peers.test.ts has.
test.each(['127.0.0.1', '10.0.0.7'])('metrics are read from %s', async (from) => {
  const { status, headers, text } = await ask(appWith(), '/metrics', { from })

  expect(status).toBe(200)
  expect(headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/)
  expect(headers.get('cache-control')).toBe('no-store')
  expect(text).toMatch(/^novo_atendimento_tickets_not_known 0$/m)
})

test('to others metrics are an address like any other where nothing is', async () => {
  const { status, headers, text } = await ask(appWith(), '/metrics', { from: '203.0.113.9' })

  expect([status, JSON.parse(text)]).toEqual([
    404,
    {
      status: 'error',
      codigo: 'nao_encontrado',
      msg: 'Não há nada neste endereço.',
      id_requisicao: headers.get('x-request-id'),
    },
  ])
})

// The other marks of a proxy, routes.test.ts has.
test.each(['x-forwarded-for', 'x-auth-proxy-secret'])(
  'a proxy of ours that hands a request on (%s) gets no metrics for a stranger',
  async (name) => {
    for (const from of ['127.0.0.1', '10.0.0.7']) {
      expect((await ask(appWith(), '/metrics', { from, headers: { [name]: '' } })).status).toBe(404)
    }
  },
)

test.each(['127.0.0.1:8080', 'localhost:8080', 'LOCALHOST', '[::1]:8080', '10.0.0.2', '[fd00::2]'])(
  'probes that ask for http://%s are answered, page and API are not',
  async (host) => {
    const app = appWith()

    for (const path of ['/healthz', '/readyz', '/metrics']) {
      expect([path, (await ask(app, path, { host })).status]).toEqual([path, 200])
    }
    for (const path of ['/', '/api/configuracao', '/api/sessao', '/healthz/', ticketRoute]) {
      expect([path, (await ask(app, path, { host })).status]).toEqual([path, 421])
    }
  },
)

test.each([
  ['203.0.113.9', '127.0.0.1:8080'],
  ['127.0.0.1', 'outro.example'],
  ['127.0.0.1', 'localhost.outro.example'],
  ['127.0.0.1', '127.0.0.1.outro.example'],
  ['127.0.0.1', ''],
])('probes of %s that ask for "%s" are not for us: 421', async (from, host) => {
  for (const path of ['/healthz', '/readyz', '/metrics']) {
    expect((await ask(appWith(), path, { from, host })).status).toBe(421)
  }
})

const down = { situacao: 'fora_do_ar', desde: '2026-11-24T17:02:00.000Z' } as const
const refused = { situacao: 'conta_recusada', desde: '2026-11-24T17:02:00.000Z' } as const

const unwritable = { banco: 'falha', banco_motivo: 'nao_grava' }
const changed = { banco: 'falha', banco_motivo: 'arquivo_trocado' }

test.each<[string, number, object, Partial<Standing>]>([
  ['HubSoft answers, the database too', 200, { banco: 'ok' }, {}],
  ['HubSoft is down', 503, { banco: 'ok' }, { hubsoft: () => down }],
  ['HubSoft refuses the account', 503, { banco: 'ok' }, { hubsoft: () => refused }],
  ['the database takes no write', 503, unwritable, { database: async () => 'no-write' }],
  ['the database is another', 503, changed, { database: async () => 'gone' }],
  [
    'HubSoft takes references out of tickets, which are sent all the same',
    200,
    { banco: 'ok' },
    { isMarkLost: () => true },
  ],
])('ready? %s: %i', async (_what, expected, banco, parts) => {
  const { status, headers, text } = await ask(appWith(parts), '/readyz', { from: '203.0.113.9' })

  const { situacao, desde } = (parts.hubsoft ?? atRest.hubsoft)()
  const isReady = expected === 200
  expect(status).toBe(expected)
  expect(headers.get('cache-control')).toBe('no-store')
  expect(headers.get('retry-after')).toBe(isReady ? null : '30')
  expect(JSON.parse(text)).toEqual({
    hubsoft: situacao,
    desde,
    ...banco,
    referencia: parts.isMarkLost ? 'perdida' : 'ok',
    ...(isReady
      ? { status: 'success' }
      : {
          status: 'error',
          codigo: 'nao_enviado',
          msg: expect.stringMatching(/^O gateway não está pronto/),
          id_requisicao: headers.get('x-request-id'),
        }),
  })
})
