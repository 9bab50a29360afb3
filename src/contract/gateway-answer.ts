import * as z from 'zod/mini'
import { canais } from './canais.ts'
import { posted } from './nova-mensagem.ts'
import { readJson } from './read-json.ts'
import { shownAtendimento } from './shown-ticket.ts'

/** Every `codigo` of an error answer (design §5). */
export const codigos = [
  'requisicao_invalida',
  'sessao_expirada',
  'credenciais_recusadas',
  'sem_permissao',
  'origem_recusada',
  'chave_de_outro_atendente',
  'chave_desconhecida',
  'sem_protocolo',
  'nao_encontrado',
  'erro_interno',
  'corpo_grande',
  'tipo_invalido',
  'host_errado',
  'recusado_pelo_hubsoft',
  'sem_acrescimos',
  'chave_reutilizada',
  'muitas_requisicoes',
  'nao_enviado',
  'consulta_indisponivel',
  'aberto_por_outro',
] as const

export type Codigo = (typeof codigos)[number]

/** True while a ticket of this send that the answer doesn't name may still turn up: looks for it are planned. */
const em_duvida = z.optional(z.boolean())

/** HubSoft's list couldn't be read. What a page doesn't know yet says less, and takes no outcome from it. */
const motivo = z.catch(z.optional(z.literal('nao_conferido')), undefined)

/** What every outcome of a known key carries for its owner. Times are ISO 8601 in UTC. */
const known = {
  /** The fields of a ticket, or a message, as posted. */
  enviado: z.optional(posted),
  /** The ticket that it is a message for; absent where it opens one. It stays when `enviado` is gone. */
  acrescimo_a: z.optional(z.int()),
  enviado_em: z.optional(z.string()),
  atendente: z.optional(z.string()),
}

/** That the customer has the protocol: by which way, and since when. */
export const informado = z.object({ canal: z.enum(canais), em: z.string() })

const opened = z.object({
  status: z.literal('success'),
  msg: z.string(),
  atendimento: shownAtendimento,
  /** True where it was found in HubSoft's list, and not told in the answer. */
  conferido: z.optional(z.boolean()),
  /** From 2 on, where an earlier attempt of the same send was not known. */
  tentativa: z.optional(z.int()),
  /** Further tickets of the same send in HubSoft, by protocol: one too many each. */
  outros_protocolos: z.optional(z.array(z.string())),
  em_duvida,
  /** Null while the customer hasn't it; absent where nobody was asked. What can't be read is no less opened. */
  informado: z.catch(z.optional(z.nullable(informado)), undefined),
  ...known,
})

const pending = z.object({
  status: z.literal('pending'),
  msg: z.string(),
  chave: z.string(),
  /** Of the last look. */
  motivo,
  ...known,
})

const unknown = z.object({
  status: z.literal('unknown'),
  msg: z.string(),
  chave: z.string(),
  tentativa: z.int(),
  /** One entry a look at HubSoft's list: when (ISO 8601), and whether it could be read. */
  conferencias: z.array(z.object({ em: z.string(), lida: z.boolean() })),
  motivo,
  ...known,
})

export const errorAnswer = z.object({
  status: z.literal('error'),
  msg: z.string(),
  codigo: z.enum(codigos),
  id_requisicao: z.string(),
  /** Wire key → sentence for that field. */
  campos: z.optional(z.record(z.string(), z.string())),
  /** With `aberto_por_outro`: as of when it has been told (ISO 8601), to be sent as `X-Lido-Em` by who opens one all the same. */
  lido_em: z.optional(z.string()),
  /** HubSoft's own sentences, cleaned. */
  errors: z.optional(z.array(z.string())),
  /** From 2 on: an earlier attempt of the same send may still be opened. */
  tentativa: z.optional(z.int()),
  em_duvida,
  ...known,
})

/** `GET …/atendimento?hoje`: what this attendant sent, newest first, each with its key. */
export const sentToday = z.object({
  status: z.literal('success'),
  msg: z.string(),
  atendimentos: z.array(
    z.discriminatedUnion('status', [
      z.extend(opened, { chave: z.string() }),
      pending,
      unknown,
      z.extend(errorAnswer, { chave: z.string() }),
    ]),
  ),
  /** Where the list goes on (`?hoje&a_partir=…`), if there is more than one answer holds. */
  proxima: z.optional(z.int()),
})

export type SentToday = z.infer<typeof sentToday>

/** One send in that list. */
export type ListedSend = SentToday['atendimentos'][number]

const gatewayAnswer = z.discriminatedUnion('status', [opened, pending, unknown, errorAnswer])

/** What the gateway answers to opening a ticket and to asking about one (design §5). */
export type GatewayAnswer = z.infer<typeof gatewayAnswer>

/** Null for anything that isn't the gateway's own JSON: a proxy's page, half an answer, silence. */
export const readGatewayAnswer = (text: string): GatewayAnswer | null =>
  readJson(gatewayAnswer, text)
