import {
  type GatewayAnswer,
  type ListedSend,
  readGatewayAnswer,
  sentToday,
} from '../contract/gateway-answer.ts'
import type { NovoAtendimento } from '../contract/novo-atendimento.ts'
import { type Configuracao, configuracao } from '../contract/page-context.ts'
import { readJson } from '../contract/read-json.ts'
import { type Fetch, fetchWhole } from '../ui/fetch-whole.ts'

/** What came back from asking about a send. Its stored outcome comes with 200, whatever it is. */
export type Asked = { status: number; answer: GatewayAnswer | null; retryAfterS: number }

/** What came back from asking for the list: newest first; null where none came, and why not if that was said. */
export type AskedList = { sends: ListedSend[] | null; answer: GatewayAnswer | null }

const tickets = '/api/v1/integracao/atendimento'
const json = 'application/json'
// The gateway answers by its own deadline, 20 s unless configured otherwise. Past this it is asked.
const patienceMs = 60_000
const askingPatienceMs = 10_000

/** For whom the page takes itself: another window may have signed somebody else in meanwhile. */
const speakingFor = (usuario: string | undefined): Record<string, string> =>
  usuario === undefined ? {} : { 'x-atendente': encodeURIComponent(usuario.toWellFormed()) }

/** The gateway as the page sees it. Nothing here rejects: null is "no answer that is the gateway's". */
export function createGatewayApi(fetch: Fetch) {
  /** Sends once; not in another's name than `usuario`'s. */
  async function openTicket(
    chave: string,
    novo: NovoAtendimento,
    usuario?: string,
  ): Promise<GatewayAnswer | null> {
    const own = { accept: json, 'content-type': json, 'idempotency-key': chave }
    const headers = { ...own, ...speakingFor(usuario) }
    const init = { method: 'POST', headers, body: JSON.stringify(novo) }
    return readGatewayAnswer((await fetchWhole(fetch, tickets, init, patienceMs)).text)
  }

  /** Asks what came of a send; sends nothing. */
  async function askOutcome(chave: string, usuario?: string): Promise<Asked> {
    const path = `${tickets}/${encodeURIComponent(chave)}`
    const init = { headers: { accept: json, ...speakingFor(usuario) } }
    const { text, ...rest } = await fetchWhole(fetch, path, init, askingPatienceMs)
    return { ...rest, answer: readGatewayAnswer(text) }
  }

  /** Asks what this attendant sent today, and what of theirs isn't known yet. */
  async function askSentToday(usuario?: string): Promise<AskedList> {
    const init = { headers: { accept: json, ...speakingFor(usuario) } }
    const { text } = await fetchWhole(fetch, `${tickets}?hoje`, init, askingPatienceMs)
    const sends = readJson(sentToday, text)?.atendimentos ?? null
    return { sends, answer: sends ? null : readGatewayAnswer(text) }
  }

  async function readConfiguracao(): Promise<Configuracao | null> {
    const { text } = await fetchWhole(fetch, '/api/configuracao', {}, askingPatienceMs)
    return readJson(configuracao, text)
  }

  return { openTicket, askOutcome, askSentToday, readConfiguracao }
}

export type GatewayApi = ReturnType<typeof createGatewayApi>

/** An answer said that nobody is signed in. */
export type SessionEnd = { msg: string; wasSend: boolean }

/** The same gateway for this attendant; tells when an answer says that the session is over. */
export function gatewayFor(
  usuario: string | undefined,
  gateway: GatewayApi,
  onEnd: (end: SessionEnd) => void,
) {
  function note(answer: GatewayAnswer | null, wasSend: boolean) {
    if (answer?.status === 'error' && answer.codigo === 'sessao_expirada') {
      onEnd({ msg: answer.msg, wasSend })
    }
  }
  return {
    ...gateway,
    async openTicket(chave, novo) {
      const answer = await gateway.openTicket(chave, novo, usuario)
      note(answer, true)
      return answer
    },
    async askOutcome(chave) {
      const asked = await gateway.askOutcome(chave, usuario)
      note(asked.answer, false)
      return asked
    },
    async askSentToday() {
      const asked = await gateway.askSentToday(usuario)
      note(asked.answer, false)
      return asked
    },
  } satisfies GatewayApi
}
