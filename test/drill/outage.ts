// `npm run drill:outage`: HubSoft goes away for 30 s under 20 sends a second, in each way it can, and
// comes back. Prints what the attendants met, beside what HubSoft's own ledger says is true.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod/mini'
import { readGatewayAnswer } from '#src/contract/gateway-answer.ts'
import { configuracao } from '#src/contract/page-context.ts'
import { behindProxy, exchange, newTicket, signedIn, talkTo } from '../gateway/running.ts'
import { memoryMiBOf, settingsFor, startGatewayProcess, warmGateway } from '../process.ts'
import { promises } from './promises.ts'
import { brokenTo, codigoOf, countBy, type Sent, seenOf, serviceOf } from './sends.ts'
import { startWitnessedHubsoft, type WitnessedHubsoft } from './witnessed-hubsoft.ts'

export const outages = ['connection refused', 'silence', 'HTTP 503 pages'] as const
export type Outage = (typeof outages)[number]

type Options = {
  outage: Outage
  seconds: number
  perSecond: number
  /** Of sending before the outage, and after it. */
  calmSeconds?: number
  /** HUBSOFT_TIMEOUT_MS; the gateway's own default without. */
  timeoutMs?: number
}

// So many that none of them meets the limit of what one may send in a minute.
const office = 60
const routes = ['token', 'atendimento', 'listagem', 'consulta', 'leitura'] as const
const pollMs = 100
const longestRecoveryMs = 60_000
// What waits and what V8 hasn't collected (design, Decisions).
const mostGrowth = 4 / 3

/** One outage under load, with the gateway in a process of its own. */
export async function runOutage({
  outage,
  seconds,
  perSecond,
  calmSeconds = 2,
  timeoutMs,
}: Options) {
  const hubsoft = await startWitnessedHubsoft()
  const gateway = await startGatewayProcess({
    ...{ ...behindProxy, ...settingsFor(hubsoft.url) },
    ...(timeoutMs && { HUBSOFT_TIMEOUT_MS: String(timeoutMs) }),
  })
  const restMiB = await memoryMiBOf(gateway.pid, 'RSS')
  const attendants = startAttendants(gateway.url, perSecond)
  const watch = startWatch(gateway.url)
  try {
    await sleep(calmSeconds * 1000)
    const beganMs = performance.now()
    await begin(outage, hubsoft)
    await sleep(seconds * 1000)
    await end(outage, hubsoft)
    const endedMs = performance.now()

    const backMs = await watch.isUpSince(endedMs)
    await attendants.openOneSince(backMs ?? endedMs)
    await sleep(calmSeconds * 1000)
    const sent = await attendants.stop()
    const [firstDown, lastDown] = await watch.downUntil(backMs ?? Number.POSITIVE_INFINITY)

    const whileOpen = sent.filter(
      (one) => one.begunMs > (firstDown ?? endedMs) && one.endedMs < (lastDown ?? beganMs),
    )
    return {
      outage,
      requests: sent.length,
      told: countBy(sent.map(({ body }) => (body ? codigoOf(body) : 'unreadable'))),
      opensAfterS: firstDown === undefined ? null : (firstDown - beganMs) / 1000,
      whileOpen: whileOpen.length,
      whileOpenTold: countBy(whileOpen.map(({ status }) => String(status))),
      whileOpenReachedHubsoft: whileOpen.flatMap((one) => seenOf(one, hubsoft).posts).length,
      slowestWhileOpenMs: Math.max(0, ...whileOpen.map((one) => one.endedMs - one.begunMs)),
      recoveryS: backMs === null ? null : (backMs - endedMs) / 1000,
      openedAfterwards: sent.filter((one) => one.begunMs > (backMs ?? 0) && one.status === 201)
        .length,
      otherNoes: sent.filter(
        ({ body }) => body?.status === 'error' && body.codigo !== 'nao_enviado',
      ).length,
      broken: countBy(sent.flatMap((one) => brokenTo(one, hubsoft)).map(({ promise }) => promise)),
      restMiB,
      peakMiB: await memoryMiBOf(gateway.pid, 'HWM'),
    }
  } finally {
    await gateway.kill()
    await hubsoft.stop()
  }
}

type Figures = Awaited<ReturnType<typeof runOutage>>

