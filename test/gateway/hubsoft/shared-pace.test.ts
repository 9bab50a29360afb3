import { expect, onTestFinished, test } from 'vitest'
import { startEmulator } from '#src/emulator/server.ts'
import { createReadPace } from '#src/gateway/hubsoft/read-pace.ts'
import type { ReserveTurn } from '#src/gateway/hubsoft/shared-turns.ts'
import { createHandClock } from '../journal/hand-clock.ts'
import { newPostgres, openTestPostgres } from '../on-postgres.ts'

const never = new AbortController().signal

/** Gateways on one PostgreSQL, by a clock that goes on only while nobody waits for an answer. */
async function openGateways(count: number) {
  const { clock, after, pass, passedMs } = createHandClock(new Date('2026-03-02T12:00:00Z'))
  const { url, emulator, stop } = await startEmulator({ now: () => new Date(clock.wallMs()) })
  onTestFinished(stop)
  const databaseUrl = await newPostgres()
  const underWay = new Set<Promise<unknown>>()
  function watched<Done>(work: Promise<Done>): Promise<Done> {
    underWay.add(work)
    return work.finally(() => underWay.delete(work))
  }

  async function openGateway() {
    const options = { clock, timeThere: async () => clock.wallMs() }
    const { reserveRead } = await openTestPostgres(databaseUrl, {}, options)
    const reserve: ReserveTurn | null = reserveRead && ((apartMs) => watched(reserveRead(apartMs)))
    const pace = createReadPace(clock, after, reserve)
    return async (name: string) => {
      if (await pace.turn(never)) await watched(fetch(`${url}/api/v1/integracao/${name}`))
    }
  }

  const gateways = await Promise.all(Array.from({ length: count }, openGateway))
  return {
    gateways,
    async passTo(endMs: number) {
      while (passedMs() < endMs) {
        await Promise.allSettled(underWay)
        await pass(underWay.size === 0 ? 5 : 0)
      }
    },
    /** What HubSoft was asked for in each tenth of a second. */
    heard() {
      const byTenth: string[] = []
      for (const { receivedAt, path } of emulator.ledger.requests) {
        const tenth = Math.floor((Date.parse(receivedAt) - clock.wallMs() + passedMs()) / 100)
        byTenth[tenth] = `${byTenth[tenth] ?? ''}${path.at(-1)}`
      }
      return byTenth.join(' ')
    },
  }
}

test('one gateway alone reads ten times a second, two of them by turns as often together', async () => {
  const { gateways, passTo, heard } = await openGateways(2)
  const [a, b] = gateways

  for (let reads = 0; reads < 20; reads += 1) void a?.('a')
  await passTo(1000)
  for (let reads = 0; reads < 10; reads += 1) void b?.('b')
  await passTo(3100)

  expect(heard()).toMatch(/^(a ){10}([ab] ){19}[ab]$/)
  // Either has one moment reserved as the other comes.
  expect(heard().replaceAll(' ', '').slice(12, 28)).toMatch(/^((ab){8}|(ba){8})$/)
})

test('a moment that is over is nobody’s, and one that lies too far ahead is of another time', async () => {
  const { clock, pass } = createHandClock(new Date('2026-03-02T12:00:00Z'))
  const server = { aheadMs: 0 }
  const timeThere = async () => clock.wallMs() + server.aheadMs
  const { reserveRead, confirmTime } = await openTestPostgres(
    await newPostgres(),
    {},
    { clock, timeThere },
  )
  const two = async () => [await reserveRead?.(100), await reserveRead?.(100)]

  expect([await two(), await two()]).toEqual([
    [0, 100],
    [200, 300],
  ])
  await pass(60_000)
  await confirmTime()
  expect(await two()).toEqual([0, 100])

  server.aheadMs = -3_600_000
  await pass(60_000)
  await confirmTime()
  expect(await two()).toEqual([0, 100])
})
