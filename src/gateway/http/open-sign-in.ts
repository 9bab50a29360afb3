import type { Logger } from 'pino'
import type { Clock } from '../clock.ts'
import type { Config } from '../config/config.ts'
import { createSecretReader } from '../config/secret-reader.ts'
import { isStrongSecret } from '../config/sign-in.ts'
import type { OpenDatabase } from '../database/database.ts'
import type { WarnRarely } from '../log.ts'
import {
  type Identify,
  identifyAsDemo,
  identifyByCookie,
  identifyByProxy,
} from '../session/identify.ts'
import { createLocalSignIn, type LocalSignIn } from '../session/local-sign-in.ts'
import type { Peers } from '../session/peers.ts'
import {
  createMarksCookie,
  createSessionCookie,
  type MarksCookie,
  type SessionCookie,
} from '../session/session-cookie.ts'

type Deps = {
  config: Pick<Config, 'auth' | 'frameAncestors'>
  publicOrigin: URL
  database: OpenDatabase
  peers: Peers
  clock: Clock
  log: Logger
  warn: WarnRarely
}

/** Signing in on the page. */
export type LocalSessions = {
  signIn: LocalSignIn
  cookie: SessionCookie
  marksCookie: MarksCookie
}

type SignIn = { identify: Identify; local: LocalSessions | null }

/** Who is who (design §7). */
export async function openSignIn(deps: Deps): Promise<SignIn> {
  const { config, publicOrigin, database, peers, clock, log, warn } = deps
  const { auth, frameAncestors } = config
  switch (auth.mode) {
    case 'demo':
      return { identify: identifyAsDemo(), local: null }
    case 'proxy': {
      const secret = createSecretReader(auth.secret, log, isStrongSecret)
      return { identify: identifyByProxy({ ...auth, secret, peers, warn }), local: null }
    }
    case 'local': {
      const signIn = await createLocalSignIn({ ...auth, database, peers, clock, log })
      const origins = { publicOrigin, frameAncestors }
      const [cookie, marksCookie] = [createSessionCookie(origins), createMarksCookie(origins)]
      const local = { signIn, cookie, marksCookie }
      return { identify: identifyByCookie(signIn, cookie), local }
    }
  }
}
