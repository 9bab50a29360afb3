import type { ShownOrdemServico } from './shown-ticket.ts'

const situations = new Map([
  ['aguardando_agendamento', 'Aguardando agendamento'],
  ['pendente', 'Pendente'],
  ['finalizado', 'Finalizada'],
])

/** The work order's state for a person; one we don't know is shown as it came. */
export function formatSituation({ status }: Pick<ShownOrdemServico, 'status'>): string {
  if (!status) return 'Não informada'
  return situations.get(status.trim().toLowerCase()) ?? status
}
