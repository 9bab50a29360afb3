import { type Customer, findService } from '../customers.ts'
import type { Service } from '../service.ts'
import type { Json, JsonObject } from '../wire.ts'

export type TicketRequest = {
  customer: Customer
  service: Service
  descricao: string
  wantsWorkOrder: boolean
}

/** What is wrong with a body, in HubSoft's own sentences (dossier §9.2); its names hold spaces. */
export type Faulty = { sentences: string[] }

/**
 * Reads the six documented fields and nothing else: unknown ones are ignored (Q24).
 *
 * Stricter than a framework may be where the manual is: an empty `email` is not an e-mail address,
 * and only JSON `true` and `false` are booleans (Q6).
 */
export function readTicketRequest(fields: JsonObject): TicketRequest | Faulty {
  const { descricao, abrir_os } = fields
  const found = findService(Number(fields.id_cliente_servico))
  const sentences = [
    serviceFault(fields.id_cliente_servico, found !== undefined),
    textFault('descricao', descricao),
    textFault('nome', fields.nome),
    phoneFault(fields.telefone),
    emailFault(fields.email),
    isBooleanOrAbsent(abrir_os) ? null : 'O campo abrir os deve ser verdadeiro ou falso.',
  ].filter((sentence) => sentence !== null)

  if (sentences.length > 0 || !found || typeof descricao !== 'string') return { sentences }
  return { ...found, descricao, wantsWorkOrder: abrir_os === true }
}

function serviceFault(value: Json | undefined, isKnown: boolean): string | null {
  const label = 'id cliente servico'
  if (isEmpty(value)) return required(label)
  const isInteger = Number.isInteger(value) || (typeof value === 'string' && /^\d+$/.test(value))
  if (!isInteger) return `O campo ${label} deve ser do tipo integer`
  return isKnown ? null : `O valor selecionado para o campo ${label} é inválido`
}

function textFault(label: string, value: Json | undefined): string | null {
  if (isEmpty(value)) return required(label)
  return typeof value === 'string' ? null : invalid(label)
}

function phoneFault(value: Json | undefined): string | null {
  const fault = textFault('telefone', value)
  if (fault !== null || typeof value !== 'string') return fault
  // Ten characters, not ten digits: punctuation counts, and is stored as it came (dossier §10).
  return value.length < 10 ? 'O campo telefone deverá conter no mínimo 10 caracteres' : null
}

function emailFault(value: Json | undefined): string | null {
  if (value === undefined) return null
  const isEmail = typeof value === 'string' && /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value)
  return isEmail ? null : invalid('email')
}

function isBooleanOrAbsent(value: Json | undefined): boolean {
  return value === undefined || typeof value === 'boolean'
}

function isEmpty(value: Json | undefined): boolean {
  return value === undefined || value === null || (typeof value === 'string' && !value.trim())
}

function required(label: string): string {
  return `O campo ${label} é obrigatório.`
}

function invalid(label: string): string {
  return `O campo ${label} não possui um valor válido.`
}
