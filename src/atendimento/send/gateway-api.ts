import type { Canal } from '../../contract/canais.ts'
import type { GatewayAnswer, ListedSend } from '../../contract/gateway-answer.ts'
import type { Posted } from '../../contract/nova-mensagem.ts'
import { pageAnswers } from '../../contract/page-answers.ts'
import { requestHeaders } from '../../contract/request-headers.ts'
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

type Question = RequestInit & {
  waitMs: number
  wasByHand?: boolean
  headers?: Record<string, string>
}

const tickets = '/api/v1/integracao/atendimento'
const json = 'application/json'
// The gateway answers by its own deadline, 20 s unless configured otherwise. Past this it is asked.
const byHand = { waitMs: 60_000, wasByHand: true }
const byItself = { waitMs: 10_000 }
// What isn't known comes first: where an answer holds nothing else there is more of it. Of the rest nobody reads more.
const mostListed = 900

const newestFirst = (sends: Map<string, ListedSend>) =>
  [...sends.values()].sort((a, b) => (b.enviado_em ?? '').localeCompare(a.enviado_em ?? ''))

const isNotKnown = ({ status }: ListedSend) => status === 'pending' || status === 'unknown'

/** An answer said that nobody is signed in. */
export type SessionEnd = {
  msg: string
  /** For whom the page took itself as it asked. */
  usuario: string | undefined
  /** A person waits for this very answer, and is told at once. */
  wasByHand: boolean
}

/** What goes with a send beside its fields. */
type About = {
  /** When the list of the service's open tickets was read that the person has seen. */
  listReadAt?: string | undefined
  /** The call that it is about, as the phone system names it. */
  chamada?: string | undefined
  attempt?: number | undefined
}

function headersOf({ listReadAt, chamada, attempt }: About): Record<string, string> {
  return {
    ...(listReadAt !== undefined && { 'x-lido-em': listReadAt }),
    ...(chamada !== undefined && { 'x-chamada': chamada }),
    ...(attempt !== undefined && { 'x-reenvio': String(attempt) }),
  }
}

type Attendant = {
  /** For whom the page takes itself: another window may have signed somebody else in meanwhile. */
  usuario: string | undefined
  onEnd: (end: SessionEnd) => void
}

/** Where it is posted, and what of it. */
function requestOf(posted: Posted) {
  if (!('mensagem' in posted)) return { path: tickets, fields: posted }
  const { id_atendimento, ...fields } = posted
  return { path: `${tickets}/adicionar_mensagem/${id_atendimento}`, fields }
}

/** The gateway as one attendant's page sees it. Nothing here rejects: null is "no answer that is the gateway's". */
export function createGatewayApi(fetch: Fetch, { usuario, onEnd }: Attendant) {
  const pathOf = (chave: string) => `${tickets}/${encodeURIComponent(chave)}`
  const own = requestHeaders(usuario)

  async function ask(path: string, { waitMs, wasByHand = false, headers, ...init }: Question) {
    const request = { ...init, headers: { ...own, ...headers } }
    const whole = await fetchWhole(fetch, path, request, waitMs)
    const answer = pageAnswers.gatewayAnswer(whole.text)
    if (answer?.status === 'error' && answer.codigo === 'sessao_expirada') {
      onEnd({ msg: answer.msg, usuario, wasByHand })
    }
    return { ...whole, answer }
  }

  async function askAbout(path: string, question: Question): Promise<Asked> {
    const { status, answer, retryAfterS } = await ask(path, question)
    return { status, answer, retryAfterS }
  }

  async function post(chave: string, posted: Posted, about: About) {
    const headers = { 'content-type': json, 'idempotency-key': chave, ...headersOf(about) }
    const { path, fields } = requestOf(posted)
    const body = JSON.stringify(fields)
    return (await ask(path, { method: 'POST', headers, body, ...byHand })).answer
  }

  return {
    /**
     * Sends once; not in another's name than this attendant's, and not if somebody has opened one for the service
     * since its list was read that the person has seen.
     */
    send: (chave: string, posted: Posted, about: Omit<About, 'attempt'> = {}) =>
      post(chave, posted, about),

    /** A person's decision: sends the same as attempt number `attempt`, if it isn't found first. */
    resend: (chave: string, posted: Posted, about: Pick<About, 'chamada' | 'attempt'>) =>
      post(chave, posted, about),

    /** Asks what came of a send; sends nothing. */
    askOutcome: (chave: string) => askAbout(pathOf(chave), byItself),

    /** The same, after a look at HubSoft's list. */
    lookNow: (chave: string) =>
      askAbout(`${pathOf(chave)}/conferir`, { method: 'POST', ...byHand }),

    /** Notes that the customer has the protocol, or with null that they don't. */
    tellCustomer(chave: string, canal: Canal | null): Promise<Asked> {
      const headers = { 'content-type': json }
      const body = JSON.stringify({ canal })
      const how = { ...byItself, wasByHand: true }
      return askAbout(`${pathOf(chave)}/informado`, { method: 'PUT', headers, body, ...how })
    },

    /** Asks what this attendant sent today, and what of theirs isn't known yet, or not told. */
    async askSentToday(): Promise<AskedList> {
      const sends = new Map<string, ListedSend>()
      for (let from: number | undefined = 0; from !== undefined && sends.size < mostListed; ) {
        const path: string = `${tickets}?hoje${from > 0 ? `&a_partir=${from}` : ''}`
        const { text, answer } = await ask(path, byItself)
        const part = pageAnswers.sentToday(text)
        if (!part) return { sends: null, answer }
        for (const send of part.atendimentos) sends.set(send.chave, send)
        from = part.proxima
        if (from === undefined) return { sends: newestFirst(sends), answer: null }
        if (!part.atendimentos.every(isNotKnown)) break
      }
      return { sends: newestFirst(sends), answer: null, isCut: true }
    },
  }
}

export type GatewayApi = ReturnType<typeof createGatewayApi>
