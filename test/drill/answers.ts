// `npm run drill:answers -- SEED`: three hundred sends, a third of them messages, behind each kind of answer too
// many, through the real gateway, compared with HubSoft's own ledger.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pLimit from 'p-limit'
import { readGatewayAnswer } from '#src/contract/gateway-answer.ts'
import { ratesPerMinute } from '#src/gateway/http/rate-limits.ts'
import { standIn } from '../gateway/message-ground.ts'
import { behindProxy, enterHouse, newTicket, signedIn } from '../gateway/running.ts'
import { brokenTo, codigoOf, countBy, type Sent, serviceOf } from './sends.ts'
import { type Stray, startStrayFront, strays } from './stray-front.ts'
import { startWitnessedHubsoft } from './witnessed-hubsoft.ts'

const lanes = 4
const mostShown = 3
const settleMs = 200

export const kinds = Object.keys(strays).filter((name): name is Stray => name in strays)

/** So many sends behind a front that says everything once more than it was asked. */
export async function runAnswers(stray: Stray, sends: number, seed: number) {
  const rates = { ...ratesPerMinute, sends: 1e6, requests: 1e6, apiPerAddress: 1e6 }
  const hubsoft = await startWitnessedHubsoft()
  const ground = await standIn(hubsoft.url)
  const front = await startStrayFront(hubsoft.url, stray, seed)
  const house = await enterHouse({
    env: behindProxy,
    hubsoftUrl: front.url,
    limits: { rates: { ...rates, perAddress: 1e6 } },
  })
  try {
    const limit = pLimit(lanes)
    const sent = await Promise.all(Array.from({ length: sends }, (_, place) => limit(send, place)))
    // What left last may still be on its way.
    await sleep(settleMs)
    const broken = sent.flatMap((one) => brokenTo(one, hubsoft))
    return {
      stray,
      told: countBy(sent.map(({ body }) => (body ? codigoOf(body) : 'unreadable'))),
      broken: countBy(broken.map(({ promise }) => promise)),
      examples: broken.slice(0, mostShown).map(({ what }) => what),
    }
  } finally {
    front.stop()
    await house.stop()
    await hubsoft.stop()
  }

  async function send(place: number): Promise<Sent> {
    const [key, usuario, begunMs] = [randomUUID(), 'ana', performance.now()]
    const id_cliente_servico = serviceOf(place)
    const how = { key, headers: signedIn(usuario) }
    const message = { mensagem: newTicket.descricao, id_cliente_servico }
    const isMessage = place % 3 === 2
    const posted = isMessage
      ? { id_atendimento: ground.open, ...message }
      : { ...newTicket, id_cliente_servico }
    const answer = await (isMessage
      ? house.append(ground.open, message, how)
      : house.post(posted, how))
    const told = { status: answer.status, body: readGatewayAnswer(answer.text) }
    return { usuario, key, posted, begunMs, endedMs: performance.now(), ...told }
  }
}

if (import.meta.main) {
  const seed = Number(process.argv[2] ?? Date.now() % 1_000_000)
  const sends = Number(process.argv[3] ?? 300)
  console.log(`Seed ${seed}: ${sends} sends behind each, please wait`)
  for (const stray of kinds) {
    const figures = await runAnswers(stray, sends, seed)
    const isRight = figures.examples.length === 0
    console.log(isRight ? 'ok    ' : 'BROKEN', figures)
    if (!isRight) process.exitCode = 1
  }
}
