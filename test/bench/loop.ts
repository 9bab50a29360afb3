import { randomInt, randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Environment } from '#src/gateway/config/environment.ts'
import { createPasswords } from '#src/gateway/session/passwords.ts'
import { writeAttendants } from '#src/gateway/session/write-attendants.ts'
import { behindProxy, exchange, newTicket, signedIn, talkTo } from '../gateway/running.ts'
import { hostileTexts } from '../hostile-texts.ts'
import { settingsFor, startGatewayProcess, warmGateway } from '../process.ts'
import { seedAnswer } from '../samples.ts'
import { type Scripted, startScriptedHubsoft } from '../scripted-hubsoft.ts'
import type { Figure, Run } from './figure.ts'
import { exactly, quantile } from './interval.ts'

// What the monitor's own timer takes between two looks (prom-client's eventLoopMonitoringPrecision).
const monitorMs = 10
const targetMs = 50
const target = { atMost: targetMs }

type World = { url: string; say: (answer: Scripted) => void; list: (answer: Scripted) => void }
type Measuring = Pick<Run, 'say'> & { rounds: number }
type Case = { name: string; run: (world: World) => Promise<unknown> }

// Nobody meets the limit of what one may ask in a minute.
const somebody = () => signedIn(randomUUID())
const json = { 'content-type': 'application/json' }
const post = (url: string, body: object | string, who = somebody()) => talkTo(url, who).post(body)

/** What our own door has to bear, in proxy mode. */
function requests(): Case[] {
  const fields = ['id_cliente_servico', 'descricao', 'nome', 'telefone', 'email', 'abrir_os', 'x']
  const inFields = Object.entries(hostileTexts(63_000)).flatMap(([what, text]) =>
    fields.map((field) => ({
      name: `${field}: ${what}`,
      run: ({ url }: World) => post(url, { ...newTicket, [field]: text }),
    })),
  )
  const manyKeys = Object.fromEntries(Array.from({ length: 8000 }, (_, key) => [`k${key}`, 0]))
  const header = Buffer.from(hostileTexts(15_000).marks).toString('latin1')
  return [
    { name: 'an ordinary ticket', run: ({ url }) => post(url, newTicket) },
    ...inFields,
    { name: '8,000 unknown keys', run: ({ url }) => post(url, { ...newTicket, ...manyKeys }) },
    {
      name: 'a text of marks as unknown key',
      run: ({ url }) => post(url, { ...newTicket, [hostileTexts(63_000).marks]: 1 }),
    },
    {
      name: 'JSON nested 32,000 deep',
      run: ({ url }) => post(url, `{"nome":${'['.repeat(32_000)}${']'.repeat(32_000)}}`),
    },
    { name: 'user header: marks', run: ({ url }) => post(url, newTicket, signedIn(header)) },
    {
      name: 'name header: marks',
      run: ({ url }) => post(url, newTicket, signedIn(randomUUID(), header)),
    },
  ]
}

/** At sign-in, where a body has 4 kB. */
function signIns(): Case[] {
  const signIn = ({ url }: World, usuario: string, senha: string) =>
    exchange(`${url}/api/sessao`, {
      method: 'POST',
      headers: { ...json, 'x-forwarded-for': `10.0.0.${randomInt(250)}` },
      body: JSON.stringify({ usuario, senha }),
    })
  return Object.entries(hostileTexts(3900)).flatMap(([what, text]) => [
    { name: `usuario: ${what}`, run: (world) => signIn(world, text, 'x') },
    { name: `senha: ${what}`, run: (world) => signIn(world, 'ana', text) },
  ])
}

