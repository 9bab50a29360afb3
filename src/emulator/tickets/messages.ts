import { secret } from '../look-up/network.ts'
import type { Json, JsonObject } from '../wire.ts'
import type { ListedTicket } from './atendimento.ts'
import { formatDate, formatDateTime, formatSortable } from './local-time.ts'

/** A message that really stands in a ticket, whatever its sender was told. */
export type LedgerMessage = {
  /** ISO 8601, UTC. */
  storedAt: string
  id_atendimento_mensagem: number
  id_atendimento: number
  /** Of its ticket. */
  protocolo: string
  mensagem: string
  /** The request as it came, unknown fields included. */
  body: JsonObject
}

/** What was added to tickets, those that stood before anything came by this API among them. */
export function createMessages(now: () => Date, nextId: () => number) {
  const messages: LedgerMessage[] = []
  return {
    get all(): readonly LedgerMessage[] {
      return messages
    },
    /** Stores a message; the same request twice makes two, as with tickets. */
    add({ atendimento }: ListedTicket, mensagem: string, body: JsonObject): LedgerMessage {
      const { id_atendimento, protocolo } = atendimento
      const message = {
        storedAt: now().toISOString(),
        id_atendimento_mensagem: nextId(),
        id_atendimento,
        protocolo,
        mensagem,
        body,
      }
      messages.push(message)
      return message
    },
    clear: () => {
      messages.length = 0
    },
  }
}

const brazilian = (at: Date) => formatDateTime(at).slice(0, 16)

/** As a list of tickets shows it, where that was asked for. */
export function listedMessage(message: LedgerMessage): JsonObject {
  const { id_atendimento_mensagem, id_atendimento, mensagem, storedAt } = message
  const at = new Date(storedAt)
  return {
    id_atendimento_mensagem,
    id_atendimento,
    mensagem,
    data_cadastro_br: brazilian(at),
    data_cadastro_timestamp: at.getTime(),
  }
}

/** As it is answered: with whoever wrote it, and the ticket's row as the database has it (hubsoft §6). */
export function answeredMessage(message: LedgerMessage, ticket: ListedTicket): JsonObject {
  const at = new Date(message.storedAt)
  return {
    id_atendimento: message.id_atendimento,
    id_usuario: 7,
    mensagem: message.mensagem,
    data_cadastro: {
      date: `${formatSortable(at)}.000000`,
      timezone_type: 3,
      timezone: 'America/Recife',
    },
    ip_cadastro: '203.0.113.7',
    ativo: true,
    id_atendimento_mensagem: message.id_atendimento_mensagem,
    data_cadastro_br: brazilian(at),
    data_cadastro_timestamp: at.getTime(),
    atendimento: rawRow(ticket),
  }
}

/** Ids where lists have names, and what nobody who only adds a message needs to know. */
function rawRow({ storedAt, closedAt, id_cliente_servico, atendimento, body }: ListedTicket): Json {
  const { id_atendimento, protocolo, descricao_abertura, descricao_fechamento } = atendimento
  const at = new Date(storedAt)
  return {
    id_atendimento,
    protocolo,
    id_cliente_servico,
    id_tipo_atendimento: 1,
    id_atendimento_status: closedAt === null ? 22 : 24,
    id_usuario_abertura: 7,
    id_usuario_responsavel: 7,
    id_origem_contato: 5,
    rascunho: atendimento.rascunho ?? false,
    descricao_abertura,
    descricao_fechamento,
    nome_contato: body.nome ?? secret('CONTATO', id_atendimento),
    telefone_contato: body.telefone ?? secret('TELEFONE', id_atendimento),
    email_contato: body.email ?? `${secret('EMAIL', id_atendimento)}@example.com`,
    ip_cadastro: '203.0.113.7',
    destino: 'cliente_servico',
    parametros: secret('PARAMETROS', id_atendimento),
    data_cadastro: formatSortable(at),
    data_fechamento: closedAt === null ? null : formatSortable(new Date(closedAt)),
    data_cadastro_br: `${formatDate(at)} ${formatDateTime(at).slice(11, 16)}`,
    data_cadastro_timestamp: at.getTime(),
    minutos_em_aberto: 12,
    ativo: true,
  }
}
