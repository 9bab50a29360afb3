import type { Destination } from '../../config/destination.ts'
import { contactOrigins, type ListEntry, workOrderTypes } from '../../hubsoft/destination-lists.ts'
import type { Question } from '../../hubsoft/question.ts'
import type { TicketTypes } from '../../hubsoft/ticket-types.ts'
import type { Answered } from '../../hubsoft/wire/connection.ts'
import { type Finding, fault, ok } from '../finding.ts'
import { whyTurnedAway } from './why-not.ts'

const ofTicket = { what: 'tipo de atendimento', variable: 'HUBSOFT_TICKET_TYPES' }
const ofOrigin = {
  what: 'origem de contato',
  variable: 'HUBSOFT_CONTACT_ORIGIN',
  list: 'as origens de contato',
  question: contactOrigins,
}
const ofWorkOrder = {
  what: 'tipo de ordem de serviço',
  variable: 'HUBSOFT_WORK_ORDER_TYPE',
  list: 'os tipos de ordem de serviço',
  question: workOrderTypes,
}

type Subject = { what: string; variable: string }

type Hubsoft = {
  host: string
  /** Its ticket types, as it has told them by now. */
  types: TicketTypes
  /** Null where no whole answer came. */
  ask: <Said>(question: Question<Said>) => Promise<Answered<Said> | null>
  whySilent: () => string
}

/** Whether HubSoft knows the ids by which tickets go somewhere: a line each, none for what is not set. */
export async function* checkDestination(
  { ticketTypes, contactOrigin, workOrderType }: Destination,
  hubsoft: Hubsoft,
): AsyncGenerator<Finding> {
  const types = hubsoft.types.tipos_atendimento.map(({ id_tipo_atendimento: id, descricao }) => ({
    id,
    name: descricao,
  }))
  for (const id of ticketTypes) yield judge(ofTicket, id, types)
  for (const { id, ...subject } of [
    { ...ofOrigin, id: contactOrigin },
    { ...ofWorkOrder, id: workOrderType },
  ]) {
    if (id === undefined) continue
    const read = await hubsoft.ask(subject.question)
    yield read?.said
      ? judge(subject, id, read.said)
      : unread(subject, read ? whyUnread(read, subject.list, hubsoft) : hubsoft.whySilent())
  }
}

function judge(subject: Subject, id: number, entries: ListEntry[]): Finding {
  const { what, variable } = subject
  const found = entries.find((one) => one.id === id)
  if (!found) {
    const isPartUnread = entries.some((one) => one.id === 0)
    if (isPartUnread) return unread(subject, 'parte da lista do HubSoft não pôde ser lida.')
    return fault(
      `${what}: ${variable} tem ${id}, que este HubSoft não conhece: confira o número no HubSoft e corrija a variável.`,
    )
  }
  const named = found.name ? `${id} é ${found.name}` : `${id}, sem nome no HubSoft`
  if (found.purpose && found.purpose !== 'cliente_servico') {
    return fault(
      `${what}: ${variable} tem ${id}, que no HubSoft não é para o serviço de um cliente (${named}): escolha outro.`,
    )
  }
  return ok(`${what}: ${named}`)
}

const unread = ({ what, variable }: Subject, why: string) =>
  fault(`${what}: não consegui conferir ${variable}: ${why}`)

const whyUnread = ({ answer }: Answered<unknown>, list: string, { host }: Hubsoft) =>
  whyTurnedAway(answer, `ler ${list}`) ??
  `${host} não deu a lista como o manual a descreve (HTTP ${answer.status}): confira a versão com quem cuida do HubSoft.`
