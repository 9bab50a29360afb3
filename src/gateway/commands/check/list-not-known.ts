import { referenceOf } from '../../../contract/reference.ts'
import { addressOf } from '../../config/database.ts'
import type { Environment } from '../../config/environment.ts'
import { readJournalAlone } from '../../config/journal.ts'
import { openDatabaseToRead } from '../../database/open-to-read.ts'
import { createQueries } from '../../journal/queries.ts'
import type { Look, TicketRow } from '../../journal/ticket-row.ts'
import { keptLooks } from '../../journal/transition.ts'
import { countOf, type Finding, fault, ok, wrongSettings } from '../finding.ts'
import { whyClosed } from '../why-closed.ts'

/** The sends whose outcome isn't known, out of the journal alone: the gateway may run meanwhile, or not. */
export async function* listNotKnown(env: Environment): AsyncGenerator<Finding> {
  const read = readJournalAlone(env)
  if ('faults' in read) return yield wrongSettings(read.faults)
  const { database: settings, timeZone } = read.settings
  const opened = await openDatabaseToRead(addressOf(settings))
  if (opened.kind !== 'open') return yield fault(whyClosed(opened, settings))
  const { database } = opened
  try {
    const { allNotKnown, refusedInDoubt } = createQueries(database)
    const describe = (row: TicketRow) => describeNotKnown(row, new Date(), timeZone)
    const hours = `(horas de ${timeZone})`
    const rows = (await allNotKnown()).map(describe)
    const count = countOf(rows.length, 'envio', 'envios')
    yield rows.length === 0
      ? ok('pendentes: nenhum envio sem resultado conhecido')
      : ok(`pendentes: ${count} sem resultado conhecido, o mais velho primeiro ${hours}:`, rows)
    const doubts = (await refusedInDoubt()).map(describe)
    if (doubts.length === 0) return
    const refusals = countOf(doubts.length, 'recusa', 'recusas')
    yield ok(`em dúvida: ${refusals}, de que um atendimento ainda pode aparecer ${hours}:`, doubts)
  } finally {
    await database.destroy()
  }
}

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
    whereOf(row),
    `atendente ${row.attendant.usuario}`,
    stateOf(row, now),
    `tentativa ${row.attempt}`,
    looksOf(row.looks, at),
  ].join(' | ')
}

function whereOf({ serviceId, messageTo }: TicketRow): string {
  const service = serviceId === null ? [] : [`serviço ${serviceId}`]
  const message = messageTo === null ? [] : [`acréscimo ao atendimento de id ${messageTo}`]
  return [...service, ...message].join(', ')
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
    case 'not-sent':
    case 'opened':
      return 'resultado conhecido'
  }
}

function looksOf(looks: Look[], at: (date: Date) => string): string {
  const last = looks.at(-1)
  if (!last) return 'nenhuma conferência ainda'
  const count = countOf(looks.length, 'conferência', 'conferências')
  const more = looks.length >= keptLooks ? ' ou mais' : ''
  return `${count}${more}, a última em ${at(last.at)}${last.wasRead ? '' : ' (sem proveito)'}`
}
