import type { IncomingMessage } from 'node:http'
import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import type { Codigo } from '../../contract/gateway-answer.ts'
import type { Attendant } from '../session/attendant.ts'

/** What the steps of the app hand on to each other. */
export type GatewayEnv = {
  Bindings: { incoming?: IncomingMessage }
  Variables: {
    requestId: string
    attendant: Attendant
    /** Seconds until a limit is met no more, where the route itself has to refuse for it. */
    overLimitS?: number
  }
}

export type Problem = {
  status: ContentfulStatusCode
  codigo: Codigo
  /** A sentence in Portuguese for the attendant: what happened and what to do. */
  msg: string
  campos?: Record<string, string>
}

export const ourFault: Problem = {
  status: 500,
  codigo: 'erro_interno',
  msg: 'Erro nosso, não do que você digitou. Confira o envio antes de repetir e avise o responsável.',
}

export const malformed = { status: 400, codigo: 'requisicao_invalida' } as const

/** Answers with design §5's error body. */
export function problem(c: Context<GatewayEnv>, { status, codigo, msg, campos }: Problem) {
  c.header('Cache-Control', 'no-store')
  const body = { status: 'error', msg, codigo, id_requisicao: c.get('requestId') }
  return c.json(campos ? { ...body, campos } : body, status)
}

export const noSuchRoute = (c: Context<GatewayEnv>) =>
  problem(c, { status: 404, codigo: 'nao_encontrado', msg: 'Não há nada neste endereço.' })
