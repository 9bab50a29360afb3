import { AsyncLocalStorage } from 'node:async_hooks'
import { gunzipSync } from 'node:zlib'
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import * as z from 'zod/mini'
import { readJson } from '#src/contract/read-json.ts'
import type { Ledger } from '#src/emulator/ledger.ts'
import { startEmulator } from '#src/emulator/server.ts'
import { groundwork } from '../gateway/message-ground.ts'
import { createMovableClock, type MovableClock } from '../movable-clock.ts'
import { freePort } from '../process.ts'
import { type SentBy, sentBy } from './kill/sent-by.ts'
import type { Commit } from './model/witnessed-file.ts'

export const ticketRoute = '/api/v1/integracao/atendimento'
const messageRoute = `${ticketRoute}/adicionar_mensagem/`
const listRoute = '/api/v1/integracao/cliente/atendimento'

/** A request to open a ticket or to add a message, as it came in. All times are by a clock that nobody sets. */
export type Post = {
  nth: number
  atMs: number
  reference: string
  /** Of a ticket; or a message. */
  description: string
  wantsWorkOrder: boolean
  /** The row of its reference on disk then, where that is seen. */
  row: Commit | undefined
  /** Which of the gateway's processes it came from. */
  generation: number
  /** As that process says it, where it is one of several gateways. */
  sentBy: SentBy | null
  /** Null while there is none, and where none is ever given. */
  answer: { status: number; text: string } | null
}

/** Which of both stands, or is listed. */
export type What = 'tickets' | 'messages'

/** A ticket or a message that stands, and the request that it is of. */
export type Ticket = {
  what: What
  /** That is told of it: of a message, its ticket's. */
  protocolo: string
  /** By which a list shows it: a ticket's protocol, a message's id. */
  mark: string
  storedMs: number
  post: Post
}

/** A list of a service's tickets, as it went out; of their messages, where it was asked for those. */
export type Listing = {
  what: What
  serviceId: number
  askedMs: number
  answeredMs: number
  isReadable: boolean
  /** Marks of what stands in this service, and those of them that it doesn't show. */
  shown: string[]
  withheld: string[]
  /** Whether all that could fail was over then. */
  isCalm: boolean
}

const posted = z.looseObject({
  descricao: z.catch(z.string(), ''),
  mensagem: z.optional(z.string()),
  abrir_os: z.catch(z.boolean(), false),
})
const list = z.object({
  status: z.string().check(z.regex(/^(success|suscess|sucesso)$/)),
  atendimentos: z.array(z.unknown()),
})
// One in which no ticket shows a message says nothing of messages.
const listOfMessages = z.object({
  ...list.shape,
  atendimentos: z
    .array(z.object({ atendimento_mensagem: z.array(z.unknown()) }))
    .check(z.refine((all) => all.some((one) => one.atendimento_mensagem.length > 0))),
})
const marked = z.object({ nth: z.optional(z.number()) })

const referenceIn = (text: string) => /REF [0-9A-Z]{4}-[0-9A-Z]{4}/.exec(text)?.[0] ?? ''

type AnswerTo = (request: Request) => Promise<Response>

type Deps = {
  time?: MovableClock
  /** What it is now, all that is on disk seen before. */
  momentMs?: () => number
  rowOf?: (reference: string) => Commit | undefined
  generation?: () => number
}

/**
 * The stand-in HubSoft on a socket of its own, and all that comes in and goes out; and delays that are more than
 * time: `delay` gives the `ms` of a `slow`, `slow-after` or `stored-late` that waits for a promise.
 */
