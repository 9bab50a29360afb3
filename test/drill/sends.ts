import type { GatewayAnswer } from '#src/contract/gateway-answer.ts'
import { referenceOf } from '#src/contract/reference.ts'
import { customers } from '#src/emulator/customers.ts'
import { brokenOf, nameOf, promises } from './promises.ts'
import type { WitnessedHubsoft } from './witnessed-hubsoft.ts'

const services = customers
  .flatMap(({ servicos }) => servicos)
  .filter(({ status_prefixo }) => status_prefixo !== 'cancelado')
  .map(({ id_cliente_servico }) => id_cliente_servico)

/** One of many, since a look says nothing where a list is full of tickets of the same day. */
export const serviceOf = (place: number) => services[place % services.length] ?? 11000

export const codigoOf = (answer: GatewayAnswer) =>
  answer.status === 'error' ? answer.codigo : answer.status

/** How often each of these was met. */
export function countBy(names: string[]) {
  const groups = Map.groupBy(names, (name) => name)
  return Object.fromEntries([...groups].map(([name, all]) => [name, all.length]))
}

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
  const { key, usuario, posted, begunMs, endedMs: atMs, status, body } = sent
  const told = { usuario, nome: usuario, route: 'send', posted, atMs, status } as const
  const seen = seenOf(sent, hubsoft)
  const stands = seen.tickets.map(({ protocolo }) => protocolo)
  const isLie = body?.status === 'error' && stands.length > 0
  const evidence = {
    ...seen,
    reference: referenceOf(key),
    clicksMs: [begunMs],
    tells: body ? [{ ...told, body }] : [],
    // Whatever the no, of this key nothing else was sent.
    faults: [...(body ? [] : [`HTTP ${status}`]), ...(isLie ? [`${nameOf(body)}: ${stands}`] : [])],
    listings: hubsoft.listings,
    ...{ decisions: [], commits: [], lateMs: [], wasDiskFull: false, canBeLookedFor: true },
    // They are told before anything has settled.
    ...{ timeoutMs: 0, settleMs: Number.POSITIVE_INFINITY, slackMs: 0 },
  }
  return brokenOf(evidence, promises)
}
