import { loadPageAnswers } from '../contract/load-page-answers.ts'
import type { Sessao } from '../contract/page-context.ts'
import { readSession } from '../contract/read-session.ts'
import { type Fetch, fetchWhole, type WholeAnswer } from '../ui/fetch-whole.ts'

export type Session =
  | { kind: 'signed-in'; sessao: Sessao }
  | { kind: 'signed-out'; msg: string }
  | { kind: 'unreachable' }

export type Credentials = { usuario: string; senha: string }

/** Why it wasn't done, in a sentence for the attendant. */
export type Denial = {
  kind: 'denied' | 'unreachable'
  msg: string
  campos: Record<string, string>
  requestId?: string | undefined
}

const path = '/api/sessao'
const patienceMs = 10_000
// Hashing a password takes its time, the more so with others waiting.
const signingInPatienceMs = 30_000

/** Who is signed in, as the gateway says. Nothing here rejects. */
export function createSessionApi(fetch: Fetch) {
  async function read(): Promise<Session> {
    const whole = await fetchWhole(fetch, path, {}, patienceMs)
    return readSession(whole.text) ?? { kind: 'unreachable' }
  }

  /** `signed-out` where the gateway let them in and the browser kept nothing of it. */
  async function signIn(
    credentials: Credentials,
  ): Promise<Exclude<Session, { kind: 'unreachable' }> | Denial> {
    const headers = { 'content-type': 'application/json' }
    const init = { method: 'POST', headers, body: JSON.stringify(credentials) }
    const whole = await fetchWhole(fetch, path, init, signingInPatienceMs)
    const answered = readSession(whole.text)
    if (answered?.kind !== 'signed-in') return denialIn(whole)
    // A frame may not keep the cookie.
    const kept = await read()
    return kept.kind === 'signed-out' ? kept : answered
  }

  /** Null where nobody is signed in any more. */
  async function signOut(): Promise<Denial | null> {
    const whole = await fetchWhole(fetch, path, { method: 'DELETE' }, patienceMs)
    return whole.status === 204 || whole.status === 401 ? null : denialIn(whole)
  }

  return { read, signIn, signOut }
}

async function denialIn({ text }: WholeAnswer): Promise<Denial> {
  const answer = (await loadPageAnswers()).gatewayAnswer(text)
  if (answer?.status !== 'error') {
    const msg = 'Não consigo falar com o servidor. Tente de novo.'
    return { kind: 'unreachable', msg, campos: {} }
  }
  const { msg, campos = {}, codigo, id_requisicao } = answer
  const isTheirs = codigo === 'credenciais_recusadas'
  return { kind: 'denied', msg, campos, ...(!isTheirs && { requestId: id_requisicao }) }
}

export type SessionApi = ReturnType<typeof createSessionApi>
