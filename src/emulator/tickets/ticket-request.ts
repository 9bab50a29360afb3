import { type Customer, findService } from '../customers.ts'
import type { Service } from '../service.ts'
import { isObject, type Json, type JsonObject } from '../wire.ts'
import {
  contactOrigins,
  type TicketState,
  ticketStates,
  ticketTypes,
  typesWithoutWorkOrder,
  workOrderTypes,
} from './configuration-lists.ts'

export type TicketRequest = {
  customer: Customer
  service: Service
  descricao: string
  tipo: string
  state: TicketState
  wantsWorkOrder: boolean
  /** Whether service and type have a work order made where one is wanted (Q7). */
  allowsWorkOrder: boolean
  ordem: { tipo: string; status: string }
}

/** What is wrong with a body, in HubSoft's own sentences (hubsoft §9.2); its names hold spaces. */
export type Faulty = { sentences: string[] }

/**
 * Reads the documented fields that change something and nothing else: unknown ones are ignored (Q24),
 * an origin is checked and never returned.
 *
 * Stricter than a framework may be where the manual is: only JSON `true` and `false` are booleans (Q6).
 */
export function readTicketRequest(fields: JsonObject): TicketRequest | Faulty {
  const { descricao, abrir_os } = fields
  const found = findService(Number(fields.id_cliente_servico))
  const types = ticketTypes.map((one) => ({ id: one.id_tipo_atendimento, one }))
  const origins = contactOrigins.map((one) => ({ id: one.id_origem_contato, one }))
  const states = ticketStates.map((one) => ({ id: one.id_atendimento_status, one }))
  const tipo = chosen('id tipo atendimento', fields.id_tipo_atendimento, types)
  const origin = chosen('id origem contato', fields.id_origem_contato, origins)
  const state = chosen('id atendimento status', fields.id_atendimento_status, states)
  const ordem = readWorkOrder(fields.parametros_ordem_servico)
  const sentences = [
    serviceFault(fields.id_cliente_servico, found !== undefined),
    textFault('descricao', descricao),
    textFault('nome', fields.nome),
    phoneFault(fields.telefone),
    emailFault(fields.email),
    isBooleanOrAbsent(abrir_os) ? null : 'O campo abrir os deve ser verdadeiro ou falso.',
    tipo.fault,
    origin.fault,
    state.fault,
    ...('sentences' in ordem ? ordem.sentences : []),
  ].filter((sentence) => sentence !== null)

  const isFaulty = sentences.length > 0 || 'sentences' in ordem
  if (isFaulty || !found || !tipo.one || !state.one || typeof descricao !== 'string') {
    return { sentences }
  }
  return {
    ...found,
    descricao,
    tipo: tipo.one.descricao,
    state: state.one,
    wantsWorkOrder: abrir_os === true || state.one.abrir_ordem_servico,
    allowsWorkOrder:
      found.service.allowsWorkOrder && !typesWithoutWorkOrder.has(tipo.one.descricao),
    ordem,
  }
}

const workOrderStates = ['aguardando_agendamento', 'pendente']

/** `parametros_ordem_servico`: an object, or an array as PHP has an empty one. */
function readWorkOrder(value: Json | undefined): TicketRequest['ordem'] | Faulty {
  const { id_tipo_ordem_servico, status } = isObject(value) ? value : {}
  const types = workOrderTypes
    .filter(({ destino }) => destino === 'cliente_servico')
    .map((one) => ({ id: one.id_tipo_ordem_servico, one }))
  const tipo = chosen('id tipo ordem servico', id_tipo_ordem_servico, types)
  const state = isEmpty(status) ? workOrderStates[0] : workOrderStates.find((one) => one === status)
  if (tipo.one && state !== undefined) return { tipo: tipo.one.descricao, status: state }
  const sentences = [tipo.fault, state === undefined ? unknown('status') : null]
  return { sentences: sentences.filter((sentence) => sentence !== null) }
}

type Choice<One> = { one: One | undefined; fault: string | null }

/** The one with this id; the first where none is asked for. */
function chosen<One>(
  label: string,
  value: Json | undefined,
  choices: readonly { id: number; one: One }[],
): Choice<One> {
  if (isEmpty(value)) return { one: choices[0]?.one, fault: null }
  if (!isInteger(value)) return { one: undefined, fault: noInteger(label) }
  const one = choices.find(({ id }) => id === Number(value))?.one
  return { one, fault: one === undefined ? unknown(label) : null }
}

function serviceFault(value: Json | undefined, isKnown: boolean): string | null {
  const label = 'id cliente servico'
  if (isEmpty(value)) return required(label)
  if (!isInteger(value)) return noInteger(label)
  return isKnown ? null : unknown(label)
}

function textFault(label: string, value: Json | undefined): string | null {
  if (isEmpty(value)) return required(label)
  return typeof value === 'string' ? null : invalid(label)
}

/** Digits as a number are taken, too (hubsoft §16). */
function phoneFault(value: Json | undefined): string | null {
  const text = typeof value === 'number' ? String(value) : value
  const fault = textFault('telefone', text)
  if (fault !== null || typeof text !== 'string') return fault
  // Ten characters, not ten digits: punctuation counts, and is stored as it came (hubsoft §10).
  return text.length < 10 ? 'O campo telefone deverá conter no mínimo 10 caracteres' : null
}

function emailFault(value: Json | undefined): string | null {
  if (isEmpty(value)) return null
  const isEmail = typeof value === 'string' && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)
  return isEmail ? null : invalid('email')
}

function isBooleanOrAbsent(value: Json | undefined): boolean {
  return value === undefined || typeof value === 'boolean'
}

/** Empty texts are null by then. */
function isEmpty(value: Json | undefined): value is null | undefined {
  return value === undefined || value === null
}

function isInteger(value: Json | undefined): boolean {
  return Number.isInteger(value) || (typeof value === 'string' && /^\d+$/.test(value))
}

function required(label: string): string {
  return `O campo ${label} é obrigatório.`
}

function invalid(label: string): string {
  return `O campo ${label} não possui um valor válido.`
}

function noInteger(label: string): string {
  return `O campo ${label} deve ser do tipo integer`
}

function unknown(label: string): string {
  return `O valor selecionado para o campo ${label} é inválido`
}
