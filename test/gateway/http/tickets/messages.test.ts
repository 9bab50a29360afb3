import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { sentToday } from '#src/contract/gateway-answer.ts'
import { referenceOf } from '#src/contract/reference.ts'
import { ratesPerMinute } from '#src/gateway/http/rate-limits.ts'
import { keepLog } from '../../keep-log.ts'
import { standIn } from '../../message-ground.ts'
import {
  enterHouse,
  messageRoute,
  newMessage,
  newTicket,
  openHouse,
  shareHouse,
  ticketRoute,
  told,
} from '../../running.ts'
import { expectApiHeaders, expectProblem } from '../expect-problem.ts'

const house = shareHouse(enterHouse)

type House = Awaited<ReturnType<typeof enterHouse>>

/** A ticket that stands, with a message of before where lists are to prove something. */
async function standing({ post, append, ledger }: House) {
  await post()
  const ticket = ledger.tickets.at(-1)?.atendimento
  if (!ticket) throw new Error('no ticket was opened')
  const { id_atendimento: id, protocolo } = ticket
  await append(id, { mensagem: 'Técnico a caminho.' })
  return { id, protocolo }
}

/** The same in a house of its own. */
async function openStanding(options?: Parameters<typeof openHouse>[0]) {
  const own = await openHouse(options)
  return { ...own, ...(await standing(own)), key: randomUUID() }
}

test('a message is added to its ticket, signed, and told with the ticket’s id and protocol alone', async () => {
  const { append, ask, messagesOf } = house()
  const { id, protocolo } = await standing(house())
  const key = randomUUID()

  const answer = await append(id, { ...newMessage, mensagem: '  Ligou de\r\nnovo. ' }, { key })

  expect(answer.status).toBe(201)
  expectApiHeaders(answer)
  expect(answer.headers.location).toBe(`${ticketRoute}/${key}`)
  const enviado = { id_atendimento: id, mensagem: 'Ligou de\nnovo.', id_cliente_servico: 11000 }
  expect(told(answer)).toMatchObject({
    ...{ status: 'success', msg: `Acréscimo feito. Protocolo do atendimento: ${protocolo}.` },
    ...{ enviado, acrescimo_a: id, informado: null },
    atendimento: { id_atendimento: id, protocolo, descricao_abertura: null, cliente: null },
  })
  expect(answer.text).not.toMatch(/contato|SEGREDO|203\.0/)
  expect((await ask(key)).body).toEqual(answer.body)
  const name = 'Atendente de Demonstração'
  const signed = `Ligou de\nnovo. | Atendente: ${name} | ${referenceOf(key)}`
  expect(messagesOf(key)).toMatchObject([{ id_atendimento: id, mensagem: signed }])
  expect(Object.keys(messagesOf(key)[0]?.body ?? {})).toEqual(['mensagem'])
})

test('of the ticket’s row, contact and all, nothing is told, logged, counted or kept', async () => {
  const { logTo, text } = keepLog()
  const { append, send, emulatorUrl, databaseFile } = await openHouse({ logTo })
  const { open } = await standIn(emulatorUrl)

  const answer = await append(open)

  expect(answer.status).toBe(201)
  const metrics = await send('/metrics')
  const files = ['', '-wal'].map((end) => readFileSync(databaseFile + end, 'latin1'))
  expect(files.join()).toContain('Ligou de novo')
  for (const said of [answer.text, text(), metrics.text, ...files]) {
    expect(said).not.toMatch(/SEGREDO|203\.0\.113|37999112233|Bianca|De antes/)
  }
  expect(text() + metrics.text).not.toContain('Ligou')
})

test('the same key and text again sends nothing; with another text, ticket or kind it is another’s', async () => {
  const { append, post, messagesOf, ticketsOf } = house()
  const { id } = await standing(house())
  const key = randomUUID()
  const first = await append(id, newMessage, { key })

  const again = await append(id, newMessage, { key: key.toUpperCase() })

  expect(again.body).toEqual(first.body)
  expect(again.headers['idempotency-replayed']).toBe('true')
  const others = [
    await append(id, { ...newMessage, mensagem: 'Outra coisa.' }, { key }),
    await append(id + 1, newMessage, { key }),
    await post(newTicket, { key }),
  ]
  for (const other of others) expectProblem(other, 422, 'chave_reutilizada')
  expect([messagesOf(key), ticketsOf(key)]).toMatchObject([[{}], []])
})

