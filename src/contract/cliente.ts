import * as z from 'zod/mini'
import { errorAnswer, informado } from './gateway-answer.ts'
import { integer, listItems, listOf, textOf } from './hubsoft-fields.ts'
import { readJson } from './read-json.ts'
import { shownAtendimento } from './shown-ticket.ts'
import { cleanLine } from './typed-text.ts'

/** One line of at most that many characters, without what can't be seen; null where nothing is left. */
const lineOf = (longest: number) =>
  z.pipe(
    textOf(longest),
    z.transform((value) => (value === null ? null : cleanLine(value, 'NFC') || null)),
  )

// What of a customer fits a screen.
export const line = lineOf(300)
export const word = lineOf(80)

const id = z.pipe(integer, z.int().check(z.gte(1)))
const isTime = (value: string) => !Number.isNaN(Date.parse(value))

const lines = z.pipe(
  z.optional(z.unknown()),
  z.transform((value) => listItems(value).filter((one) => typeof one === 'string')),
)

/** Whether the service is connected, as far as RADIUS knows, and since when it is or isn't (ISO 8601). */
const ultimaConexao = z.object({
  conectado: z.boolean(),
  desde: z.catch(z.nullable(z.string().check(z.refine(isTime))), null),
})

export const shownServico = z.object({
  id_cliente_servico: id,
  numero_plano: integer,
  nome: line,
  status: word,
  status_prefixo: word,
  tecnologia: word,
  velocidade_download: word,
  velocidade_upload: word,
  /** In one line. */
  endereco_instalacao: line,
  ultima_conexao: z.catch(z.nullable(ultimaConexao), null),
})

/**
 * The allow-list: what a browser may see of a customer. Parsing drops every other key; a service without an id,
 * which can't be picked, is left out.
 *
 * @see hubsoft §12
 */
export const shownCliente = z.object({
  codigo_cliente: id,
  nome_razaosocial: line,
  nome_fantasia: line,
  /** All but its last two characters hidden: "***.***.***-81", "**.***.***\/****-81". */
  cpf_cnpj: word,
  telefone_primario: word,
  telefone_secundario: word,
  telefone_terciario: word,
  email_principal: line,
  email_secundario: line,
  /** What the operator wants said first, a notice an entry, which may have several lines. */
  alerta_mensagens: lines,
  servicos: listOf(shownServico),
})

export type ShownServico = z.infer<typeof shownServico>
export type ShownCliente = z.infer<typeof shownCliente>

const clientes = z.object({
  status: z.literal('success'),
  msg: z.string(),
  /** Empty where nobody was found. */
  clientes: listOf(shownCliente),
  /** Whether HubSoft may have more than these. */
  ha_mais: z.catch(z.boolean(), false),
})

/** `GET …/cliente`: whom a search found (design §5). */
export type Clientes = z.infer<typeof clientes>

const listedTicket = z.extend(shownAtendimento, {
  aberto: z.boolean(),
  /** That the customer has the protocol; null or absent where nobody noted it. What can't be read is no less open. */
  informado: z.catch(z.optional(z.nullable(informado)), undefined),
})

export type ListedTicket = z.infer<typeof listedTicket>

const ticketsOfService = z.object({
  status: z.literal('success'),
  msg: z.string(),
  /** When HubSoft was asked (ISO 8601): what comes back as `X-Lido-Em`. */
  lido_em: z.string(),
  /** Open ones first, and the newest first of each. */
  atendimentos: listOf(listedTicket),
})

/** `GET …/cliente/atendimento`: the tickets of a service (design §5). */
export type TicketsOfService = z.infer<typeof ticketsOfService>

const noted = z.object({
  status: z.literal('success'),
  msg: z.string(),
  informado: z.nullable(informado),
})

/** `PUT …/cliente/atendimento/:id_atendimento/informado`: what is noted of telling its protocol (design §5). */
export type ProtocolNoted = z.infer<typeof noted>

export type LookUpError = z.infer<typeof errorAnswer>

const clientesAnswer = z.discriminatedUnion('status', [clientes, errorAnswer])
const ticketsAnswer = z.discriminatedUnion('status', [ticketsOfService, errorAnswer])

const notedAnswer = z.discriminatedUnion('status', [noted, errorAnswer])

/** Null for anything that isn't the gateway's own JSON. */
export const readProtocolNoted = (text: string): ProtocolNoted | LookUpError | null =>
  readJson(notedAnswer, text)

/** Null for anything that isn't the gateway's own JSON. */
export const readClientes = (text: string): Clientes | LookUpError | null =>
  readJson(clientesAnswer, text)

/** Null for anything that isn't the gateway's own JSON. */
export const readTicketsOfService = (text: string): TicketsOfService | LookUpError | null =>
  readJson(ticketsAnswer, text)
