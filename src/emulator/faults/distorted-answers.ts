import { isObject, type Json, type JsonObject, phpText, readJson, textResponse } from '../wire.ts'
import type { DistortedFault } from './faults.ts'

/** The true answer, changed on its way out; one that is not a JSON object stays as it is. */
export async function distortedAnswer(fault: DistortedFault, answer: Response): Promise<Response> {
  const text = await answer.clone().text()
  const body = readJson(text)
  if (!isObject(body)) return answer

  switch (fault) {
    case 'truncated-json': {
      // The length is honest: only the JSON says that something is missing.
      const bytes = new TextEncoder().encode(text)
      return withBody(answer, bytes.slice(0, bytes.length / 2))
    }
    case 'html-content-type':
      return withBody(answer, text, 'text/html; charset=UTF-8')
    case 'protocol-as-number':
      // In the text, since a number of ours would lose the digits that the reader must not (Q3).
      return withBody(answer, text.replace(/"protocolo":"(\d+)"/g, '"protocolo":$1'))
    default:
      return withBody(answer, phpText(changed[fault](body)))
  }
}

function withBody(
  answer: Response,
  body: string | Uint8Array<ArrayBuffer>,
  contentType = 'application/json',
): Response {
  return textResponse(body, answer.status, { 'content-type': contentType })
}

type BodyFault = Exclude<
  DistortedFault,
  'truncated-json' | 'html-content-type' | 'protocol-as-number'
>

const changed: Record<BodyFault, (body: JsonObject) => Json> = {
  'numbers-as-strings': numbersAsStrings,
  nulls: onlyTheNeedful,
  'extra-fields': (body) => withUnknownKeys({ ...body, encrypted: false, cliente: null }), // Q29
  suscess: (body) => ({ ...body, status: 'suscess' }), // Q2
  'msg-lies': (body) => ({ ...body, msg: otherProtocol(body.msg) }), // Q4
  'os-empty': (body) => mapTicket(body, (ticket) => ({ ...ticket, ordens_servico: [] })), // Q7
  'success-without-os': (body) => mapTicket(body, ({ ordens_servico: _, ...ticket }) => ticket),
  'unknown-list-key': ({ atendimentos, ...body }) =>
    atendimentos === undefined ? body : { ...body, tickets: atendimentos }, // Q28
  'list-as-object': (body) => mapList(body, (list) => ({ ...list })), // Q32: as PHP indexes
  'list-empty': (body) => mapList(body, () => []),
  'success-without-atendimento': ({ atendimento: _, ...body }) => body,
}

function mapTicket(body: JsonObject, change: (ticket: JsonObject) => JsonObject): JsonObject {
  const { atendimento } = body
  return isObject(atendimento) ? { ...body, atendimento: change(atendimento) } : body
}

function mapList(body: JsonObject, change: (list: Json[]) => Json): JsonObject {
  const { atendimentos } = body
  return Array.isArray(atendimentos) ? { ...body, atendimentos: change(atendimentos) } : body
}

function mapObject(object: JsonObject, change: (value: Json, key: string) => Json): JsonObject {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]))
}

function mapInside(value: Json, change: (inner: Json) => Json): Json {
  if (Array.isArray(value)) return value.map(change)
  return isObject(value) ? mapObject(value, change) : value
}

function numbersAsStrings(value: Json): Json {
  return typeof value === 'number' ? String(value) : mapInside(value, numbersAsStrings)
}

function withUnknownKeys(value: Json): Json {
  const inside = mapInside(value, withUnknownKeys)
  return isObject(inside) ? { ...inside, campo_novo: { anotacoes: 'SEGREDO-CAMPO-NOVO' } } : inside
}

/** The success of dossier §3.4 needs no more than these, a sign-in no refresh token (§2). */
const needful = new Set([
  'id_atendimento',
  'protocolo',
  'descricao_abertura',
  'ordens_servico',
  'id_ordem_servico',
  'numero_ordem_servico',
])

function onlyTheNeedful(body: JsonObject): JsonObject {
  const bare = 'refresh_token' in body ? { ...body, refresh_token: null } : body
  const bareTickets = mapTicket(bare, (ticket) => mapObject(ticket, needfulIn))
  return mapList(bareTickets, (list) =>
    list.map((ticket) => (isObject(ticket) ? mapObject(ticket, needfulIn) : ticket)),
  )
}

function needfulIn(value: Json, key: string): Json {
  if (!needful.has(key)) return null
  if (!Array.isArray(value)) return value
  return value.map((item) => (isObject(item) ? mapObject(item, needfulIn) : item))
}

/** Another protocol in the prose than in the field. */
function otherProtocol(msg: Json | undefined): Json {
  if (typeof msg !== 'string') return msg ?? null
  return msg.replace(/\d{14,}/, (protocol) => String(BigInt(protocol) + 7n))
}