test('a key that for certain sent nothing sends the other kind, and is that kind’s from then on', async () => {
  const { id, append, post, ask, faults, ticketsOf, messagesOf } = await openStanding()
  const [ticketFirst, messageFirst] = [randomUUID(), randomUUID()]
  faults.inject({ route: 'atendimento', fault: 'too-many' })
  expect((await post(newTicket, { key: ticketFirst })).status).toBe(429)
  faults.inject({ route: 'mensagem', fault: 'too-many' })
  expect((await append(id, { mensagem: 'Oi.' }, { key: messageFirst })).status).toBe(429)

  const message = await append(id, { mensagem: 'Oi.' }, { key: ticketFirst })
  const ticket = await post(newTicket, { key: messageFirst })

  expect([message.status, ticket.status]).toEqual([201, 201])
  expect(told(message)).toMatchObject({ acrescimo_a: id, enviado: { id_atendimento: id } })
  expect(told(ticket)).not.toHaveProperty('acrescimo_a')
  expect(told(ticket)).toMatchObject({ enviado: { id_cliente_servico: 11000 } })
  expect((await ask(ticketFirst)).body).toEqual(message.body)
  expect((await ask(messageFirst)).body).toEqual(ticket.body)
  expectProblem(await post(newTicket, { key: ticketFirst }), 422, 'chave_reutilizada')
  expectProblem(await append(id, newMessage, { key: messageFirst }), 422, 'chave_reutilizada')
  const really = [ticketFirst, messageFirst].map((key) => [
    ticketsOf(key).length,
    messagesOf(key).length,
  ])
  expect(really).toEqual([
    [0, 1],
    [1, 0],
  ])
})

test('two at once of one key are one message', async () => {
  const { append, messagesOf } = house()
  const { id } = await standing(house())
  const key = randomUUID()

  const answers = await Promise.all([1, 2, 3].map(() => append(id, newMessage, { key })))

  expect(answers.map(({ status }) => status)).toEqual([201, 201, 201])
  expect(messagesOf(key)).toHaveLength(1)
})

test.each([
  ['no text', {}, { mensagem: 'Acréscimo: escreva o que acrescentar ao atendimento.' }],
  ['a blank text', { mensagem: ' \n' }, { mensagem: expect.stringMatching(/^Acréscimo: escreva/) }],
  ['no text but a list', { mensagem: [] }, { mensagem: 'Acréscimo: envie um texto.' }],
  [
    'too long a text',
    { mensagem: 'x'.repeat(3901) },
    { mensagem: 'Acréscimo: retire pelo menos 1 caractere (limite 3.900).' },
  ],
  [
    'a service that is none',
    { mensagem: 'x', id_cliente_servico: 0 },
    { id_cliente_servico: expect.any(String) },
  ],
  [
    'null for its service',
    { mensagem: 'x', id_cliente_servico: null },
    { id_cliente_servico: expect.any(String) },
  ],
  ['a key more', { mensagem: 'x', nome: 'Zé' }, { nome: 'Campo desconhecido: retire “nome”.' }],
])('a message with %s is turned away, and nothing sent: 400', async (_what, body, campos) => {
  const { append, ledger } = house()
  const before = ledger.requests.length

  const answer = await append(300, body)

  expectProblem(answer, 400, 'requisicao_invalida')
  expect(answer.body).toMatchObject({ campos })
  expect(ledger.requests).toHaveLength(before)
})

test.each(['0', '-1', 'x', '1.5', '1e3', '01', '9'.repeat(16), '%00'])(
  'the ticket %s is no ticket’s id: 400',
  async (id) => {
    expectProblem(await house().append(id), 400, 'requisicao_invalida')
  },
)

test('without a key, with a body that is too large or no JSON, nothing is sent', async () => {
  const { append, send } = house()
  const path = `${messageRoute}/300`
  const headers = { 'content-type': 'application/json' }

  const body = JSON.stringify(newMessage)
  expectProblem(await send(path, { method: 'POST', headers, body }), 400, 'requisicao_invalida')
  expectProblem(await append(300, ' '.repeat(64 * 1024 + 1)), 413, 'corpo_grande')
  const plain = { 'content-type': 'text/plain', 'sec-fetch-site': 'same-origin' }
  expectProblem(await append(300, body, { headers: plain }), 415, 'tipo_invalido')
})

test('above a limit what is known of a message is told all the same, and another isn’t sent', async () => {
  const rates = { ...ratesPerMinute, requests: 4 }
  const { append, messagesOf, id, key } = await openStanding({ limits: { rates } })
  const first = await append(id, newMessage, { key })
  await append(id, newMessage, { key })
  const another = randomUUID()

  expect((await append(id, newMessage, { key })).body).toEqual(first.body)
  const turnedAway = await append(id, newMessage, { key: another })

  expectProblem(turnedAway, 429, 'muitas_requisicoes')
  expect(told(turnedAway).msg).toContain('Nada foi enviado.')
  expect(messagesOf(another)).toEqual([])
})

