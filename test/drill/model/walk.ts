import { randomUUID } from 'node:crypto'
import { performance } from 'node:perf_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod/mini'
import { isMessage, type Posted } from '#src/contract/nova-mensagem.ts'
import { novoAtendimento } from '#src/contract/novo-atendimento.ts'
import { referenceOf } from '#src/contract/reference.ts'
import { forMessages, type Ground, standIn } from '../../gateway/message-ground.ts'
import { createMovableClock } from '../../movable-clock.ts'
import {
  brokenOf,
  type Decision,
  type Evidence,
  endings,
  type Promises,
  promises,
  recorded,
  type Tell,
} from '../promises.ts'
import { startWitnessedHubsoft } from '../witnessed-hubsoft.ts'
import { type Asked, nameOf, settleMs, startGateway, timeoutMs } from './cuttable-gateway.ts'
import type { Cut, Sent, Step } from './walk-steps.ts'
import type { Files } from './witnessed-file.ts'

/** What a walk sends. */
export type Sends = 'tickets' | 'messages' | 'messages of no service'

/** What came of one walk. */
export type Walked = {
  /** The promises that were broken, by name, and after which step. */
  broken: string[]
  /** What was met on the way, one word each. */
  met: string[]
}

/** As either database says so. */
const fullDisk = /disk is full|No space left/
const hangsMs = 8000
const lookHangsMs = 200
// A commit is seen at the next thing that is noted.
const slackMs = 2000
const mostRounds = 60
/** What is left of a deadline, the settle time, and a few looks. */
const longestVerificationMs = timeoutMs + settleMs + 120_000
const isOpen = (state: string) => state === 'sending' || state === 'uncertain'
const untilNotKnownMs = [2500, 5000, 6000, settleMs, 6000, 6000]
const services = [
  { alive: 11000, cancelled: 11013 },
  { alive: 11002, cancelled: 11038 },
]
const texts = [
  { descricao: 'Sem acesso desde segunda-feira.' },
  { descricao: 'Outra coisa.' },
  { descricao: 'Sem acesso.', abrir_os: true },
  { descricao: 'De um serviço cancelado.' },
]
const permitted = { create: true, list: true, openWorkOrder: 'granted' } as const

function novoOf(key: number, text: number): Posted {
  const { alive = 0, cancelled = 0 } = services[key] ?? {}
  const fields = { nome: 'Bianca Couto', telefone: '37999112233', ...texts[text] }
  return z.parse(novoAtendimento, {
    descricao: '',
    ...fields,
    id_cliente_servico: text === 3 ? cancelled : alive,
  })
}

/** One text is a ticket's all the same, and one is for a ticket that is closed. */
function messageOf(key: number, text: number, ground: Ground, sends: Sends): Posted {
  if (text === 2) return novoOf(key, text)
  const { alive = 0 } = services[key] ?? {}
  return {
    id_atendimento: text === 3 ? ground.closed : ground.open,
    mensagem: texts[text]?.descricao ?? '',
    ...(sends === 'messages' && { id_cliente_servico: alive }),
  }
}

/** So long, of which this process had nothing to do for a quarter: what a busy machine does slowly doesn't hang. */
async function idle(ms: number) {
  const { idle } = performance.eventLoopUtilization()
  do await sleep(ms)
  while (performance.eventLoopUtilization().idle - idle < ms / 4)
}

