import { newTicket } from '../running.ts'
import { ticket } from './a-row.ts'

/** What a send and HubSoft's answers to it say of a customer, which is forgotten one day. */
export const novo = {
  ...newTicket,
  descricao: 'Sem sinal desde ontem',
  nome: 'Zulmira Prado',
  telefone: '37999887766',
  email: 'zulmira@exemplo.com.br',
}

export const atendimento = {
  ...ticket('202611240000081'),
  descricao_abertura: novo.descricao,
  cliente: { codigo_cliente: 12, nome_razaosocial: novo.nome },
}

/** As HubSoft refuses it. */
export const sentences = ['O telefone de Zulmira Prado não serve: 37999887766']
