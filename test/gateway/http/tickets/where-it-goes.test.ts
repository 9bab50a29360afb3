import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { referenceOf } from '#src/contract/reference.ts'
import type { Environment } from '#src/gateway/config/environment.ts'
import { enterHouse, newTicket, openHouse, shareHouse, told } from '../../running.ts'
import { expectProblem } from '../expect-problem.ts'

const everything: Environment = {
  HUBSOFT_TICKET_TYPES: '5,1,9',
  HUBSOFT_CONTACT_ORIGIN: '4',
  HUBSOFT_WORK_ORDER_TYPE: '3',
}
const offering = shareHouse(() => enterHouse({ env: everything, signsInAtStart: true }))
const plain = shareHouse(enterHouse)
type House = ReturnType<typeof plain>

/** What HubSoft got last, in its order. */
const arrived = ({ ticketRequests }: House) => JSON.stringify(ticketRequests().at(-1)?.body)

const signed = (key: string) =>
  `${newTicket.descricao} | Atendente: Atendente de Demonstração | ${referenceOf(key)}`
const seed = (key: string, abrir_os = false) =>
  `{"id_cliente_servico":11000,"descricao":"${signed(key)}","nome":"Bianca Couto","telefone":"37999112233","abrir_os":${abrir_os}`

test.each([
  ['', {}],
  [' though the host page names a call', { 'x-chamada': 'PABX-77' }],
])('without the variables the seed’s fields alone go out%s', async (_what, headers) => {
  const key = randomUUID()

  await plain().post(newTicket, { key, headers })

  expect(arrived(plain())).toBe(`${seed(key)}}`)
})

test('with them it goes out with type, origin, attendant, reference and call', async () => {
  const key = randomUUID()

  await offering().post(newTicket, { key, headers: { 'x-chamada': 'PABX-77/a' } })

  expect(arrived(offering())).toBe(
    `${seed(key)},"id_tipo_atendimento":5,"id_origem_contato":4,"parametros":{"atendente":"Atendente de Demonstração","referencia":"${referenceOf(key)}","chamada":"PABX-77/a"}}`,
  )
})

test('a work order has the operator’s type, where there is one to be', async () => {
  const key = randomUUID()

  await offering().post({ ...newTicket, abrir_os: true, id_tipo_atendimento: '1' }, { key })

  expect(arrived(offering())).toBe(
    `${seed(key, true)},"id_tipo_atendimento":1,"id_origem_contato":4,"parametros_ordem_servico":{"id_tipo_ordem_servico":3},"parametros":{"atendente":"Atendente de Demonstração","referencia":"${referenceOf(key)}"}}`,
  )
})

test('an origin alone brings no type with it', async () => {
  const house = await openHouse({ env: { HUBSOFT_CONTACT_ORIGIN: '4' } })
  const key = randomUUID()

  await house.post({ ...newTicket, abrir_os: true }, { key })

  expect(arrived(house)).toBe(
    `${seed(key, true)},"id_origem_contato":4,"parametros":{"atendente":"Atendente de Demonstração","referencia":"${referenceOf(key)}"}}`,
  )
  expectProblem(
    await house.post({ ...newTicket, id_tipo_atendimento: 1 }),
    400,
    'requisicao_invalida',
  )
})

test('what is told of it names the type that went out, chosen or not', async () => {
  const { post, ask } = offering()
  const key = randomUUID()

  expect(told(await post(newTicket, { key }))).toMatchObject({
    enviado: { id_tipo_atendimento: 5 },
  })
  expect(told(await ask(key))).toMatchObject({ enviado: { id_tipo_atendimento: 5 } })
  // Of the call nobody is told.
  expect((await ask(key)).text).not.toContain('chamada')
})

test.each<[type: unknown, sentence: string]>([
  [7, 'Tipo de atendimento: este tipo não é oferecido aqui. Escolha outro.'],
  ['14', 'Tipo de atendimento: este tipo não é oferecido aqui. Escolha outro.'],
  ...[0, -5, 1.5, '05', '5x', 'SAC', '2147483648', null, [5], true].map(
    (wrong): [unknown, string] => [
      wrong,
      'Tipo de atendimento: envie o número de um dos tipos oferecidos.',
    ],
  ),
])('the type %j is refused with a sentence, and nothing is sent', async (type, sentence) => {
  const { post, ticketRequests } = offering()
  const before = ticketRequests().length

  const answer = await post({ ...newTicket, id_tipo_atendimento: type })

  expectProblem(answer, 400, 'requisicao_invalida')
  expect(told(answer)).toMatchObject({
    msg: 'Corrija os campos antes de abrir. Nada foi enviado.',
    campos: { id_tipo_atendimento: sentence },
  })
  expect(ticketRequests()).toHaveLength(before)
})

test('where none is offered a type is refused, and an empty one is none', async () => {
  const { post } = plain()

  const answer = await post({ ...newTicket, id_tipo_atendimento: 1 })

  expectProblem(answer, 400, 'requisicao_invalida')
  expect(told(answer)).toMatchObject({
    campos: {
      id_tipo_atendimento:
        'Tipo de atendimento: aqui não se escolhe o tipo. Recarregue a página e envie de novo.',
    },
  })
  expect((await post({ ...newTicket, id_tipo_atendimento: '' })).status).toBe(201)
})

test.each(['', 'a b', 'x'.repeat(65), 'ligação', 'a\tb'])(
  'a call named %j is refused, and nothing is sent',
  async (call) => {
    const { post, ticketRequests } = offering()
    const before = ticketRequests().length

    const answer = await post(newTicket, {
      headers: { 'x-chamada': Buffer.from(call).toString('latin1') },
    })

    expectProblem(answer, 400, 'requisicao_invalida')
    expect(told(answer)).toMatchObject({ msg: expect.stringMatching(/^X-Chamada precisa ter /) })
    expect(ticketRequests()).toHaveLength(before)
  },
)

test('a call is no part of the text: a repeat without it, or from another one, joins the first', async () => {
  const { post, ticketRequests } = offering()
  const key = randomUUID()
  const first = await post(newTicket, { key, headers: { 'x-chamada': 'a' } })
  const before = ticketRequests().length

  for (const headers of [{}, { 'x-chamada': 'b' }]) {
    const again = await post(newTicket, { key, headers })
    expect(again.headers['idempotency-replayed']).toBe('true')
    expect(again.body).toEqual(first.body)
  }
  expect(ticketRequests()).toHaveLength(before)
})

test('HubSoft’s no to a type is said beside it', async () => {
  const house = await openHouse({ env: { HUBSOFT_TICKET_TYPES: '77,1' } })

  const answer = await house.post(newTicket)

  expectProblem(answer, 422, 'recusado_pelo_hubsoft')
  expect(told(answer)).toMatchObject({
    campos: {
      id_tipo_atendimento: expect.stringMatching(/^Tipo de atendimento: o HubSoft não aceitou /),
    },
  })
})

test('the page is told the types by the names that HubSoft has for them', async () => {
  const { url } = offering()
  const types = async () =>
    Object(await (await fetch(`${url}/api/configuracao`)).json()).tipos_de_atendimento

  await expect.poll(types).toEqual([
    { id_tipo_atendimento: 5, descricao: 'LENTIDÃO' },
    { id_tipo_atendimento: 1, descricao: 'SAC' },
    { id_tipo_atendimento: 9, descricao: 'MUDANÇA DE ENDEREÇO' },
  ])
  expect(
    Object(await (await fetch(`${plain().url}/api/configuracao`)).json()).tipos_de_atendimento,
  ).toEqual([])
})
