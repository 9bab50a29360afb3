// @vitest-environment node
import { expect, test } from 'vitest'
import {
  isEditable,
  keepsKey,
  outcomeMark,
  readAsked,
  readPosted,
  type TicketOutcome,
} from '#src/atendimento/send/outcome.ts'
import { formTitle, titleOf } from '#src/atendimento/send/titles.ts'
import { type Codigo, codigos, type GatewayAnswer } from '#src/contract/gateway-answer.ts'
import { shownAtendimento } from '#src/contract/shown-ticket.ts'
import { seedAnswer } from '../../samples.ts'

const atendimento = shownAtendimento.parse(seedAnswer.atendimento)
const enviado = {
  id_cliente_servico: 11000,
  descricao: 'Sem internet.',
  nome: 'Bianca Couto',
  telefone: '37999112233',
  abrir_os: true,
}
const known = { enviado, enviado_em: '2026-11-24T13:58:00.000Z', atendente: 'Ana Souza' }
const remembered = { enviado, sentAt: new Date('2026-11-24T13:58:00Z'), openedBy: 'Ana Souza' }
const requestId = 'r1'
const chave = '7d0b6c0e-7a55-4f5c-9d3a-3f0f1f6f0a01'
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

test.each<[string, GatewayAnswer, TicketOutcome]>([
  [
    'success',
    success,
    { kind: 'opened', atendimento, isConfirmed: false, otherProtocols: [], ...remembered },
  ],
  [
    'success after a look, and twice',
    { ...success, conferido: true, outros_protocolos: ['201811161058217'] },
    {
      kind: 'opened',
      atendimento,
      isConfirmed: true,
      otherProtocols: ['201811161058217'],
      ...remembered,
    },
  ],
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
    {
      kind: 'refused',
      sentences: ['Não.'],
      campos: { nome: 'Nome: …' },
      isInDoubt: false,
      requestId,
      ...remembered,
    },
  ],
  [
    'recusado_pelo_hubsoft at a later attempt',
    error('recusado_pelo_hubsoft', { errors: ['Não.'], tentativa: 2, ...known }),
    {
      kind: 'refused',
      sentences: ['Não.'],
      campos: {},
      isInDoubt: true,
      isResend: true,
      requestId,
      ...remembered,
    },
  ],
  [
    'recusado_pelo_hubsoft that may turn up all the same',
    error('recusado_pelo_hubsoft', { errors: ['Não.'], em_duvida: true, ...known }),
    {
      kind: 'refused',
      sentences: ['Não.'],
      campos: {},
      isInDoubt: true,
      requestId,
      ...remembered,
    },
  ],
  [
    'sem_permissao',
    error('sem_permissao', { errors: ['Não pode.'], ...known }),
    {
      kind: 'refused',
      advice: msg,
      sentences: ['Não pode.'],
      campos: {},
      isInDoubt: false,
      requestId,
      ...remembered,
    },
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
] as const)(
  '%s with a status of its own is about the asking, and says nothing of the send',
  (codigo, status, retryAfterS) => {
    expect(asked(error(codigo), status, retryAfterS)).toEqual({
      kind: 'unreachable',
      reason: msg,
      retryAfterS,
      requestId,
    })
  },
)

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

test.each(turnedAway)('%s turns a send away', (codigo) => {
  expect(readPosted(error(codigo, { campos: { nome: 'Nome: …' } }))).toEqual({
    kind: 'rejected',
    msg,
    campos: { nome: 'Nome: …' },
    isSessionOver: codigo === 'sessao_expirada',
    isKeySpent: codigo === 'chave_de_outro_atendente' || codigo === 'chave_reutilizada',
    carriedAnother: codigo === 'chave_reutilizada',
    requestId,
  })
})