export async function startWitnessedHubsoft({
  time = createMovableClock(),
  momentMs = time.clock.monotonicMs,
  rowOf = () => undefined,
  generation = () => 0,
}: Deps = {}) {
  const posts: Post[] = []
  const listings: Listing[] = []
  const carriedOut = new AsyncLocalStorage<Post>()
  const delays = new Map<number, (post: Post | undefined) => Promise<void>>()
  const meetings = new Map<string, (post: Post) => Promise<void>>()
  const momentOf = new Map<number, number>()
  let lastDelay = 1_000_000_000
  let isCalm = false
  let onPost = (_moment: 'received' | 'carried out') => {}

  /** No two calls get the same millisecond, so that the time of a ticket says when that was. */
  function now(): Date {
    let wallMs = Math.floor(time.clock.wallMs())
    while (momentOf.has(wallMs)) wallMs += 1
    momentOf.set(wallMs, time.clock.monotonicMs())
    return new Date(wallMs)
  }

  /** Numbered, so that each ticket says which request it is of (Q24: unknown fields are ignored). */
  async function takePost(request: Request, answerTo: AnswerTo): Promise<Response> {
    const text = await request.text()
    const body = readJson(posted, text) ?? { descricao: '', abrir_os: false }
    const description = body.mensagem ?? body.descricao
    const reference = referenceIn(description)
    const sender = sentBy.read(request.headers)
    const post: Post = {
      ...{ nth: posts.length + 1, atMs: momentMs(), reference, description },
      ...{ wantsWorkOrder: body.abrir_os, row: rowOf(reference), sentBy: sender },
      generation: sender?.process ?? generation(),
      answer: null,
    }
    posts.push(post)
    onPost('received')
    const meet = meetings.get(reference)
    meetings.delete(reference)
    await meet?.(post)
    const { url, method, headers } = request
    const numbered = JSON.stringify({ ...body, nth: post.nth })
    const again = new Request(url, { method, headers, body: numbered })
    const answer = await carriedOut.run(post, () => answerTo(again))
    if (answer !== RESPONSE_ALREADY_SENT) {
      post.answer = { status: answer.status, text: await answer.clone().text() }
    }
    onPost('carried out')
    return answer
  }

  async function takeLook(request: Request, answerTo: AnswerTo): Promise<Response> {
    const { searchParams } = new URL(request.url)
    const serviceId = Number(searchParams.get('termo_busca'))
    const what = searchParams.has('relacoes') ? 'messages' : 'tickets'
    const askedMs = momentMs()
    const answer = await answerTo(request)
    const text = answer === RESPONSE_ALREADY_SENT ? '' : await textOf(answer.clone())
    const schema = what === 'messages' ? listOfMessages : list
    const isReadable = answer.status === 200 && readJson(schema, text) !== null
    const { shown = [], withheld = [] } = Object.groupBy(
      marksIn(emulator.ledger, what, serviceId),
      (mark) => (new RegExp(`"${mark}"|:${mark}[,}]`).test(text) ? 'shown' : 'withheld'),
    )
    const answeredMs = momentMs()
    listings.push({ what, serviceId, askedMs, answeredMs, isReadable, shown, withheld, isCalm })
    return answer
  }

  const { emulator, url, stop, restart } = await startEmulator({
    port: await freePort(),
    now,
    wait: (ms) => delays.get(ms)?.(carriedOut.getStore()) ?? time.wait(ms),
    through(request, answerTo) {
      const { pathname } = new URL(request.url)
      if (request.headers.has(groundwork)) return answerTo(request)
      const isSend = pathname === ticketRoute || pathname.startsWith(messageRoute)
      if (isSend && request.method === 'POST') return takePost(request, answerTo)
      return pathname === listRoute ? takeLook(request, answerTo) : answerTo(request)
    },
  })

  function tickets(): Ticket[] {
    return standingIn(emulator.ledger).flatMap(({ storedAt, body, ...one }) => {
      const { nth } = marked.parse(body)
      // Groundwork.
      if (nth === undefined) return []
      const post = posts[nth - 1]
      const storedMs = momentOf.get(Date.parse(storedAt))
      if (!post || storedMs === undefined) throw new Error('a ticket of which no request is known')
      return { ...one, storedMs, post }
    })
  }

  return {
    ...emulator,
    url,
    posts,
    listings,
    /** All that stands. */
    tickets,
    /** What it saw of the requests that are meant. */
    seen: (isMeant: (post: Post) => boolean) => ({
      posts: posts.filter(isMeant),
      tickets: tickets().filter(({ post }) => isMeant(post)),
    }),
    delay(wait: (post: Post | undefined) => Promise<void>): number {
      lastDelay += 1
      delays.set(lastDelay, wait)
      return lastDelay
    },
    /** Does this before anything becomes of the next request with this reference. */
    meet: (reference: string, does: (post: Post) => Promise<void>) => meetings.set(reference, does),
    /** When the next request to open a ticket has come so far. */
    nextPost: (wanted: 'received' | 'carried out') =>
      new Promise<void>((resolve) => {
        onPost = (moment) => {
          if (moment === wanted) resolve()
        }
      }),
    /** From here on nothing fails. */
    calm() {
      isCalm = true
    },
    stop,
    restart,
  }
}

async function textOf(answer: Response): Promise<string> {
  if (answer.headers.get('content-encoding') !== 'gzip') return answer.text()
  return gunzipSync(await answer.arrayBuffer()).toString()
}

/** All that stands, the tickets first. */
function standingIn({ tickets, messages }: Ledger) {
  return [
    ...tickets.map(({ storedAt, body, atendimento: { protocolo }, id_cliente_servico }) => ({
      ...{ what: 'tickets' as const, storedAt, body, protocolo, mark: protocolo },
      serviceId: id_cliente_servico,
    })),
    ...messages.map(({ storedAt, body, protocolo, id_atendimento_mensagem }) => ({
      ...{ what: 'messages' as const, storedAt, body, protocolo },
      mark: String(id_atendimento_mensagem),
      serviceId: tickets.find(({ atendimento }) => atendimento.protocolo === protocolo)
        ?.id_cliente_servico,
    })),
  ]
}

const marksIn = (ledger: Ledger, what: What, serviceId: number) =>
  standingIn(ledger)
    .filter((one) => one.what === what && one.serviceId === serviceId)
    .filter(({ body }) => marked.parse(body).nth !== undefined)
    .map(({ mark }) => mark)

export type WitnessedHubsoft = Awaited<ReturnType<typeof startWitnessedHubsoft>>
