import { expect, test } from 'vitest'
import { shownAtendimento } from '#src/contract/shown-ticket.ts'
import { readMessages } from '#src/gateway/hubsoft/reading/read-messages.ts'
import { seedAnswer } from '../../../samples.ts'

const reference = 'REF 7F3K-2Q9D'
const description = `Ligou de novo: continua sem acesso. | Atendente: Ana Lima | ${reference}`
const lookedFor = {
  messageTo: 30117,
  reference,
  description,
  sentAt: new Date('2026-11-24T13:58:21Z'),
}

const message = (mensagem: unknown, data_cadastro_br: unknown = '24/11/2026 10:58') => ({
  ...{ id_atendimento_mensagem: 70_001, id_atendimento: 30117, data_cadastro_timestamp: 1 },
  ...{ mensagem, data_cadastro_br },
})
const ticket = (atendimento_mensagem: unknown, id_atendimento: unknown = 30117) => ({
  ...seedAnswer.atendimento,
  ...{ id_atendimento, protocolo: '20261124105821123457', atendimento_mensagem },
})
const ours = message(description)
const other = message('Técnico a caminho.')
const another = ticket([other], 30104)

function read(atendimentos: unknown, isMarkLost = false) {
  const text = JSON.stringify({ status: 'success', msg: '', atendimentos })
  return readMessages({ status: 200, headers: {}, text }, lookedFor, isMarkLost)
}

test('the ticket is found by a message with the reference, as much of it as a page may see', () => {
  expect(read([another, ticket([other, ours])])).toEqual([shownAtendimento.parse(ticket([]))])
  const cliente = { codigo_cliente: 1204, nome_razaosocial: 'BIANCA COUTO 86214941081' }
  const named = read([{ ...ticket([ours]), cliente }])
  expect(named).toMatchObject([{ cliente: { nome_razaosocial: 'BIANCA COUTO' } }])
})

test.each([
  ['in capitals', message(description.toUpperCase())],
  ['with another hyphen', message(description.replaceAll('-', '–'))],
  ['with something behind it', message(`${description} | MENSAGEM ADICIONADA VIA API`)],
  ['without its signature, but the reference', message(`Continua sem acesso. ${reference}`)],
])('it is found %s', (_what, listed) => {
  expect(read([ticket([other, listed])])).toHaveLength(1)
})

test('it is found where ids are texts, and by a message of long before', () => {
  expect(read([ticket([ours], ' 30117')])).toHaveLength(1)
  expect(read([ticket([message(description, '01/01/2020 10:00')])])).toHaveLength(1)
})

test('twice in a ticket is one ticket', () => {
  expect(read([ticket([ours, ours])])).toHaveLength(1)
})

test.each([
  ['the ticket’s other messages', [ticket([other])]],
  ['no message, where another ticket shows one', [another, ticket([])]],
  [
    'a message that another send signed, quoting ours',
    [ticket([message(`Veja ${reference}. | Atendente: Bia | REF 0000-0000`)])],
  ],
  [
    'a text of days before that begins as ours',
    [ticket([message('Ligou de novo: continua sem acesso.', '21/11/2026 10:58')])],
  ],
])('%s show that it isn’t there', (_what, atendimentos) => {
  expect(read(atendimentos)).toEqual([])
})

test.each([
  ['no list at all', null],
  ['an empty list', []],
  ['a list without the ticket', [another]],
  ['the message in another ticket', [ticket([ours], 30104), ticket(undefined)]],
  ['a ticket without the key', [ticket(undefined), another]],
  ['messages that are no array', [ticket({ 0: other }), another]],
  // Q24: as of a HubSoft that knows nothing of them.
  ['no message in any ticket', [ticket([]), ticket([], 30104)]],
  ['a message without a text', [ticket([message(null)])]],
  ['a message that is none', [ticket(['x'])]],
  ['a text that begins as ours', [ticket([message('Ligou de novo: continua sem acesso.')])]],
  ['our text cut', [ticket([message(description.slice(0, 30))])]],
  // Q16: it may be cut.
  ['twenty messages', [ticket(Array.from({ length: 20 }, () => other))]],
  ['a ticket without a protocol', [{ ...ticket([ours]), protocolo: null }]],
])('%s says nothing', (_what, atendimentos) => {
  expect(read(atendimentos)).toBeNull()
})

test('of a HubSoft that takes references away, messages without ours show nothing', () => {
  expect(read([ticket([other])], true)).toBeNull()
  expect(read([ticket([message(`Continua sem acesso. ${reference}`)])], true)).toBeNull()
  expect(read([ticket([ours])], true)).toHaveLength(1)
})

test('“none” is a list without the ticket', () => {
  const text = JSON.stringify({ status: 'error', msg: 'Atendimento não encontrado' })
  expect(readMessages({ status: 404, headers: {}, text }, lookedFor)).toBeNull()
})
