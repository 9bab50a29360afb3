import { isDeepStrictEqual } from 'node:util'
import * as z from 'zod/mini'
import type { GatewayAnswer } from '#src/contract/gateway-answer.ts'
import { isMessage, type Posted } from '#src/contract/nova-mensagem.ts'
import { readJson } from '#src/contract/read-json.ts'
import type { Commit } from './model/witnessed-file.ts'
import type { Listing, Post, Ticket } from './witnessed-hubsoft.ts'

/** What somebody was told of a send. */
export type Tell = {
  usuario: string
  /** Their name, as the gateway is told it. */
  nome: string
  route: 'send' | 'ask' | 'look'
  /** What they posted themselves. */
  posted: object | null
  atMs: number
  status: number
  body: GatewayAnswer
  /** One of two answers that crossed on their ways: what it says of nothing opened may be over already. */
  isCrossed?: boolean
}

/** A person wants a send repeated, as attempt `number`. */
export type Decision = { usuario: string; number: number; atMs: number }

/**
 * All that is known of one send: what people did and were told, what HubSoft got and holds, and what was seen on
 * disk. All times are by one clock that nobody sets.
 */
export type Evidence = {
  /** By which HubSoft's tickets name it. */
  reference: string
  timeoutMs: number
  settleMs: number
  /** By so much what was seen may have happened earlier. */
  slackMs: number
  /** When somebody posted it. */
  clicksMs: number[]
  decisions: Decision[]
  /** When a person wanted it looked for, or sent again, at whichever gateway. */
  asksMs?: number[]
  tells: Tell[]
  posts: Post[]
  tickets: Ticket[]
  /** Of its service's tickets; the others are about other services. */
  listings: Listing[]
  /** None where nobody looks at the disk. */
  commits: Commit[]
  /** Whether the disk has refused something: what was told is then not on it. */
  wasDiskFull: boolean
  /** How long after its deadline something left. */
  lateMs: number[]
  /** Whether no gateway was killed or stopped, so that whoever knows what became of a send lives to say so. */
  haveAllLived?: boolean
  /** False where it says of no list in which it would stand. */
  canBeLookedFor: boolean
  /** What somebody got in place of an answer. */
  faults: string[]
}

type Found = string | false | undefined
/** Each way in which it is broken, in words. */
type Promised = (evidence: Evidence) => Found[]
export type Promises = Record<string, Promised>

const tenMinutesMs = 600_000

const isTurnedAway = ({ answer }: Post) => answer?.status === 401 || answer?.status === 429
const isOf = (attempt: Commit) => (post: Pick<Post, 'row'>) =>
  post.row?.attempt === attempt.attempt && post.row.sent_at === attempt.sent_at
const moves = ({ commits }: Evidence) =>
  commits.map((is, place) => ({ was: commits[place - 1], is })).filter(isMove)
const isMove = ({ was, is }: { was: Commit | undefined; is: Commit }) => was?.state !== is.state

type Attempt = Pick<Commit, 'attempt' | 'sent_at'>

/** When this attempt was recorded, or began. */
function claimedMs({ commits }: Evidence, { attempt, sent_at }: Attempt): number | undefined {
  const claimed = commits.find((one) => one.attempt === attempt && one.sent_at === sent_at)
  return claimed?.begunMs ?? claimed?.seenMs
}

/** When the attempt of a request was begun: recorded, where that is seen, or clicked. */
const begunMs = (evidence: Evidence, post: Post) =>
  (post.row && claimedMs(evidence, post.row)) ??
  evidence.clicksMs.findLast((atMs) => atMs <= post.atMs) ??
  0

/** When HubSoft has really had its time for what was begun then, however clocks were set and whoever was killed. */
const settledMs = ({ timeoutMs, settleMs, slackMs }: Evidence, begunMs = 0) =>
  begunMs + timeoutMs + settleMs - slackMs