test('a ticket that HubSoft doesn’t know, or that is closed, is refused in its words: 422', async () => {
  const { append, emulator } = house()
  const { id, protocolo } = await standing(house())

  const unknown = await append(id + 5000)
  emulator.closeTicket(protocolo)
  const closed = await append(id)

  for (const answer of [unknown, closed]) {
    expectProblem(answer, 422, 'recusado_pelo_hubsoft')
    const msg = 'O HubSoft não aceitou este acréscimo. Nada foi acrescentado.'
    expect(answer.body).toMatchObject({ msg, errors: [expect.any(String)] })
    expect(answer.body).not.toHaveProperty('campos')
  }
})

test('a HubSoft without that route, or without the permission, says so', async () => {
  const { append, ask, emulator, id, key } = await openStanding()

  emulator.setPermissions({ message: false })
  const forbidden = await append(id)
  emulator.setSwitches({ messages: 'no-route' })
  const without = await append(id, newMessage, { key })

  expectProblem(forbidden, 403, 'sem_permissao')
  expect(told(forbidden).msg).toMatch(/^O HubSoft não aceitou este acréscimo: a conta .* permissão/)
  expectProblem(without, 422, 'sem_acrescimos')
  expect(without.body).not.toHaveProperty('errors')
  expect(told(without).msg).toBe(
    'Este HubSoft não aceita acréscimos por aqui; informe o protocolo que já existe.',
  )
  expect((await ask(key)).body).toMatchObject({ codigo: 'sem_acrescimos', msg: told(without).msg })
})

test('a lost answer is found in the ticket, and told as looked for', async () => {
  const { append, ask, faults, messagesOf, id, key, protocolo } = await openStanding()
  faults.inject({ route: 'mensagem', fault: 'reset-after' })

  const answer = await append(id, newMessage, { key })

  expect(answer.status).toBe(202)
  await expect.poll(async () => told(await ask(key)).status).toBe('success')
  expect(told(await ask(key))).toMatchObject({
    ...{ conferido: true, acrescimo_a: id, atendimento: { id_atendimento: id, protocolo } },
  })
  expect(messagesOf(key)).toHaveLength(1)
})

test('a message that names no service is not known once HubSoft had its time, and never sent again', async () => {
  const { append, ask, faults, skip, ledger, messagesOf, id, key } = await openStanding()
  faults.inject({ route: 'mensagem', fault: 'reset-after' })
  const alone = { mensagem: 'Ligou de novo.' }
  const lists = () => ledger.requests.filter(({ method }) => method === 'GET').length
  const before = lists()

  await append(id, alone, { key })
  await expect
    .poll(async () => {
      skip(10_000)
      return told(await ask(key)).status
    })
    .toBe('unknown')

  expect(told(await ask(key))).toMatchObject({
    ...{ motivo: 'nao_conferido', tentativa: 1 },
    msg: 'Não sei se o acréscimo foi feito. Não acrescente de novo ainda.',
  })
  const again = await append(id, alone, { key, headers: { 'x-reenvio': '2' } })
  expect(told(again)).toMatchObject({
    ...{ status: 'unknown', tentativa: 1 },
    msg: expect.stringContaining('veja você no atendimento'),
  })
  expect(lists()).toBe(before)
  expect(messagesOf(key)).toHaveLength(1)
})

test('where a person decides, what stands is found and not sent again; what doesn’t is sent once more', async () => {
  const own = await openStanding()
  const { append, ask, faults, skip, messagesOf, id } = own
  const untilUnknown = async (key: string) =>
    expect
      .poll(async () => {
        skip(10_000)
        return told(await ask(key)).status
      })
      .toBe('unknown')
  const again = (key: string) => append(id, newMessage, { key, headers: { 'x-reenvio': '2' } })
  const [stands, lost] = [randomUUID(), randomUUID()]

  faults.inject({ route: 'mensagem', fault: 'reset-after' })
  faults.inject({ route: 'listagem', fault: 'messages-late', times: 1000 })
  await append(id, newMessage, { key: stands })
  await untilUnknown(stands)
  faults.clear()
  expect(told(await again(stands))).toMatchObject({ status: 'success', conferido: true })
  expect(messagesOf(stands)).toHaveLength(1)

  faults.inject({ route: 'mensagem', fault: 'reset-before' })
  await append(id, newMessage, { key: lost })
  await untilUnknown(lost)
  expect(told(await again(lost))).toMatchObject({ status: 'success', tentativa: 2 })
  expect(messagesOf(lost)).toHaveLength(1)
})

test('the day’s list tells a message as one, with its text, and that its customer was told', async () => {
  const { append, tell, send, id, key } = await openStanding()
  await append(id, newMessage, { key })

  await tell(key, { canal: 'telefone' })

  const { atendimentos } = sentToday.parse((await send(`${ticketRoute}?hoje`)).body)
  expect(atendimentos.find(({ chave }) => chave === key)).toMatchObject({
    ...{ status: 'success', acrescimo_a: id, informado: { canal: 'telefone' } },
    enviado: { id_atendimento: id, ...newMessage },
  })
})
