import { setImmediate } from 'node:timers/promises'
import { Hono } from 'hono'
import type { KyselyPlugin } from 'kysely'
import pino from 'pino'
import { type GatewayAnswer, readGatewayAnswer } from '#src/contract/gateway-answer.ts'
import { referenceOf } from '#src/contract/reference.ts'
import { demoCredentials } from '#src/emulator/server.ts'
import { systemAfter } from '#src/gateway/clock.ts'
import { type GatewayEnv, ourFault, problem } from '#src/gateway/http/problem.ts'
import { ticketPath } from '#src/gateway/http/tickets/ticket-request.ts'
import { ticketRoutes } from '#src/gateway/http/tickets/ticket-routes.ts'
import { connectToHubsoft } from '#src/gateway/hubsoft/hubsoft.ts'
import type { LookFor } from '#src/gateway/hubsoft/look.ts'
import { createJournal, type Journal } from '#src/gateway/journal/journal.ts'
import { createSending } from '#src/gateway/send/sending.ts'
import type { MovableClock } from '../../movable-clock.ts'
import { noDestination } from '../../samples.ts'
import type { Witness } from './witnessed-file.ts'

export const timeoutMs = 500
export const settleMs = 60_000
const probeMs = 2000

export type Asked = {
  method: 'GET' | 'POST'
  path: string
  usuario: string
  headers?: Record<string, string>
  body?: object
}

export type Answered = { status: number; body: GatewayAnswer | null }

export const nameOf = (usuario: string) => `Atendente ${usuario}`

/** Something else may happen between any two queries, as it does where the database is another program. */
const takesTurns: KyselyPlugin = {
  transformQuery: ({ node }) => node,
  async transformResult({ result }) {
    await setImmediate()
    return result
  },
}

type Deps = {
  file: Pick<Witness, 'openDatabase' | 'read'>
  url: URL
  time: MovableClock
  onFault: (fault: unknown) => void
}

/** Whatever it has committed was seen before anybody hears of it. */
function seenBy({ read }: Pick<Witness, 'read'>, journal: Journal): Journal {
  const { claim, fence, apply, adopt } = journal
  return {
    ...journal,
    claim: (...of) => claim(...of).finally(read),
    fence: (...of) => fence(...of).finally(read),
    apply: (...of) => apply(...of).finally(read),
    adopt: (...of) => adopt(...of).finally(read),
  }
}

/** The real gateway from its routes down, on a database that may have been another one's before. */
export async function startGateway({ file, url, time, onFault }: Deps) {
  const { after } = time
  const database = await file.openDatabase(() => void adopt(true))
  // Of this process, as each has its own, or of the database.
  const { clock, now } = database
  const unhurried = database.withPlugin(takesTurns)
  let isCut = false
  const log = pino({ level: 'silent' })
  const journal = seenBy(file, createJournal({ database: unhurried, settleMs }))
  const adopt = (isAnew: boolean) => journal.adopt(now(), { timeoutMs, isAnew })
  const account = () => demoCredentials
  const triedToSignIn = Promise.withResolvers<void>()
  const hubsoft = connectToHubsoft({
    ...{ url, account, clock, timeoutMs, log },
    // No leap of the clock cuts a probe, or every leap would be an outage.
    after: (ms, run) => (ms <= timeoutMs ? systemAfter(probeMs, run) : after(ms, run)),
    observe: ({ kind }) => kind === 'renewal' && triedToSignIn.resolve(),
  })
  const lookedFor = new Set<string>()
  const lookFor: LookFor = async (sought, signal) => {
    lookedFor.add(sought.reference)
    const found = await hubsoft.lookFor(sought, signal)
    lookedFor.delete(sought.reference)
    return found
  }
  const { desk, sender, verifier } = createSending({
    ...{ database, journal, clock, now, after, timeoutMs, settleMs, log },
    hubsoft: { ...hubsoft, lookFor, lookWaitS: () => 0 },
    lostMarks: { note: async () => undefined },
    destination: noDestination,
    countSend: async () => 0,
    onTold: () => undefined,
  })
  await adopt(!database.isShared)
  verifier.start()
  await triedToSignIn.promise

  const timeZone = 'America/Sao_Paulo'
  const app = new Hono<GatewayEnv>()
    .use((c, next) => {
      const usuario = c.req.header('x-usuario') ?? ''
      c.set('attendant', { usuario, nome: nameOf(usuario) })
      c.set('requestId', 'id')
      return next()
    })
    .route(ticketPath, ticketRoutes({ desk, clock, timeZone }))
    .onError((error, c) => {
      if (!isCut) onFault(error)
      return problem(c, ourFault)
    })

  return {
    /** Null where it was cut before it came to an answer. */
    async ask({ method, path, usuario, headers, body }: Asked): Promise<Answered | null> {
      const request = {
        method,
        headers: { 'content-type': 'application/json', 'x-usuario': usuario, ...headers },
        ...(body && { body: JSON.stringify(body) }),
      }
      // Of no socket: nobody hangs up.
      const answer = await app.request(ticketPath + path, request, {})
      const text = await answer.text()
      return isCut ? null : { status: answer.status, body: readGatewayAnswer(text) }
    },
    /** The time by which it judges. */
    nowMs: () => now().getTime(),
    isLookingFor: (key: string) => lookedFor.has(referenceOf(key)),
    isHubsoftThere: () => hubsoft.status().situacao !== 'fora_do_ar',
    /** Until what it still listens for is recorded. */
    rest: () => sender.stop(),
    /** Whatever it was at, nothing more of it comes to the disk, to HubSoft or to anybody. */
    async cut() {
      isCut = true
      await database.destroy()
      await file.read()
      await hubsoft.stop()
      await verifier.stop()
      await sender.stop()
    },
  }
}
