import { expect, test } from 'vitest'
import { ticketAnswer } from '#src/gateway/http/tickets/ticket-answers.ts'
import type { SendState, TicketRow } from '#src/gateway/journal/ticket-row.ts'
import { deadlineAt, rowOf, sentAt, states } from '../../journal/a-row.ts'

const answerOf = (state: SendState, said: Partial<TicketRow> = {}) =>
  ticketAnswer(rowOf({ state, ...said }), 'id', { formatSince: () => '', toWall: (at) => at })

const refusalOf = (sentence: string) =>
  answerOf({ kind: 'refused', sentences: [sentence], permission: false, inDoubt: false }).body

test.each([
  ['O campo telefone é obrigatório.', 'telefone', /^Telefone: o HubSoft não aceitou/],
  ['O campo descrição é obrigatório.', 'descricao', /^Descrição: o HubSoft não aceitou/],
  ['O CAMPO NOME NÃO POSSUI UM VALOR VÁLIDO', 'nome', /^Nome do solicitante: /],
  ['O campo e-mail não possui um valor válido.', 'email', /^E-mail: o HubSoft/],
  ['O campo cliente servico é inválido', 'id_cliente_servico', /^Código do serviço: o HubSoft/],
  ['O campo abrir_os deve ser do tipo boolean', 'abrir_os', /^Abrir ordem de serviço: /],
  [
    'O valor selecionado para o campo id_cliente_servico é inválido',
    'id_cliente_servico',
    /^Código do serviço: o HubSoft não reconhece o serviço 11000\. Confira com o cliente\.$/,
  ],
])('"%s" is told at the field %s', (sentence, field, said) => {
  const campos = { [field]: expect.stringMatching(said) }

  expect(refusalOf(sentence)).toMatchObject({ errors: [sentence], campos })
})

test.each([
  'O campo telefone e o campo nome são obrigatórios.',
  'Favor preencher os campos obrigatórios',
  'O telefone do cliente está bloqueado.',
  'O campo setor é obrigatório.',
])('"%s" is told at no field', (sentence) => {
  expect(refusalOf(sentence)).not.toHaveProperty('campos')
})

test('of a message no field is named: the page has none of them beside it', () => {
  const sentences = ['O campo telefone é obrigatório.']
  const { body } = answerOf({ ...states.refused, sentences, inDoubt: false }, { messageTo: 300 })

  expect(body).toMatchObject({ errors: sentences })
  expect(body).not.toHaveProperty('campos')
})

test.each([
  [1, 1, '1 segundo'],
  [299, 299, '299 segundos'],
  [86_400, 300, 'alguns minutos'],
])('HubSoft asks to wait %i s: told are %i, in words %s', (asked, retryAfterS, said) => {
  const told = answerOf({ kind: 'not-sent', reason: 'too-many', retryAfterS: asked })

  const msg = `O atendimento não foi aberto: o HubSoft pediu para esperar ${said}.`
  expect(told).toMatchObject({ httpStatus: 429, retryAfterS, body: { msg } })
})

test('that HubSoft takes no messages is all that is said of one, unless an earlier one may stand', () => {
  const refused = { ...states.refused, isNoRoute: true } as const
  const message = { messageTo: 300 }
  const [only, again] = [
    answerOf({ ...refused, inDoubt: false }, message),
    answerOf({ ...refused, inDoubt: true }, { ...message, attempt: 2 }),
  ]

  expect(only).toMatchObject({ httpStatus: 422, body: { codigo: 'sem_acrescimos' } })
  expect(again.body).toMatchObject({
    codigo: 'recusado_pelo_hubsoft',
    msg: expect.stringContaining('Um envio anterior dele ainda pode aparecer.'),
    em_duvida: true,
  })
})

test('that nobody has told the customer is said of what they were asked for, and of nothing else', () => {
  const informed = (said: Partial<TicketRow>) => answerOf(states.opened, said).body

  expect(informed({ told: { kind: 'not-yet' } })).toMatchObject({ informado: null })
  expect(informed({ told: { kind: 'not-asked' } })).not.toHaveProperty('informado')
  expect(answerOf(states.unknown).body).not.toHaveProperty('informado')
})

test('what nobody knows any more is told with its attempt and each look', () => {
  const looks = [
    { at: sentAt, wasRead: false },
    { at: deadlineAt, wasRead: true },
  ]

  expect(answerOf(states.unknown, { looks, attempt: 2 })).toEqual({
    httpStatus: 202,
    body: {
      status: 'unknown',
      msg: 'Não sei se o atendimento foi aberto. Não abra outro ainda.',
      chave: rowOf().key,
      tentativa: 2,
      conferencias: [
        { em: sentAt.toISOString(), lida: false },
        { em: deadlineAt.toISOString(), lida: true },
      ],
      enviado: rowOf().novo,
      enviado_em: sentAt.toISOString(),
      atendente: 'Ana',
    },
  })
})

const planned = { nextLookAt: new Date(sentAt.getTime() + 300_000) }
const seen = (wasRead: boolean) => ({ looks: [{ at: deadlineAt, wasRead }] })

test.each([
  ['while looks are planned', { ...planned, ...seen(true) }, true],
  ['once the last one agreed', seen(true), undefined],
  ['where the last one could not be read', seen(false), true],
  ['of a second attempt, whose first nobody knows', { ...seen(true), attempt: 2 }, true],
])('what is said of a refusal in doubt %s', (_name, said: Partial<TicketRow>, inDoubt) => {
  const { body } = answerOf({ ...states.refused, inDoubt: true }, said)

  expect(body).toMatchObject({ codigo: 'recusado_pelo_hubsoft' })
  expect('tentativa' in body ? body.tentativa : undefined).toBe(said.attempt)
  expect('em_duvida' in body ? body.em_duvida : undefined).toBe(inDoubt)
  expect(body.msg.includes('Nada foi aberto.')).toBe(!inDoubt)
  expect(body.msg.includes('Não abra outro ainda.')).toBe(inDoubt === true)
})
