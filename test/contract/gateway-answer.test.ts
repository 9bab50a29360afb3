import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readGatewayAnswer } from '#src/contract/gateway-answer.ts'
import { shownAtendimento } from '#src/contract/shown-ticket.ts'
import { seedAnswer } from '../samples.ts'
import { anyText } from './any-text.ts'

const chave = '0198c0de-7f3a-7b1c-9d2e-5f60718293a4'
const known = {
  enviado: {
    id_cliente_servico: 11000,
    descricao: 'Sem sinal.',
    nome: 'Bianca',
    telefone: '37999112233',
    email: 'teste@teste.com.br',
    abrir_os: true,
  },
  enviado_em: '2026-11-24T13:58:21.000Z',
  atendente: 'Ana Lima',
}
const { atendimento: ticket } = seedAnswer
const answers = {
  success: {
    status: 'success',
    msg: 'Aberto.',
    atendimento: shownAtendimento.parse(ticket),
    ...known,
  },
  pending: { status: 'pending', msg: 'Conferindo.', chave, ...known },
  unknown: {
    status: 'unknown',
    msg: 'Não sei.',
    chave,
    tentativa: 1,
    conferencias: [{ em: '2026-11-24T13:58:21.000Z', lida: false }],
    motivo: 'nao_conferido',
    ...known,
  },
  error: {
    status: 'error',
    msg: 'Recusado.',
    codigo: 'recusado_pelo_hubsoft',
    id_requisicao: 'a1',
    campos: { telefone: 'Telefone: confira.' },
    errors: ['O campo telefone é obrigatório.'],
    ...known,
  },
}

test.each(Object.values(answers))('$status is read as it was written', (answer) => {
  expect(readGatewayAnswer(JSON.stringify(answer))).toEqual(answer)
})

test.each(Object.values(answers))('$status is read without what only the owner gets', (answer) => {
  const { enviado: _1, enviado_em: _2, atendente: _3, ...bare } = answer

  expect(readGatewayAnswer(JSON.stringify(bare))).toEqual(bare)
})

test('a motivo that the page doesn’t know takes no outcome from it', () => {
  const { motivo: _, ...rest } = answers.unknown

  expect(readGatewayAnswer(JSON.stringify({ ...rest, motivo: 'outro' }))).toEqual(rest)
})

test.each(['fax', 7, null])(
  'a way of telling a customer that the page doesn’t know (%s) is none',
  (canal) => {
    const answer = { ...answers.success, informado: { canal, em: '2026-11-24T13:58:00.000Z' } }

    expect(readGatewayAnswer(JSON.stringify(answer))).toEqual(answers.success)
  },
)

test.each([
  ['an error without its id', { ...answers.error, id_requisicao: undefined }],
  ['an error whose codigo nobody knows', { ...answers.error, codigo: 'outra_coisa' }],
  ['an error whose msg is no text', { ...answers.error, msg: null }],
  ['a success without its ticket', { ...answers.success, atendimento: undefined }],
  ['a success without its protocol', { ...answers.success, atendimento: { protocolo: '' } }],
  ['a pending without its key', { ...answers.pending, chave: undefined }],
  ['an unknown without its attempt', { ...answers.unknown, tentativa: undefined }],
  ['an unknown without its looks', { ...answers.unknown, conferencias: undefined }],
  ["HubSoft's own spelling of success", { ...answers.success, status: 'suscess' }],
  ["HubSoft's own error", { status: 'error', msg: 'Não.', errors: [] }],
  ['a status nobody knows', { ...answers.pending, status: 'opened' }],
  ['a list', [answers.success]],
  ['nothing', ''],
  ['null', null],
  ['an empty object', {}],
  ['a page', '<html><h1>502 Bad Gateway</h1></html>'],
  ['half an answer', JSON.stringify(answers.success).slice(0, -1)],
])('%s is not an answer of the gateway', (_what, body) => {
  expect(readGatewayAnswer(typeof body === 'string' ? body : JSON.stringify(body))).toBeNull()
})

test('no text makes it throw', () => {
  const json = fc.jsonValue().map((value) => JSON.stringify(value))

  fc.assert(
    fc.property(fc.oneof(anyText, json), (text) => {
      expect(readGatewayAnswer(text)).toBeNull()
    }),
    { numRuns: 500 },
  )
})

test('a success that holds more than a page may see is read without it', () => {
  const answer = { ...answers.success, atendimento: ticket }

  expect(JSON.stringify(readGatewayAnswer(JSON.stringify(answer)))).not.toMatch(/cpf_cnpj|valor/)
})
