import { expect, test } from 'vitest'
import type { Opened, TicketOutcome } from '#src/atendimento/send/outcome.ts'
import { readAsked, readPosted } from '#src/atendimento/send/read-answer.ts'
import type { Codigo, GatewayAnswer } from '#src/contract/gateway-answer.ts'
import { shownAtendimento } from '#src/contract/shown-ticket.ts'
import { seedAnswer } from '../../samples.ts'
import { chave, enviado } from '../outcomes.ts'

const atendimento = shownAtendimento.parse(seedAnswer.atendimento)
const known = { enviado, enviado_em: '2026-11-24T13:58:00.000Z', atendente: 'Ana Souza' }
const remembered = { enviado, sentAt: new Date('2026-11-24T13:58:00Z'), openedBy: 'Ana Souza' }
const added = { id_atendimento: 300, mensagem: 'Ligou de novo.', id_cliente_servico: 11000 }
const requestId = 'r1'
const msg = 'Uma frase.'

const error = (codigo: Codigo, more = {}): GatewayAnswer => ({
  status: 'error',
  msg,
  codigo,
  id_requisicao: 'r1',
  ...more,
})

/** What asking brings back: a stored outcome comes with status 200, whatever it is. */
const asked = (answer: GatewayAnswer | null, status = 200, retryAfterS = 0) =>
  readAsked({ status, answer, retryAfterS })

const success: GatewayAnswer = { status: 'success', msg, atendimento, ...known }
const pending: GatewayAnswer = { status: 'pending', msg, chave, ...known }
const look = { em: '2026-11-24T13:59:00.000Z', lida: true }
const unknown: GatewayAnswer = {
  status: 'unknown',
  msg,
  chave,
  tentativa: 1,
  conferencias: [look, look],
  ...known,
}

const refusal = { sentences: ['Não.'], campos: {}, requestId, ...remembered }
const opened: Opened = {
  kind: 'opened',
  atendimento,
  isConfirmed: false,
  otherProtocols: [],
  ...remembered,
}

test.each<[string, GatewayAnswer, TicketOutcome]>([
  ['success', success, opened],
  [
    'success after a look, and twice',
    { ...success, conferido: true, outros_protocolos: ['201811161058217'] },
    { ...opened, isConfirmed: true, otherProtocols: ['201811161058217'] },
  ],
  [
    'a message that was added',
    { ...success, acrescimo_a: 300, enviado: added },
    {
      ...{ ...opened, enviado: undefined },
      message: { to: 300, text: 'Ligou de novo.', serviceId: 11000 },
    },
  ],
  [
    'a message that names no service',
    { ...success, acrescimo_a: 300, enviado: { id_atendimento: 300, mensagem: 'Ligou.' } },
    { ...{ ...opened, enviado: undefined }, message: { to: 300, text: 'Ligou.' } },
  ],
  [
    'a message whose text is gone',
    { ...success, acrescimo_a: 300, enviado: undefined },
    { ...{ ...opened, enviado: undefined }, message: { to: 300 } },
  ],
  [
    'success of which the customer was told',
    { ...success, informado: { canal: 'telefone', em: '2026-11-24T14:03:00.000Z' } },
    { ...opened, told: { by: 'telefone', at: new Date('2026-11-24T14:03:00Z') } },
  ],
  ['success of which nobody was told', { ...success, informado: null }, { ...opened, told: null }],
  ['pending', pending, { kind: 'pending', answers: 1, ...remembered }],
  [
    'pending for want of a list that can be read',
    { ...pending, motivo: 'nao_conferido' },
    { kind: 'pending', answers: 1, couldNotLook: true, ...remembered },
  ],
  [
    'unknown',
    unknown,
    { kind: 'unknown', attempt: 1, looks: [look, look], couldNotLook: false, ...remembered },
  ],
  [
    'unknown for want of a look',
    { ...unknown, tentativa: 2, conferencias: [], motivo: 'nao_conferido' },
    { kind: 'unknown', attempt: 2, looks: [], couldNotLook: true, ...remembered },
  ],
  [
    'recusado_pelo_hubsoft',
    error('recusado_pelo_hubsoft', { errors: ['Não.'], campos: { nome: 'Nome: …' }, ...known }),
    { kind: 'refused', ...refusal, campos: { nome: 'Nome: …' } },
  ],
  [
    'recusado_pelo_hubsoft at a later attempt',
    error('recusado_pelo_hubsoft', { errors: ['Não.'], tentativa: 2, ...known }),
    { kind: 'refused-again', ...refusal },
  ],
  [
    'recusado_pelo_hubsoft that may turn up all the same',
    error('recusado_pelo_hubsoft', { errors: ['Não.'], em_duvida: true, ...known }),
    { kind: 'refused-in-doubt', ...refusal },
  ],
  [
    'sem_permissao',
    error('sem_permissao', { errors: ['Não.'], ...known }),
    { kind: 'refused', advice: msg, ...refusal },
  ],
  [
    'sem_acrescimos',
    error('sem_acrescimos', known),
    { kind: 'refused', advice: msg, ...refusal, sentences: [] },
  ],
  ['nao_enviado', error('nao_enviado', known), { kind: 'not-sent', msg, requestId, ...remembered }],
  [
    'muitas_requisicoes',
    error('muitas_requisicoes', known),
    { kind: 'not-sent', msg, requestId, ...remembered },
  ],
])('%s is an outcome, whether answered or asked for', (_name, answer, outcome) => {
  expect(readPosted(answer)).toEqual(outcome)
  expect(asked(answer)).toEqual(outcome)
})

