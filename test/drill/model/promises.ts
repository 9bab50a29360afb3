import { isDeepStrictEqual } from 'node:util'
import * as z from 'zod/mini'
import type { GatewayAnswer } from '#src/contract/gateway-answer.ts'
import type { Enviado } from '#src/contract/novo-atendimento.ts'
import { readJson } from '#src/contract/read-json.ts'
import { nameOf, settleMs, timeoutMs } from './cuttable-gateway.ts'
import type { Commit } from './witnessed-file.ts'
import type { Listing, Post, WitnessedHubsoft } from './witnessed-hubsoft.ts'

/** What somebody was told of a send. */
export type Tell = {
  usuario: string
  route: 'send' | 'ask' | 'look'
  /** What they posted themselves. */
  posted: Enviado | null
  status: number
  body: GatewayAnswer
  /** How many commits were on disk then. */
  commits: number
}

/** A person wants a send repeated, as attempt `number`. */
export type Decision = { usuario: string; number: number; commits: number }

/** All that is known of one key, from HubSoft's side, the disk's and the attendants'. */
export type Evidence = {
  reference: string
  commits: Commit[]
  posts: Post[]
  listings: Listing[]
  tickets: ReturnType<WitnessedHubsoft['ticketsOf']>
  tells: Tell[]
  decisions: Decision[]
}

type Found = string | false | undefined
/** Each broken promise in words. */
type Promised = (evidence: Evidence) => Found[]

const tenMinutesMs = 600_000

const isTurnedAway = ({ answer }: Post) => answer?.status === 401 || answer?.status === 429
const isOf = (attempt: Commit) => (post: Post) =>
  post.row?.attempt === attempt.attempt && post.row.sent_at === attempt.sent_at
// What was seen has happened a little before.
const slackMs = 2000
const moves = ({ commits }: Evidence) =>
  commits.map((is, place) => ({ was: commits[place - 1], is })).filter(isMove)
const isMove = ({ was, is }: { was: Commit | undefined; is: Commit }) => was?.state !== is.state

type Attempt = Pick<Commit, 'attempt' | 'sent_at'>

const firstOf = ({ commits }: Evidence, { attempt, sent_at }: Attempt) =>
  commits.find((one) => one.attempt === attempt && one.sent_at === sent_at)

/** The commit with which this attempt was recorded. */
const claimOf = (evidence: Evidence, attempt: Attempt) => firstOf(evidence, attempt)?.id ?? 0

/** When HubSoft has really had its time, however the wall clock was set and whoever was killed. */
const settledMs = (evidence: Evidence, attempt: Attempt) =>
  (firstOf(evidence, attempt)?.seenMs ?? 0) + timeoutMs + settleMs - slackMs

/** Whether this request's attempt was begun before that was told. */
const isBefore = (evidence: Evidence, post: Post | undefined, tell: Tell) =>
  !post?.row || claimOf(evidence, post.row) <= tell.commits

const no = z.object({ status: z.literal('error') })
const saidNo = ({ answer }: Post) =>
  answer !== null && ([400, 403, 422].includes(answer.status) || readJson(no, answer.text) !== null)
const isCrash = ({ answer }: Post) => /SQLSTATE|"trace"/.test(answer?.text ?? '')

function looksSince(evidence: Evidence, from: number, is: Commit, laterThanMs: number) {
  const { id_cliente_servico } = is.enviado
  return evidence.listings.filter(
    ({ serviceId, isReadable, commits, commitsThen, askedMs }) =>
      serviceId === id_cliente_servico &&
      isReadable &&
      commits >= from &&
      commitsThen < is.id &&
      askedMs > laterThanMs,
  ).length
}

const lateLooks = (evidence: Evidence, is: Commit) =>
  looksSince(evidence, claimOf(evidence, is), is, settledMs(evidence, is))

