// `npm run bench:journal`: what a ticket costs on a journal of a million, beside an empty one, in one run.
import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { arch, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { Agent, request } from 'undici'
import { startEmulator } from '#src/emulator/server.ts'
import { openDatabase } from '#src/gateway/database/open-database.ts'
import { createJournal } from '#src/gateway/journal/journal.ts'
import type { Answer } from '#src/gateway/journal/transition.ts'
import { arrivingAt, rowOf } from '../gateway/journal/a-row.ts'
import { behindProxy, newTicket, signedIn, ticketRoute } from '../gateway/running.ts'
import { memoryMiBOf, settingsFor, startGatewayProcess, warmGateway } from '../process.ts'
import { quantile } from './interval.ts'
import { makeJournal } from './large-journal.ts'

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '5' },
    tickets: { type: 'string', default: '200' },
  },
})
const [rows, rounds, tickets] = [values.rows, values.rounds, values.tickets].map(Number)

const median = (all: number[]) => quantile(all, 0.5)
const ms = (figure: number) => `${figure.toFixed(2)} ms`

type Side = {
  name: string
  file: string
  startsMs: number[]
  ticketsMs: number[]
  journalMs: number[]
  peaksMiB: number[]
}

const side = (name: string, folder: string): Side => ({
  name,
  file: join(folder, `${name}.db`),
  startsMs: [],
  ticketsMs: [],
  journalMs: [],
  peaksMiB: [],
})

async function timed(into: number[], work: () => Promise<unknown>) {
  const begun = performance.now()
  await work()
  into.push(performance.now() - begun)
}

async function startOn({ file, startsMs }: Side, hubsoftUrl: string) {
  const begun = performance.now()
  const gateway = await startGatewayProcess({
    ...{ ...behindProxy, ...settingsFor(hubsoftUrl) },
    DATABASE_URL: `file:${file}`,
  })
  startsMs.push(performance.now() - begun)
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

/** Ticket by ticket on one side and the other, so that whatever else goes on meets both. */
async function alternate(sides: Side[], count: number, work: (side: Side) => Promise<unknown>) {
  for (let turn = 0; turn < count; turn += 1) {
    for (const one of turn % 2 ? sides.toReversed() : sides) await work(one)
  }
}

async function throughGateways(sides: Side[]) {
  const hubsoft = await startEmulator()
  const agent = new Agent({ connections: 1 })
  const running = new Map<Side, Awaited<ReturnType<typeof startGatewayProcess>>>()
  for (const one of sides) running.set(one, await startOn(one, hubsoft.url))
  const open = (one: Side) => openTicket(running.get(one)?.url ?? '', agent)
  await alternate(sides, 50, open)
  await alternate(sides, tickets ?? 0, (one) => timed(one.ticketsMs, () => open(one)))
  for (const [{ peaksMiB }, { pid, stop }] of running) {
    peaksMiB.push(await memoryMiBOf(pid, 'HWM'))
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
    const database = await openDatabase(one.file)
    opened.defer(() => database.destroy())
    journals.set(one, createJournal({ database, settleMs: 60_000 }))
  }
  async function keep(one: Side) {
    const journal = journals.get(one)
    const row = newRow()
    await journal?.find(row.key)
    await journal?.claim(row)
    await journal?.apply(row.key, { kind: 'answered', by: row, answer: refusal }, new Date())
  }
  await alternate(sides, 50, keep)
  await alternate(sides, tickets ?? 0, (one) => timed(one.journalMs, () => keep(one)))
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

async function print(one: Side) {
  const { size } = await stat(one.file)
  console.log(
    [
      `${one.name} (${(size / 1e6).toFixed(0)} MB)`,
      `start to listening ${ms(median(one.startsMs))}`,
      `ticket p50 ${ms(median(one.ticketsMs))}, p95 ${ms(quantile(one.ticketsMs, 0.95))}`,
      `journal calls p50 ${ms(median(one.journalMs))}, p95 ${ms(quantile(one.journalMs, 0.95))}`,
      `peak ${Math.max(...one.peaksMiB).toFixed(0)} MiB`,
    ].join('; '),
  )
}

const folder = await mkdtemp(join(tmpdir(), 'bench-journal-'))
try {
  const [empty, large] = [side('empty', folder), side('large', folder)]
  const machine = `${cpus()[0]?.model.trim()} × ${cpus().length}, ${process.platform} ${arch()}`
  console.log(`Node ${process.version}, ${machine}`)
  console.log(`${rounds} rounds of ${tickets} tickets on each; making ${rows} rows, please wait`)
  await makeJournal(empty.file, 0)
  await makeJournal(large.file, rows ?? 0)
  await warmGateway()
  for (let round = 0; round < (rounds ?? 0); round += 1) {
    const order = round % 2 ? [large, empty] : [empty, large]
    await throughGateways(order)
    await journalAlone(order)
  }
  for (const one of [empty, large]) await print(one)
  const ratio = (figures: (one: Side) => number[]) =>
    (median(figures(large)) / median(figures(empty))).toFixed(3)
  console.log(`ticket ${ratio(({ ticketsMs }) => ticketsMs)} × (target 1.1)`)
  console.log(`journal calls ${ratio(({ journalMs }) => journalMs)} ×`)
} finally {
  await rm(folder, { recursive: true })
}
