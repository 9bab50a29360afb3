import { randomUUID } from 'node:crypto'
import type { OutgoingHttpHeaders } from 'node:http'
import type { FaultOrderInput } from '#src/emulator/faults/faults.ts'
import { type Answer, newTicket, openHouse, ticketRoute, told } from '../running.ts'

type Options = NonNullable<Parameters<typeof openHouse>[0]> & {
  /** Of every request here. */
  headers?: OutgoingHttpHeaders
}

/** Where no answer says what came of a ticket that was never stored. */
export const lost: FaultOrderInput = { route: 'atendimento', fault: 'reset-before' }
export const unreadableList = (times = 1): FaultOrderInput => ({
  route: 'listagem',
  fault: 'unknown-list-key',
  times,
})

/** Real gateway and emulator, whose clocks a test sets forward instead of waiting. */
export async function openHastyHouse({ headers = {}, ...options }: Options = {}) {
  const house = await openHouse(options)
  const { skip } = house

  const post = (key: string, body: object = newTicket, more: OutgoingHttpHeaders = {}) =>
    house.post(body, { key, headers: { ...headers, ...more } })
  const ask = (key: string) => house.ask(key, { headers })
  const lookNow = (key: string, more: OutgoingHttpHeaders = {}) =>
    house.send(`${ticketRoute}/${key}/conferir`, {
      method: 'POST',
      headers: { origin: house.url, ...headers, ...more },
    })

  /** Looks until no more is verified. */
  async function verify(key: string): Promise<Answer> {
    // Past time-out and settle time.
    skip(81_000)
    for (;;) {
      skip(5000)
      const answer = await lookNow(key)
      if (answer.status === 200 && told(answer).status !== 'pending') return answer
    }
  }

  return {
    ...house,
    post,
    ask,
    lookNow,
    resend: (
      key: string,
      attempt: number,
      body: object = newTicket,
      more: OutgoingHttpHeaders = {},
    ) => post(key, body, { 'x-reenvio': String(attempt), ...more }),
    verify,
    /** A new key of a send that is unknown. */
    async loseOne(): Promise<string> {
      const key = randomUUID()
      house.faults.inject(lost)
      await post(key)
      await verify(key)
      skip(5000)
      return key
    },
    looks: () =>
      house.ledger.requests.filter(({ path }) => path === '/api/v1/integracao/cliente/atendimento'),
  }
}

export type HastyHouse = Awaited<ReturnType<typeof openHastyHouse>>
