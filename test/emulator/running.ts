import { fetch, type RequestInit } from 'undici'
import { expect, onTestFinished } from 'vitest'
import * as z from 'zod/mini'
import { type EmulatorOptions, startEmulator } from '#src/emulator/server.ts'

/** 24 November 2026, 10:58:21 in São Paulo. */
export const clock = () => new Date('2026-11-24T13:58:21Z')

export const ticketRoute = '/api/v1/integracao/atendimento'

export const listRoute = '/api/v1/integracao/cliente/atendimento'
export const typesRoute = '/api/v1/integracao/configuracao/tipo_atendimento'

export const newTicket = {
  id_cliente_servico: 11000,
  descricao: 'Sem acesso desde segunda-feira. | REF 7F3K-2Q9D',
  nome: 'Bianca Couto',
  telefone: '37999112233',
  email: 'teste@teste.com.br',
  abrir_os: true,
}

export const grant = {
  grant_type: 'password',
  client_id: '7',
  client_secret: 'segredo-do-emulador',
  username: 'api@example.com',
  password: 'senha-do-emulador',
}

export type Answer = {
  status: number
  headers: Record<string, string>
  text: string
  body: unknown
}

type Sending = {
  /** In place of the body as JSON. */
  text?: string
  headers?: Record<string, string>
  signal?: AbortSignal
}
type Opening = Sending & { token?: string }

/** An emulator on a real port, stopped after the test, and ways to talk to it. */
export async function running(options: EmulatorOptions = {}) {
  const { url, emulator, stop, restart } = await startEmulator({
    now: clock,
    wait: never,
    ...options,
  })
  onTestFinished(stop)

  async function send(path: string, init: RequestInit = {}): Promise<Answer> {
    const response = await fetch(url + path, { redirect: 'manual', ...init })
    const text = await response.text()
    const headers = Object.fromEntries(response.headers)
    return { status: response.status, headers, text, body: parsed(text) }
  }

  const postJson = (path: string, body: unknown, { text, headers, ...rest }: Sending = {}) =>
    send(path, {
      method: 'POST',
      body: text ?? JSON.stringify(body),
      headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
      ...rest,
    })

  const signIn = async () => tokenAnswer.parse((await postJson('/oauth/token', grant)).body)

  /** Signs in first where no token is given; a fault waiting for the token route would meet that. */
  async function openTicket(body: unknown = newTicket, { token, ...sending }: Opening = {}) {
    const bearer = token ?? (await signIn()).access_token
    const headers = { authorization: `Bearer ${bearer}`, ...sending.headers }
    return postJson(ticketRoute, body, { ...sending, headers })
  }

  /** As `openTicket`, of a route that only reads. */
  async function read(path: string, { token, ...init }: RequestInit & { token?: string } = {}) {
    const bearer = token ?? (await signIn()).access_token
    const headers = { accept: 'application/json', authorization: `Bearer ${bearer}` }
    return send(path, { headers, ...init })
  }

  return {
    url,
    emulator,
    stop,
    restart,
    send,
    postJson,
    signIn,
    openTicket,
    read,
    listOf: (service: number, token?: string) =>
      read(`${listRoute}?busca=id_cliente_servico&termo_busca=${service}`, token ? { token } : {}),
    ledger: emulator.ledger,
  }
}

const tokenAnswer = z.object({ access_token: z.string() })

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function never(): Promise<void> {
  return new Promise(() => {})
}

/** What a client sees of a dropped connection. */
export const connectionReset = expect.objectContaining({
  cause: expect.objectContaining({ code: 'ECONNRESET' }),
})
