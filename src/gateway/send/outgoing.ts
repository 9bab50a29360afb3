import { isMessage } from '../../contract/nova-mensagem.ts'
import { referenceOf, signerName } from '../../contract/reference.ts'
import type { Outgoing } from '../hubsoft/opening.ts'
import { signedText } from '../journal/ticket-row.ts'
import type { Attempt } from './recorder.ts'

/** Where tickets go in HubSoft, by the ids of its lists, as the operator says. */
export type Destination = {
  /** What a ticket may be of; the first is the default. */
  ticketTypes: number[]
  contactOrigin: number | undefined
  workOrderType: number | undefined
}

/** A send as HubSoft gets it. Where the operator says nothing of where tickets go, the manual's fields alone. */
export function outgoingOf(row: Attempt['row'], destination: Destination): Outgoing {
  const { key, attendant, novo, call } = row
  const text = signedText(row, novo)
  if (isMessage(novo)) return { ...novo, mensagem: text }

  const { ticketTypes, contactOrigin, workOrderType } = destination
  const ticket = { ...novo, descricao: text }
  const isSaid =
    ticketTypes.length > 0 || contactOrigin !== undefined || workOrderType !== undefined
  if (!isSaid) return ticket
  return {
    ...ticket,
    ...(contactOrigin !== undefined && { id_origem_contato: contactOrigin }),
    ...(workOrderType !== undefined &&
      novo.abrir_os && { parametros_ordem_servico: { id_tipo_ordem_servico: workOrderType } }),
    parametros: {
      atendente: signerName(attendant.nome),
      referencia: referenceOf(key),
      ...(call !== null && { chamada: call }),
    },
  }
}
