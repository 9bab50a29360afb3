import * as z from 'zod/mini'
import { plainLetters } from '../../contract/compact.ts'
import type { MensagemEnviada } from '../../contract/nova-mensagem.ts'
import { parseKeepingDigits } from '../../contract/read-json.ts'
import { type ShownAtendimento, shownAtendimento } from '../../contract/shown-ticket.ts'
import { type HubsoftAnswer, isRecord, successLike } from './answer.ts'
import type { Question } from './question.ts'
import { type Accepts, readOutcome } from './reading/read-outcome.ts'
import { whoseAnswer } from './reading/whose.ts'
import { type SendAnswer, type SendOutcome, silence } from './send-outcome.ts'

/** For this message to be added to its ticket. */
export function appendingOf({ id_atendimento, mensagem }: MensagemEnviada): Question<SendAnswer> {
  return {
    route: 'ticket',
    path: `api/v1/integracao/atendimento/adicionar_mensagem/${id_atendimento}`,
    body: { mensagem },
    mostBytes: 256 * 1024,
    read(answer) {
      const outcome = readOutcome(answer, acceptedFor(id_atendimento))
      if (outcome.kind !== 'opened') return { outcome: asRouteless(outcome), isMarked: false }
      const whose = whoseAnswer(messageIn(answer), mensagem)
      // An answer to another send strayed onto this connection.
      if (whose === 'another' || whose === 'rewritten') return { outcome: silence, isMarked: false }
      return { outcome, isMarked: whose === 'ours' }
    },
    mustStandAlone: ({ isMarked }) => !isMarked,
  }
}

const readableId = z.catch(
  z.optional(z.pipe(z.union([z.number(), z.string()]), z.transform(Number))),
  undefined,
)
const text = z.catch(z.nullable(z.string()), null)
// The raw row has contacts, addresses and whatever a version puts there: its protocol alone is read of it.
const rawTicket = z.catch(z.object({ id_atendimento: readableId, protocolo: z.unknown() }), {
  id_atendimento: undefined,
  protocolo: undefined,
})
const added = z.object({
  status: z.string().check(z.regex(successLike)),
  atendimento_mensagem: z.object({
    id_atendimento: readableId,
    mensagem: text,
    atendimento: rawTicket,
  }),
})

/**
 * Yes is a message of the ticket that was asked for, with that ticket's protocol. Without one the list tells
 * it: until then nothing is told.
 */
function acceptedFor(id: number): Accepts {
  return {
    accepted(body): ShownAtendimento | null {
      const message = added.safeParse(body).data?.atendimento_mensagem
      if (!message) return null
      const { id_atendimento: toldId = id, atendimento: ticket } = message
      if (toldId !== id || (ticket.id_atendimento ?? id) !== id) return null
      const told = { id_atendimento: id, protocolo: ticket.protocolo }
      return shownAtendimento.safeParse(told).data ?? null
    },
    showsYes: ({ atendimento_mensagem }) => isRecord(atendimento_mensagem),
  }
}

const messageIn = ({ text }: HubsoftAnswer): string | null =>
  added.safeParse(parseKeepingDigits(text)).data?.atendimento_mensagem.mensagem ?? null

const noRoute = /\b(?:metodo|endpoint)\b.*\bnao (?:disponive|encontrad|existe)/

/** HubSoft's own word that it doesn't know what was asked: nothing there could have been done. */
function asRouteless(outcome: SendOutcome): SendOutcome {
  if (outcome.kind !== 'refused') return outcome
  const isNoRoute = outcome.sentences.some((one) => noRoute.test(plainLetters(one)))
  return isNoRoute ? { ...outcome, isNoRoute } : outcome
}