const no = z.object({ status: z.literal('error') })
const saidNo = ({ answer }: Post) =>
  answer !== null && ([400, 403, 422].includes(answer.status) || readJson(no, answer.text) !== null)
const isCrash = ({ answer }: Post) => /SQLSTATE|"trace"/.test(answer?.text ?? '')

/** Whether it came when HubSoft had had its time: then a no and two looks agreed before it stood. */
const isLate = (evidence: Evidence, { post, storedMs }: Ticket) =>
  storedMs > settledMs(evidence, begunMs(evidence, post))

/**
 * An empty list, where this stood before it was asked for, deceives anybody from then on; of messages one that shows
 * others.
 */
const isDeceived = ({ listings, tickets }: Evidence, atMs: number) =>
  listings.some(
    ({ isReadable, shown, withheld, askedMs, answeredMs, ...listed }) =>
      isReadable &&
      (shown.length === 0 || listed.what === 'messages') &&
      answeredMs <= atMs &&
      tickets.some(
        ({ what, mark, storedMs }) =>
          what === listed.what && storedMs <= askedMs && withheld.includes(mark),
      ),
  )

/** How many lists were asked for after that, and answered before this commit. */
function looksSince({ listings }: Evidence, fromMs: number, is: Commit) {
  const { id_cliente_servico } = is.enviado
  const wanted = isMessage(is.enviado) ? 'messages' : 'tickets'
  return listings.filter(
    ({ what, serviceId, isReadable, askedMs, answeredMs }) =>
      what === wanted &&
      serviceId === id_cliente_servico &&
      isReadable &&
      askedMs >= fromMs &&
      answeredMs <= is.seenMs,
  ).length
}

const textOf = (enviado: Posted) => (isMessage(enviado) ? enviado.mensagem : enviado.descricao)

const lateLooks = (evidence: Evidence, is: Commit) =>
  looksSince(evidence, settledMs(evidence, claimedMs(evidence, is)), is)

const successesIn = ({ tells }: Evidence) =>
  tells.flatMap(({ body, ...tell }) => (body.status === 'success' ? [{ ...tell, body }] : []))

type Success = Extract<GatewayAnswer, { status: 'success' }>
type Opened = Tell & { body: Success }
const protocolsIn = ({ atendimento, outros_protocolos = [] }: Success) => [
  atendimento.protocolo,
  ...outros_protocolos,
]

const unsentWords = ['nao_enviado', 'muitas_requisicoes', 'chave_desconhecida']
const refusedWords = ['recusado_pelo_hubsoft', 'sem_permissao', 'sem_acrescimos']

/** Whether it says one of these of the send; what answers only the asking (too many) says nothing of it. */
const saysOneOf =
  (codigos: string[]) =>
  ({ route, status, body }: Tell) =>
    body.status === 'error' &&
    codigos.includes(body.codigo) &&
    (route === 'send' || status === 200 || body.codigo === 'chave_desconhecida')

/** When somebody clicked for what was begun then: it may have waited on its way. */
const clickedMs = ({ clicksMs, slackMs }: Evidence, begunMs: number) =>
  clicksMs.findLast((atMs) => atMs <= begunMs + slackMs) ?? begunMs

/** Whether a request is of what had been clicked for when that was told; of what a later click may open it says nothing. */
const isRefuting = (evidence: Evidence, tell: Tell) => (post: Post) =>
  !tell.isCrossed && clickedMs(evidence, begunMs(evidence, post)) <= tell.atMs

/** Whether it says what became of the send; another text, or another person, is told nothing of it. */
function isAboutSend({ usuario, route, posted, status, body }: Tell, sent: Opened): boolean {
  if (route !== 'send' && status !== 200 && status !== 404) return false
  if (body.status !== 'error') return true
  if (body.codigo === 'chave_de_outro_atendente') return usuario === sent.usuario
  return !(body.codigo === 'chave_reutilizada' && !isDeepStrictEqual(posted, sent.body.enviado))
}

