import { setTimeout as sleep } from 'node:timers/promises'
import { type Codigo, readGatewayAnswer } from '#src/contract/gateway-answer.ts'
import { isMessage, type Posted } from '#src/contract/nova-mensagem.ts'
import { messageRoute, ticketRoute as route, signedIn } from '../../gateway/running.ts'
import { nameOf, type Tell } from '../promises.ts'
import { bodyOf, type Errand, note } from './errand.ts'
import type { Line } from './line.ts'

const askMs = 150
const soonMs = 100
// Real seconds: the gateway looks for one send at most so often.
const betweenLooksMs = 1000
// At ten looks a second it takes minutes to verify what hundreds of kills leave.
const longestErrandMs = 15 * 60_000
const mostAskMs = 2000

type Posting = {
  body?: Posted
  /** The number of the attempt that a person decided on. */
  resend?: number
  isDouble?: boolean
}

/** What somebody was told, and whether the gateway only said again what it knew. */
type Told = Tell & { isRepeated: boolean }

type Options = {
  line: Line
  /** Called before each click. */
  beforePost: (errand: Errand) => Promise<void>
  /** Lets HubSoft store what it is late with. */
  releaseLate: () => void
  /** How long whoever was told that nothing was sent reads that before they click again. */
  againMs?: (errand: Errand) => number
  /** Ends whatever still asks. */
  signal: AbortSignal
}

