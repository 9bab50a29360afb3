import type { OutcomeKind, TicketOutcome } from '#src/atendimento/send/outcome.ts'
import { readListed } from '#src/atendimento/send/read-answer.ts'
import type { ListedSend } from '#src/atendimento/shift-log/listed-send.ts'
import { sentToday } from '#src/contract/gateway-answer.ts'
import { shownAtendimento } from '#src/contract/shown-ticket.ts'
import { seedAnswer } from '../samples.ts'

export const chave = '7d0b6c0e-7a55-4f5c-9d3a-3f0f1f6f0a01'
/** What a send's fields are as posted. */
export const enviado = {
  id_cliente_servico: 11000,
  descricao: 'Sem internet desde ontem.',
  nome: 'Bianca Couto',
  telefone: '37999112233',
  abrir_os: true,
}
/** A ticket as it leaves the page. */
export const novo = { ...enviado, abrir_os: false }
const msg = 'Uma frase.'
const refusal = { sentences: ['O serviço está cancelado.'], campos: {} }

/** One outcome of each kind. */
export const outcomes = {
  sending: { kind: 'sending' },
  'sending-again': { kind: 'sending-again' },
  asking: { kind: 'asking', why: 'lost-answer' },
  pending: { kind: 'pending', answers: 1 },
  unreachable: { kind: 'unreachable' },
  'not-told': { kind: 'not-told', reason: msg },
  'not-told-signed-out': { kind: 'not-told-signed-out', reason: msg },
  unknown: { kind: 'unknown', attempt: 1, looks: [], couldNotLook: false },
  'record-lost': { kind: 'record-lost' },
  'not-ours': { kind: 'not-ours', msg },
  opened: {
    kind: 'opened',
    atendimento: shownAtendimento.parse(seedAnswer.atendimento),
    isConfirmed: false,
    otherProtocols: [],
  },
  refused: { kind: 'refused', ...refusal },
  'refused-in-doubt': { kind: 'refused-in-doubt', ...refusal },
  'refused-again': { kind: 'refused-again', ...refusal },
  'not-sent': { kind: 'not-sent', msg },
  'never-arrived': { kind: 'never-arrived', msg },
  rejected: { kind: 'rejected', msg, campos: {} },
  'session-over': { kind: 'session-over', msg },
  'key-spent': { kind: 'key-spent', msg, carriedAnother: false },
} satisfies { [Kind in OutcomeKind]: TicketOutcome & { kind: Kind } }

/** A row of the gateway's list, as the page reads it. */
export function listed(answer: object): ListedSend {
  const list = { status: 'success', msg, atendimentos: [{ msg, chave, ...answer }] }
  const [send] = sentToday.parse(list).atendimentos
  if (!send) throw new Error('nothing was listed')
  return { chave: send.chave, outcome: readListed(send) }
}
