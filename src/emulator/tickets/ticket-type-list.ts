import type { EmulatorHandler } from '../handler.ts'
import { phpJson } from '../wire.ts'

/** As tenants have them: in upper case, with a leftover of a test among them (dossier §7). */
const ticketTypes = [
  { id_tipo_atendimento: 1, descricao: 'SAC' },
  { id_tipo_atendimento: 2, descricao: 'SEM CONEXÃO' },
  { id_tipo_atendimento: 5, descricao: 'LENTIDÃO' },
  { id_tipo_atendimento: 9, descricao: 'MUDANÇA DE ENDEREÇO' },
  { id_tipo_atendimento: 14, descricao: 'TESTE NÃO USAR' },
]

/** `GET /api/v1/integracao/configuracao/tipo_atendimento`, for a request whose token is good. */
export const listTicketTypes: EmulatorHandler = async () =>
  phpJson({
    status: 'success',
    msg: 'Dados consultados com sucesso',
    tipos_atendimento: ticketTypes,
    encrypted: false, // Q29
  })