/** The promises of design §6. Each looks at what came about, and none at how the gateway comes to it. */
export const promises = {
  'one send opens one ticket, and one more for each time that a person decides so': (evidence) => {
    const { tickets, commits, decisions, clicksMs } = evidence
    if (clicksMs.length === 0) return tickets.map(({ mark }) => `nobody sent ${mark}`)
    const decided = new Set(decisions.map(({ number }) => number)).size
    const attempts = Math.max(1, ...commits.map(({ attempt }) => attempt))
    const most = commits.length > 0 ? attempts : 1 + decided
    return [
      tickets.length > most && `${tickets.length} tickets of ${most} attempts`,
      attempts > 1 + decided && `${attempts} attempts after ${decided} decisions`,
    ]
  },

  'what stands when a person decides is found, and not sent again': (evidence) => {
    const { decisions, posts, tickets, slackMs } = evidence
    return decisions.map(({ number, atMs }) => {
      const stood = tickets.find(({ storedMs }) => storedMs < atMs - slackMs)
      const again = posts.find((post) => post.atMs > atMs && !isTurnedAway(post))
      if (!stood || !again || isDeceived(evidence, again.atMs)) return false
      return `${stood.protocolo} before ${number}`
    })
  },

  'whoever is told that it was opened is told a ticket of this send': (evidence) => {
    const { tickets, reference } = evidence
    const own = tickets.filter(({ post }) => post.reference === reference)
    const stands = new Set(own.map(({ protocolo }) => protocolo))
    return successesIn(evidence).map(({ body }) => {
      const told = protocolsIn(body)
      return told.some((one) => !stands.has(one)) && `${told} of ${[...stands]}`
    })
  },

  'whoever is told that nothing was sent is told the truth': (evidence) =>
    evidence.tells.filter(saysOneOf(unsentWords)).flatMap((tell) => {
      const isMeant = isRefuting(evidence, tell)
      const taken = evidence.posts.find((post) => isMeant(post) && !isTurnedAway(post))
      const stored = evidence.tickets.find(({ post }) => isMeant(post))
      const said = JSON.stringify(tell.body)
      return [
        taken && `post ${taken.nth} reached HubSoft, told ${said}`,
        stored && `${stored.protocolo} stands after ${said}`,
      ]
    }),

  'whoever is told that a first attempt was refused has no ticket': (evidence) =>
    evidence.tells.filter(saysOneOf(refusedWords)).map((tell) => {
      if (tell.body.status !== 'error' || (tell.body.tentativa ?? 1) > 1) return false
      if (isDeceived(evidence, tell.atMs)) return false
      const isMeant = isRefuting(evidence, tell)
      const isInDoubt = evidence.posts.some(isCrash)
      const stored = evidence.tickets.find(
        (one) => isMeant(one.post) && !(isInDoubt && isLate(evidence, one)),
      )
      return stored && `${stored.protocolo} stands after ${JSON.stringify(tell.body)}`
    }),

  'what is opened stays opened, as it was told': (evidence) => {
    const { commits, tells, wasDiskFull } = evidence
    const lost = commits.map((is, place) => {
      const was = commits[place - 1]
      if (was?.state !== 'opened') return false
      const isSame = was.outcome.atendimento?.protocolo === is.outcome.atendimento?.protocolo
      return !(is.state === 'opened' && isSame) && `opened became ${JSON.stringify(is.outcome)}`
    })
    const [first] = successesIn(evidence)
    if (!first) return lost
    const isKept = ({ state, seenMs }: Commit) => state === 'opened' && seenMs <= first.atMs
    const wasKept = !wasDiskFull || commits.some(isKept)
    const isOtherwise = (tell: Tell) => {
      if (tell.body.status !== 'success') return wasKept && isAboutSend(tell, first)
      const [was, is] = [first.body.atendimento, tell.body.atendimento]
      // What a full disk didn't keep was found again, in HubSoft's list.
      const isSame = wasKept ? isDeepStrictEqual(was, is) : was.protocolo === is.protocolo
      return !isSame && !isDeceived(evidence, tell.atMs)
    }
    const later = tells.slice(tells.findIndex(({ body }) => body === first.body) + 1)
    return [
      ...lost,
      ...later.map((tell) => !tell.isCrossed && isOtherwise(tell) && `then ${nameOf(tell.body)}`),
    ]
  },

  'what HubSoft stores before the settle time is never told as unknown': (evidence) => {
    if (!evidence.canBeLookedFor) return []
    const inTime = evidence.tickets
      .filter((one) => !isLate(evidence, one))
      // What a later attempt opens, begun meanwhile at the other gateway, is no news of the one that is told.
      .filter(({ post }) => (post.row?.attempt ?? 1) === 1)
      .map(({ protocolo, post }) => ({ protocolo, begunMs: begunMs(evidence, post) }))
    return evidence.tells.map(({ body, atMs }) => {
      if (body.status !== 'unknown' || body.tentativa > 1) return false
      const known = inTime.find((one) => one.begunMs <= atMs)
      if (!known || isDeceived(evidence, atMs)) return false
      const isGivenUp = body.motivo && atMs - known.begunMs > tenMinutesMs - evidence.slackMs
      return !isGivenUp && `unknown, and ${known.protocolo} stands`
    })
  },

  'nothing leaves after its deadline': ({ lateMs }) => lateMs.map((ms) => `${ms} ms late`),

  'everybody is answered, as it was agreed': ({ faults, tells, wasDiskFull }) => [
    ...faults,
    ...tells.map(
      ({ body }) =>
        !wasDiskFull && body.status === 'error' && body.codigo === 'erro_interno' && 'erro_interno',
    ),
  ],

  'whoever posts is told what became of what they posted, and nobody of what others did': ({
    tells,
  }) =>
    tells.map(({ usuario, nome, posted, body }) => {
      if (!('atendente' in body)) return false
      if (body.atendente !== nome) return `${usuario} is told of ${body.atendente}`
      const isTheirs = !posted || isDeepStrictEqual(posted, body.enviado)
      return (
        !isTheirs && `posted ${JSON.stringify(posted)}, told of ${JSON.stringify(body.enviado)}`
      )
    }),
} as const satisfies Promises

