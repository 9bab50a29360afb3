import type { Logger } from 'pino'
import type { Attendant } from '../../contract/page-context.ts'
import type { Clock } from '../clock.ts'
import { isDatabaseFault, type OpenDatabase } from '../database/database.ts'
import { createAttendants, toUserName } from './attendants-file.ts'
import { addMark, findMark } from './browser-marks.ts'
import { createFairQueue } from './fair-queue.ts'
import { networkOf } from './network.ts'
import { createPasswords, type Passwords } from './passwords.ts'
import type { Arrival, Peers } from './peers.ts'
import { createSessions } from './sessions.ts'
import { createSignInTries, type Trying } from './sign-in-tries.ts'

type Deps = {
  attendantsFile: string
  database: OpenDatabase
  peers: Peers
  clock: Clock
  log: Logger
  passwords?: Passwords
}

type Credentials = {
  usuario: string
  senha: string
  /** What this browser keeps of who has signed in there. */
  marks?: string[]
}

type SignedIn =
  | { kind: 'signed-in'; id: string; attendant: Attendant; marks: string[] }
  /** No such user, or another password: nobody is told which. */
  | { kind: 'refused' }
  /** They may, and the disk took no session. */
  | { kind: 'not-kept' }
  /** The database that gateways share can't be asked: without counting nobody's password is tried. */
  | { kind: 'no-database' }
  | { kind: 'wait'; waitS: number; limit: 'queue' | 'browser' | 'address' | 'user' }

// A password takes a quarter of a second: who is last has 25 s to wait.
const mostWaiting = 100
const fullQueueS = 30

/** Signing in on the page (design §7, `local`): who may, how often they may try, and their sessions. */
export async function createLocalSignIn(deps: Deps) {
  const { database, peers, clock, log, passwords = createPasswords() } = deps
  const attendants = createAttendants(deps.attendantsFile, log)
  const sessions = createSessions({ database, attendants, clock, log })
  const tries = createSignInTries(database)
  const queue = createFairQueue(mostWaiting)
  await sessions.sweep()

  async function trySignIn(arrival: Arrival, typed: Credentials): Promise<SignedIn> {
    const usuario = toUserName(typed.usuario)
    const listed = attendants.find(usuario)
    const mark = listed && findMark(typed.marks ?? [], listed)
    const trying = { usuario, network: networkOf(peers.visitorOf(arrival)), mark }
    const wait = await tries.mustWait(trying)
    if (wait) return wait

    const lane = { network: trying.network, isKnown: mark !== undefined }
    const tried = await queue.take(lane, () => tryPassword(trying, typed))
    return tried ?? { kind: 'wait', waitS: fullQueueS, limit: 'queue' }
  }

  async function tryPassword(trying: Trying, typed: Credentials): Promise<SignedIn> {
    const attempt = await tries.begin(trying)
    if (attempt.kind === 'wait') return attempt

    const listed = attendants.find(trying.usuario)
    const isRight = await passwords.isRight(typed.senha, listed?.senha)
    if (!listed || !isRight) return { kind: 'refused' }

    await attempt.succeeded()
    await sessions.sweep()
    const id = await sessions.begin(listed).catch((err: unknown) => {
      log.error({ err }, 'a session was not begun')
      return null
    })
    if (id === null) return { kind: database.isShared ? 'no-database' : 'not-kept' }
    const { usuario, nome } = listed
    const marks = addMark(typed.marks ?? [], listed)
    return { kind: 'signed-in', id, attendant: { usuario, nome }, marks }
  }

  const signIn = (arrival: Arrival, typed: Credentials): Promise<SignedIn> =>
    trySignIn(arrival, typed).catch((err: unknown) => {
      if (!isDatabaseFault(err)) throw err
      log.error({ err }, 'a try to sign in could not be counted')
      return { kind: 'no-database' }
    })

  return { signIn, find: sessions.find, end: sessions.end }
}

export type LocalSignIn = Awaited<ReturnType<typeof createLocalSignIn>>