test.each([
  ['chave_de_outro_atendente', 409, { kind: 'not-ours', msg }],
  [
    'chave_desconhecida',
    404,
    {
      kind: 'not-sent',
      isUnheard: true,
      msg: 'Este envio não chegou ao HubSoft: nada foi aberto. Pode tentar de novo.',
    },
  ],
  ['sessao_expirada', 401, { kind: 'unreachable', reason: msg, isSessionOver: true, requestId }],
  ['origem_recusada', 403, { kind: 'unreachable', reason: msg, retryAfterS: 0, requestId }],
  ['host_errado', 421, { kind: 'unreachable', reason: msg, retryAfterS: 0, requestId }],
  ['erro_interno', 500, { kind: 'unreachable', reason: msg, retryAfterS: 0, requestId }],
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

test.each(codigos)('%s is never read as an open ticket, nor thrown at anyone', (codigo) => {
  expect(readPosted(error(codigo))?.kind).not.toBe('opened')
  expect(asked(error(codigo)).kind).not.toBe('opened')
  expect(asked(error(codigo), 500).kind).toMatch(/^(unreachable|not-sent|not-ours)$/)
})

const refused: TicketOutcome = { kind: 'refused', sentences: [], campos: {}, isInDoubt: false }
const opened: TicketOutcome = {
  kind: 'opened',
  atendimento,
  isConfirmed: false,
  otherProtocols: [],
}
const notKnown: TicketOutcome = { kind: 'unknown', attempt: 1, looks: [], couldNotLook: false }
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
  [{ kind: 'sending', isAgain: true }, 'incerto', 'spent', 'shut'],
  [{ kind: 'pending', answers: 1 }, 'incerto', 'spent', 'shut'],
  [notKnown, 'incerto', 'spent', 'shut'],
  [{ kind: 'unreachable' }, 'incerto', 'spent', 'shut'],
  [opened, 'aberto', 'spent', 'shut'],
  [refused, 'recusado', 'spent', 'open'],
  [{ ...refused, isInDoubt: true }, 'recusado', 'spent', 'shut'],
  [{ kind: 'record-lost' }, 'incerto', 'spent', 'shut'],
  [{ kind: 'not-sent', msg }, 'nao-enviado', 'kept', 'open'],
  [{ kind: 'not-sent', msg, isUnheard: true }, 'nao-enviado', 'kept', 'open'],
  [rejected, undefined, 'kept', 'open'],
  [{ ...rejected, isKeySpent: true }, undefined, 'spent', 'open'],
])('$0.kind: programs read $1, the key is $2, the form is $3', (outcome, word, key, form) => {
  expect(outcomeMark(outcome)).toBe(word)
  expect(keepsKey(outcome)).toBe(key === 'kept')
  expect(isEditable(outcome)).toBe(form === 'open')
})

// What the browser's tab, the notice and the screen's heading say.
test.each<[TicketOutcome | undefined, string]>([
  [undefined, 'Abrir atendimento'],
  [{ kind: 'sending' }, 'Abrindo atendimento…'],
  [{ kind: 'asking', why: 'reload' }, 'Conferindo atendimento…'],
  [{ kind: 'pending', answers: 1 }, 'Conferindo atendimento…'],
  [{ kind: 'unreachable' }, 'Não consigo falar com o servidor'],
  [{ kind: 'unreachable', reason: msg }, 'Ainda não sei se o atendimento foi aberto'],
  [opened, 'Atendimento aberto'],
  [notKnown, 'Não sei se o atendimento foi aberto'],
  [{ kind: 'record-lost' }, 'Não sei se o atendimento foi aberto'],
  [refused, 'O HubSoft não abriu este atendimento'],
  [{ ...refused, isInDoubt: true }, 'O HubSoft recusou este atendimento'],
  [{ ...refused, isInDoubt: true, isResend: true }, 'O HubSoft recusou o novo envio'],
  [{ kind: 'not-sent', msg }, 'Nada foi aberto'],
  [rejected, 'O envio não foi aceito'],
  [{ ...rejected, isSessionOver: true }, 'Nada foi enviado'],
  [{ kind: 'not-ours', msg }, 'Envio de outro atendente'],
])(
  '$0.kind is called “$1”, and a form says so, but for its faults and a session’s end',
  (outcome, title) => {
    expect(titleOf(outcome)).toBe(title)
    const form = { outcome, faultCount: 0, isSessionOver: false }
    expect(formTitle(form)).toBe(title)
    expect(formTitle({ ...form, faultCount: 1 })).toBe('Erro: Abrir atendimento')
    expect(formTitle({ ...form, isSessionOver: true })).toBe('Entre de novo para continuar')
  },
)