/** A gateway that may be killed, on its file; HubSoft; and what everybody was told. */
async function enterWorld(files: Files, sends: Sends) {
  const time = createMovableClock(() => void file.commits())
  const file = await files.open(time)
  const keys = services.map(() => randomUUID())
  const rowOf = (reference: string) =>
    file.lastOf(keys.find((key) => referenceOf(key) === reference) ?? '')
  const hubsoft = await startWitnessedHubsoft({ time, momentMs, rowOf })
  const grounds: Ground[] = []
  for (const { alive } of sends === 'tickets' ? [] : services) {
    grounds.push(await standIn(hubsoft.url, alive))
  }
  const faults: string[] = []
  const met: string[] = []
  const tells = new Map<string, Tell[]>()
  const decisions = new Map<string, Decision[]>()
  const clicksMs = new Map<string, number[]>()
  const url = new URL(hubsoft.url)
  let wasDiskFull = false
  const onFault = (fault: unknown) => {
    // Also where a look that it cut short is joined after that.
    const isOfDisk = wasDiskFull && fullDisk.test(String(fault))
    if (!isOfDisk) faults.push(`nothing breaks: ${fault}`)
  }
  const start = () => startGateway({ file, url, time, onFault })
  let gateway = await start()

  /** Whatever is on disk by then was seen before. */
  function momentMs(): number {
    file.commits()
    return time.clock.monotonicMs()
  }

  async function restart() {
    met.push('restart')
    await gateway.cut()
    gateway = await start()
  }

  /** What hangs for as long as the clock says goes on when the clock does. */
  async function patiently<Value>(asked: Promise<Value>): Promise<Value | null> {
    for (let waitedMs = 0; waitedMs < hangsMs; waitedMs += lookHangsMs) {
      const first = await Promise.race([asked.then((value) => ({ value })), idle(lookHangsMs)])
      if (first) return first.value
      time.skip(11_000)
    }
    faults.push('everybody is answered: nobody was')
    return null
  }

  type Asking = Asked & { key: string; route: Tell['route']; posted: Posted | null }

  async function ask({ key, route, posted, ...asked }: Asking) {
    const answer = await gateway.ask(asked)
    if (!answer) return
    const { status, body } = answer
    if (!body) return void faults.push(`everybody is answered: HTTP ${status} of no known form`)
    const { usuario } = asked
    const nome = nameOf(usuario)
    const known = tells.get(key) ?? []
    tells.set(key, [...known, { usuario, nome, route, posted, status, body, atMs: momentMs() }])
    met.push(`told ${body.status === 'error' ? body.codigo : body.status}`)
  }

  const asking = (key: string, usuario: string, suffix: string): Asking => ({
    ...{ key, usuario, posted: null, path: `/${key}${suffix}` },
    ...(suffix === '' ? { method: 'GET', route: 'ask' } : { method: 'POST', route: 'look' }),
  })

  function toPost(place: number, { text, isSameText }: Sent): Posted {
    const row = file.lastOf(keys[place] ?? '')
    if (isSameText && row) return row.enviado
    const ground = grounds[place]
    return ground ? messageOf(place, text, ground, sends) : novoOf(place, text)
  }

  function post(place: number, posted: Posted, { usuario, resend }: Sent) {
    const key = keys[place] ?? ''
    const next = (file.lastOf(key)?.attempt ?? 1) + 1
    const number = resend === 'right' ? next : next + 1
    const atMs = momentMs()
    clicksMs.set(key, [...(clicksMs.get(key) ?? []), atMs])
    if (resend !== 'none') {
      decisions.set(key, [...(decisions.get(key) ?? []), { usuario, number, atMs }])
    }
    return ask({
      ...{ key, usuario, method: 'POST', route: 'send', posted, ...toSend(posted) },
      headers: {
        'idempotency-key': key,
        ...(resend !== 'none' && { 'x-reenvio': String(number) }),
      },
    })
  }

  async function cutDuring(asked: Promise<unknown>, cut: Cut, moment: Promise<void>) {
    const awaited = cut === 'at once' ? null : typeof cut === 'number' ? sleep(cut) : moment
    await Promise.race([asked, awaited])
    await restart()
  }

  async function send(place: number, sent: Sent) {
    if (sent.resend !== 'none' && sent.isPatient) {
      calm()
      for (const ms of untilNotKnownMs) await pass(ms)
    }
    const posted = toPost(place, sent)
    for (const fault of sent.faults) {
      hubsoft.faults.inject((isMessage(posted) && forMessages(fault)) || fault)
    }
    const isDiskFull = sent.fullDisk !== 'none'
    wasDiskFull ||= isDiskFull
    const [inserts, updates] = [sent.fullDisk === 'inserts', sent.fullDisk === 'updates']
    if (isDiskFull) await file.fill({ inserts, updates })
    const moment = hubsoft.nextPost(sent.cut === 'received' ? 'received' : 'carried out')
    const again = sent.isDouble ? [post(place, posted, sent)] : []
    const asked = Promise.all([post(place, posted, sent), ...again])
    if (sent.cut !== null) await cutDuring(asked, sent.cut, moment)
    await patiently(asked)
    if (isDiskFull) await file.fill({ inserts: false, updates: false })
  }

  function pass(ms: number) {
    time.skip(ms)
    return settle()
  }

  async function take(step: Step) {
    const key = keys[step.key] ?? ''
    switch (step.kind) {
      case 'send':
        return send(step.key, step)
      case 'ask':
      case 'look':
        for (const fault of step.faults) hubsoft.faults.inject(fault)
        await patiently(ask(asking(key, step.usuario, step.kind === 'ask' ? '' : '/conferir')))
        return
      case 'pass':
        return pass(step.ms)
      case 'set':
        return time.set(step.ms)
      case 'restart':
        return restart()
      case 'calm':
        return calm()
      case 'revoke':
        return hubsoft.revokeTokens()
      case 'permit':
        return hubsoft.setPermissions(step.permissions)
    }
  }

  function calm() {
    hubsoft.faults.clear()
    hubsoft.setPermissions(permitted)
  }

  const isQuiet = () =>
    file.countDue(gateway.nowMs()) === 0 && !keys.some((key) => gateway.isLookingFor(key))

  /** Lets what is due be done, unless it hangs. */
  const settle = () => until(isQuiet, lookHangsMs)

  async function settleForSure() {
    await until(isQuiet, hangsMs)
    if (!isQuiet()) faults.push('what is due is done: it is due again and again')
  }

  async function until(isSo: () => boolean, patienceMs: number) {
    const endMs = performance.now() + patienceMs
    while (!isSo() && performance.now() < endMs) await sleep(2)
  }

  /** HubSoft is well again, and time goes by until nothing more is planned. */
  async function end() {
    calm()
    for (const ms of [11_000, settleMs, 400_000]) {
      await pass(ms)
    }
    for (let round = 0; !gateway.isHubsoftThere() && round < mostRounds; round += 1) {
      time.skip(2500)
      await until(gateway.isHubsoftThere, 1000)
    }
    time.skip(61_000) // an account that was refused is tried again
    // What a busy disk took late is recorded by then.
    await Promise.race([gateway.rest(), idle(lookHangsMs)])
    await settleForSure()
    hubsoft.calm()
    const calmMs = time.clock.monotonicMs()
    for (let round = 0; round < mostRounds && faults.length === 0; round += 1) {
      const next = nextLookMs()
      if (next === null) break
      if (time.clock.monotonicMs() - calmMs > longestVerificationMs) expectVerified()
      time.skip(Math.max(next - gateway.nowMs() + 1, Math.ceil(7000 * 1.1 ** round)))
      await settleForSure()
    }
    time.skip(6000)
    for (const key of keys.filter((one) => clicksMs.has(one))) {
      await patiently(ask(asking(key, 'ana', '/conferir')))
      await patiently(ask(asking(key, 'ana', '')))
    }
  }

  /** However the clock was set before. */
  function expectVerified() {
    const open = keys.flatMap((key) => file.lastOf(key)?.state ?? []).filter(isOpen)
    if (open.length > 0) faults.push(`verification ends in its time: it is still ${open}`)
  }

  function nextLookMs(): number | null {
    const planned = keys.flatMap((key) => file.lastOf(key)?.next_look_at ?? [])
    return planned.length === 0 ? null : Math.min(...planned)
  }

  const evidenceOf = (key: string): Evidence => ({
    ...{ reference: referenceOf(key), timeoutMs, settleMs, slackMs, wasDiskFull },
    ...hubsoft.seen(({ reference }) => reference === referenceOf(key)),
    listings: hubsoft.listings,
    commits: file.commits().filter((one) => one.key === key),
    clicksMs: clicksMs.get(key) ?? [],
    tells: tells.get(key) ?? [],
    decisions: decisions.get(key) ?? [],
    canBeLookedFor: sends !== 'messages of no service',
    ...{ lateMs: [], faults: [] },
  })

  return {
    take,
    end,
    /** What must not be, by now. */
    broken: (which: Promises) => [
      ...faults,
      ...keys
        .flatMap((key) => brokenOf(evidenceOf(key), which))
        .map(({ promise, what }) => `${promise}: ${what}`),
    ],
    met: () => [
      ...met,
      ...keys.flatMap((key) => {
        const { commits, tickets } = evidenceOf(key)
        const last = commits.at(-1)
        return [
          ...(last ? [`ends ${last.state}`] : []),
          ...(last && isMessage(last.enviado) ? [`a message ends ${last.state}`] : []),
          ...(tickets.length > 1 ? ['two tickets'] : []),
          ...(last && last.attempt > 1 ? ['resent'] : []),
          ...commits.flatMap(({ state }) => (state === 'unknown' ? ['not known'] : [])),
        ]
      }),
    ],
    async leave() {
      await gateway.cut()
      await hubsoft.stop()
      await file.close()
    },
  }
}

/** Where it is posted, and how it looks there. */
function toSend(posted: Posted): Pick<Asked, 'path' | 'body'> {
  if (!isMessage(posted)) return { path: '', body: posted }
  const { id_atendimento, ...body } = posted
  return { path: `/adicionar_mensagem/${id_atendimento}`, body }
}

/** Takes the steps, and looks at every promise after each of them and at the end. */
export async function walk(steps: Step[], files: Files, sends: Sends = 'tickets'): Promise<Walked> {
  const world = await enterWorld(files, sends)
  try {
    for (const [place, step] of steps.entries()) {
      await world.take(step)
      const broken = world.broken({ ...promises, ...recorded })
      if (broken.length > 0)
        return { broken: broken.map((one) => `${one} (step ${place})`), met: [] }
    }
    await world.end()
    const broken = world.broken({ ...promises, ...recorded, ...endings })
    return { broken: broken.map((one) => `${one} (end)`), met: world.met() }
  } finally {
    await world.leave()
  }
}