test.each([
  ['muitas_requisicoes', 429, 7],
  ['nao_enviado', 503, 60],
  ['sem_permissao', 403, 0],
  ['recusado_pelo_hubsoft', 422, 0],
] as const)('%s with a status of its own is about the asking', (codigo, status, retryAfterS) => {
  expect(asked(error(codigo), status, retryAfterS)).toEqual({
    kind: 'not-told',
    reason: msg,
    retryAfterS,
    requestId,
  })
})

test.each<[string, GatewayAnswer | null]>([
  ['no answer of the gateway’s', null],
  ['a key that isn’t known', error('chave_desconhecida')],
  ['no such route', error('nao_encontrado')],
  ['a fault of ours', error('erro_interno')],
  ['a record that can’t be read', error('consulta_indisponivel')],
])('to a send, %s is no outcome: the gateway is to be asked', (_name, answer) => {
  expect(readPosted(answer)).toBeNull()
})

const campos = { nome: 'Nome: …' }

test.each([
  ['requisicao_invalida', { kind: 'rejected', campos }],
  ['credenciais_recusadas', { kind: 'rejected', campos }],
  ['origem_recusada', { kind: 'rejected', campos }],
  ['corpo_grande', { kind: 'rejected', campos }],
  ['tipo_invalido', { kind: 'rejected', campos }],
  ['host_errado', { kind: 'rejected', campos }],
  ['sessao_expirada', { kind: 'session-over' }],
  ['chave_de_outro_atendente', { kind: 'key-spent', carriedAnother: false }],
  ['chave_reutilizada', { kind: 'key-spent', carriedAnother: true }],
] as const)('%s turns a send away', (codigo, outcome) => {
  expect(readPosted(error(codigo, { campos }))).toEqual({ msg, requestId, ...outcome })
})

test('a colleague’s ticket meanwhile turns a send away, as of when that was told', () => {
  const lido_em = '2026-11-28T11:00:00.000Z'
  const answer = error('aberto_por_outro', { campos: {}, lido_em })
  const told = { kind: 'rejected', msg, campos: {}, requestId, toldAt: lido_em }
  expect(readPosted(answer)).toEqual(told)
})

test.each([
  ['chave_de_outro_atendente', 409, { kind: 'not-ours', msg }],
  ['chave_reutilizada', 422, { kind: 'not-ours', msg }],
  [
    'chave_desconhecida',
    404,
    {
      kind: 'never-arrived',
      msg: 'Este envio não chegou ao HubSoft: nada foi aberto. Pode tentar de novo.',
    },
  ],
  ['sessao_expirada', 401, { kind: 'not-told-signed-out', reason: msg, requestId }],
  ['origem_recusada', 403, { kind: 'not-told', reason: msg, retryAfterS: 0, requestId }],
  ['host_errado', 421, { kind: 'not-told', reason: msg, retryAfterS: 0, requestId }],
  ['erro_interno', 500, { kind: 'not-told', reason: msg, retryAfterS: 0, requestId }],
  ['consulta_indisponivel', 503, { kind: 'not-told', reason: msg, retryAfterS: 0, requestId }],
] as const)('asked, %s is read for what it says of the asking', (codigo, status, outcome) => {
  expect(asked(error(codigo), status)).toEqual(outcome)
  // A proxy in between may have its own idea of statuses.
  expect(asked(error(codigo))).toEqual(outcome)
})

test('asked, what can’t be read leaves the send as unknown as it was', () => {
  expect(asked(null)).toEqual({ kind: 'unreachable' })
  expect(asked(null, 0)).toEqual({ kind: 'unreachable' })
  expect(asked(null, 502)).toEqual({ kind: 'unreachable' })
})
