import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { FaultOrderInput } from '#src/emulator/faults/faults.ts'
import type { Ledger } from '#src/emulator/ledger.ts'
import { startEmulator } from '#src/emulator/server.ts'
import type { Environment } from '#src/gateway/config/environment.ts'
import { arm, isPoint, takingOrders } from '../drill/kill/orders.ts'
import { startGatewayOn } from '../house.ts'
import { settingsFor, startMain } from '../process.ts'
import { openDoor } from './http/door.ts'
import { keepLog } from './keep-log.ts'
import { type MatrixDatabase, matrixFile } from './matrix-database.ts'
import { standIn } from './message-ground.ts'
import {
  type Answer,
  behindProxy,
  messagesIn,
  newMessage,
  protocolIn,
  refusedTicket,
  signedIn,
  talkTo,
  ticketsIn,
  told,
} from './running.ts'
import type { Case, Plan } from './send/fault-matrix.ts'

// A busy machine needs its time. Whatever can be, is not waited for: the gateway's clock leaps.
const [timeoutMs, settleMs] = [20_000, 20_000]
const awaitedTimeoutMs = 10_000
const minuteMs = 60_000
const ana = signedIn('ana', 'Ana')

/** What came of a send, in the words of the table. */
export type Result = {
  told: string
  ends: string
  /** When all is released, the list can be read, and the late looks were due. */
  atLast: string
  tickets: number
  posts: number
  /** Whether the protocols that were told are that of the ticket. */
  isProtocolTrue: boolean
}

/** A HubSoft behind a door, and a clock for the gateway that leaps. */
async function setUp(
  { door: options, faults = [], openWorkOrder, passages = [], ...plan }: Plan,
  take: (() => Promise<MatrixDatabase>) | undefined,
) {
  const released = Promise.withResolvers<void>()
  const folder = await mkdtemp(join(tmpdir(), 'matrix-'))
  const { emulator, url, stop } = await startEmulator({ wait: () => released.promise })
  // Asked at its own address: the door counts what the gateway sends.
  const ground = plan.isMessage ? await standIn(url) : null
  if (plan.messages) emulator.setSwitches({ messages: plan.messages })
  const door = await openDoor(url, options)
  let leaptMs = 0
  return {
    emulator,
    door,
    folder,
    database: take ? await take() : matrixFile(folder),
    clock: {
      wallMs: () => Date.now() + leaptMs,
      monotonicMs: () => performance.now() + leaptMs,
    },
    leap(minutes: number) {
      leaptMs += minutes * minuteMs
    },
    release() {
      released.resolve()
      door.release()
    },
    order() {
      for (const fault of faults) emulator.faults.inject(fault)
      if (openWorkOrder) emulator.setPermissions({ openWorkOrder })
      door.passages.push(...passages)
    },
    ground,
    /** What stands of a send. */
    storedOf: standing(emulator.ledger, plan.isMessage === true),
    async stop() {
      await stop()
      door.stop()
      await rm(folder, { recursive: true })
    },
  }
}

function standing(ledger: Ledger, isMessage: boolean) {
  const [ticketsOf, messagesOf] = [ticketsIn(ledger), messagesIn(ledger)]
  return (key: string): { protocolo: string }[] =>
    isMessage ? messagesOf(key) : ticketsOf(key).map(({ atendimento }) => atendimento)
}

type Stage = Awaited<ReturnType<typeof setUp>>
type Send = { plan: Case; key: string; stage: Stage }

/** Whether the attendant is told at the deadline, and not before. */
const isAwaited = ({ killed, faults = [], passages = [], door }: Plan) =>
  killed === undefined &&
  [
    ...faults.map(({ fault }) => fault),
    ...passages.map((one) => ('does' in one ? one.does : '')),
    door?.afterSignIn,
  ].some((word) => /^(slow|silen)/.test(String(word)))

const environment = ({ plan, stage }: Send): Environment => ({
  ...behindProxy,
  DATABASE_URL: stage.database.url,
  HUBSOFT_TIMEOUT_MS: String(isAwaited(plan) ? awaitedTimeoutMs : timeoutMs),
  HUBSOFT_SETTLE_MS: String(settleMs),
})

/** Whether it is about what comes after the sign-in: a busy machine may take as long for that as for a whole send. */
const isSignedInBefore = (plan: Plan) =>
  plan.door?.afterSignIn !== undefined ||
  (isAwaited(plan) && !plan.faults?.some(({ route }) => route === 'token'))

/** The gateway in this process. Where it isn't signed in before the send, its sign-in at the start is turned away. */
async function openGateway(send: Send) {
  const { emulator, door, clock } = send.stage
  if (!isSignedInBefore(send.plan)) emulator.faults.inject({ route: 'token', fault: 'forbidden' })
  const { logTo, text } = keepLog()
  // As the one that was killed said, where one was: a journal is one HubSoft's.
  const env = { ...(send.plan.killed && settingsFor(door.url)), ...environment(send) }
  const gateway = await startGatewayOn(door, { env, clock, logTo })
  await gateway.triedToSignIn()
  return { ...gateway, log: text }
}

type Gateway = Awaited<ReturnType<typeof openGateway>>

