import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { setTimeout } from 'node:timers/promises'
import { getRequestListener } from '@hono/node-server'
import { createEmulator, type Emulator, type EmulatorDeps } from './emulator.ts'
import type { Credentials } from './oauth.ts'

export type EmulatorOptions = Partial<EmulatorDeps> & {
  /** On loopback; 0, the default, takes a free one. */
  port?: number
  /** Through whose hands each request goes. */
  through?: (request: Request, answer: Answer) => Promise<Response>
}

type Answer = (request: Request) => Promise<Response>

export type RunningEmulator = {
  /** "http://127.0.0.1:8090" */
  url: string
  emulator: Emulator
  /** Cuts what is under way, silent requests included. */
  stop(): Promise<void>
  /** Listens again where it did, with the same tickets and tokens: an outage that is over. */
  restart(): Promise<void>
}

export const demoCredentials: Credentials = {
  client_id: '7',
  client_secret: 'segredo-do-emulador',
  username: 'api@example.com',
  password: 'senha-do-emulador',
}

const monthS = 30 * 24 * 60 * 60
const host = '127.0.0.1'

/** Rejects when the port cannot be had. */
export async function startEmulator({
  port = 0,
  through = (request, answer) => answer(request),
  ...deps
}: EmulatorOptions = {}): Promise<RunningEmulator> {
  const emulator = createEmulator({
    now: () => new Date(),
    // A late store must not keep a stopped process alive.
    wait: (ms) => setTimeout(ms, undefined, { ref: false }),
    credentials: demoCredentials,
    seed: 1,
    protocolDigits: 20,
    expiresInS: monthS,
    ...deps,
  })
  // The gateway may run in the same process: its global Request and Response stay its own.
  const listener = getRequestListener(
    (request, env) => through(request, async (one) => emulator.app.fetch(one, env)),
    { overrideGlobalObjects: false },
  )
  const server = createServer(listener)
  const listenOn = async (chosen: number) => {
    server.listen(chosen, host)
    await once(server, 'listening')
  }
  await listenOn(port)
  const taken = portOf(server)

  return {
    url: `http://${host}:${taken}`,
    emulator,
    restart: () => listenOn(taken),
    async stop() {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      server.closeAllConnections()
      await closed
    },
  }
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The emulator has no port')
  return address.port
}
