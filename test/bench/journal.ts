import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Agent, request } from 'undici'
import { startEmulator } from '#src/emulator/server.ts'
import { openSqlite } from '#src/gateway/database/sqlite/open-sqlite.ts'
import { createJournal } from '#src/gateway/journal/journal.ts'
import type { Answer } from '#src/gateway/journal/transition.ts'
import { arrivingAt, rowOf } from '../gateway/journal/a-row.ts'
import { behindProxy, newTicket, signedIn, ticketRoute } from '../gateway/running.ts'
import { memoryMiBOf, settingsFor, startGatewayProcess, warmGateway } from '../process.ts'
import type { Figure, Run } from './figure.ts'
import { median, ratioOf } from './interval.ts'
import { makeJournal } from './large-journal.ts'
import { inTurn } from './serving.ts'

const smallest = 1000
const larger = [10_000, 100_000, 1_000_000]
const [tickets, warmUp] = [200, 50]

type Side = {
  name: string
  rows: number
  file: string
  /** Of each round, in ms: until it listens, its median ticket, its median of the journal's calls alone. */
  starts: number[]
  through: number[]
  alone: number[]
  peaksMiB: number[]
}

const inWords = (rows: number) => rows.toLocaleString('en')

/** What a ticket costs on a large journal beside a small one, through the gateway and in the journal alone. */
export async function journal({ isQuick, rounds = isQuick ? 2 : 5, say }: Run): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-journal-'))
  const side = (name: string, rows: number): Side => ({
    ...{ name, rows, file: join(folder, `${name}.db`) },
    ...{ starts: [], through: [], alone: [], peaksMiB: [] },
  })
  const small = side(inWords(smallest), smallest)
  const again = side(`${inWords(smallest)}, again`, smallest)
  const large = (isQuick ? [100_000] : larger).map((rows) => side(inWords(rows), rows))
  const sides = [small, ...large, again]
  try {
    say(`  ${rounds} rounds of ${tickets} tickets on journals of so many rows; making them first`)
    for (const { file, rows } of sides) await makeJournal(file, rows)
    await warmGateway()
    for (let round = 0; round < rounds; round += 1) {
      await throughGateways(inTurn(sides, round))
      await journalAlone(inTurn(sides, round))
    }
    for (const one of sides) say(await describe(one))
  } finally {
    await rm(folder, { recursive: true })
  }
  return large.flatMap((one): Figure[] => [
    {
      name: `ticket on ${one.name} rows ÷ on ${small.name}`,
      unit: '×',
      measured: ratioOf(one.through, small.through),
      noise: ratioOf(again.through, small.through),
      target: { atMost: 1.1 },
    },
    {
      name: `the journal's part of it`,
      unit: '×',
      measured: ratioOf(one.alone, small.alone),
      noise: ratioOf(again.alone, small.alone),
    },
  ])
}

/** The median of as many as each side does, ticket by ticket on one and the next: whatever else goes on meets all. */
async function medians(sides: Side[], work: (side: Side) => Promise<unknown>) {
  const times = new Map<Side, number[]>(sides.map((one) => [one, []]))
  for (let turn = 0; turn < warmUp + tickets; turn += 1) {
    for (const one of inTurn(sides, turn)) {
      const begun = performance.now()
      await work(one)
      if (turn >= warmUp) times.get(one)?.push(performance.now() - begun)
    }
  }
  return (one: Side) => median(times.get(one) ?? [])
}

async function startOn({ file, starts }: Side, hubsoftUrl: string) {
  const begun = performance.now()
  const gateway = await startGatewayProcess({
    ...{ ...behindProxy, ...settingsFor(hubsoftUrl) },
    DATABASE_URL: `file:${file}`,
  })
  starts.push(performance.now() - begun)
  return gateway
}

let sent = 0

async function openTicket(url: string, agent: Agent) {
  sent += 1
  const { statusCode, body } = await request(url + ticketRoute, {
    method: 'POST',
    dispatcher: agent,
    headers: {
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      // None of them meets the limit of what one may send in a minute.
      ...signedIn(`atendente-${sent % 300}`),
    },
    body: JSON.stringify({ ...newTicket, id_cliente_servico: 11_002 }),
  })
  await body.dump()
  if (statusCode !== 201) throw new Error(`HTTP ${statusCode} in place of a ticket`)
}

async function throughGateways(sides: Side[]) {
  const hubsoft = await startEmulator()
  const agent = new Agent({ connections: 1 })
  const running = new Map<Side, Awaited<ReturnType<typeof startGatewayProcess>>>()
  for (const one of sides) running.set(one, await startOn(one, hubsoft.url))
  const medianOf = await medians(sides, (one) => openTicket(running.get(one)?.url ?? '', agent))
  for (const [one, { pid, stop }] of running) {
    one.through.push(medianOf(one))
    one.peaksMiB.push(await memoryMiBOf(pid, 'HWM'))
    await stop()
  }
  await agent.close()
  await hubsoft.stop()
}

/** What a ticket asks of the journal: is it known, its row, its outcome. */
async function journalAlone(sides: Side[]) {
  const journals = new Map<Side, ReturnType<typeof createJournal>>()
  await using opened = new AsyncDisposableStack()
  for (const one of sides) {
    const database = await openSqlite(one.file)
    opened.defer(() => database.destroy())
    journals.set(one, createJournal({ database, settleMs: 60_000 }))
  }
  const medianOf = await medians(sides, async (one) => {
    const journal = journals.get(one)
    const row = newRow()
    await journal?.find(row.key)
    const claimed = await journal?.claim(row)
    const event = { kind: 'answered', by: row, answer: refusal } as const
    await journal?.apply(row.key, event, new Date(), claimed ?? undefined)
  })
  for (const one of sides) one.alone.push(medianOf(one))
}

const refusal: Answer = {
  kind: 'refused',
  sentences: ['x'.repeat(400)],
  permission: false,
  inDoubt: false,
}

function newRow() {
  const now = new Date()
  return rowOf({
    ...arrivingAt(now),
    key: randomUUID(),
    attendant: { usuario: `atendente-${now.getTime() % 60}`, nome: 'Ana Beatriz de Souza' },
    novo: { ...newTicket, descricao: 'x'.repeat(130) },
  })
}

async function describe({ name, file, starts, through, alone, peaksMiB }: Side) {
  const { size } = await stat(file)
  const ms = (all: number[]) => `${median(all).toFixed(2)} ms`
  return [
    `    ${name} (${(size / 1e6).toFixed(0)} MB): listens after ${median(starts).toFixed(0)} ms`,
    `ticket ${ms(through)}, the journal's part ${ms(alone)}`,
    `peak ${Math.max(...peaksMiB).toFixed(0)} MiB`,
  ].join('; ')
}
