import { spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pLimit from 'p-limit'
import { Agent, request } from 'undici'
import { behindProxy, newTicket, signedIn, ticketRoute } from '../gateway/running.ts'
import { memoryMiBOf, settingsFor, startGatewayProcess, warmGateway } from '../process.ts'
import type { Figure, Run } from './figure.ts'
import { exactly } from './interval.ts'

/** How many are under way at a time. */
const lanes = 32
const [sampleMs, settledMs] = [100, 5000]
// None of them meets the limit of what one may send in a minute.
const attendants = 2000

const residentMiB = (pid: number | undefined) => memoryMiBOf(pid, 'RSS')

// Without the limits that the real one has, which are looked at elsewhere.
const hubsoftProgram = `
  import { startEmulator } from '#src/emulator/server.ts'
  console.log((await startEmulator()).url)`

async function startHubsoft() {
  const child = spawn(process.execPath, ['--input-type=module', '-e', hubsoftProgram], {
    cwd: fileURLToPath(new URL('../..', import.meta.url)),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [said] = await once(child.stdout, 'data')
  return { url: String(said).trim(), stop: () => child.kill() }
}

async function openTicket(url: string, agent: Agent, place: number) {
  const { statusCode, body } = await request(url + ticketRoute, {
    method: 'POST',
    dispatcher: agent,
    headers: {
      'content-type': 'application/json',
      'idempotency-key': randomUUID(),
      'x-forwarded-for': `10.0.${place % 200}.${place % 250}`,
      ...signedIn(`atendente-${place % attendants}`),
    },
    body: JSON.stringify({ ...newTicket, id_cliente_servico: 11_002 }),
  })
  await body.dump()
  return statusCode
}

async function underLoad(url: string, pid: number | undefined, sends: number) {
  const agent = new Agent({ connections: lanes })
  const limit = pLimit(lanes)
  const samples: number[] = []
  const sampling = setInterval(async () => samples.push(await residentMiB(pid)), sampleMs)
  const begun = performance.now()
  const statuses = await Promise.all(
    Array.from({ length: sends }, (_, place) => limit(openTicket, url, agent, place)),
  )
  const seconds = (performance.now() - begun) / 1000
  clearInterval(sampling)
  await agent.close()
  const opened = statuses.filter((status) => status === 201).length
  if (opened < sends) throw new Error(`${sends - opened} of ${sends} were not opened.`)
  return { seconds, peak: Math.max(...samples), last: samples.slice(-20) }
}

/**
 * What the gateway holds in memory at rest, under as many sends as it can take, and half a minute later. It runs as
 * `npm start` runs it; HubSoft is a process of its own.
 */
export async function memory({ isQuick, say }: Run): Promise<Figure[]> {
  const [sends, restS] = isQuick ? [2000, 3] : [20_000, 30]
  say(`  ${sends} sends, ${lanes} at a time`)
  await warmGateway()
  const hubsoft = await startHubsoft()
  const gateway = await startGatewayProcess({ ...behindProxy, ...settingsFor(hubsoft.url) })
  try {
    await sleep(settledMs)
    const atRest = await residentMiB(gateway.pid)
    const { seconds, peak, last } = await underLoad(gateway.url, gateway.pid, sends)
    await sleep(restS * 1000)
    const after = await residentMiB(gateway.pid)
    const speed = `${(sends / seconds).toFixed(0)} sends a second`
    const detail = `${speed}; ${Math.max(...last).toFixed(0)} MiB at the end`
    const mib = { unit: 'MiB', target: { atMost: 120 } } as const
    return [
      { name: 'memory at rest', measured: exactly(atRest), ...mib },
      { name: `memory, ${lanes} sends at a time`, measured: exactly(peak), ...mib, detail },
      { name: `memory ${restS} s later`, unit: 'MiB', measured: exactly(after) },
    ]
  } finally {
    await gateway.stop()
    hubsoft.stop()
  }
}
