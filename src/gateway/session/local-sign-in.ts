import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { Database } from '../database/open-database.ts'
import type { Attendant } from './attendant.ts'
import { createAttendants, toUserName } from './attendants-file.ts'
import { createPasswords, type Passwords } from './passwords.ts'
import { type Arrival, createPeers } from './peers.ts'
import { createSessions } from './sessions.ts'
import { createSignInTries } from './sign-in-tries.ts'

type Deps = {
  attendantsFile: string
  database: Database
  trustedProxies: string[]
  clock: Clock
  log: Logger
  passwords?: Passwords
}

export type SignedIn =
  | { kind: 'signed-in'; id: string; attendant: Attendant }
  /** No such user, or another password: nobody is told which. */
  | { kind: 'refused' }
  /** They may, and the database took no session. */
  | { kind: 'not-kept' }
  | { kind: 'wait'; waitS: number; limit: 'together' | 'address' | 'user' }

/** Signing in on the page (design §7, `local`): who may, how often they may try, and their sessions. */
export async function createLocalSignIn(deps: Deps) {
  const { database, clock, log, passwords = createPasswords() } = deps
  const attendants = createAttendants(deps.attendantsFile, log)
  const sessions = createSessions({ database, attendants, clock, log })
  const tries = createSignInTries()
  const peers = createPeers(deps.trustedProxies)
  await sessions.sweep()

  async function signIn(arrival: Arrival, typedUser: string, senha: string): Promise<SignedIn> {
    const usuario = toUserName(typedUser)
    const attempt = await tries.begin(usuario, peers.visitorOf(arrival))
    if (attempt.kind === 'wait') return attempt

    const listed = attendants.find(usuario)
    const isRight = await passwords.isRight(senha, listed?.senha)
    if (!listed || !isRight) return { kind: 'refused' }

    await attempt.succeeded()
    await sessions.sweep()
    const id = await sessions.begin(listed).catch((err: unknown) => {
      log.error({ err }, 'a session was not begun')
      return null
    })
    if (id === null) return { kind: 'not-kept' }
    return { kind: 'signed-in', id, attendant: { usuario, nome: listed.nome } }
  }

  return { signIn, find: sessions.find, end: sessions.end }
}

export type LocalSignIn = Awaited<ReturnType<typeof createLocalSignIn>>
