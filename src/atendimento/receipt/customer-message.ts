import { firstNameOf } from '../../contract/requester-name.ts'
import type { ShownAtendimento } from '../../contract/shown-ticket.ts'
import { formatSituation } from '../../contract/work-order-situation.ts'

/**
 * What the customer gets in writing: first name only and no document.
 *
 * @param isAdded something was added to a ticket that stood already
 * @returns "Olá, Bianca! Seu atendimento foi aberto em 16/11/2018. Protocolo: 201811161058216.
 *   Ordem de serviço nº 320: aguardando agendamento." in one line
 */
export function writeCustomerMessage(
  ticket: ShownAtendimento,
  requester: string | undefined,
  isAdded = false,
): string {
  const firstName = requester && firstNameOf(requester)
  const orders = ticket.ordens_servico.map((order) => {
    const number = order.numero_ordem_servico ? ` nº ${order.numero_ordem_servico}` : ''
    const situation = order.status ? `: ${formatSituation(order).toLowerCase()}` : ''
    return `Ordem de serviço${number}${situation}.`
  })
  return [
    firstName ? `Olá, ${firstName}!` : 'Olá!',
    sayStanding(ticket, isAdded),
    `Protocolo: ${ticket.protocolo}.`,
    ...orders,
  ].join(' ')
}

function sayStanding({ data_cadastro: openedOn }: ShownAtendimento, isAdded: boolean): string {
  if (isAdded) return 'Acrescentamos o que você informou ao seu atendimento.'
  return openedOn ? `Seu atendimento foi aberto em ${openedOn}.` : 'Seu atendimento foi aberto.'
}