/** What the disk says of them, where that is seen. */
export const recorded = {
  'what is refused stays refused, unless its ticket is found': (evidence) =>
    moves(evidence).map(
      ({ was, is }) =>
        was?.state === 'refused' && is.state !== 'opened' && `refused became ${is.state}`,
    ),

  'nothing reaches HubSoft without a row on disk that says what': ({ posts }) =>
    posts.map(({ nth, row, description }) => {
      if (!row) return `post ${nth} has no row`
      if (['received', 'refused'].includes(row.state)) return `post ${nth} of a row ${row.state}`
      return (
        !description.startsWith(`${textOf(row.enviado)} | Atendente: ${row.nome} | REF `) &&
        `post ${nth} says "${description}", the row "${textOf(row.enviado)}"`
      )
    }),

  'one attempt reaches HubSoft once, unless it was turned away': ({ posts }) =>
    posts.map((post) => {
      const again = posts.find((one) => one.nth > post.nth && post.row && isOf(post.row)(one))
      return again && !isTurnedAway(post) && `posts ${post.nth} and ${again.nth} are one attempt`
    }),

  'nothing is sent again without the decision of whoever sent it': (evidence) =>
    moves(evidence).map(({ was, is }) => {
      if (is.state !== 'sending') return false
      if (!was || was.state === 'received') return is.attempt !== 1 && `attempt ${is.attempt} first`
      const isDecided = evidence.decisions.some(
        ({ usuario, number, atMs }) =>
          usuario === is.usuario && number === is.attempt && atMs <= is.seenMs,
      )
      const isNext = was.state === 'unknown' && is.attempt === was.attempt + 1
      return !(isDecided && isNext) && `${was.state} ${was.attempt} sent as ${is.attempt}`
    }),

  'a send is looked for, and the list read, before it is sent again': (evidence) =>
    moves(evidence).map(({ was, is }) => {
      if (is.state !== 'sending' || is.attempt === 1) return false
      const decision = evidence.decisions.find(({ number }) => number === is.attempt)
      const looks = looksSince(evidence, decision?.atMs ?? 0, is)
      const isRead = was?.looks.at(-1)?.wasRead
      return !(looks > 0 && isRead) && `attempt ${is.attempt} after ${looks} looks`
    }),

  'another text is taken only where nothing was sent': ({ commits }) =>
    commits.map((is, place) => {
      const was = commits[place - 1]
      if (!was) return false
      if (was.usuario !== is.usuario) return `${was.usuario} became ${is.usuario}`
      const isSame = was.body_hash === is.body_hash && isDeepStrictEqual(was.enviado, is.enviado)
      return !isSame && was.state !== 'received' && `another text while ${was.state}`
    }),

  'a send counts as not known only after two looks past the settle time': (evidence) =>
    moves(evidence).map(({ was, is }) => {
      if (is.state !== 'unknown' || is.outcome.couldNotLook) return false
      // Of a later attempt that was not sent there is as much known as before.
      const wasTaken = evidence.posts.some((post) => isOf(is)(post) && !isTurnedAway(post))
      const isBack = is.attempt > 1 && !wasTaken
      const looks = lateLooks(evidence, is)
      return !isBack && looks < 2 && `${was?.state} became unknown after ${looks} looks`
    }),

  'a send is not known, or refused after a crash, only when its settle time has really passed': (
    evidence,
  ) =>
    moves(evidence).map(({ was, is }) => {
      const isUnknown = is.state === 'unknown' && was?.state === 'uncertain'
      const isCrashed = is.state === 'refused' && was?.state === 'uncertain' && is.outcome.inDoubt
      // An answer that comes late ends it sooner.
      const isAnswered = evidence.posts.some(
        (post) => isOf(is)(post) && saidNo(post) && !isCrash(post),
      )
      if (!isUnknown && !(isCrashed && !isAnswered)) return false
      const wasTaken = evidence.posts.some((post) => isOf(is)(post) && !isTurnedAway(post))
      if (is.attempt > 1 && !wasTaken) return false
      const earlyMs = settledMs(evidence, claimedMs(evidence, is)) - is.seenMs
      return earlyMs > 0 && `${is.state} ${earlyMs} ms before`
    }),

  'looks are given up only after ten minutes without one': (evidence) =>
    moves(evidence).map(({ was, is }) => {
      if (is.state !== 'unknown' || !is.outcome.couldNotLook || !was) return false
      const read = was.looks.filter(({ at, wasRead }) => wasRead && at >= was.since)
      const sinceMs = is.since - (read.at(-1)?.at ?? was.since)
      if (is.enviado.id_cliente_servico === undefined) return false
      return sinceMs < tenMinutesMs && `given up after ${sinceMs} ms`
    }),

  'a send counts as not sent only where HubSoft took none of it': (evidence) =>
    moves(evidence).map(({ is }) => {
      if (is.state !== 'received') return false
      const taken = evidence.posts.find((post) => post.atMs <= is.seenMs && !isTurnedAway(post))
      if (is.attempt > 1) return `attempt ${is.attempt} counts as not sent`
      return taken && `post ${taken.nth} was taken`
    }),

  'a send counts as refused only where HubSoft refused this attempt': (evidence) =>
    moves(evidence).map(({ was, is }) => {
      if (is.state !== 'refused') return false
      const refused = evidence.posts.find((post) => isOf(is)(post) && saidNo(post))
      if (!refused) return `attempt ${is.attempt} was not refused`
      const looks = lateLooks(evidence, is)
      if (isCrash(refused)) return looks < 2 && `${was?.state}, crashed, after ${looks} looks`
      const isConfirmed = looksSince(evidence, refused.atMs, is) > 0
      const isToConfirm = refused.answer?.status === 403 && refused.wantsWorkOrder
      return isToConfirm && !isConfirmed && 'a work order refused without a look'
    }),

  'each commit builds on the one before': ({ commits }) =>
    commits.map((is, place) => {
      const version = commits[place - 1]?.version ?? 0
      return is.version !== version + 1 && `version ${is.version} after ${version}`
    }),
} as const satisfies Promises

