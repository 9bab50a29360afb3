import { randomUUID } from 'node:crypto'
import type { OutgoingHttpHeaders } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { expect, onTestFinished } from 'vitest'
import { readGatewayAnswer } from '#src/contract/gateway-answer.ts'
import { startEmulator } from '#src/emulator/server.ts'
import { newPostgres } from '../gateway/on-postgres.ts'
import { type Answer, exchange, newTicket, ticketRoute, ticketsIn } from '../gateway/running.ts'
import { ana, letIn } from '../house.ts'
import { freePort, settingsFor, startGatewayProcess } from '../process.ts'
import { testWith } from '../program.ts'
import { publicHost, startNginx } from './nginx-process.ts'

const [sends, atOnce, killedAt] = [24, 8, 6]
const momentMs = 50
/** Whoever clicks sooner than the gateways' clocks tell apart is told that nothing is known, and asks again. */
const readsMs = 500

/** A HubSoft that takes a moment, and says whenever it is asked for a ticket. */
async function startHubsoft(onTicket: (nth: number) => void) {
  let asked = 0
  const { url, emulator, stop } = await startEmulator({
    async through(request, answer) {
      if (request.method !== 'POST' || !request.url.endsWith(ticketRoute)) return answer(request)
      asked += 1
      onTicket(asked)
      const response = await answer(request)
      await setTimeout(momentMs)
      return response
    },
  })
  onTestFinished(stop)
  return { url, opened: ticketsIn(emulator.ledger) }
}

/** Two processes on one database, as two machines would have them. */
async function startTwo(hubsoftUrl: string) {
  const [{ env, remove }, DATABASE_URL] = await Promise.all([letIn(ana), newPostgres()])
  onTestFinished(remove)
  const start = async () => {
    const port = await freePort()
    const gateway = await startGatewayProcess({
      ...{ ...settingsFor(hubsoftUrl), ...env, DATABASE_URL, PORT: String(port) },
      ...{ PUBLIC_ORIGIN: `https://${publicHost}`, TRUSTED_PROXIES: '127.0.0.1' },
      // What the one that dies leaves is looked for after the one, and given up after both.
      ...{ HUBSOFT_TIMEOUT_MS: '3000', HUBSOFT_SETTLE_MS: '500' },
    })
    return { ...gateway, port }
  }
  return Promise.all([start(), start()])
}

type Send = (headers?: OutgoingHttpHeaders) => Promise<Answer>

/**
 * The protocol that an attendant is told in the end. As the page does: what isn't known is asked for, also where the
 * database couldn't say it in time; a person reads, and sends again, what is known not to be sent, and what was
 * looked for and not found.
 */
async function openOne(send: Send, ask: Send): Promise<string> {
  for (let answer = await send(); ; ) {
    const told = readGatewayAnswer(answer.text)
    if (told?.status === 'success') return told.atendimento.protocolo
    const code = told?.status === 'error' ? told.codigo : undefined
    if (code === 'chave_desconhecida' || code === 'nao_enviado') {
      await setTimeout(readsMs)
      answer = await send()
    } else if (code && code !== 'consulta_indisponivel') {
      throw new Error(`Told to an attendant: ${answer.text}`)
    } else if (told?.status === 'unknown') {
      answer = await send({ 'x-reenvio': String(told.tentativa + 1) })
    } else {
      await setTimeout(momentMs)
      answer = await ask()
    }
  }
}

const json = { 'content-type': 'application/json' }

testWith(
  'nginx',
  'behind nginx one of two gateways dies while tickets come: each is opened once and told, and a session lives on',
  async () => {
    let killing: Promise<void> | undefined
    const hubsoft = await startHubsoft((nth) => {
      if (nth === killedAt) killing = dying.kill()
    })
    const [dying, living] = await startTwo(hubsoft.url)
    for (const { kill } of [dying, living]) onTestFinished(kill)
    const gateways = [dying.port, living.port]
    const { visit } = await startNginx({ attendant: 'nginx-local.conf', gateways })

    const body = JSON.stringify({ usuario: ana.usuario, senha: ana.senha })
    const entered = await visit('/api/sessao', { method: 'POST', headers: json, body })
    const cookies = entered.headers['set-cookie']?.map((set) => set.split(';')[0])
    const who = { cookie: cookies?.join('; ') }
    for (const port of gateways) {
      const headers = { host: publicHost, ...who }
      const session = await exchange(`http://127.0.0.1:${port}/api/sessao`, { headers })
      expect(session.body).toMatchObject({ atendente: { usuario: ana.usuario } })
    }

    const keys = Array.from({ length: sends }, () => randomUUID())
    const told = new Map<string, string>()
    async function openWhatIsLeft(left: string[]) {
      for (let key = left.pop(); key; key = left.pop()) {
        const headers = { ...who, ...json, 'idempotency-key': key }
        const sending = { method: 'POST', body: JSON.stringify(newTicket) }
        const protocol = await openOne(
          (more) => visit(ticketRoute, { ...sending, headers: { ...headers, ...more } }),
          () => visit(`${ticketRoute}/${key}`, { headers: who }),
        )
        told.set(key, protocol)
      }
    }
    const left = [...keys]
    await Promise.all(Array.from({ length: atOnce }, () => openWhatIsLeft(left)))
    expect(killing).toBeDefined()

    for (const key of keys) {
      const opened = hubsoft.opened(key).map(({ atendimento }) => atendimento.protocolo)
      expect(opened).toEqual([told.get(key)])
    }
    const session = await visit('/api/sessao', { headers: who })
    expect(session.body).toMatchObject({ atendente: { usuario: ana.usuario } })
  },
)
