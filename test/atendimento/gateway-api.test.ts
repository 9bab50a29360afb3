// @vitest-environment node
import { expect, test } from 'vitest'
import { createGatewayApi } from '#src/atendimento/gateway-api.ts'
import { askAgainMs } from '#src/atendimento/use-ticket-outcome.ts'

const refusal = {
  status: 'error',
  codigo: 'muitas_requisicoes',
  msg: 'Pedidos demais. Espere 7 segundos.',
  id_requisicao: 'r1',
}
const answering = (response: () => Response) => createGatewayApi(async () => response())

test('asking hands on status and patience, by which our own limit differs from a stored outcome', async () => {
  const { askOutcome } = answering(() =>
    Response.json(refusal, { status: 429, headers: { 'retry-after': '7' } }),
  )

  expect(await askOutcome('k1')).toEqual({ status: 429, answer: refusal, retryAfterS: 7 })
})

test.each([
  ['no such header', {}],
  ['a date', { 'retry-after': 'Tue, 24 Nov 2026 13:58:00 GMT' }],
])('with %s there is no patience to keep', async (_name, headers) => {
  const { askOutcome } = answering(() => Response.json(refusal, { headers }))

  expect((await askOutcome('k1')).retryAfterS).toBe(0)
})

test('a list that came is no reason why none did, and the other way round', async () => {
  const list = { status: 'success', msg: '', atendimentos: [] }
  const listed = answering(() => Response.json(list))
  const refused = answering(() => Response.json(refusal, { status: 429 }))

  expect(await listed.askSentToday()).toEqual({ sends: [], answer: null })
  expect(await refused.askSentToday()).toEqual({ sends: null, answer: refusal })
})

test('silence and half an answer are nothing that the gateway said', async () => {
  const silent = createGatewayApi(() => Promise.reject(new TypeError('fetch failed')))
  const half = answering(
    () =>
      new Response(
        new ReadableStream({ start: (body) => body.error(new TypeError('terminated')) }),
      ),
  )

  for (const { askOutcome, askSentToday, openTicket, readConfiguracao } of [silent, half]) {
    expect(await askOutcome('k1')).toEqual({ status: 0, answer: null, retryAfterS: 0 })
    expect(await askSentToday()).toEqual({ sends: null, answer: null })
    expect(await readConfiguracao()).toBeNull()
    const novo = {
      id_cliente_servico: 1,
      descricao: 'x',
      nome: 'x',
      telefone: 'x',
      abrir_os: false,
    }
    expect(await openTicket('k1', novo)).toBeNull()
  }
})

test.each([
  [undefined, 2],
  [0, 2],
  [7, 7],
  [3600, 60],
])('told to wait %s s, the page asks again after %i s', (retryAfterS, seconds) => {
  const outcome = {
    kind: 'unreachable',
    ...(retryAfterS !== undefined && { retryAfterS }),
  } as const

  expect(askAgainMs(outcome)).toBe(seconds * 1000)
})
