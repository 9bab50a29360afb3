import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import type { Socket } from 'node:net'
import pino from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { demoCredentials } from '#src/emulator/server.ts'
import { systemClock } from '#src/gateway/clock.ts'
import { connectToHubsoft } from '#src/gateway/hubsoft/hubsoft.ts'
import type { Journal } from '#src/gateway/journal/journal.ts'
import { listen } from '../../process.ts'
import { newTicket } from '../running.ts'
import { openDeskOver } from './desk-over.ts'

const refusal = { status: 'error', msg: 'O serviço está cancelado.' }

/** A HubSoft that refuses each ticket, and says which of its connections that came on. */
async function startHubsoft(seen: string[]) {
  const sockets: Socket[] = []
  const [signedIn, stands, closed] = Array.from({ length: 3 }, () => Promise.withResolvers<void>())
  const server = createServer((request, response) => {
    const isSignIn = request.url === '/oauth/token'
    const said = isSignIn ? { access_token: 'a1', expires_in: 3600 } : refusal
    if (!isSignIn) seen.push(`asked on connection ${sockets.indexOf(request.socket) + 1}`)
    response.end(JSON.stringify(said))
    if (isSignIn) request.socket.once('close', () => signedIn?.resolve())
  })
  server.on('connection', (socket: Socket) => {
    sockets.push(socket)
    if (sockets.length === 1) return
    seen.push('connected')
    stands?.resolve()
    socket.once('close', () => closed?.resolve())
  })
  const url = new URL(`http://127.0.0.1:${await listen(server)}`)
  onTestFinished(() => {
    server.close()
    server.closeAllConnections()
  })
  return {
    url,
    sockets,
    signedIn: signedIn?.promise,
    stands: stands?.promise,
    closed: closed?.promise,
  }
}

/** What happens with one send whose row is claimed like this once the connection stands. */
async function send(claim: (journal: Journal) => Journal['claim']) {
  const seen: string[] = []
  const { url, sockets, ...there } = await startHubsoft(seen)
  const log = pino({ level: 'silent' })
  const account = () => demoCredentials
  const hubsoft = connectToHubsoft({ url, account, clock: systemClock, timeoutMs: 60_000, log })
  await there.signedIn
  const { submit, close } = await openDeskOver({
    hubsoft,
    log,
    overDisk: (journal) => ({
      ...journal,
      async claim(row) {
        // Without the connection it would never end.
        await there.stands
        seen.push('commit 1')
        return claim(journal)(row)
      },
    }),
  })
  onTestFinished(close)
  onTestFinished(hubsoft.stop)
  const attendant = { usuario: 'ana', nome: 'Ana' }
  const novo = { ...newTicket, id_tipo_atendimento: undefined }
  const submitted = await submit({ key: randomUUID(), attendant, novo })
  await there.closed
  const told = submitted.kind === 'row' ? submitted.row.state.kind : submitted.kind
  return { seen, told, connections: sockets.length }
}

test('the connection of a send is opened before its first commit ends, and carries it and nothing else', async () => {
  expect(await send(({ claim }) => claim)).toEqual({
    seen: ['connected', 'commit 1', 'asked on connection 2'],
    told: 'refused',
    connections: 2,
  })
})

test('where a send is not recorded, its connection is closed and nothing was asked on it', async () => {
  const fail = async () => {
    throw new Error('The disk is full.')
  }

  expect(await send(() => fail)).toEqual({
    seen: ['connected', 'commit 1'],
    told: 'not-sent',
    connections: 2,
  })
})
