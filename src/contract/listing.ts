import * as z from 'zod/mini'
import { type Atendimento, atendimento } from './atendimento.ts'
import { type HubsoftAnswer, successLike } from './outcome.ts'
import { parseKeepingDigits } from './read-json.ts'
import { referenceIn } from './reference.ts'

/** What a look at the list of a service's tickets needs. */
export type LookedFor = {
  serviceId: number
  /** As made by `referenceOf`: "REF 7F3K-2Q9D". */
  reference: string
  sentAt: Date
}

const longestPage = 50
// Q16: as long as a page gets where HubSoft ignores what was asked (Q24), the order included.
const usualPage = 20

// An index-keyed object or a list under another key is no empty list (dossier §7).
const listing = z.object({
  status: z.string().check(z.regex(successLike)), // Q2
  atendimentos: z.array(z.unknown()),
})

const readableText = z.union([z.string(), z.pipe(z.number(), z.transform(String))])
const text = z.catch(z.nullable(readableText), null)
const listed = z.object({
  descricao_abertura: text,
  data_cadastro: text,
  // Q15, Q21, Q22: absent on some, `[]` where PHP had nothing, a string id where others have a number
  servico: z.catch(z.nullable(z.object({ id_cliente_servico: text })), null),
})
type Listed = z.infer<typeof listed>

/** The query that asks for it: newest first, closed ones too, 50; HubSoft's defaults miss it (Q17). */
export function listingQuery(serviceId: number): Record<string, string> {
  return {
    busca: 'id_cliente_servico',
    termo_busca: String(serviceId),
    limit: String(longestPage),
    apenas_pendente: 'nao',
    order_by: 'data_cadastro',
    order_type: 'desc',
  }
}

/**
 * Reads the list of a service's tickets in search of one send. Never throws.
 *
 * @returns the tickets that carry the reference, oldest first; empty where none does; null where the
 *   list couldn't be read for sure, which says nothing
 * @see hubsoft-api.md §5; design §6, "A look"
 */
export function readListing(
  { status, text }: HubsoftAnswer,
  lookedFor: LookedFor,
): Atendimento[] | null {
  if (status < 200 || status >= 300) return null
  const list = listing.safeParse(parseKeepingDigits(text))
  if (!list.success) return null

  const items = list.data.atendimentos.map((item) => ({ item, read: readListed(item) }))
  const matches = items.filter(({ read }) => carries(read, lookedFor.reference))
  const found = matches
    .map(({ item }) => atendimento.safeParse(item))
    .flatMap(({ data }) => data ?? [])
  // What was found stands, whatever else is odd about the list.
  if (found.length > 0) return eachOnce(found).sort(byAge)

  const all = items.map(({ read }) => read)
  const isSure =
    matches.length === 0 &&
    all.every((one) => isOfService(one, lookedFor.serviceId)) &&
    all.every((one) => isAnother(one, lookedFor.sentAt)) &&
    !mayStandBeyond(all, lookedFor.sentAt)
  return isSure ? [] : null
}

/** An item that is no object reads as one of which nothing is known. */
function readListed(item: unknown): Listed {
  const read = listed.safeParse(item)
  return read.success ? read.data : { descricao_abertura: null, data_cadastro: null, servico: null }
}

/**
 * HubSoft appends to the description (Q8), upper-cases texts (Q26), and people write by hand. What is
 * signed as another send only quotes this one.
 */
function carries({ descricao_abertura }: Listed, reference: string): boolean {
  if (descricao_abertura === null) return false
  const signed = referenceIn(descricao_abertura)
  if (signed !== null) return signed === reference.toUpperCase()
  return descricao_abertura.toUpperCase().includes(reference.toUpperCase())
}

/** False where the item names another service: then the list was not filtered, and may miss ours. */
function isOfService({ servico }: Listed, serviceId: number): boolean {
  const named = servico?.id_cliente_servico?.trim()
  return !named || Number(named) === serviceId
}

/** A ticket whose description can't be read may be ours, unless it is too old. */
function isAnother({ descricao_abertura, data_cadastro }: Listed, sentAt: Date): boolean {
  return descricao_abertura !== null || isLongBefore(dayOf(data_cadastro), sentAt)
}

/** Whether our ticket may stand beyond the end of the page, of which HubSoft says nothing (Q16). */
function mayStandBeyond(all: Listed[], sentAt: Date): boolean {
  const days = all.map(({ data_cadastro }) => dayOf(data_cadastro))
  const isOldestFirst = days.some((day, place) => day > (days[place - 1] ?? day))
  if (all.length >= usualPage && isOldestFirst) return true
  return all.length >= longestPage && !isLongBefore(days.at(-1) ?? Number.NaN, sentAt)
}

/** "16/11/2018" as the milliseconds of its midnight in UTC; NaN where it can't be read. */
function dayOf(date: string | null): number {
  const [, day, month, year] = /^\s*(\d\d)\/(\d\d)\/(20\d\d)\b/.exec(date ?? '') ?? []
  return Date.parse(`${year}-${month}-${day}`)
}

/** Whether the whole day is over before `sentAt` in every time zone. */
function isLongBefore(day: number, sentAt: Date): boolean {
  const dayMs = 24 * 60 * 60 * 1000
  return sentAt.getTime() - day > 2 * dayMs
}

function eachOnce(tickets: Atendimento[]): Atendimento[] {
  return [...new Map(tickets.map((ticket) => [ticket.protocolo, ticket])).values()]
}

/** By id, which grows; else by protocol, which starts with the time (dossier §10). */
function byAge(one: Atendimento, other: Atendimento): number {
  if (one.id_atendimento !== null && other.id_atendimento !== null) {
    return one.id_atendimento - other.id_atendimento
  }
  const [a, b] = [one.protocolo, other.protocolo]
  return a.length - b.length || (a < b ? -1 : 1)
}
