import { expect, onTestFinished } from 'vitest'
import * as z from 'zod/mini'
import { type EmulatorOptions, startEmulator } from '#src/emulator/server.ts'
import { exchange, type Sending } from '../gateway/running.ts'

/** 24 November 2026, 10:58:21 in São Paulo. */
export const clock = () => new Date('2026-11-24T13:58:21Z')

export const ticketRoute = '/api/v1/integracao/atendimento'

export const messageRoute = `${ticketRoute}/adicionar_mensagem`

export const listRoute = '/api/v1/integracao/cliente/atendimento'
export const customersRoute = '/api/v1/integracao/cliente'
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

type Posting = Sending & {
  /** In place of the body as JSON. */
  text?: string
}
type Opening = Posting & { token?: string }

/** An emulator on a real port, stopped after the test, and ways to talk to it. */
export async function running(options: EmulatorOptions = {}) {
  const { url, emulator, stop, restart } = await startEmulator({
    now: clock,
    wait: never,
    ...options,
  })
  onTestFinished(stop)

  const send = (path: string, sending: Sending = {}) => exchange(url + path, sending)

  const postJson = (path: string, body: unknown, { text, headers }: Posting = {}) =>
    send(path, {
      method: 'POST',
      body: text ?? JSON.stringify(body),
      headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
    })

  const postForm = (path: string, fields: Record<string, string>) =>
    send(path, {
      method: 'POST',
      body: String(new URLSearchParams(fields)),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    })

  const signIn = async () => tokenAnswer.parse((await postJson('/oauth/token', grant)).body)

  /** Signs in first where no token is given; a fault waiting for the token route would meet that. */
  async function openTicket(body: unknown = newTicket, { token, ...sending }: Opening = {}) {
    const bearer = token ?? (await signIn()).access_token
    const headers = { authorization: `Bearer ${bearer}`, ...sending.headers }
    return postJson(ticketRoute, body, { ...sending, headers })
  }

  /** As `openTicket`, for the ticket of that id. */
  async function addMessage(
    id: number | string,
    body: unknown = { mensagem: 'Ligou de novo.' },
    { token, ...sending }: Opening = {},
  ) {
    const bearer = token ?? (await signIn()).access_token
    const headers = { authorization: `Bearer ${bearer}`, ...sending.headers }
    return postJson(`${messageRoute}/${id}`, body, { ...sending, headers })
  }

  /** As `openTicket`, of a route that only reads. */
  async function read(path: string, { token, ...sending }: Sending & { token?: string } = {}) {
    const bearer = token ?? (await signIn()).access_token
    const headers = { accept: 'application/json', authorization: `Bearer ${bearer}` }
    return send(path, { headers, ...sending })
  }

  return {
    url,
    emulator,
    stop,
    restart,
    send,
    postJson,
    postForm,
    signIn,
    openTicket,
    addMessage,
    read,
    listOf: (service: number, token?: string) =>
      read(`${listRoute}?busca=id_cliente_servico&termo_busca=${service}`, token ? { token } : {}),
    ledger: emulator.ledger,
  }
}

const tokenAnswer = z.object({ access_token: z.string() })

function never(): Promise<void> {
  return new Promise(() => {})
}

/** What a client sees of a dropped connection. */
export const connectionReset = expect.objectContaining({ code: 'ECONNRESET' })
