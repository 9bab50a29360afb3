import * as z from 'zod/mini'
import { plainLetters } from '../../../contract/compact.ts'
import { parseKeepingDigits } from '../../../contract/read-json.ts'
import { type Sent, type Whose, whoseIs } from '../../../contract/reference.ts'
import { type ShownAtendimento, shownAtendimento } from '../../../contract/shown-ticket.ts'
import { errorLike, type HubsoftAnswer, hasCrashKeys, isDraft, successLike } from '../answer.ts'
import type { Question } from '../question.ts'

/** What a look at the list of a service's tickets needs. */
export type LookedFor = Sent & { serviceId: number; sentAt: Date }

export const longestPage = 50
// Q16: as long as a page gets where HubSoft ignores what was asked (Q24), the order included.
export const usualPage = 20

// An index-keyed object or a list under another key is no empty list (dossier §7).
const listing = z.object({
  status: z.string().check(z.regex(successLike)), // Q2
  atendimentos: z.array(z.unknown()),
})

const readableText = z.union([z.string(), z.pipe(z.number(), z.transform(String))])
const text = z.catch(z.nullable(readableText), null)
/** What of an item tells whose it is, and whether more may stand behind it. */
export const listedItem = z.object({
  descricao_abertura: text,
  data_cadastro: text,
  // Q15, Q21, Q22: absent on some, `[]` where PHP had nothing, a string id where others have a number
  servico: z.catch(z.nullable(z.object({ id_cliente_servico: text })), null),
})
type ListedItem = z.infer<typeof listedItem>
type Listed = ListedItem & { whose: Whose }
type WhoseIs = ReturnType<typeof whoseIs>

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

/** For the list of a service's tickets. */
export function listingOf<Said>(serviceId: number, read: Question<Said>['read']): Question<Said> {
  return {
    route: 'read',
    path: 'api/v1/integracao/cliente/atendimento',
    query: listingQuery(serviceId),
    // Fifty tickets have some 200 kB; each of them may be four times as long.
    mostBytes: 1024 * 1024,
    read,
  }
}

/**
 * Reads the list of a service's tickets in search of one send. Never throws.
 *
 * @param isMarkLost whether this HubSoft is known to take references out of descriptions: then a list
 *   without ours says nothing, and a reference that nobody signed with may be a quote
 * @returns the tickets that carry the reference, oldest first; empty where none does; null where the
 *   list couldn't be read for sure, or holds what may be ours, which says nothing
 * @see hubsoft-api.md §5 and §16; design §6, "A look"
 */
export function readListing(
  answer: HubsoftAnswer,
  lookedFor: LookedFor,
  isMarkLost = false,
): ShownAtendimento[] | null {
  const listedItems = readItems(answer)
  if (!listedItems) return null

  const whose = whoseIs(lookedFor)
  const items = listedItems.map((item) => ({ item, read: readListed(item, whose, isMarkLost) }))
  const matches = items.filter(({ read }) => read.whose === 'ours')
  const found = matches
    .map(({ item }) => shownAtendimento.safeParse(item))
    .flatMap(({ data }) => data ?? [])
  // What was found stands, whatever else is odd about the list.
  if (found.length > 0) return eachOnce(found).sort(byAge)

  const all = items.map(({ read }) => read)
  const isSure =
    !isMarkLost &&
    matches.length === 0 &&
    all.every((one) => isOfService(one, lookedFor.serviceId)) &&
    all.every((one) => isAnother(one, lookedFor.sentAt)) &&
    !mayStandBeyond(all, lookedFor.sentAt)
  return isSure ? [] : null
}

/** The list as it came; null where this is none. */
export function readItems({ status, text }: HubsoftAnswer): unknown[] | null {
  const body = parseKeepingDigits(text)
  if (isNothingFound(status, body)) return []
  if (status < 200 || status >= 300) return null
  return listing.safeParse(body).data?.atendimentos ?? null
}

const declined = z.looseObject({ status: z.string().check(z.regex(errorLike)), msg: z.string() })
const found = '(?:foi |foram )?(?:encontrad|localizad)[oa]s?'
const listedThing = '(?:atendimento|registro|resultado)s?'
const owner = '(?:cliente servico|servico do cliente|servico|cliente)'
const asked = `(?:${owner}|filtro|parametro|criterio|busca|pesquisa|termo)s?`
const ofWhat =
  `(?: (?:para|com|d|n)(?: ?[oae]s?| ?es[st][ae]s?)?` +
  ` ${asked}(?: (?:informad|selecionad|solicitad)[oa]s?)?)?`
