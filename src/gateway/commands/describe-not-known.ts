import { referenceOf } from '../../contract/reference.ts'
import type { Look, TicketRow } from '../journal/ticket-row.ts'
import { keptLooks } from '../journal/transition.ts'

/**
 * A send whose outcome isn't known, as one line for the operator: when, reference, service, who sent it,
 * what is known, attempt and looks. Nothing of the customer.
 */
export function describeNotKnown(row: TicketRow, now: Date, timeZone: string): string {
  const format = new Intl.DateTimeFormat('pt-BR', {
    dateStyle: 'short',
    timeStyle: 'medium',
    timeZone,
  })
  const at = (date: Date) => format.format(date).replace(',', '')
  return [
    at(row.sentAt),
    referenceOf(row.key),
    `serviço ${row.serviceId}`,
    `atendente ${row.attendant.usuario}`,
    stateOf(row, now),
    `tentativa ${row.attempt}`,
    looksOf(row.looks, at),
  ].join(' | ')
}

function stateOf({ state, deadlineAt }: TicketRow, now: Date): string {
  switch (state.kind) {
    case 'sending':
      return now < deadlineAt ? 'sendo enviado agora' : 'interrompido no meio: falta conferir'
    case 'uncertain':
      return 'sem resposta: em conferência'
    case 'unknown':
      return state.couldNotLook
        ? 'não conferido: a lista do HubSoft não pôde ser lida ou não prova nada'
        : 'não encontrado na lista do HubSoft'
    case 'refused':
      return 'recusado pelo HubSoft, em dúvida: o gateway ainda procura'
    case 'received':
    case 'opened':
      return 'resultado conhecido'
  }
}

function looksOf(looks: Look[], at: (date: Date) => string): string {
  const last = looks.at(-1)
  if (!last) return 'nenhuma conferência ainda'
  const count = looks.length === 1 ? '1 conferência' : `${looks.length} conferências`
  const more = looks.length >= keptLooks ? ' ou mais' : ''
  return `${count}${more}, a última em ${at(last.at)}${last.wasRead ? '' : ' (sem proveito)'}`
}
