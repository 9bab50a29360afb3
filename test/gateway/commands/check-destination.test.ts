import { expect, test } from 'vitest'
import { checkDestination } from '#src/gateway/commands/check/check-destination.ts'
import type { Destination } from '#src/gateway/config/destination.ts'
import type { HubsoftAnswer } from '#src/gateway/hubsoft/answer.ts'
import { ticketTypes } from '#src/gateway/hubsoft/ticket-types.ts'
import { noDestination } from '../../samples.ts'
import { answer } from '../hubsoft/by-hand.ts'

const list = (more: object) => answer(200, { status: 'success', ...more })
const types = list({
  tipos_atendimento: [
    { id_tipo_atendimento: 1, descricao: ' SAC\n' },
    { id_tipo_atendimento: '5', descricao: 'LENTIDÃO' },
    { id_tipo_atendimento: 6 },
  ],
})
const origins = list({
  origem_contatos: [
    { id_origem_contato: 4, descricao: 'E-Mail' },
    { id_origem_contato: 5, descricao: 'Telefone' },
  ],
})
const orders = list({
  tipo_ordem_servicos: [
    { id_tipo_ordem_servico: 3, descricao: 'SUPORTE', destino: 'cliente_servico' },
    { id_tipo_ordem_servico: 8, descricao: 'POP', destino: 'pop' },
  ],
})

type Lists = Partial<Record<'types' | 'origins' | 'orders', HubsoftAnswer | null>>

/** What is found of these settings, a line each, and which lists were asked for. */
async function find(destination: Partial<Destination>, lists: Lists = {}) {
  const given = { types, origins, orders, ...lists }
  const read = given.types && ticketTypes.read(given.types)
  if (!read) throw new Error('the types are read before')
  const asked: string[] = []
  const found: string[] = []
  for await (const { isOk, text } of checkDestination(
    { ...noDestination, ...destination },
    {
      host: 'api.provedor.com.br',
      types: read,
      async ask(question) {
        asked.push(question.path.replace(/.*\//, ''))
        const said = question.path.endsWith('origem_contato') ? given.origins : given.orders
        return said && { answer: said, said: question.read(said) }
      },
      whySilent: () => 'resposta: ninguém respondeu.',
    },
  )) {
    found.push(`${isOk ? 'ok' : 'FALHA'} ${text}`)
  }
  return { found, asked }
}

test('what HubSoft knows is told by its name, and nothing is asked of what is not set', async () => {
  expect(await find({})).toEqual({ found: [], asked: [] })
  expect(await find({ ticketTypes: [5, 1, 6], contactOrigin: 4, workOrderType: 3 })).toEqual({
    found: [
      'ok tipo de atendimento: 5 é LENTIDÃO',
      'ok tipo de atendimento: 1 é SAC',
      'ok tipo de atendimento: 6, sem nome no HubSoft',
      'ok origem de contato: 4 é E-Mail',
      'ok tipo de ordem de serviço: 3 é SUPORTE',
    ],
    asked: ['origem_contato', 'tipo_ordem_servico'],
  })
})

test('what HubSoft does not know is told, a line each, with what to do', async () => {
  const then = 'que este HubSoft não conhece: confira o número no HubSoft e corrija a variável.'

  expect(
    (await find({ ticketTypes: [7, 5, 8], contactOrigin: 1, workOrderType: 4 })).found,
  ).toEqual([
    `FALHA tipo de atendimento: HUBSOFT_TICKET_TYPES tem 7, ${then}`,
    'ok tipo de atendimento: 5 é LENTIDÃO',
    `FALHA tipo de atendimento: HUBSOFT_TICKET_TYPES tem 8, ${then}`,
    `FALHA origem de contato: HUBSOFT_CONTACT_ORIGIN tem 1, ${then}`,
    `FALHA tipo de ordem de serviço: HUBSOFT_WORK_ORDER_TYPE tem 4, ${then}`,
  ])
  expect((await find({ workOrderType: 8 })).found).toEqual([
    'FALHA tipo de ordem de serviço: HUBSOFT_WORK_ORDER_TYPE tem 8, que no HubSoft não é para o serviço de um cliente (8 é POP): escolha outro.',
  ])
  expect(
    (await find({ contactOrigin: 4 }, { origins: list({ origem_contatos: [] }) })).found,
  ).toEqual([`FALHA origem de contato: HUBSOFT_CONTACT_ORIGIN tem 4, ${then}`])
})

const asManual =
  'api.provedor.com.br não deu a lista como o manual a descreve (HTTP 200): confira a versão com quem cuida do HubSoft.'

test.each<[what: string, origins: HubsoftAnswer | null, why: string]>([
  ['nothing came', null, 'resposta: ninguém respondeu.'],
  ['the list has another key', list({ origem_contato: [{ id_origem_contato: 4 }] }), asManual],
  ['it is no list', list({ origem_contatos: { 4: 'E-Mail' } }), asManual],
  ['HubSoft said no', answer(200, { status: 'error', msg: 'Não.' }), asManual],
  [
    'the account may not',
    answer(403, { status: 'error' }),
    'permissão: a conta da integração não pode ler as origens de contato (HTTP 403): peça a permissão a quem cuida do HubSoft.',
  ],
  [
    'an entry has no id that can be read',
    list({ origem_contatos: [{ id_origem_contato: 9 }, { id: 4, descricao: 'E-Mail' }] }),
    'parte da lista do HubSoft não pôde ser lida.',
  ],
])('where %s nobody is told that an id is not known', async (_what, given, why) => {
  expect((await find({ contactOrigin: 4 }, { origins: given })).found).toEqual([
    `FALHA origem de contato: não consegui conferir HUBSOFT_CONTACT_ORIGIN: ${why}`,
  ])
})