// Whole sentences: one that goes on may name what HubSoft itself misses.
const nothingFound = new RegExp(
  `^(?:${[
    `nenhum (?:${listedThing}|${owner}|dado) ${found}${ofWhat}`,
    `(?:[oa]s? )?${listedThing} nao ${found}${ofWhat}`,
    `nao ${found} (?:nenhum )?${listedThing}${ofWhat}`,
    `nao (?:ha|existem?) (?:nenhum )?${listedThing}(?: cadastrad[oa]s?)?${ofWhat}`,
    `(?:atendimento|${owner}) de id \\d+ nao ${found}`,
  ].join('|')})[.!]?$`,
)
const bareNotFound = /^nao encontrad[oa]s?[.!]?$/
const longestNo = 300

/**
 * "None" comes as an empty list, and as a no that says so, with HTTP 200 or 404 (hubsoft-api.md §16). A
 * proxy's page, a route that isn't there and whatever names something else say nothing.
 */
export function isNothingFound(status: number, body: unknown): boolean {
  if (status !== 200 && status !== 404) return false
  const no = declined.safeParse(body)
  if (!no.success || no.data.msg.length > longestNo || hasCrashKeys(no.data)) return false
  const said = plainLetters(no.data.msg)
    .replace(/[\s_]+/g, ' ')
    .trim()
  return nothingFound.test(said) || (status === 200 && bareNotFound.test(said))
}

/** An item that is no object reads as one of which nothing is known. */
function readListed(item: unknown, whose: WhoseIs, isMarkLost: boolean): Listed {
  const read = listedItem.safeParse(item)
  if (!read.success) {
    return { descricao_abertura: null, data_cadastro: null, servico: null, whose: 'perhaps' }
  }
  return { ...read.data, whose: whoseItem(item, read.data.descricao_abertura, whose, isMarkLost) }
}

function whoseItem(item: unknown, text: string | null, whose: WhoseIs, isMarkLost: boolean): Whose {
  if (isDraft(item)) return 'another'
  if (text === null) return 'perhaps'
  const told = whose(text)
  if (told !== 'marked') return told
  return isMarkLost ? 'perhaps' : 'ours'
}

/** False where the item names another service: then the list was not filtered, and may miss ours. */
export function isOfService({ servico }: Pick<ListedItem, 'servico'>, serviceId: number): boolean {
  const named = servico?.id_cliente_servico?.trim()
  return !named || Number(named) === serviceId
}

/** What may be ours is another, if it is too old. */
function isAnother({ whose, data_cadastro }: Listed, sentAt: Date): boolean {
  return whose === 'another' || isLongBefore(dayOf(data_cadastro), sentAt)
}

type Dated = Pick<ListedItem, 'data_cadastro'>

/** Whether our ticket may stand beyond the end of the page, of which HubSoft says nothing (Q16). */
export function mayStandBeyond(all: Dated[], sentAt: Date): boolean {
  if (all.length >= usualPage && isOldestFirst(all)) return true
  const last = dayOf(all.at(-1)?.data_cadastro ?? null)
  return all.length >= longestPage && !isLongBefore(last, sentAt)
}

/** Against what was asked for, be it in one place. */
export function isOldestFirst(all: Dated[]): boolean {
  const days = all.map(({ data_cadastro }) => dayOf(data_cadastro))
  return days.some((day, place) => day > (days[place - 1] ?? day))
}

/** "16/11/2018" or "2018-11-16 10:58:21" as the milliseconds of its midnight in UTC; NaN for another text. */
export function dayOf(date: string | null): number {
  const [, day, month, year] = /^\s*(\d\d)\/(\d\d)\/(20\d\d)(?!\d)/.exec(date ?? '') ?? []
  const [iso = `${year}-${month}-${day}`] = /^20\d\d-\d\d-\d\d(?!\d)/.exec(date?.trim() ?? '') ?? []
  return Date.parse(iso)
}

/** Whether the whole day is over before `sentAt` in every time zone. */
function isLongBefore(day: number, sentAt: Date): boolean {
  const dayMs = 24 * 60 * 60 * 1000
  return sentAt.getTime() - day > 2 * dayMs
}

function eachOnce(tickets: ShownAtendimento[]): ShownAtendimento[] {
  return [...new Map(tickets.map((ticket) => [ticket.protocolo, ticket])).values()]
}

/** By id, which grows; else by protocol, which starts with the time (dossier §10). */
function byAge(one: ShownAtendimento, other: ShownAtendimento): number {
  if (one.id_atendimento !== null && other.id_atendimento !== null) {
    return one.id_atendimento - other.id_atendimento
  }
  const [a, b] = [one.protocolo, other.protocolo]
  return a.length - b.length || (a < b ? -1 : 1)
}
