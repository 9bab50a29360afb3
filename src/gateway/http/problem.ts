import type { IncomingMessage } from 'node:http'
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Codigo } from '../../contract/gateway-answer.ts'
import type { Attendant } from '../../contract/page-context.ts'

/** What the steps of the app hand on to each other. */
export type GatewayEnv = {
  Bindings: { incoming?: IncomingMessage }
  Variables: {
    requestId: string
    /** When the request came, at the earliest, by `performance.now`. */
    arrivedMs: number
    attendant: Attendant
    /** Seconds until a limit is met no more; of a send alone, which may be told all the same what is known. */
    overLimitS?: number
  }
}

export type Problem = {
  status: ContentfulStatusCode
  codigo: Codigo
  /** A sentence in Portuguese for the attendant: what happened and what to do. */
  msg: string
  campos?: Record<string, string>
  /** As of when it has been told what others sent. */
  toldAt?: Date
  /** For `Retry-After`. */
  waitS?: number
}

export const ourFault: Problem = {
  status: 500,
  codigo: 'erro_interno',
  msg: 'Erro nosso, não do que você digitou. Confira o envio antes de repetir e avise o responsável.',
}

/** "1 segundo", "37 segundos". */
export const inSeconds = (waitS: number) => (waitS === 1 ? '1 segundo' : `${waitS} segundos`)

/** @param known what is known to have come of it: "Nada foi enviado." */
export function tooManyRequests(waitS: number, known?: string): Problem {
  const again = `Tente de novo em ${inSeconds(waitS)}.`
  const msg = ['Pedidos demais em pouco tempo.', ...(known ? [known] : []), again].join(' ')
  return { status: 429, codigo: 'muitas_requisicoes', msg, waitS }
}

export const malformed = { status: 400, codigo: 'requisicao_invalida' } as const

/** Answers with design §5's error body. */
export function problem(c: Context<GatewayEnv>, told: Problem) {
  const { status, codigo, msg, campos, toldAt, waitS } = told
  c.header('Cache-Control', 'no-store')
  if (waitS !== undefined) c.header('Retry-After', String(waitS))
  const body = {
    status: 'error',
    msg,
    codigo,
    id_requisicao: c.get('requestId'),
    ...(campos && { campos }),
    ...(toldAt && { lido_em: toldAt.toISOString() }),
  }
  return c.json(body, status)
}

export const noSuchRoute = (c: Context<GatewayEnv>) =>
  problem(c, { status: 404, codigo: 'nao_encontrado', msg: 'Não há nada neste endereço.' })
