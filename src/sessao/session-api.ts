import { pageAnswers } from '../contract/page-answers.ts'
import { readSession } from '../contract/read-session.ts'
import { type Fetch, fetchWhole, type WholeAnswer } from '../ui/fetch-whole.ts'
import { askSession, patienceMs, type Session, sessionPath } from './ask-session.ts'

export type Credentials = { usuario: string; senha: string }

/** Why it wasn't done, in a sentence for the attendant. */
export type Denial = {
  kind: 'denied' | 'unreachable'
  msg: string
  campos: Record<string, string>
  requestId?: string | undefined
}

// Hashing a password takes its time, the more so with others waiting.
const signingInPatienceMs = 30_000

/** In and out, where people sign in on the page. Nothing here rejects. */
export function createSessionApi(fetch: Fetch) {
  /** `signed-out` where the gateway let them in and the browser kept nothing of it. */
  async function signIn(
    credentials: Credentials,
  ): Promise<Exclude<Session, { kind: 'unreachable' }> | Denial> {
    const headers = { 'content-type': 'application/json' }
    const init = { method: 'POST', headers, body: JSON.stringify(credentials) }
    const whole = await fetchWhole(fetch, sessionPath, init, signingInPatienceMs)
    const answered = readSession(whole.text)
    if (answered?.kind !== 'signed-in') return denialIn(whole)
    // A frame may not keep the cookie.
    const kept = await askSession(fetch)
    return kept.kind === 'signed-out' ? kept : answered
  }

  /** Null where nobody is signed in any more. */
  async function signOut(): Promise<Denial | null> {
    const whole = await fetchWhole(fetch, sessionPath, { method: 'DELETE' }, patienceMs)
    return whole.status === 204 || whole.status === 401 ? null : denialIn(whole)
  }

  return { signIn, signOut }
}

function denialIn({ text }: WholeAnswer): Denial {
  const answer = pageAnswers.gatewayAnswer(text)
  if (answer?.status !== 'error') {
    const msg = 'Não consigo falar com o servidor. Tente de novo.'
    return { kind: 'unreachable', msg, campos: {} }
  }
  const { msg, campos = {}, codigo, id_requisicao } = answer
  const isTheirs = codigo === 'credenciais_recusadas'
  return { kind: 'denied', msg, campos, ...(!isTheirs && { requestId: id_requisicao }) }
}

export type SessionApi = ReturnType<typeof createSessionApi>
