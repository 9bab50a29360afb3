import * as z from 'zod/mini'
import { chamada } from '../contract/chamada.ts'
import { callKeys, emptyTicket, isCallKey } from '../contract/fields.ts'
import { type Call, type CallValues, type Ignored, longestValue, readLabel } from './call.ts'

export const version = 1

export const temas = ['claro', 'escuro', 'sistema'] as const
export type Tema = (typeof temas)[number]

const envelope = { v: z.literal(version), nonce: z.string() }
const id = z.string().check(z.maxLength(36), z.uuid())
const tema = z.enum(temas)

const ola = z.strictObject({
  type: z.literal('atendimento:ola'),
  ...envelope,
  tema: z.optional(tema),
})

/** What the page around ours may say: none of it sends, changes a key, or asks for what stands in a field. */
const orders = z.discriminatedUnion('type', [
  ola,
  z.strictObject({
    type: z.literal('atendimento:preencher'),
    ...envelope,
    id,
    origem: z.string(),
    chamada: z.optional(chamada),
    // Looked at one by one: a field that can't be taken leaves the others.
    campos: z.record(z.string(), z.unknown()),
  }),
  z.strictObject({
    type: z.literal('atendimento:limpar'),
    ...envelope,
    id,
    chamada: z.optional(chamada),
  }),
  z.strictObject({
    type: z.literal('atendimento:foco'),
    ...envelope,
    campo: z.optional(z.enum(callKeys)),
  }),
  z.strictObject({ type: z.literal('atendimento:tema'), ...envelope, tema }),
  z.strictObject({
    type: z.literal('atendimento:encerrar-ligacao'),
    ...envelope,
    chamada,
    fim: z.iso.datetime({ offset: true }),
  }),
])

export type Order = z.infer<typeof orders>

const mostMembers = 16

/** Nothing larger than a call is looked at more closely: plain, two levels deep, no text longer than a field. */
function isSmall(value: unknown, depth = 0): boolean {
  if (typeof value === 'string') return value.length <= longestValue
  if (typeof value !== 'object' || value === null) return true
  if (depth > 1 || Array.isArray(value)) return false
  let members = 0
  for (const name in value) {
    members += 1
    if (members > mostMembers || name.length > 40) return false
  }
  return Object.values(value).every((member) => isSmall(member, depth + 1))
}

/** Null for whatever is no message of ours to the letter. */
export const readOrder = (data: unknown): Order | null =>
  isSmall(data) ? (orders.safeParse(data).data ?? null) : null

// With these words the page says where its own values come from.
const ours = /cadastro|hubsoft|rascunho|link|atendente/

const withoutAccents = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()

/** The call that a message tells of. Its label is another's word; where it can't stand, the origin does. */
export function callOf(
  { id, chamada, origem, campos }: Extract<Order, { type: 'atendimento:preencher' }>,
  origin: string,
): Call {
  const values: CallValues = {}
  const ignored: Ignored[] = []
  for (const [campo, value] of Object.entries(campos)) {
    if (!isCallKey(campo)) ignored.push({ campo, motivo: 'desconhecido' })
    else if (typeof value !== typeof emptyTicket[campo]) ignored.push({ campo, motivo: 'formato' })
    else if (value !== '') Object.assign(values, { [campo]: value })
  }
  const label = readLabel(origem)
  const isFine = label !== '' && !ours.test(withoutAccents(label))
  return {
    id,
    chamada,
    values,
    ignored,
    origin: { label: isFine ? label : new URL(origin).host, rank: 'host' },
  }
}

/** What the page tells the page around it: no name, number, address or word of a customer. */
export type Told =
  | { type: 'atendimento:pronto' }
  | { type: 'atendimento:preenchido'; id: string; aplicados: string[]; ignorados: Ignored[] }
  | { type: 'atendimento:altura'; px: number }
  | { type: 'atendimento:rolar'; topo: number }
  | { type: 'atendimento:sujo'; sujo: boolean }
  | {
      type: 'atendimento:aberto'
      protocolo: string
      id_atendimento: number | null
      id_cliente_servico: number | null
      os: { numero: string | null; status: string | null }[]
      pediu_os: boolean | null
      chamada?: string
      ref: string
    }
  | {
      type: 'atendimento:acrescentado'
      protocolo: string
      id_atendimento: number | null
      chamada?: string
      ref: string
    }
  | { type: 'atendimento:recusado'; motivo: string; ref: string }
  | { type: 'atendimento:incerto'; ref: string; desde: string }
  | { type: 'atendimento:fechado'; ref: string }
  | { type: 'atendimento:sessao-expirada' }
