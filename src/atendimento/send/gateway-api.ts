import {
  type GatewayAnswer,
  type ListedSend,
  readGatewayAnswer,
  sentToday,
} from '../../contract/gateway-answer.ts'
import type { NovoAtendimento } from '../../contract/novo-atendimento.ts'
import { type Configuracao, configuracao } from '../../contract/page-context.ts'
import { readJson } from '../../contract/read-json.ts'
import { type Fetch, fetchWhole } from '../../ui/fetch-whole.ts'

/** What came back from asking about a send. Its stored outcome comes with 200, whatever it is. */
export type Asked = { status: number; answer: GatewayAnswer | null; retryAfterS: number }

/** What came back from asking for the list: newest first; null where none came, and why not if that was said. */
export type AskedList = {
  sends: ListedSend[] | null
  answer: GatewayAnswer | null
  /** There is more, which nobody would read. */
  isCut?: boolean
}

const tickets = '/api/v1/integracao/atendimento'
const json = 'application/json'
// The gateway answers by its own deadline, 20 s unless configured otherwise. Past this it is asked.
const patienceMs = 60_000
const askingPatienceMs = 10_000
// What isn't known comes first; of the rest nobody reads more.
const mostListed = 900

const newestFirst = (sends: Map<string, ListedSend>) =>
  [...sends.values()].sort((a, b) => (b.enviado_em ?? '').localeCompare(a.enviado_em ?? ''))

/** For whom the page takes itself: another window may have signed somebody else in meanwhile. */
const speakingFor = (usuario: string | undefined): Record<string, string> =>
  usuario === undefined ? {} : { 'x-atendente': encodeURIComponent(usuario.toWellFormed()) }

/** The gateway as the page sees it. Nothing here rejects: null is "no answer that is the gateway's". */
export function createGatewayApi(fetch: Fetch) {
  const pathOf = (chave: string) => `${tickets}/${encodeURIComponent(chave)}`

  async function post(
    chave: string,
    novo: NovoAtendimento,
    more: Record<string, string>,
  ): Promise<GatewayAnswer | null> {
    const own = { accept: json, 'content-type': json, 'idempotency-key': chave }
    const init = { method: 'POST', headers: { ...own, ...more }, body: JSON.stringify(novo) }
    return readGatewayAnswer((await fetchWhole(fetch, tickets, init, patienceMs)).text)
  }

  async function ask(path: string, method: string, usuario: string | undefined, waitMs: number) {
    const init = { method, headers: { accept: json, ...speakingFor(usuario) } }
    const { text, ...rest } = await fetchWhole(fetch, path, init, waitMs)
    return { ...rest, answer: readGatewayAnswer(text) } satisfies Asked
  }

  return {
    /** Sends once; not in another's name than `usuario`'s. */
    openTicket: (chave: string, novo: NovoAtendimento, usuario?: string) =>
      post(chave, novo, speakingFor(usuario)),

    /** A person's decision: sends the same as attempt number `attempt`, if it isn't found first. */
    resend: (chave: string, novo: NovoAtendimento, attempt: number, usuario?: string) =>
      post(chave, novo, { 'x-reenvio': String(attempt), ...speakingFor(usuario) }),

    /** Asks what came of a send; sends nothing. */
    askOutcome: (chave: string, usuario?: string): Promise<Asked> =>
      ask(pathOf(chave), 'GET', usuario, askingPatienceMs),

    /** The same, after a look at HubSoft's list. */
    lookNow: (chave: string, usuario?: string): Promise<Asked> =>
      ask(`${pathOf(chave)}/conferir`, 'POST', usuario, patienceMs),

    /** Asks what this attendant sent today, and what of theirs isn't known yet. */
    async askSentToday(usuario?: string): Promise<AskedList> {
      const init = { headers: { accept: json, ...speakingFor(usuario) } }
      const sends = new Map<string, ListedSend>()
      for (let from: number | undefined = 0; from !== undefined && sends.size < mostListed; ) {
        const path: string = `${tickets}?hoje${from > 0 ? `&a_partir=${from}` : ''}`
        const { text } = await fetchWhole(fetch, path, init, askingPatienceMs)
        const part = readJson(sentToday, text)
        if (!part) return { sends: null, answer: readGatewayAnswer(text) }
        for (const send of part.atendimentos) sends.set(send.chave, send)
        from = part.proxima
        if (from === undefined) return { sends: newestFirst(sends), answer: null }
      }
      return { sends: newestFirst(sends), answer: null, isCut: true }
    },

    async readConfiguracao(): Promise<Configuracao | null> {
      const { text } = await fetchWhole(fetch, '/api/configuracao', {}, askingPatienceMs)
      return readJson(configuracao, text)
    },
  }
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
  /** `isByHand`: a person waits for this very answer, and is told at once. */
  function note<Said extends GatewayAnswer | null>(answer: Said, isByHand: boolean): Said {
    if (answer?.status === 'error' && answer.codigo === 'sessao_expirada') {
      onEnd({ msg: answer.msg, wasSend: isByHand })
    }
    return answer
  }
  return {
    ...gateway,
    openTicket: async (chave, novo) => note(await gateway.openTicket(chave, novo, usuario), true),
    resend: async (chave, novo, attempt) =>
      note(await gateway.resend(chave, novo, attempt, usuario), true),
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
    async lookNow(chave) {
      const asked = await gateway.lookNow(chave, usuario)
      note(asked.answer, true)
      return asked
    },
  } satisfies GatewayApi
}