// With the wait for its turn; whoever looks is left alone for longer.
const longestLookMs = 12_000

/** Whether a commit says what a look showed, and not only that somebody looks. */
const isLook = (was: Commit | undefined, is: Commit) =>
  is.looks.length > 0 && !isDeepStrictEqual(was?.looks, is.looks)

/** Its own gateway says only that it is due now. */
const isTaking = (was: Commit | undefined, is: Commit) =>
  was !== undefined &&
  was.next_look_at !== is.next_look_at &&
  is.state === (was.state === 'sending' ? 'uncertain' : was.state) &&
  is.attempt === was.attempt &&
  isDeepStrictEqual(was.looks, is.looks) &&
  (is.next_look_at ?? 0) > Math.max(was.next_look_at ?? 0, (is.madeAt ?? 0) + longestLookMs)

/** What the disk says where several gateways write to it. */
export const shared = {
  'of several gateways one looks for a send at a time': ({ commits, asksMs = [] }) => {
    let looking: { by: string | undefined; sinceMs: number } | null = null
    let looked: { by: string | undefined; untilMs: number } | null = null
    return commits.flatMap((is, place) => {
      const was = commits[place - 1]
      // Nothing had been sent: who looked for that has nothing more to look for.
      if (is.state === 'sending') [looking, looked] = [null, null]
      const [takes, looks] = [isTaking(was, is), isLook(was, is)]
      const isTheirs = looking !== null && looking.by !== is.madeBy
      const sinceMs = looking?.sinceMs ?? 0
      // When it began to look.
      const fromMs = takes ? is.seenMs : is.seenMs - (is.madeAt ?? 0) + (is.looks.at(-1)?.at ?? 0)
      const isWithin = fromMs > sinceMs && fromMs < sinceMs + longestLookMs
      const isAsked = asksMs.some((atMs) => atMs <= fromMs && fromMs <= atMs + longestLookMs)
      const isBeside =
        looks && looked !== null && looked.by !== is.madeBy && fromMs < looked.untilMs
      if (looks && !isAsked) looked = { by: is.madeBy, untilMs: is.seenMs }
      if (takes) looking = { by: is.madeBy, sinceMs: fromMs }
      // It has seen what it wanted to, or another process has taken its place; and who looked for a person plans anew.
      else if (!isTheirs || (looks && isAsked)) looking = null
      const isTwice = isBeside || ((takes || looks) && isTheirs && isWithin)
      return isTwice && !isAsked ? [`${is.madeBy} looks while another one does`] : []
    })
  },

  'before its deadline nobody but its own gateway says anything of a send but that it is open': ({
    commits,
  }) =>
    changesOf(commits).map(({ was, is }) => {
      const isTheirs = was.state === 'sending' && is.madeBy !== was.madeBy
      if (!isTheirs || is.state === 'sending' || is.state === 'opened') return false
      const earlyMs = was.deadline_at - (is.madeAt ?? 0)
      return earlyMs > 0 && `${is.madeBy} makes it ${is.state} ${earlyMs} ms before`
    }),

  'no start of a gateway puts off what is known of a send': ({ commits }) =>
    changesOf(commits).map(({ was, is }) => {
      const byMs = is.deadline_at - was.deadline_at
      return byMs > 0 && `${is.madeBy} puts its deadline off by ${byMs} ms`
    }),
} as const satisfies Promises

