import type { Context } from 'hono'
import * as z from 'zod/mini'
import { type Canal, canais } from '../../../contract/canais.ts'
import { chamada } from '../../../contract/chamada.ts'
import { novaMensagem, type Posted } from '../../../contract/nova-mensagem.ts'
import { faultsByField, novoAtendimento } from '../../../contract/novo-atendimento.ts'
import { type GatewayEnv, malformed, type Problem } from '../problem.ts'
import { readJsonBody } from '../read-json-body.ts'
import { faultyFields } from './ticket-problems.ts'

type RouteContext = Context<GatewayEnv>
type Refused = { kind: 'refused'; refusal: Problem }

export const ticketPath = '/api/v1/integracao/atendimento'
/** Below it, with the ticket's id behind it. */
export const messagePath = '/adicionar_mensagem'

/** Of a send something may be known, whatever else is wrong with the request. */
export const isSend = ({ req: { method, path } }: RouteContext) =>
  method === 'POST' && (path === ticketPath || path.startsWith(`${ticketPath}${messagePath}/`))

const largestBody = {
  bytes: 64 * 1024,
  msg: 'O pedido passa de 64 KiB. Encurte a Descrição. Nada foi enviado.',
}
const largestMessage = {
  ...largestBody,
  msg: 'O pedido passa de 64 KiB. Encurte o acréscimo. Nada foi enviado.',
}

const ticketKey = z.pipe(
  z.guid(),
  z.transform((key: string) => key.toLowerCase()),
)

// "Attempt 2": the first one was no resend.
const attemptNumber = z.optional(
  z.pipe(z.string().check(z.regex(/^([2-9]|[1-9]\d{1,3})$/)), z.transform(Number)),
)

const callId = z.optional(chamada)

const moment = z.optional(
  z.pipe(
    z.iso.datetime(),
    z.transform((text: string) => new Date(text)),
  ),
)

// In the day's list; it goes on where `proxima` says.
const place = z.optional(z.pipe(z.string().check(z.regex(/^\d{1,6}$/)), z.transform(Number)))

const refused = (msg: string, more: Partial<Problem> = {}): Refused => ({
  kind: 'refused',
  refusal: { ...malformed, msg, ...more },
})

type Sending = {
  kind: 'sending'
  key: string
  novo: Posted
  /** The host page's id of the call in which it was written. */
  call: string | null
  /** The attempt that a person wants, where they send again. */
  resend: number | undefined
  /** When the list of the service's tickets was read that the attendant has seen. */
  readAt: Date | undefined
}

/** What `POST …/atendimento` is to send. */
export async function readSending(c: RouteContext): Promise<Sending | Refused> {
  const head = readSendingHead(c)
  if (head.kind === 'refused') return head
  const body = await readJsonBody(c, largestBody)
  if (body.kind === 'refused') return body
  const novo = novoAtendimento.safeParse(body.json)
  if (!novo.success) {
    const campos = faultsByField(novo.error)
    return refused(faultyFields, { campos })
  }
  return { ...head, kind: 'sending', novo: novo.data }
}

const ticketId = z.pipe(
  z.string().check(z.regex(/^[1-9]\d{0,14}$/)),
  z.transform((id: string) => Number(id)),
)

/** HubSoft's id of a ticket, as a path names it; null for anything else. */
export const readTicketId = (id: string | undefined): number | null =>
  ticketId.safeParse(id).data ?? null

/** What `POST …/adicionar_mensagem/:id` is to send. */
export async function readMessage(c: RouteContext): Promise<Sending | Refused> {
  const head = readSendingHead(c)
  if (head.kind === 'refused') return head
  const id = ticketId.safeParse(c.req.param('id'))
  if (!id.success) {
    return refused(
      'O número do atendimento precisa ser um inteiro a partir de 1. Nada foi enviado.',
    )
  }
  const body = await readJsonBody(c, largestMessage)
  if (body.kind === 'refused') return body
  const mensagem = novaMensagem.safeParse(body.json)
  if (!mensagem.success) {
    const campos = faultsByField(mensagem.error)
    return refused('Corrija o texto antes de acrescentar. Nada foi enviado.', { campos })
  }
  return { ...head, kind: 'sending', novo: { id_atendimento: id.data, ...mensagem.data } }
}

type SendingHead = Pick<Sending, 'key' | 'call' | 'resend' | 'readAt'>

function readSendingHead(c: RouteContext): ({ kind: 'head' } & SendingHead) | Refused {
  const key = ticketKey.safeParse(c.req.header('idempotency-key'))
  if (!key.success) return refused('Falta a chave do envio (Idempotency-Key: um UUID).')
  const attempt = attemptNumber.safeParse(c.req.header('x-reenvio'))
  if (!attempt.success) {
    return refused('X-Reenvio precisa ser o número da tentativa seguinte, a partir de 2.')
  }
  const call = callId.safeParse(c.req.header('x-chamada'))
  if (!call.success) {
    return refused(
      'X-Chamada precisa ter de 1 a 64 letras, algarismos e sinais, sem espaços nem acentos.',
    )
  }
  const readAt = moment.safeParse(c.req.header('x-lido-em'))
  if (!readAt.success) return refused('X-Lido-Em precisa ser o lido_em que a lista deu.')
  const head = { key: key.data, call: call.data ?? null, resend: attempt.data }
  return { kind: 'head', ...head, readAt: readAt.data }
}

/** The key that the path names. */
export function readKey(c: RouteContext): { kind: 'key'; key: string } | Refused {
  const key = ticketKey.safeParse(c.req.param('chave'))
  return key.success
    ? { kind: 'key', key: key.data }
    : refused('A chave do envio precisa ser um UUID.')
}

const toldBody = z.strictObject({ canal: z.nullable(z.enum(canais)) })

/** By which way the customer got the protocol; null takes it back. */
export async function readTold(
  c: RouteContext,
): Promise<{ kind: 'told'; canal: Canal | null } | Refused> {
  const body = await readJsonBody(c, { ...largestBody, msg: 'O pedido passa de 64 KiB.' })
  if (body.kind === 'refused') return body
  const told = toldBody.safeParse(body.json)
  return told.success
    ? { kind: 'told', canal: told.data.canal }
    : refused(`O corpo precisa ser {canal}, com ${canais.join(', ')} ou null.`)
}

/** From which place on the day's list is wanted. */
export function readPlace(c: RouteContext): { kind: 'place'; from: number } | Refused {
  const from = place.safeParse(c.req.query('a_partir'))
  return from.success
    ? { kind: 'place', from: from.data ?? 0 }
    : refused('a_partir precisa ser o número que a lista deu em proxima.')
}

/** The key of a POST that is no person's resend: of those an earlier attempt may have been opened. */
export function firstKeyOf({ req }: RouteContext): string | null {
  const key = ticketKey.safeParse(req.header('idempotency-key'))
  return key.success && req.header('x-reenvio') === undefined ? key.data : null
}
