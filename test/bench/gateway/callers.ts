import { randomUUID } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import { Agent, request } from 'undici'
import { demoCredentials } from '#src/emulator/server.ts'
import { signedIn, ticketRoute } from '../../gateway/running.ts'
import { ticketAt } from './tickets.ts'

/** One way to open a ticket. */
export type Way = { name: string; url: string; headers: (place: number) => Record<string, string> }

/** What came of one. */
export type Call = { place: number; ms: number; isOpened: boolean; lateMs: number }

// None of them meets the limit of what one may send in a minute.
const attendants = 2000

/** As a program would that has the account's token. */
export async function straightTo(hubsoftUrl: string): Promise<Way> {
  const answer = await fetch(`${hubsoftUrl}/oauth/token`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ grant_type: 'password', ...demoCredentials }),
  })
  const [, token = ''] = /"access_token":"([^"]+)"/.exec(await answer.text()) ?? []
  return {
    name: 'direct',
    url: hubsoftUrl,
    headers: () => ({ authorization: `Bearer ${token}`, accept: 'application/json' }),
  }
}

/** As the page does. */
export const through = (name: string, gatewayUrl: string): Way => ({
  name,
  url: gatewayUrl,
  headers: (place) => ({
    'idempotency-key': randomUUID(),
    'x-forwarded-for': `10.0.${place % 200}.${place % 250}`,
    ...signedIn(`atendente-${place % attendants}`),
  }),
})

/** Opens tickets this way at these moments, whatever becomes of the others. */
export async function callAt(moments: number[], firstPlace: number, way: Way): Promise<Call[]> {
  const agent = new Agent({ pipelining: 1 })
  const begunMs = performance.now()
  const calls: Promise<Call>[] = []
  for (const [index, atMs] of moments.entries()) {
    const earlyMs = begunMs + atMs - performance.now()
    if (earlyMs > 0) await setTimeout(earlyMs)
    calls.push(callOnce(firstPlace + index, begunMs + atMs, way, agent))
  }
  const all = await Promise.all(calls)
  await agent.close()
  return all
}

/** So many at once, each again as soon as it is answered, by turns these ways; what was answered after `warmUpMs`. */
export async function callFor(
  { warmUpMs, ms, atOnce }: { warmUpMs: number; ms: number; atOnce: number },
  firstPlace: number,
  ways: Way[],
): Promise<Call[]> {
  const agent = new Agent({ pipelining: 1 })
  const begunMs = performance.now()
  const answered: Call[] = []
  let place = firstPlace
  async function callOnAndOn(way: Way) {
    while (performance.now() < begunMs + ms) {
      const call = await callOnce(place++, performance.now(), way, agent)
      const atMs = performance.now() - begunMs
      if (atMs > warmUpMs && atMs < ms) answered.push(call)
    }
  }
  const callers = Array.from({ length: atOnce }, (_, nth) => ways[nth % ways.length])
  await Promise.all(callers.map((way) => way && callOnAndOn(way)))
  await agent.close()
  return answered
}

async function callOnce(place: number, dueMs: number, { url, headers }: Way, agent: Agent) {
  const startedMs = performance.now()
  const { statusCode, body } = await request(url + ticketRoute, {
    method: 'POST',
    dispatcher: agent,
    headers: { 'content-type': 'application/json', ...headers(place) },
    body: JSON.stringify(ticketAt(place)),
  })
  const text = await body.text()
  const isOpened = statusCode === 201 || (statusCode === 200 && text.includes('"protocolo"'))
  return { place, ms: performance.now() - startedMs, isOpened, lateMs: startedMs - dueMs }
}
