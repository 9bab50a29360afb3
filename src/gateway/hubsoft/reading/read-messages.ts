import * as z from 'zod/mini'
import type { ShownAtendimento } from '../../../contract/shown-ticket.ts'
import type { HubsoftAnswer } from '../answer.ts'
import { dayOf, isLongBefore, usualPage } from './listed-page.ts'
import { listedIn, listedText, whoseText } from './read-listing.ts'
import { toldAtendimento } from './told-ticket.ts'
import { type Sent, whoseIs } from './whose.ts'

/** What a look at a ticket's messages needs. */
export type LookedForMessage = Sent & { messageTo: number; sentAt: Date }

const listedTicket = z.object({
  // A missing key, or an index-keyed object, is no empty list (hubsoft §7).
  atendimento_mensagem: z.array(z.unknown()),
})
const unreadable = { mensagem: null, data_cadastro_br: null }
const listedMessage = z.catch(
  z.object({ mensagem: listedText, data_cadastro_br: listedText }),
  unreadable,
)

/**
 * Reads the list of a service's tickets, with their messages, in search of one that was sent. Never throws.
 *
 * @param isMarkLost as for a ticket: what takes references out of descriptions may take them out of messages
 * @returns the ticket, where one of its messages carries the reference; empty where none does; null where
 *   that couldn't be read for sure: the ticket isn't listed, or no ticket with a message, or one may be ours
 * @see hubsoft §6; design §6, "A look"
 */
export function readMessages(
  answer: HubsoftAnswer,
  lookedFor: LookedForMessage,
  isMarkLost = false,
): ShownAtendimento[] | null {
  const items = listedIn(answer) ?? []
  const item = items.find((one) => isOfTicket(one, lookedFor.messageTo))
  const listed = messagesOf(item)
  if (!listed) return null

  const whose = whoseIs(lookedFor)
  const all = listed.map((one) => {
    const { mensagem, data_cadastro_br } = listedMessage.parse(one)
    return { whose: whoseText(mensagem, whose, isMarkLost), day: dayOf(data_cadastro_br) }
  })
  if (all.some((one) => one.whose === 'ours')) {
    const ticket = toldAtendimento.safeParse(item).data
    return ticket ? [ticket] : null
  }
  const isSure =
    !isMarkLost &&
    // Q24: a HubSoft that doesn't know what was asked for may show empty lists all the same.
    items.some((one) => messagesOf(one)?.length) &&
    // Q16: what is longer may be cut.
    all.length < usualPage &&
    all.every((one) => one.whose === 'another' || isLongBefore(one.day, lookedFor.sentAt))
  return isSure ? [] : null
}

const messagesOf = (item: unknown) => listedTicket.safeParse(item).data?.atendimento_mensagem

const named = z.object({ id_atendimento: listedText })

function isOfTicket(item: unknown, id: number): boolean {
  const told = named.safeParse(item).data?.id_atendimento?.trim()
  return !!told && Number(told) === id
}
