import type { Question } from './question.ts'
import { longestPage } from './reading/listed-page.ts'

/** Newest first, closed ones too, 50; HubSoft's defaults miss it (Q17). */
export function listingQuery(serviceId: number): Record<string, string> {
  return {
    busca: 'id_cliente_servico',
    termo_busca: String(serviceId),
    limit: String(longestPage),
    apenas_pendente: 'nao',
    order_by: 'data_cadastro',
    order_type: 'desc',
  }
}

/** For the list of a service's tickets. */
export function listingOf<Said>(serviceId: number, read: Question<Said>['read']): Question<Said> {
  return {
    route: 'read',
    path: 'api/v1/integracao/cliente/atendimento',
    query: listingQuery(serviceId),
    // Fifty tickets have some 200 kB; each of them may be four times as long.
    mostBytes: 1024 * 1024,
    read,
  }
}
