import type { Question } from './question.ts'
import { longestPage } from './reading/listed-page.ts'

/**
 * For the list of a service's tickets: newest first, closed ones too, 50; HubSoft's defaults miss it (Q17).
 *
 * @param relacoes what else is to stand in each ticket
 */
export function listingOf<Said>(
  serviceId: number,
  read: Question<Said>['read'],
  relacoes: { relacoes?: 'atendimento_mensagem' } = {},
): Question<Said> {
  return {
    route: 'read',
    path: 'api/v1/integracao/cliente/atendimento',
    query: {
      busca: 'id_cliente_servico',
      termo_busca: String(serviceId),
      limit: String(longestPage),
      apenas_pendente: 'nao',
      order_by: 'data_cadastro',
      order_type: 'desc',
      ...relacoes,
    },
    // Fifty tickets have some 200 kB; each of them may be four times as long.
    mostBytes: 1024 * 1024,
    read,
  }
}
