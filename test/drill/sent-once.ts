import type { GatewayAnswer } from '#src/contract/gateway-answer.ts'
import { referenceOf } from '#src/contract/reference.ts'
import { brokenOf, promises } from './promises.ts'
import type { WitnessedHubsoft } from './witnessed-hubsoft.ts'

/** One click, and what whoever sent it was told; no body where that was nothing of the gateway's. */
export type Sent = {
  usuario: string
  key: string
  posted: object
  begunMs: number
  endedMs: number
  status: number
  body: GatewayAnswer | null
}

export const seenOf = ({ key }: Sent, hubsoft: WitnessedHubsoft) =>
  hubsoft.seen(({ reference }) => reference === referenceOf(key))

/** What is broken to whoever clicks once and asks no more. */
export function brokenTo(sent: Sent, hubsoft: WitnessedHubsoft) {
  const { usuario, posted, begunMs, endedMs: atMs, status, body } = sent
  const told = { usuario, nome: usuario, route: 'send', posted, atMs, status } as const
  const evidence = {
    ...seenOf(sent, hubsoft),
    clicksMs: [begunMs],
    tells: body ? [{ ...told, body }] : [],
    faults: body ? [] : [`HTTP ${status}`],
    listings: hubsoft.listings,
    ...{ decisions: [], commits: [], lateMs: [], wasDiskFull: false },
    // They are told before anything has settled.
    ...{ timeoutMs: 0, settleMs: 0, slackMs: 0 },
  }
  return brokenOf(evidence, promises)
}
