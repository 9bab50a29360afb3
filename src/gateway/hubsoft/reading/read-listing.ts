import * as z from 'zod/mini'
import { textOf } from '../../../contract/hubsoft-fields.ts'
import { parseKeepingDigits } from '../../../contract/read-json.ts'
import type { ShownAtendimento } from '../../../contract/shown-ticket.ts'
import { type HubsoftAnswer, isDraft, isRecord, successLike } from '../answer.ts'
import { dayOf, isLongBefore, mayStandBeyond } from './listed-page.ts'
import { isNothingFound } from './nothing-found.ts'
import { toldAtendimento } from './told-ticket.ts'
import { type Sent, type Whose, whoseIs } from './whose.ts'

/** What a look at the list of a service's tickets needs. */
export type LookedFor = Sent & { serviceId: number; sentAt: Date }

// An index-keyed object or a list under another key is no empty list (hubsoft §7).
const listing = z.object({
  status: z.string().check(z.regex(successLike)), // Q2
  atendimentos: z.array(z.unknown()),
})

/** Of a list's item, however long: null for what is no text. */
export const listedText = textOf(Number.POSITIVE_INFINITY)
const nothing = { descricao_abertura: null, data_cadastro: null, servico: null }
/** What of an item tells whose it is, and whether more may stand behind it; nothing of what is no object. */
const telling = z.catch(
  z.object({
    descricao_abertura: listedText,
    data_cadastro: listedText,
    // Q15, Q21, Q22: absent on some, `[]` where PHP had nothing, a string id where others have a number
    servico: z.pipe(
      z.optional(z.unknown()),
      z.transform((value) =>
        isRecord(value) ? { id_cliente_servico: listedText.parse(value.id_cliente_servico) } : null,
      ),
    ),
  }),
  nothing,
)

/** One item of the list. Its ticket, null without a protocol, is read of few: it takes longer than the rest. */
export type ListedItem = z.infer<typeof telling> & {
  isDraft: boolean
  /** As it came. */
  item: unknown
  ticket: () => ShownAtendimento | null
}

/**
 * Reads the list of a service's tickets in search of one send. Never throws.
 *
 * @param isMarkLost whether this HubSoft is known to take references out of descriptions: then a list
 *   without ours says nothing, and a reference that nobody signed with may be a quote
 * @returns the tickets that carry the reference, oldest first; empty where none does; null where the
 *   list couldn't be read for sure, or holds what may be ours, which says nothing
 * @see hubsoft §5 and §16; design §6, "A look"
 */
export function readListing(
  answer: HubsoftAnswer,
  lookedFor: LookedFor,
  isMarkLost = false,
): ShownAtendimento[] | null {
  const items = readItems(answer)
  if (!items) return null

  const whose = whoseIs(lookedFor)
  const all = items.map((item) => ({ ...item, whose: whoseItem(item, whose, isMarkLost) }))
  const ours = all.filter((one) => one.whose === 'ours')
  const found = ours.flatMap(({ ticket }) => ticket() ?? [])
  // What was found stands, whatever else is odd about the list.
  if (found.length > 0) return eachOnce(found).sort(byAge)

  const isSure =
    !isMarkLost &&
    ours.length === 0 &&
    all.every((one) => isOfService(one, lookedFor.serviceId)) &&
    all.every((one) => isAnother(one, lookedFor.sentAt)) &&
    !mayStandBeyond(all, lookedFor.sentAt)
  return isSure ? [] : null
}

function whoseItem(
  { isDraft, descricao_abertura }: ListedItem,
  whose: ReturnType<typeof whoseIs>,
  isMarkLost: boolean,
): Whose {
  return isDraft ? 'another' : whoseText(descricao_abertura, whose, isMarkLost)
}

/** Of a text that stands in a list. */
export function whoseText(
  listed: string | null,
  whose: ReturnType<typeof whoseIs>,
  isMarkLost: boolean,
): Whose {
  if (listed === null) return 'perhaps'
  const told = whose(listed)
  if (told !== 'marked') return told
  return isMarkLost ? 'perhaps' : 'ours'
}

/** What may be ours is another, if it is too old. */
function isAnother({ whose, data_cadastro }: ListedItem & { whose: Whose }, sentAt: Date): boolean {
  return whose === 'another' || isLongBefore(dayOf(data_cadastro), sentAt)
}

/** The list, item by item; null where this is none. */
export const readItems = (answer: HubsoftAnswer): ListedItem[] | null =>
  listedIn(answer)?.map(readItem) ?? null

/** What stands in the list; null where this is none. */
export function listedIn({ status, text }: HubsoftAnswer): unknown[] | null {
  const body = parseKeepingDigits(text)
  if (isNothingFound(status, body)) return []
  if (status < 200 || status >= 300) return null
  return listing.safeParse(body).data?.atendimentos ?? null
}

function readItem(item: unknown): ListedItem {
  const ticket = () => toldAtendimento.safeParse(item).data ?? null
  return { ...telling.parse(item), isDraft: isDraft(item), item, ticket }
}

/** False where the item names another service: then the list was not filtered, and may miss ours. */
export function isOfService({ servico }: ListedItem, serviceId: number): boolean {
  const named = servico?.id_cliente_servico?.trim()
  return !named || Number(named) === serviceId
}

function eachOnce(tickets: ShownAtendimento[]): ShownAtendimento[] {
  return [...new Map(tickets.map((ticket) => [ticket.protocolo, ticket])).values()]
}

/** By id, which grows; else by protocol, which starts with the time (hubsoft §10). */
export function byAge(one: ShownAtendimento, other: ShownAtendimento): number {
  if (one.id_atendimento !== null && other.id_atendimento !== null) {
    return one.id_atendimento - other.id_atendimento
  }
  const [a, b] = [one.protocolo, other.protocolo]
  return a.length - b.length || (a < b ? -1 : 1)
}