/** What became of one attempt, change by change. */
const changesOf = (commits: Commit[]) =>
  commits.flatMap((is, place) => {
    const was = commits[place - 1]
    return was && isOf(is)({ row: was }) ? [{ was, is }] : []
  })

/** Of those that live, whoever was to send. */
export const ofTheLiving = {
  'what never left is not told as unknown, while its gateway lives': ({ haveAllLived, ...all }) => [
    haveAllLived === true &&
      all.posts.length === 0 &&
      all.tells.at(-1)?.body.status === 'unknown' &&
      'nothing reached HubSoft',
  ],
} as const satisfies Promises

/** What is known in the end: on disk, where that is seen, or by what was told last. */
function endOf(evidence: Evidence) {
  const { commits, tells, decisions } = evidence
  const [last, body] = [commits.at(-1), tells.at(-1)?.body]
  if (!last) {
    const { em_duvida = false } = { em_duvida: false, ...body }
    const known = successesIn(evidence).flatMap((one) => protocolsIn(one.body))
    const isOpen = body?.status === 'pending'
    const attempt = 1 + decisions.length
    return { state: body?.status, isOpen, attempt, inDoubt: em_duvida, known }
  }
  const { state, attempt, outcome } = last
  const { inDoubt = false, atendimento, others = [] } = outcome
  const isOpen = !['opened', 'refused', 'received', 'unknown'].includes(state)
  return { state, isOpen, attempt, inDoubt, known: [atendimento?.protocolo, ...others] }
}