/** What HubSoft may answer to a ticket, and list. */
function hubsoftAnswers(): Case[] {
  const send = ({ url }: World) => post(url, newTicket)
  const answered = (name: string, answer: Scripted): Case => ({
    name: `answer, ${name}`,
    run(world) {
      world.say(answer)
      return send(world)
    },
  })
  const texts = {
    ...hostileTexts(63_000),
    tags: '<'.repeat(63_000),
    signatures: ' | Atendente: '.repeat(4500),
  }
  return Object.entries(texts).flatMap(([what, text]) => {
    const sentences = Array.from({ length: 100 }, (_, place) =>
      text.slice(place * 600, place * 600 + 1900),
    )
    const atendimento = { ...seedAnswer.atendimento, status: text }
    const item = { ...seedAnswer.atendimento, descricao_abertura: text }
    return [
      answered(`description: ${what}`, {
        body: { ...seedAnswer, atendimento: { ...atendimento, descricao_abertura: text } },
      }),
      answered(`protocol: ${what}`, {
        body: { ...seedAnswer, atendimento: { ...atendimento, protocolo: text } },
      }),
      answered(`msg: ${what}`, { body: { status: 'error', msg: text } }),
      answered(`100 sentences: ${what}`, {
        body: { status: 'error', msg: 'Não.', errors: sentences },
      }),
      answered(`100 sentences and a trace: ${what}`, {
        body: { status: 'error', msg: text.slice(0, 1900), trace: text },
      }),
      answered(`retry_after: ${what}`, { status: 429, body: { retry_after: text } }),
      {
        name: `list of 50 descriptions: ${what}`,
        async run(world: World) {
          world.say({ instead: 'reset' })
          world.list({ body: { status: 'success', atendimentos: Array(50).fill(item) } })
          const [key, desk] = [randomUUID(), talkTo(world.url, somebody())]
          await desk.post(newTicket, { key })
          await desk.lookNow(key)
        },
      },
    ]
  })
}

/** How long the event loop stood still at most since the last call, as the process itself measured. */
async function stoppedMs(url: string): Promise<number> {
  // Its timer has to run after a stop, and again after each scrape before it counts anew.
  await setTimeout(5 * monitorMs)
  const { text } = await exchange(`${url}/metrics`)
  await setTimeout(5 * monitorMs)
  const [, seconds] = /^\w+_nodejs_eventloop_lag_max_seconds (\S+)$/m.exec(text) ?? []
  return Number(seconds) * 1000 - monitorMs
}

/** What is the request's own shows every time; the rest is the machine's. */
async function measure(world: World, { name, run }: Case, { rounds, say }: Measuring) {
  const stops: number[] = []
  for (let round = 0; round < rounds; round += 1) {
    await stoppedMs(world.url)
    await run(world)
    stops.push(await stoppedMs(world.url))
  }
  const figures = [0, 0.5, 1].map((q) => quantile(stops, q))
  const [least = Number.NaN] = figures
  const columns = figures.map((ms) => ms.toFixed(1).padStart(8))
  say(`  ${least < targetMs ? ' ' : '*'} ${columns.join('')}  ${name}`)
  return { name, least }
}

/** The case that stops the longest, of all of one kind. */
async function worstOf(what: string, env: Environment, cases: Case[], measuring: Measuring) {
  let said: Scripted = { status: 422, body: { status: 'error', msg: 'Não.' } }
  let listed: Scripted = { body: { status: 'success', atendimentos: [] } }
  const hubsoft = await startScriptedHubsoft(
    () => said,
    undefined,
    () => listed,
  )
  const gateway = await startGatewayProcess({
    ...settingsFor(hubsoft.url),
    ...env,
  })
  const world: World = {
    url: gateway.url,
    say: (answer) => {
      said = answer
    },
    list: (answer) => {
      listed = answer
    },
  }
  try {
    const measured: { name: string; least: number }[] = []
    for (const one of cases) measured.push(await measure(world, one, measuring))
    const [worst] = measured.toSorted((a, b) => b.least - a.least)
    const stopped = exactly(worst?.least ?? Number.NaN)
    const detail = `${worst?.name}; ${cases.length} tried`
    return { name: what, unit: 'ms', measured: stopped, detail, target } as const
  } finally {
    await gateway.stop()
    await hubsoft.stop()
  }
}

/** How long one request, or one answer of HubSoft's, stops the gateway for everybody. */
export async function loop({ isQuick, rounds = isQuick ? 1 : 5, say }: Run): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-loop-'))
  const measuring = { rounds, say }
  try {
    say(`  event loop stopped, ms: least, median, most of ${rounds}; * is above ${targetMs}`)
    await warmGateway()
    const ATTENDANTS_FILE = join(folder, 'atendentes.json')
    const senha = await createPasswords().hash('senha-da-ana')
    writeAttendants(ATTENDANTS_FILE, [{ usuario: 'ana', nome: 'Ana', senha }])
    const local = { AUTH_MODE: 'local', ATTENDANTS_FILE, TRUSTED_PROXIES: '127.0.0.1' }
    const stopped = 'event loop stopped by one'
    return [
      await worstOf(`${stopped} request`, behindProxy, requests(), measuring),
      await worstOf(`${stopped} answer of HubSoft's`, behindProxy, hubsoftAnswers(), measuring),
      await worstOf(`${stopped} sign-in`, local, signIns(), measuring),
    ]
  } finally {
    await rm(folder, { recursive: true })
  }
}
