import { randomUUID } from 'node:crypto'
import type { OutgoingHttpHeaders } from 'node:http'
import type { FaultOrderInput } from '#src/emulator/faults/faults.ts'
import { type Answer, newTicket, openHouse, told } from '../running.ts'

/** Where no answer says what came of a ticket that was never stored. */
export const lost: FaultOrderInput = { route: 'atendimento', fault: 'reset-before' }
export const unreadableList = (times = 1): FaultOrderInput => ({
  route: 'listagem',
  fault: 'unknown-list-key',
  times,
})

/** Real gateway and emulator, whose clocks a test sets forward instead of waiting. */
export async function openHastyHouse(options: Parameters<typeof openHouse>[0] = {}) {
  const house = await openHouse(options)
  const { skip, lookNow } = house

  const post = (key: string, body: object = newTicket, headers: OutgoingHttpHeaders = {}) =>
    house.post(body, { key, headers })

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
    resend: (key: string, attempt: number, body: object = newTicket) =>
      post(key, body, { 'x-reenvio': String(attempt) }),
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