/** What the page does with its answers, and a person with the page. */
export function createAttendants(options: Options) {
  const { line, beforePost, releaseLate, signal, againMs = () => soonMs } = options
  const rest = (ms: number) => sleep(ms, undefined, { signal })

  async function ask(errand: Errand, by: Tell['route'], path: string, posting: Posting = {}) {
    const { key, plan } = errand
    const { body, resend, isDouble = false } = posting
    const isPost = body !== undefined
    if (isPost) errand.posts.push({ atMs: performance.now(), body })
    if (by === 'look' || resend) errand.asksMs.push(performance.now())
    note(errand, resend ? `${by}, attempt ${resend}` : by)
    try {
      const { status, headers, text } = await line.exchange({
        ...{ key, path, signal },
        method: by === 'ask' ? 'GET' : 'POST',
        headers: {
          ...signedIn(plan.attendant),
          ...(isPost && { 'content-type': 'application/json', 'idempotency-key': key }),
          ...(resend && { 'x-reenvio': String(resend) }),
        },
        ...(isPost && { body: JSON.stringify(toWire(body)) }),
      })
      const answer = readGatewayAnswer(text)
      if (!answer) {
        errand.faults.push(`HTTP ${status}`)
        throw new Error(`HTTP ${status} without the gateway's JSON`)
      }
      note(errand, `${by} → ${status} ${nameOf(answer)}`)
      const told: Told = {
        ...{ usuario: plan.attendant, nome: plan.attendant, route: by, posted: body ?? null },
        ...{ atMs: performance.now(), status, body: answer, isCrossed: isDouble },
        isRepeated: headers['idempotency-replayed'] === 'true',
      }
      errand.tells.push(told)
      return told
    } catch (error) {
      note(errand, `${by} → ${error instanceof Error ? error.message : error}`)
      return null
    }
  }

  const find = (errand: Errand) => ask(errand, 'ask', `${route}/${errand.key}`)

  /** Until the gateway can be asked; what answers only the asking (too many) isn't an answer. */
  async function askUntilReadable(errand: Errand): Promise<Tell> {
    for (;;) {
      const told = await find(errand)
      if (told && (told.status === 200 || told.status === 404)) return told
      await rest(askMs)
    }
  }

  async function click(errand: Errand, body: Posted, resend?: number): Promise<Tell> {
    const post = (isDouble: boolean) =>
      ask(errand, 'send', addressOf(body), { body, isDouble, ...(resend && { resend }) })
    if (!errand.plan.isDouble) {
      const told = await post(false)
      return told && isAnswer(told) ? told : askUntilReadable(errand)
    }
    const both = await Promise.all([post(true), post(true)])
    return both.find((told) => told?.body.status === 'success') ?? askUntilReadable(errand)
  }

  /** Clicks until something was sent, for all that is told. */
  async function send(errand: Errand): Promise<Tell> {
    const begunMs = performance.now()
    for (let tries = 0; ; tries += 1) {
      await beforePost(errand)
      const told = await click(errand, bodyOf(errand, errand.plan.corrects ? tries : 0))
      const { body: answer } = told
      if (answer.status !== 'error' || isRefusal(answer.codigo)) return told
      if (answer.codigo === 'chave_reutilizada') return askUntilReadable(errand)
      if (performance.now() - begunMs > longestErrandMs) {
        errand.isStuck = true
        return told
      }
      await rest(againMs(errand))
    }
  }

  async function untilItStands(errand: Errand): Promise<Tell> {
    const begunMs = performance.now()
    for (;;) {
      const waitedMs = performance.now() - begunMs
      // Whoever waits long asks seldom, or nobody is answered but with 429.
      await rest(Math.min(Math.max(askMs, waitedMs / 10), mostAskMs))
      const told = await askUntilReadable(errand)
      if (told.body.status !== 'pending') return told
      if (waitedMs > longestErrandMs) {
        errand.isStuck = true
        return told
      }
    }
  }

  /** Of what was sent, by a page that was loaded anew: a repeat is not a resend. */
  async function repeat(errand: Errand): Promise<Told | null> {
    const last = errand.posts.at(-1)
    return last ? ask(errand, 'send', addressOf(last.body), { body: last.body }) : null
  }

  /** Of what isn't known, until nothing but that comes of it: what sends it again all the same has opened it by then. */
  async function repeatUntilTold(errand: Errand): Promise<void> {
    for (;;) {
      const told = await repeat(errand)
      if (told?.isRepeated && told.body.status !== 'pending') return
      await rest(againMs(errand))
    }
  }

  /** "Conferir agora", until a look was made. */
  async function lookNow(errand: Errand): Promise<void> {
    for (;;) {
      const told = await ask(errand, 'look', `${route}/${errand.key}/conferir`)
      if (told && told.status !== 429) return
      await rest(told ? betweenLooksMs : askMs)
    }
  }

  async function decide(errand: Errand, { body: answer }: Tell) {
    const last = errand.posts.at(-1)
    if (answer.status !== 'unknown' || !last) return
    if (errand.plan.repeats) await repeatUntilTold(errand)
    if (errand.plan.isLateFirst) releaseLate()
    if (errand.plan.resends) {
      const number = answer.tentativa + 1
      errand.decisions.push({ usuario: errand.plan.attendant, number, atMs: performance.now() })
      await click(errand, last.body, number)
    }
    releaseLate()
  }

  return {
    send,
    /** What becomes of a send that isn't known, with a person's help. */
    async follow(errand: Errand, sent: Tell) {
      let told = sent
      while (told.body.status === 'pending' && !errand.isStuck) {
        if (errand.plan.repeats) await repeat(errand)
        told = await untilItStands(errand)
        // HubSoft turned it away when nobody waited for it any more.
        const { body: answer } = told
        if (answer.status === 'error' && !isRefusal(answer.codigo)) told = await send(errand)
      }
      await decide(errand, told)
    },
    /** What is known in the end, after a look wherever nothing is. */
    async settle(errand: Errand) {
      const told = await untilItStands(errand)
      if (told.body.status !== 'unknown') return
      await lookNow(errand)
      await untilItStands(errand)
    },
  }
}

/** Otherwise it says that another gateway may know more, and the page asks until one can tell. */
const isAnswer = ({ body }: Tell) =>
  body.status !== 'error' || body.codigo !== 'consulta_indisponivel'

const addressOf = (body: Posted) =>
  isMessage(body) ? `${messageRoute}/${body.id_atendimento}` : route

/** Without what the address says. */
function toWire(body: Posted): object {
  if (!isMessage(body)) return body
  const { id_atendimento: _, ...rest } = body
  return rest
}

/** After it a new errand would begin, with a key of its own. */
const isRefusal = (codigo: Codigo) =>
  codigo === 'recusado_pelo_hubsoft' || codigo === 'sem_permissao'
