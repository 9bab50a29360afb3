// `npm run drill:answers -- SEED`: three hundred tickets behind each kind of answer too many, through the real
// gateway, compared with HubSoft's own ledger.
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import pLimit from 'p-limit'
import type { GatewayAnswer } from '#src/contract/gateway-answer.ts'
import { ratesPerMinute } from '#src/gateway/http/rate-limits.ts'
import { enterHouse, newTicket, told } from '../gateway/running.ts'
import { codigoOf, countBy, serviceOf } from './errand.ts'
import { type Stray, startStrayFront, strays } from './stray-front.ts'

const lanes = 4
const mostShown = 3
const settleMs = 200

export const kinds = Object.keys(strays).filter((name): name is Stray => name in strays)

/** So many sends behind a front that says everything once more than it was asked. */
export async function runAnswers(stray: Stray, sends: number, seed: number) {
  const rates = { ...ratesPerMinute, sends: 1e6, requests: 1e6, apiPerAddress: 1e6 }
  // Of the front's address the emulator's is a part, so it is known only once that listens.
  const front = Promise.withResolvers<Awaited<ReturnType<typeof startStrayFront>>>()
  const house = await enterHouse({
    frontOf: async (hubsoftUrl) => {
      const opened = await startStrayFront(hubsoftUrl, stray, seed)
      front.resolve(opened)
      return opened.url
    },
    limits: { rates: { ...rates, perAddress: 1e6 } },
  })
  const { url: _, ...opened } = await front.promise
  try {
    const limit = pLimit(lanes)
    const sent = await Promise.all(Array.from({ length: sends }, (_, place) => limit(send, place)))
    // What left last may still be on its way.
    await sleep(settleMs)
    const wrong = sent.filter(({ key, answer }) => !isTrue(answer, storedOf(key)))
    return {
      stray,
      told: countBy(sent.map(({ answer }) => codigoOf(answer))),
      toldWrongly: wrong.length,
      storedTwice: sent.filter(({ key }) => storedOf(key).length > 1).length,
      wrong: wrong
        .slice(0, mostShown)
        .map(({ key, answer }) => `${codigoOf(answer)}, and ${storedOf(key).length} stored`),
    }
  } finally {
    opened.stop()
    await house.stop()
  }

  async function send(place: number) {
    const key = randomUUID()
    const novo = { ...newTicket, id_cliente_servico: serviceOf(place) }
    return { key, answer: told(await house.post(novo, { key })) }
  }

  function storedOf(key: string) {
    return house.ticketsOf(key).map(({ atendimento }) => atendimento.protocolo)
  }
}

function isTrue(answer: GatewayAnswer, stored: string[]): boolean {
  if (answer.status === 'error') return stored.length === 0
  return answer.status !== 'success' || stored.includes(answer.atendimento.protocolo)
}

if (import.meta.main) {
  const seed = Number(process.argv[2] ?? Date.now() % 1_000_000)
  const sends = Number(process.argv[3] ?? 300)
  console.log(`Seed ${seed}: ${sends} sends behind each, please wait`)
  for (const stray of kinds) {
    const figures = await runAnswers(stray, sends, seed)
    const isRight = figures.toldWrongly + figures.storedTwice === 0
    console.log(isRight ? 'ok    ' : 'BROKEN', figures)
    if (!isRight) process.exitCode = 1
  }
}