const tellsOf = ({ tells }: Evidence, ...codigos: string[]) =>
  tells.filter(
    // The 429 of a look says nothing of the send.
    ({ route, status, body }) =>
      body.status === 'error' &&
      codigos.includes(body.codigo) &&
      !(route === 'look' && status === 429),
  )

/** The promises of design §6. Each looks at what came about, and none at how the gateway comes to it. */
export const promises: Record<string, Promised> = {
  'one key opens one ticket, and one more for each time that a person decides so': (evidence) => {
    const { tickets, commits, decisions } = evidence
    const attempts = Math.max(1, ...commits.map(({ attempt }) => attempt))
    const decided = new Set(decisions.map(({ number }) => number)).size
    return [
      tickets.length > attempts && `${tickets.length} tickets of ${attempts} attempts`,
      attempts > 1 + decided && `${attempts} attempts after ${decided} decisions`,
    ]
  },

  'whoever is told that it was opened is told a ticket of this send': ({ tells, tickets }) => {
    const protocols = tickets.map(({ protocolo }) => protocolo)
    return tells.map(({ body }) => {
      if (body.status !== 'success') return false
      const told = [body.atendimento.protocolo, ...(body.outros_protocolos ?? [])]
      return told.some((one) => !protocols.includes(one)) && `${told} of ${protocols}`
    })
  },

  'whoever is told that nothing was sent is told the truth': (evidence) =>
    tellsOf(evidence, 'nao_enviado', 'muitas_requisicoes', 'chave_desconhecida').flatMap((tell) => {
      const taken = evidence.posts.find((one) => one.commits <= tell.commits && !isTurnedAway(one))
      const stored = evidence.tickets.find(({ post }) => isBefore(evidence, post, tell))
      const said = JSON.stringify(tell.body)
      return [
        taken && `post ${taken.nth} reached HubSoft before ${said}`,
        stored && `${stored.protocolo} stands after ${said}`,
      ]
    }),

  'whoever is told that a first attempt was refused has no ticket': (evidence) =>
    tellsOf(evidence, 'recusado_pelo_hubsoft', 'sem_permissao').map((tell) => {
      const { tickets, listings, reference, posts } = evidence
      if (tell.body.status !== 'error' || tell.body.tentativa !== undefined) return false
      // A list that misses what stands deceives anybody.
      if (listings.some(({ isReadable, withheld }) => isReadable && withheld.includes(reference)))
        return false
      const isInDoubt = posts.some(isCrash)
      const stored = tickets.find(({ post, storedMs }) => {
        const isInTime = post?.row && storedMs <= settledMs(evidence, post.row)
        return isBefore(evidence, post, tell) && (!isInDoubt || isInTime)
      })
      return stored && `${stored.protocolo} stands after ${JSON.stringify(tell.body)}`
    }),

  'what is opened stays opened, with the protocol that was told': (evidence) => {
    const { commits, tells, listings, reference } = evidence
    const lost = commits.map((is, place) => {
      const was = commits[place - 1]
      if (was?.state !== 'opened') return false
      const isSame = was.outcome.atendimento?.protocolo === is.outcome.atendimento?.protocolo
      return !(is.state === 'opened' && isSame) && `opened became ${JSON.stringify(is.outcome)}`
    })
    const told = tells.flatMap(({ body }) =>
      body.status === 'success' ? [body.atendimento.protocolo] : [],
    )
    const isDeceived = listings.some((one) => one.isReadable && one.withheld.includes(reference))
    return [...lost, !isDeceived && new Set(told).size > 1 && `told both ${[...new Set(told)]}`]
  },

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
        !description.startsWith(`${row.enviado.descricao} | Atendente: ${row.nome} | REF `) &&
        `post ${nth} says "${description}", the row "${row.enviado.descricao}"`
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
        ({ usuario, number, commits }) =>
          usuario === is.usuario && number === is.attempt && commits < is.id,
      )
      const isNext = was.state === 'unknown' && is.attempt === was.attempt + 1
      return !(isDecided && isNext) && `${was.state} ${was.attempt} sent as ${is.attempt}`
    }),

  'a send is looked for, and the list read, before it is sent again': (evidence) =>
    moves(evidence).map(({ was, is }) => {
      if (is.state !== 'sending' || is.attempt === 1) return false
      const decision = evidence.decisions.find(({ number }) => number === is.attempt)
      const looks = looksSince(evidence, decision?.commits ?? 0, is, 0)
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

  'whoever posts is told what became of what they posted, and nobody of what others did': ({
    tells,
  }) =>
    tells.map(({ usuario, posted, body }) => {
      if (!('atendente' in body)) return false
      if (body.atendente !== nameOf(usuario)) return `${usuario} is told of ${body.atendente}`
      const isTheirs = !posted || isDeepStrictEqual(posted, body.enviado)
      return !isTheirs && `posted "${posted.descricao}", told of "${body.enviado?.descricao}"`
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
      const earlyMs = settledMs(evidence, is) - is.seenMs
      return earlyMs > 0 && `${is.state} ${earlyMs} ms before`
    }),

  'looks are given up only after ten minutes without one': (evidence) =>
    moves(evidence).map(({ was, is }) => {
      if (is.state !== 'unknown' || !is.outcome.couldNotLook || !was) return false
      const read = was.looks.filter(({ at, wasRead }) => wasRead && at >= was.since)
      const sinceMs = is.since - (read.at(-1)?.at ?? was.since)
      return sinceMs < tenMinutesMs && `given up after ${sinceMs} ms`
    }),

  'a send counts as not sent only where HubSoft took none of it': (evidence) =>
    moves(evidence).map(({ is }) => {
      if (is.state !== 'received') return false
      const taken = evidence.posts.find((post) => post.commits < is.id && !isTurnedAway(post))
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
      const isConfirmed = looksSince(evidence, refused.commits, is, 0) > 0
      const isToConfirm = refused.answer?.status === 403 && refused.wantsWorkOrder
      return isToConfirm && !isConfirmed && 'a work order refused without a look'
    }),

  'each commit builds on the one before': ({ commits }) =>
    commits.map((is, place) => {
      const version = commits[place - 1]?.version ?? 0
      return is.version !== version + 1 && `version ${is.version} after ${version}`
    }),
}

/** What holds once HubSoft is well again, all late stores are over and time has gone by. */
export const endings: Record<string, Promised> = {
  'every send comes to an end': ({ commits }) => {
    const last = commits.at(-1)
    return [
      last && !['opened', 'refused', 'received', 'unknown'].includes(last.state) && last.state,
    ]
  },

  'what stands in HubSoft is found': ({ commits, tickets, listings }) => {
    const last = commits.at(-1)
    const known = [last?.outcome.atendimento?.protocolo, ...(last?.outcome.others ?? [])]
    const isMissed = ({ protocolo }: { protocolo: string }) => !known.includes(protocolo)
    // Of two tickets the second may be stored when the last planned look is over.
    const isToBeKnown = last?.attempt === 1 ? !last.outcome.inDoubt : last?.state === 'unknown'
    const shown = listings.filter(({ isReadable, isCalm }) => isReadable && isCalm)
    const overlooked = tickets.find(
      (one) => isMissed(one) && shown.some(({ protocols }) => protocols.includes(one.protocolo)),
    )
    const missed = isToBeKnown ? tickets.find(isMissed) : undefined
    return [
      missed && `${missed.protocolo} stands, and the send is ${last?.state}`,
      overlooked && `${overlooked.protocolo} was shown, and the send is ${last?.state}`,
    ]
  },
}

/** Each promise that is broken, by name. */
export function brokenOf(evidence: Evidence, which: Record<string, Promised>): string[] {
  return Object.entries(which).flatMap(([name, promised]) =>
    promised(evidence)
      .filter((found) => typeof found === 'string')
      .map((found) => `${name}: ${found}`),
  )
}
