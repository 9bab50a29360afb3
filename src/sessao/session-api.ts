import { readGatewayAnswer } from '../contract/gateway-answer.ts'
import { type Sessao, sessao } from '../contract/page-context.ts'
import { readJson } from '../contract/read-json.ts'
import { type Fetch, fetchWhole } from '../ui/fetch-whole.ts'

export type Session =
  | { kind: 'signed-in'; sessao: Sessao }
  | { kind: 'signed-out'; msg: string }
  | { kind: 'unreachable' }

const path = '/api/sessao'
const patienceMs = 10_000

/** Who is signed in, as the gateway says. Nothing here rejects. */
export function createSessionApi(fetch: Fetch) {
  async function read(): Promise<Session> {
    const { text } = await fetchWhole(fetch, path, {}, patienceMs)
    const signedIn = readJson(sessao, text)
    if (signedIn) return { kind: 'signed-in', sessao: signedIn }
    const answer = readGatewayAnswer(text)
    return answer?.status === 'error' && answer.codigo === 'sessao_expirada'
      ? { kind: 'signed-out', msg: answer.msg }
      : { kind: 'unreachable' }
  }

  return { read }
}

export type SessionApi = ReturnType<typeof createSessionApi>
