import { asDraft } from '../tickets/atendimento.ts'
import { formatDate, formatStamp } from '../tickets/local-time.ts'
import { isObject, type Json, type JsonObject, phpText, readJson, textResponse } from '../wire.ts'
import type { Exchange } from './fault.ts'

/** Answers truly but for this change to the text; an answer that is no JSON object stays as it is. */
export function withText(change: (text: string, answer: Response) => Response) {
  return async ({ carryOut }: Exchange): Promise<Response> => {
    const answer = await carryOut()
    const text = await answer.clone().text()
    return isObject(readJson(text)) ? change(text, answer) : answer
  }
}

/** Answers truly but for this change. */
export function changed<Order>(
  change: (body: JsonObject, order: Order, exchange: Exchange) => Json,
) {
  return async (exchange: Exchange, order: Order): Promise<Response> => {
    const answer = await exchange.carryOut()
    const body = readJson(await answer.clone().text())
    if (!isObject(body)) return answer
    return textResponse(phpText(change(body, order, exchange)), answer.status, {
      'content-type': 'application/json',
    })
  }
}

/** Half of the JSON under an honest length: only the JSON says that something is missing. */
export const truncated = withText((text, { status }) => {
  const bytes = new TextEncoder().encode(text)
  const half = bytes.slice(0, bytes.length / 2)
  return textResponse(half, status, {
    'content-type': 'application/json',
    'content-length': String(half.length),
  })
})

export const asPage = withText((text, { status }) =>
  textResponse(text, status, { 'content-type': 'text/html; charset=UTF-8' }),
)

/** In the text, since a number of ours would lose the digits that the reader must not (Q3). */
export const protocolAsNumber = withText((text, { status }) =>
  textResponse(text.replace(/"protocolo":"(\d+)"/g, '"protocolo":$1'), status, {
    'content-type': 'application/json',
  }),
)

export function mapTicket(
  body: JsonObject,
  change: (ticket: JsonObject) => JsonObject,
): JsonObject {
  const { atendimento } = body
  return isObject(atendimento) ? { ...body, atendimento: change(atendimento) } : body
}

/** The list of tickets or of customers. */
export function mapList(body: JsonObject, change: (list: Json[]) => Json): JsonObject {
  const listed = (value: Json, key: string) =>
    Array.isArray(value) && /^(atendimentos|clientes)$/.test(key) ? change(value) : value
  return mapObject(body, listed)
}

/** Under a key that nobody knows. */
export function renamedList({ atendimentos, clientes, ...body }: JsonObject): JsonObject {
  return {
    ...body,
    ...(atendimentos !== undefined && { tickets: atendimentos }),
    ...(clientes !== undefined && { customers: clientes }),
  }
}

/** Before, between and behind the items, one draft of a member of staff each. */
export function withDrafts(body: JsonObject, _order: object, { now }: Exchange): JsonObject {
  const at = now()
  const draftBeside = (item: Json | undefined, place: number): JsonObject =>
    asDraft({
      data_cadastro: formatDate(at),
      ...(isObject(item) ? item : {}),
      id_atendimento: 900_000 + place,
      protocolo: `${formatStamp(at)}${String(place).padStart(6, '0')}`,
    })
  return mapList(body, (list) => [
    ...list.flatMap((item, place) => [draftBeside(item, place), item]),
    draftBeside(list.at(-1), list.length),
  ])
}

export function withoutNewestMessages(body: JsonObject): JsonObject {
  return mapList(body, (list) =>
    list.map((ticket) => {
      if (!isObject(ticket) || !Array.isArray(ticket.atendimento_mensagem)) return ticket
      return { ...ticket, atendimento_mensagem: ticket.atendimento_mensagem.slice(0, -1) }
    }),
  )
}

function mapObject(object: JsonObject, change: (value: Json, key: string) => Json): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]))
}

function mapInside(value: Json, change: (inner: Json) => Json): Json {
  if (Array.isArray(value)) return value.map(change)
  return isObject(value) ? mapObject(value, change) : value
}

export function numbersAsStrings(value: Json): Json {
  return typeof value === 'number' ? String(value) : mapInside(value, numbersAsStrings)
}

export function withUnknownKeys(value: Json): Json {
  const inside = mapInside(value, withUnknownKeys)
  return isObject(inside) ? { ...inside, campo_novo: { anotacoes: 'SEGREDO-CAMPO-NOVO' } } : inside
}

/** The success of hubsoft §3.4 needs no more than these, a customer its numbers, a sign-in no refresh token (hubsoft §2). */
const needful = new Set([
  'id_atendimento',
  'protocolo',
  'descricao_abertura',
  'ordens_servico',
  'id_ordem_servico',
  'numero_ordem_servico',
  'codigo_cliente',
  'servicos',
  'id_cliente_servico',
])

export function onlyTheNeedful(body: JsonObject): JsonObject {
  const bare = 'refresh_token' in body ? { ...body, refresh_token: null } : body
  const { atendimento_mensagem: message } = bare
  const bareMessage = isObject(message) ? bareMessageOf(message) : {}
  const bareTickets = mapTicket({ ...bare, ...bareMessage }, (ticket) =>
    mapObject(ticket, needfulIn),
  )
  return mapList(bareTickets, (list) =>
    list.map((ticket) => (isObject(ticket) ? mapObject(ticket, needfulIn) : ticket)),
  )
}

const bareMessageOf = (message: JsonObject): JsonObject => ({
  atendimento_mensagem: {
    ...mapObject(message, needfulIn),
    atendimento: isObject(message.atendimento) ? mapObject(message.atendimento, needfulIn) : null,
  },
})

function needfulIn(value: Json, key: string): Json {
  if (!needful.has(key)) return null
  if (!Array.isArray(value)) return value
  return value.map((item) => (isObject(item) ? mapObject(item, needfulIn) : item))
}

/** Another protocol in the prose than in the field. */
export function otherProtocol(msg: Json | undefined): Json {
  if (typeof msg !== 'string') return msg ?? null
  return msg.replace(/\d{14,}/, (protocol) => String(BigInt(protocol) + 7n))
}