async function begin(outage: Outage, hubsoft: WitnessedHubsoft) {
  if (outage === 'connection refused') return hubsoft.stop()
  const fault = outage === 'silence' ? 'silent-before' : 'http-503'
  for (const route of routes) {
    hubsoft.faults.inject({ route, fault, times: 1_000_000_000 })
  }
}

async function end(outage: Outage, hubsoft: WitnessedHubsoft) {
  if (outage === 'connection refused') await hubsoft.restart()
  hubsoft.faults.clear()
}

/** Sends tickets at a steady pace, each under a key of its own, whatever becomes of the others. */
function startAttendants(url: string, perSecond: number) {
  const all: Promise<Sent>[] = []
  const done: Sent[] = []
  async function send(place: number): Promise<Sent> {
    const key = randomUUID()
    const usuario = `atendente-${place % office}`
    const posted = { ...newTicket, id_cliente_servico: serviceOf(place) }
    const begunMs = performance.now()
    const answer = await talkTo(url, signedIn(usuario)).post(posted, { key })
    const endedMs = performance.now()
    const told = { status: answer.status, body: readGatewayAnswer(answer.text) }
    const sent = { usuario, key, posted, begunMs, endedMs, ...told }
    done.push(sent)
    return sent
  }
  const timer = setInterval(() => all.push(send(all.length)), 1000 / perSecond)
  return {
    /** Comes back once one was opened that was begun after that moment, or none is for long. */
    async openOneSince(ms: number) {
      const isOne = ({ begunMs, status }: Sent) => begunMs > ms && status === 201
      while (!done.some(isOne) && performance.now() < ms + longestRecoveryMs) await sleep(pollMs)
    },
    async stop() {
      clearInterval(timer)
      const sent = await Promise.all(all)
      return sent
    },
  }
}

const page = z.object({ hubsoft: configuracao.shape.hubsoft })

/** Asks what every page asks, all the time. */
function startWatch(url: string) {
  const looks: { askedMs: number; answeredMs: number; isUp: boolean }[] = []
  let isOver = false
  async function look() {
    while (!isOver) {
      const askedMs = performance.now()
      const { body } = await exchange(`${url}/api/configuracao`)
      const { hubsoft } = page.parse(body)
      const answeredMs = performance.now()
      looks.push({ askedMs, answeredMs, isUp: hubsoft.situacao === 'no_ar' })
      await sleep(pollMs)
    }
  }
  const looking = look()
  return {
    /** When the page first said so after that moment; null if it never did. */
    async isUpSince(ms: number): Promise<number | null> {
      while (performance.now() < ms + longestRecoveryMs) {
        const up = looks.find(({ askedMs, isUp }) => askedMs > ms && isUp)
        if (up) return up.answeredMs
        await sleep(pollMs)
      }
      return null
    },
    /** Between these two moments, the last before that one, HubSoft was surely taken for down. */
    async downUntil(ms: number) {
      isOver = true
      await looking
      // Afterwards a busy machine's late answers may open the breaker again.
      const down = looks.filter(({ isUp, answeredMs }) => !isUp && answeredMs < ms)
      return [down[0]?.answeredMs, down.at(-1)?.askedMs] as const
    },
  }
}

/** What the drill promises, each with whether it held. */
function judge(figures: Figures): [string, boolean][] {
  return [
    ...Object.keys(promises).map((name): [string, boolean] => [name, !(name in figures.broken)]),
    ['whatever was not opened was not sent', figures.otherNoes === 0],
    ['some sends met an open breaker', figures.whileOpen > 0],
    ['of those none reached HubSoft', figures.whileOpenReachedHubsoft === 0],
    ['and all were answered within 1 s', figures.slowestWhileOpenMs <= 1000],
    ['recovery within 5 s', figures.recoveryS !== null && figures.recoveryS <= 5],
    ['tickets open again', figures.openedAfterwards > 0],
    ['at most a third more memory than at rest', !(figures.peakMiB > figures.restMiB * mostGrowth)],
  ]
}

if (import.meta.main) {
  console.log(`Node ${process.version}, ${process.platform} ${process.arch}`)
  await warmGateway()
  for (const outage of outages) {
    console.log(`\n${outage}: 30 s at 20 sends a second, please wait`)
    const figures = await runOutage({ outage, seconds: 30, perSecond: 20 })
    console.log(figures)
    for (const [promise, held] of judge(figures)) {
      console.log(`${held ? 'ok   ' : 'BROKEN'} ${promise}`)
      if (!held) process.exitCode = 1
    }
  }
}
