import type { Sessao } from '../contract/page-context.ts'
import { readSession } from '../contract/read-session.ts'
import { type Fetch, fetchWhole } from '../ui/fetch-whole.ts'

export type Session =
  | { kind: 'signed-in'; sessao: Sessao }
  | { kind: 'signed-out'; msg: string }
  | { kind: 'unreachable' }

/** `turnedAway` counts the sends that met the end of the session: each brings it to the fore. */
export type Standing =
  | Exclude<Session, { kind: 'signed-out' }>
  | { kind: 'signed-out'; msg: string; turnedAway: number }

export const sessionPath = '/api/sessao'
export const patienceMs = 10_000

/** Who is signed in, as the gateway says. Never rejects. */
export async function askSession(fetch: Fetch): Promise<Session> {
  const whole = await fetchWhole(fetch, sessionPath, {}, patienceMs)
  return readSession(whole.text) ?? { kind: 'unreachable' }
}

/** Nothing was known before. */
export const firstStanding = (read: Session): Standing =>
  read.kind === 'signed-out' ? { ...read, turnedAway: 0 } : read
