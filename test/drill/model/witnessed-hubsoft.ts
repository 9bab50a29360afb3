import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response'
import * as z from 'zod/mini'
import { readJson } from '#src/contract/read-json.ts'
import { startEmulator } from '#src/emulator/server.ts'
import type { MovableClock } from '../../movable-clock.ts'
import type { Commit, WitnessedFile } from './witnessed-file.ts'

export const ticketRoute = '/api/v1/integracao/atendimento'
const listRoute = '/api/v1/integracao/cliente/atendimento'

/** A request to open a ticket, as it came in. */
export type Post = {
  nth: number
  reference: string
  description: string
  wantsWorkOrder: boolean
  /** How many commits were on disk, and the row of its reference among them. */
  commits: number
  row: Commit | undefined
  /** Null while there is none, and where none is ever given. */
  answer: { status: number; text: string } | null
}

/** A list of a service's tickets, as it went out. */
export type Listing = {
  serviceId: number
  /** How many commits were on disk when it was asked for, and when it was answered. */
  commits: number
  commitsThen: number
  /** When it was asked for, by a clock that nobody sets. */
  askedMs: number
  isReadable: boolean
  /** References of this service's tickets that it doesn't show, though they stand. */
  withheld: string[]
  /** Of the tickets that it shows. */
  protocols: string[]
  /** Whether all that could fail was over then. */
  isCalm: boolean
}

const posted = z.looseObject({
  descricao: z.catch(z.string(), ''),
  abrir_os: z.catch(z.boolean(), false),
})
const list = z.object({
  status: z.string().check(z.regex(/^(success|suscess|sucesso)$/)),
  atendimentos: z.array(z.unknown()),
})
const marked = z.object({ nth: z.catch(z.number(), 0) })

const referenceIn = (text: string) => /REF [0-9A-Z]{4}-[0-9A-Z]{4}/.exec(text)?.[0] ?? ''

type AnswerTo = (request: Request) => Promise<Response>

type Deps = {
  time: MovableClock
  file: WitnessedFile
  /** The row's key; undefined where the reference is nobody's. */
  keyOf: (reference: string) => string | undefined
}

/** The stand-in HubSoft on a socket of its own, and all that comes in and goes out beside what is on disk then. */
export async function startHubsoft({ time, file, keyOf }: Deps) {
  const posts: Post[] = []
  const listings: Listing[] = []
  const storedMs = new Map<string, number>()
  let isCalm = false
  let onPost = (_moment: 'received' | 'carried out') => {}

  /** Numbered, so that each ticket says which request it is of (Q24: unknown fields are ignored). */
  async function takePost(request: Request, answerTo: AnswerTo): Promise<Response> {
    const text = await request.text()
    const body = readJson(posted, text) ?? { descricao: '', abrir_os: false }
    const reference = referenceIn(body.descricao)
    const post: Post = {
      nth: posts.length + 1,
      reference,
      description: body.descricao,
      wantsWorkOrder: body.abrir_os,
      commits: file.commits().length,
      row: file.lastOf(keyOf(reference) ?? ''),
      answer: null,
    }
    posts.push(post)
    onPost('received')
    const { url, method, headers } = request
    const numbered = JSON.stringify({ ...body, nth: post.nth })
    const answer = await answerTo(new Request(url, { method, headers, body: numbered }))
    if (answer !== RESPONSE_ALREADY_SENT) {
      post.answer = { status: answer.status, text: await answer.clone().text() }
    }
    onPost('carried out')
    return answer
  }

  async function takeLook(request: Request, answerTo: AnswerTo): Promise<Response> {
    const serviceId = Number(new URL(request.url).searchParams.get('termo_busca'))
    const asked = { commits: file.commits().length, askedMs: time.clock.monotonicMs() }
    const answer = await answerTo(request)
    const text = answer === RESPONSE_ALREADY_SENT ? '' : await answer.clone().text()
    const isReadable = answer.status === 200 && readJson(list, text) !== null
    const standing = emulator.ledger.tickets.filter((one) => one.id_cliente_servico === serviceId)
    const references = standing.map(({ body }) => referenceIn(String(body.descricao)))
    const withheld = references.filter((reference) => !text.includes(reference))
    const commitsThen = file.commits().length
    const protocols = standing
      .map(({ atendimento }) => atendimento.protocolo)
      .filter((protocol) => text.includes(protocol))
    listings.push({ serviceId, ...asked, commitsThen, isReadable, withheld, protocols, isCalm })
    return answer
  }

  const { emulator, url, stop } = await startEmulator({
    now: () => new Date(time.clock.wallMs()),
    wait: time.wait,
    through(request, answerTo) {
      const { pathname } = new URL(request.url)
      if (pathname === ticketRoute) return takePost(request, answerTo)
      return pathname === listRoute ? takeLook(request, answerTo) : answerTo(request)
    },
  })

  return {
    ...emulator,
    url: new URL(url),
    posts,
    listings,
    /** Call it before time leaps: notes when each ticket was stored, by a clock that nobody sets. */
    witness() {
      for (const { atendimento } of emulator.ledger.tickets) {
        const { protocolo } = atendimento
        if (!storedMs.has(protocolo)) storedMs.set(protocolo, time.clock.monotonicMs())
      }
    },
    /** What stands under this reference, each with the request that it is of. */
    ticketsOf: (reference: string) =>
      emulator.ledger.tickets
        .filter(({ body }) => referenceIn(String(body.descricao)) === reference)
        .map((ticket) => ({
          protocolo: ticket.atendimento.protocolo,
          storedMs: storedMs.get(ticket.atendimento.protocolo) ?? time.clock.monotonicMs(),
          post: posts[marked.parse(ticket.body).nth - 1],
        })),
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
  }
}

export type WitnessedHubsoft = Awaited<ReturnType<typeof startHubsoft>>
