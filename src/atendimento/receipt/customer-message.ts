import { firstNameOf } from '../../contract/requester-name.ts'
import type { ShownAtendimento } from '../../contract/shown-ticket.ts'
import { formatSituation } from '../../contract/work-order-situation.ts'

/**
 * What the customer gets in writing: first name only and no document.
 *
 * @returns "Olá, Bianca! Seu atendimento foi aberto em 16/11/2018. Protocolo: 201811161058216.
 *   Ordem de serviço nº 320: aguardando agendamento." in one line
 */
export function writeCustomerMessage(
  ticket: ShownAtendimento,
  requester: string | undefined,
): string {
  const firstName = requester && firstNameOf(requester)
  const orders = ticket.ordens_servico.map((order) => {
    const number = order.numero_ordem_servico ? ` nº ${order.numero_ordem_servico}` : ''
    const situation = order.status ? `: ${formatSituation(order).toLowerCase()}` : ''
    return `Ordem de serviço${number}${situation}.`
  })
  return [
    firstName ? `Olá, ${firstName}!` : 'Olá!',
    ticket.data_cadastro
      ? `Seu atendimento foi aberto em ${ticket.data_cadastro}.`
      : 'Seu atendimento foi aberto.',
    `Protocolo: ${ticket.protocolo}.`,
    ...orders,
  ].join(' ')
}
