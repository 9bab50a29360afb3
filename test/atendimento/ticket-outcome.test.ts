// @vitest-environment node
import { expect, test } from 'vitest'
import {
  isEditable,
  keepsKey,
  outcomeMark,
  readAsked,
  readPosted,
  type TicketOutcome,
} from '#src/atendimento/ticket-outcome.ts'
import { shownAtendimento } from '#src/contract/atendimento.ts'
import { type Codigo, codigos, type GatewayAnswer } from '#src/contract/gateway-answer.ts'
import { seedAnswer } from '../samples.ts'

const atendimento = shownAtendimento.parse(seedAnswer.atendimento)
const enviado = {
  id_cliente_servico: 11000,
  descricao: 'Sem internet.',
  nome: 'Bianca Couto',
  telefone: '37999112233',
  abrir_os: true,
}
const known = { enviado, enviado_em: '2026-11-24T13:58:00.000Z', atendente: 'Ana Souza' }
const remembered = { enviado, sentAt: new Date('2026-11-24T13:58:00Z') }
const chave = '7d0b6c0e-7a55-4f5c-9d3a-3f0f1f6f0a01'
const msg = 'Uma frase.'

const error = (codigo: Codigo, more = {}): GatewayAnswer => ({
  status: 'error',
  msg,
  codigo,
  id_requisicao: 'r1',
  ...more,
})

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

test.each<[string, GatewayAnswer, TicketOutcome]>([
  ['success', success, { kind: 'opened', atendimento, ...remembered }],
  ['pending', pending, { kind: 'pending', ...remembered }],
  ['unknown', unknown, { kind: 'unknown', looks: 2, ...remembered }],
  [
    'recusado_pelo_hubsoft',
    error('recusado_pelo_hubsoft', { errors: ['Não.'], campos: { nome: 'Nome: …' }, ...known }),
    { kind: 'refused', sentences: ['Não.'], campos: { nome: 'Nome: …' }, ...remembered },
  ],
  [
    'sem_permissao',
    error('sem_permissao', { errors: ['Não pode.'], ...known }),
    { kind: 'refused', advice: msg, sentences: ['Não pode.'], campos: {}, ...remembered },
  ],
  ['nao_enviado', error('nao_enviado', known), { kind: 'not-sent', msg, ...remembered }],
  [
    'muitas_requisicoes',
    error('muitas_requisicoes', known),
    { kind: 'not-sent', msg, ...remembered },
  ],
])('%s is an outcome, whether answered or asked for', (_name, answer, outcome) => {
  expect(readPosted(answer)).toEqual(outcome)
  expect(readAsked(answer)).toEqual(outcome)
})

test.each<[string, GatewayAnswer | null]>([
  ['no answer of the gateway’s', null],
  ['a key that isn’t known', error('chave_desconhecida')],
  ['no such route', error('nao_encontrado')],
  ['a fault of ours', error('erro_interno')],
])('to a send, %s is no outcome: the gateway is to be asked', (_name, answer) => {
  expect(readPosted(answer)).toBeNull()
})

const turnedAway = [
  'requisicao_invalida',
  'sessao_expirada',
  'origem_recusada',
  'chave_de_outro_atendente',
  'chave_reutilizada',
  'corpo_grande',
  'tipo_invalido',
  'host_errado',
] as const

test.each(turnedAway)('%s turns a send away, and leaves an asking without an answer', (codigo) => {
  expect(readPosted(error(codigo, { campos: { nome: 'Nome: …' } }))).toEqual({
    kind: 'rejected',
    msg,
    campos: { nome: 'Nome: …' },
    isSessionOver: codigo === 'sessao_expirada',
    isKeySpent: codigo === 'chave_de_outro_atendente' || codigo === 'chave_reutilizada',
    carriedAnother: codigo === 'chave_reutilizada',
  })
  expect(readAsked(error(codigo))).toEqual(
    codigo === 'chave_de_outro_atendente' || codigo === 'chave_reutilizada'
      ? { kind: 'not-ours', msg }
      : { kind: 'unreachable', reason: msg },
  )
})

test('asked, a key that isn’t known is lost, and everything unreadable unreachable', () => {
  expect(readAsked(error('chave_desconhecida'))).toEqual({ kind: 'lost' })
  expect(readAsked(null)).toEqual({ kind: 'unreachable' })
  expect(readAsked(error('erro_interno'))).toEqual({ kind: 'unreachable' })
})

test.each(codigos)('%s is never read as an open ticket, nor thrown at anyone', (codigo) => {
  expect(readPosted(error(codigo))?.kind).not.toBe('opened')
  expect(readAsked(error(codigo)).kind).not.toBe('opened')
})

const refused: TicketOutcome = { kind: 'refused', sentences: [], campos: {} }
const rejected = {
  kind: 'rejected',
  msg,
  campos: {},
  isSessionOver: false,
  isKeySpent: false,
  carriedAnother: false,
} as const

// design §5, "One state, one word each way".
test.each<[TicketOutcome | undefined, string | undefined, 'kept' | 'spent', 'open' | 'shut']>([
  [undefined, undefined, 'kept', 'open'],
  [{ kind: 'sending' }, undefined, 'spent', 'shut'],
  [{ kind: 'asking', why: 'lost-answer' }, 'incerto', 'spent', 'shut'],
  [{ kind: 'not-ours', msg }, undefined, 'spent', 'shut'],
  [{ kind: 'pending' }, 'incerto', 'spent', 'shut'],
  [{ kind: 'unknown', looks: 0 }, 'incerto', 'spent', 'shut'],
  [{ kind: 'lost' }, 'incerto', 'spent', 'shut'],
  [{ kind: 'unreachable' }, 'incerto', 'spent', 'shut'],
  [{ kind: 'opened', atendimento }, 'aberto', 'spent', 'shut'],
  [refused, 'recusado', 'spent', 'open'],
  [{ kind: 'not-sent', msg }, 'nao-enviado', 'kept', 'open'],
  [rejected, undefined, 'kept', 'open'],
  [{ ...rejected, isKeySpent: true }, undefined, 'spent', 'open'],
])('$0.kind: programs read $1, the key is $2, the form is $3', (outcome, word, key, form) => {
  expect(outcomeMark(outcome)).toBe(word)
  expect(keepsKey(outcome)).toBe(key === 'kept')
  expect(isEditable(outcome)).toBe(form === 'open')
})
