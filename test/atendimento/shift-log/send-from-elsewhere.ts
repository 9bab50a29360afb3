import { randomUUID } from 'node:crypto'
import type { House } from '../../house.ts'
import { openHouse } from '../open-page.tsx'
import { novo } from '../outcomes.ts'

/** A send by the same attendant from another computer; comes back once the gateway has answered. */
export async function sendFromElsewhere(
  { url }: House,
  fields: Partial<typeof novo> = {},
  headers: Record<string, string> = {},
): Promise<{ key: string; protocol: string }> {
  const key = randomUUID()
  const response = await fetch(new URL('/api/v1/integracao/atendimento', url), {
    method: 'POST',
    headers: {
      origin: new URL(url).origin,
      'content-type': 'application/json',
      'idempotency-key': key,
      ...headers,
    },
    body: JSON.stringify({ ...novo, ...fields }),
  })
  const body = await response.json()
  return { key, protocol: body.atendimento?.protocolo ?? '' }
}

/** A house with one send that HubSoft leaves without an answer until it is let. */
export async function openHouseWithPending() {
  const { promise, resolve } = Promise.withResolvers<void>()
  const house = await openHouse({
    env: { HUBSOFT_TIMEOUT_MS: '1500' },
    signsInAtStart: true,
    emulator: { wait: () => promise },
  })
  house.emulator.faults.inject({ route: 'atendimento', fault: 'slow', ms: 1 })
  const pending = await sendFromElsewhere(house)
  return { house, pending, letHubsoftAnswer: () => resolve() }
}