/** What a real process answered before it was killed as the plan says. */
async function sendAndKill(send: Send): Promise<Answer | null> {
  const { plan, key, stage } = send
  const { emulator, door, folder, storedOf } = stage
  if (plan.killed === 'waiting for its token') {
    emulator.faults.inject({ route: 'token', fault: 'silent-before', times: 1000 })
  }
  const settings = { ...settingsFor(door.url), ...environment(send) }
  const { child, ready, kill, exit } = startMain(folder, settings, takingOrders)
  const url = await ready()
  if (isPoint(plan.killed)) await arm(child, { key, point: plan.killed })
  const answer = post(url, send).catch(() => null)
  const stored = plan.release ? 0 : plan.tickets
  const isThere = {
    'waiting for its token': async () => told(await ask(url, key)).status === 'pending',
    'after commit 1': null,
    listening: () => door.posts() === 1 && storedOf(key).length === stored,
    hearing: () => door.halves() === 1,
    'before commit 2': null,
  }[plan.killed ?? 'listening']
  if (isThere) await until(isThere).finally(() => kill('SIGKILL'))
  await exit
  emulator.faults.clear()
  return answer
}

async function sendTo({ url, log }: Gateway, send: Send): Promise<Answer> {
  const { plan, stage } = send
  const { refusing } = plan
  if (refusing !== 'insert' && refusing !== 'update') return post(url, send)
  const mend = await stage.database.refuse(refusing === 'insert' ? 'INSERT' : 'UPDATE')
  const answer = await post(url, send).finally(mend)
  // What came of it is said again until it is kept.
  if (refusing === 'update') await until(() => log().includes('an outcome was kept late'))
  return answer
}

async function release({ log }: Gateway, { plan, stage, key }: Send) {
  const isRefusing = plan.refusing === 'update-by-looks'
  const mend = isRefusing ? await stage.database.refuse('UPDATE') : async () => undefined
  stage.release()
  if (isRefusing) await until(() => log().includes('a send could not be verified'))
  await mend()
  await until(() => plan.tickets === stage.storedOf(key).length)
}

/** Where no list can be read, minutes; so many that one which is read and empty would be seen, where it is. */
function leapOf({ ends }: Case, listing: FaultOrderInput | null): number {
  if (listing === null || !String(ends).endsWith('nao_conferido')) return 1
  return listing.fault === 'mangled' ? 5 : 11
}

/** Its outcome after verification: time passes by the clock, and a look comes at once where one can. */
async function endOf({ url }: Gateway, { plan, key, stage }: Send, leapMinutes: number) {
  const isAnswerUnderWay = plan.ends === 'success'
  await until(async () => {
    if (told(await ask(url, key)).status !== 'pending') return true
    if (isAnswerUnderWay) return false
    stage.leap(leapMinutes)
    await lookNow(url, key)
    return false
  })
  return ask(url, key)
}

/** Its outcome when HubSoft has stored what it ever will, and a late look could be read. */
async function lastOf({ url }: Gateway, { plan, key, stage }: Send, end: Answer) {
  stage.release()
  await until(() => stage.storedOf(key).length === plan.tickets)
  stage.emulator.faults.clear()
  stage.emulator.setSwitches({ messages: 'listed' })
  const isToChange = plan.tickets === 1 || stateOf(end) === 'unknown nao_conferido'
  if (!isToChange || told(end).status === 'success') return ask(url, key)
  stage.leap(6)
  await lookNow(url, key)
  await until(async () => stateOf(await ask(url, key)) !== stateOf(end))
  return ask(url, key)
}

/**
 * Does to one send what the plan says, and follows it to its end.
 *
 * @param take a database for it, in place of a file
 */
export async function carryOut(
  plan: Case,
  listing: FaultOrderInput | null,
  take?: () => Promise<MatrixDatabase>,
): Promise<Result> {
  const stage = await setUp(plan, take)
  const send = { plan, key: randomUUID(), stage }
  if (plan.killed) stage.order()
  const opening = async () => {
    const killed = plan.killed ? await sendAndKill(send) : null
    return { killed, gateway: await openGateway(send) }
  }
  const { killed, gateway } = await opening().catch(async (error: unknown) => {
    await stage.stop()
    throw error
  })
  try {
    if (plan.isSecond) await post(gateway.url, { ...send, key: randomUUID() })
    if (!plan.killed) stage.order()
    if (listing) stage.emulator.faults.inject({ ...listing, times: 1_000_000 })
    const answer = plan.killed ? killed : await sendTo(gateway, send)
    if (plan.release === 'before-settle') await release(gateway, send)
    const end = await endOf(gateway, send, leapOf(plan, listing))
    const last = await lastOf(gateway, send, end)
    const tickets = stage.storedOf(send.key)
    const protocols = [answer, end, last].flatMap((one) => (one && protocolIn(one)) ?? [])
    return {
      told: answer ? `${answer.status} ${stateOf(answer)}` : 'nothing',
      ends: stateOf(end),
      atLast: stateOf(last),
      tickets: tickets.length,
      posts: stage.door.posts(),
      isProtocolTrue: protocols.every((one) => one === tickets[0]?.protocolo),
    }
  } finally {
    await stage.stop()
    await gateway.stop()
    await stage.database.remove()
  }
}

/** For a message there is a ticket to add it to, and a closed one, which takes none. */
function post(url: string, { plan: { ticket }, key, stage: { ground } }: Send) {
  if (!ground) return talkTo(url, ana).post(ticket, { key })
  const to = ticket === refusedTicket ? ground.closed : ground.open
  return talkTo(url, ana).append(to, newMessage, { key })
}
const lookNow = (url: string, key: string) => talkTo(url, ana).lookNow(key)
const ask = (url: string, key: string) => talkTo(url, ana).ask(key)

function stateOf(answer: Answer): string {
  const body = told(answer)
  if (body.status === 'error') return body.codigo
  return body.status === 'unknown' && body.motivo ? `unknown ${body.motivo}` : body.status
}

/** Throws where it doesn't come true. */
async function until(isTrue: () => boolean | Promise<boolean>) {
  const endMs = performance.now() + 40_000
  while (!(await isTrue())) {
    if (performance.now() > endMs) throw new Error(`This never came true: ${isTrue}`)
    await setTimeout(40)
  }
}
