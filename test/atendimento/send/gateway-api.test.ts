import { expect, test } from 'vitest'
import { createGatewayApi } from '#src/atendimento/send/gateway-api.ts'
import { novo } from '../outcomes.ts'
import { gatewayOver, silentGateway } from './gateway-over.ts'

const refusal = {
  status: 'error',
  codigo: 'muitas_requisicoes',
  msg: 'Pedidos demais. Espere 7 segundos.',
  id_requisicao: 'r1',
}

const answering = (response: () => Response) => gatewayOver(async () => response())

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

test('a long list is asked for part by part, and where nobody would read on that is said', async () => {
  const sendAt = (place: number) => ({
    ...{ status: 'pending', msg: '', chave: `k${place}` },
    enviado_em: new Date(place).toISOString(),
  })
  const askFor = (count: number) => {
    const paths: string[] = []
    const gateway = gatewayOver(async (path) => {
      paths.push(String(path))
      const from = Number(/a_partir=(\d+)/.exec(String(path))?.[1] ?? 0)
      const atendimentos = Array.from({ length: 300 }, (_, place) => sendAt(from + place))
      const more = from + 300 < count ? { proxima: from + 300 } : {}
      return Response.json({ status: 'success', msg: '', atendimentos, ...more })
    })
    return { paths, asked: gateway.askSentToday() }
  }
  const [long, endless] = [askFor(600), askFor(1_000_000)]

  const { sends, isCut } = await long.asked
  expect([sends?.length, sends?.[0]?.chave, isCut]).toEqual([600, 'k599', undefined])
  expect(long.paths).toEqual([
    expect.stringMatching(/\?hoje$/),
    expect.stringMatching(/a_partir=300$/),
  ])
  expect((await endless.asked).isCut).toBe(true)
  expect(endless.paths).toHaveLength(3)
})

test('behind what is known a long list is not read on', async () => {
  const known = { ...refusal, codigo: 'nao_enviado', chave: 'k2' }
  const atendimentos = [{ status: 'unknown', msg: '', chave: 'k1', tentativa: 1 }, known].map(
    (send) => ({ ...send, conferencias: [] }),
  )
  let questions = 0
  const { askSentToday } = answering(() => {
    questions += 1
    const more = questions < 5 ? { proxima: 300 } : {}
    return Response.json({ status: 'success', msg: '', atendimentos, ...more })
  })

  expect(await askSentToday()).toMatchObject({ sends: [{}, {}], isCut: true })
  expect(questions).toBe(1)
})

test('silence and half an answer are nothing that the gateway said', async () => {
  const half = answering(
    () =>
      new Response(
        new ReadableStream({ start: (body) => body.error(new TypeError('terminated')) }),
      ),
  )

  for (const gateway of [silentGateway, half]) {
    const { askOutcome, askSentToday, lookNow, send, resend, tellCustomer } = gateway
    expect(await askOutcome('k1')).toEqual({ status: 0, answer: null, retryAfterS: 0 })
    expect(await lookNow('k1')).toEqual({ status: 0, answer: null, retryAfterS: 0 })
    expect(await tellCustomer('k1', null)).toEqual({ status: 0, answer: null, retryAfterS: 0 })
    expect(await askSentToday()).toEqual({ sends: null, answer: null })
    expect(await send('k1', novo)).toBeNull()
    expect(await resend('k1', novo, { attempt: 2 })).toBeNull()
  }
})

/** Notes each request as it leaves. */
function noting() {
  const requests: Request[] = []
  const gateway = gatewayOver(async (path, init) => {
    requests.push(new Request(new URL(path, 'http://gateway.example'), init))
    return new Response('')
  }, 'ana')
  return { gateway, requests }
}

test('a resend is the same send with the number of the attempt, in the same attendant’s name', async () => {
  const { gateway, requests } = noting()

  await gateway.send('k1', novo)
  await gateway.resend('k1', novo, { attempt: 2 })

  const [first, again] = requests
  expect([first?.method, first?.url, await first?.text()]).toEqual([
    again?.method,
    again?.url,
    await again?.text(),
  ])
  const headers = Object.fromEntries(first?.headers ?? [])
  expect(headers).toMatchObject({ 'idempotency-key': 'k1', 'x-atendente': 'ana' })
  expect(Object.fromEntries(again?.headers ?? [])).toEqual({ ...headers, 'x-reenvio': '2' })
})

test('a look is asked for at the send’s own address, without a body and without its key', async () => {
  const { gateway, requests } = noting()

  await gateway.lookNow('k1')

  const [look] = requests
  expect(look?.method).toBe('POST')
  expect(new URL(look?.url ?? '').pathname).toBe('/api/v1/integracao/atendimento/k1/conferir')
  expect(await look?.text()).toBe('')
  expect(look?.headers.get('x-atendente')).toBe('ana')
  expect(look?.headers.get('idempotency-key')).toBeNull()
})

test('that a customer was told is put at the send’s own address, and taken back with null', async () => {
  const { gateway, requests } = noting()

  await gateway.tellCustomer('k1', 'whatsapp')
  await gateway.tellCustomer('k1', null)

  const [told, untold] = requests
  expect(told?.method).toBe('PUT')
  expect(new URL(told?.url ?? '').pathname).toBe('/api/v1/integracao/atendimento/k1/informado')
  expect(told?.headers.get('content-type')).toBe('application/json')
  expect(await told?.json()).toEqual({ canal: 'whatsapp' })
  expect(await untold?.json()).toEqual({ canal: null })
})

test('whatever is answered that nobody is signed in is told, and whether a person waited for it', async () => {
  const expired = { status: 'error', codigo: 'sessao_expirada', msg: 'Entre.', id_requisicao: 'r1' }
  const ends: unknown[] = []
  const gateway = createGatewayApi(async () => Response.json(expired, { status: 401 }), {
    usuario: 'ana',
    onEnd: (end) => ends.push(end),
  })
  const asked = [
    () => gateway.send('k1', novo),
    () => gateway.resend('k1', novo, { attempt: 2 }),
    () => gateway.lookNow('k1'),
    () => gateway.tellCustomer('k1', 'telefone'),
    () => gateway.askOutcome('k1'),
    () => gateway.askSentToday(),
  ]

  for (const ask of asked) await ask()

  expect(ends).toEqual(
    [true, true, true, true, false, false].map((wasByHand) => ({
      msg: 'Entre.',
      usuario: 'ana',
      wasByHand,
    })),
  )
})

test('what is added to a ticket goes to that ticket, and no ticket’s field with it', async () => {
  const { gateway, requests } = noting()
  const mensagem = 'Voltou a cair.'

  await gateway.send('k1', { id_atendimento: 91, mensagem, id_cliente_servico: 11000 })

  const [request] = requests
  expect(new URL(request?.url ?? '').pathname).toBe(
    '/api/v1/integracao/atendimento/adicionar_mensagem/91',
  )
  expect(await request?.json()).toEqual({ mensagem, id_cliente_servico: 11000 })
})