/** What holds once HubSoft is well again, all late stores are over and time has gone by. */
export const endings = {
  'every send comes to an end': (evidence) => {
    const { isOpen, state = 'nobody is told' } = endOf(evidence)
    const isUnheard = evidence.clicksMs.length > 0 && state === 'nobody is told'
    return [(isOpen || isUnheard) && state]
  },

  'what stands in HubSoft is found': (evidence) => {
    const { tickets, listings } = evidence
    const { known, attempt, inDoubt, state } = endOf(evidence)
    const missed = tickets.filter(({ protocolo }) => !known.includes(protocolo))
    if (!evidence.canBeLookedFor) return []
    // Of two tickets the second may be stored when the last planned look is over.
    const isToBeKnown = attempt === 1 || state === 'unknown' || missed.length === tickets.length
    const isExcused = (ticket: Ticket) =>
      inDoubt && state !== 'unknown' && (isLate(evidence, ticket) || isDeceived(evidence, Infinity))
    const calm = listings.filter(({ isReadable, isCalm }) => isReadable && isCalm)
    return missed.flatMap((ticket) => [
      isToBeKnown && !isExcused(ticket) && `${ticket.protocolo} stands, and the send is ${state}`,
      calm.some(({ what, shown }) => what === ticket.what && shown.includes(ticket.mark)) &&
        `${ticket.protocolo} was shown, and the send is ${state}`,
    ])
  },
} as const satisfies Promises

export type PromiseName =
  | keyof typeof promises
  | keyof typeof recorded
  | keyof typeof shared
  | keyof typeof ofTheLiving
  | keyof typeof endings

/** A promise that is broken, and in which way. */
export type Broken = { promise: string; what: string }

export function brokenOf(evidence: Evidence, which: Promises): Broken[] {
  return Object.entries(which).flatMap(([promise, promised]) =>
    promised(evidence).flatMap((what) => (typeof what === 'string' ? [{ promise, what }] : [])),
  )
}

/** "success 20261126…", "error nao_enviado" */
export function nameOf(answer: GatewayAnswer): string {
  if (answer.status === 'success') return `success ${answer.atendimento.protocolo}`
  return answer.status === 'error' ? `error ${answer.codigo}` : answer.status
}
