import { type GatewayAnswer, readGatewayAnswer } from '../contract/gateway-answer.ts'
import type { NovoAtendimento } from '../contract/novo-atendimento.ts'
import { type Configuracao, configuracao, type Sessao, sessao } from '../contract/page-context.ts'

export type Fetch = (path: string, init?: RequestInit) => Promise<Response>

export type Session =
  | { kind: 'signed-in'; sessao: Sessao }
  | { kind: 'signed-out'; msg: string }
  | { kind: 'unreachable' }

const tickets = '/api/v1/integracao/atendimento'
const json = 'application/json'
// The gateway answers by its own deadline, 20 s unless configured otherwise. Past this it is asked.
const patienceMs = 60_000
const askingPatienceMs = 10_000

/** The gateway as the page sees it. Nothing here rejects: null is "no answer that is the gateway's". */
export function createGatewayApi(fetch: Fetch) {
  const textOf = (path: string, init: RequestInit, timeoutMs: number) =>
    fetch(path, { ...init, signal: AbortSignal.timeout(timeoutMs) })
      .then((response) => response.text())
      .catch(() => '')

  /** Sends once. */
  async function openTicket(chave: string, novo: NovoAtendimento): Promise<GatewayAnswer | null> {
    const headers = { accept: json, 'content-type': json, 'idempotency-key': chave }
    const init = { method: 'POST', headers, body: JSON.stringify(novo) }
    return readGatewayAnswer(await textOf(tickets, init, patienceMs))
  }

  /** Asks what came of a send; sends nothing. */
  async function askOutcome(chave: string): Promise<GatewayAnswer | null> {
    const path = `${tickets}/${encodeURIComponent(chave)}`
    return readGatewayAnswer(await textOf(path, { headers: { accept: json } }, askingPatienceMs))
  }

  async function readSessao(): Promise<Session> {
    const text = await textOf('/api/sessao', {}, askingPatienceMs)
    const signedIn = readAs(sessao, text)
    if (signedIn) return { kind: 'signed-in', sessao: signedIn }
    const answer = readGatewayAnswer(text)
    return answer?.status === 'error' && answer.codigo === 'sessao_expirada'
      ? { kind: 'signed-out', msg: answer.msg }
      : { kind: 'unreachable' }
  }

  async function readConfiguracao(): Promise<Configuracao | null> {
    return readAs(configuracao, await textOf('/api/configuracao', {}, askingPatienceMs))
  }

  return { openTicket, askOutcome, readSessao, readConfiguracao }
}

export type GatewayApi = ReturnType<typeof createGatewayApi>

type Schema<Shape> = {
  safeParse: (value: unknown) => { success: true; data: Shape } | { success: false }
}

function readAs<Shape>(schema: Schema<Shape>, text: string): Shape | null {
  try {
    const read = schema.safeParse(JSON.parse(text))
    return read.success ? read.data : null
  } catch {
    return null
  }
}
