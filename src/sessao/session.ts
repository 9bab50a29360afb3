import type { QueryClient } from '@tanstack/react-query'
import type { Sessao } from '../contract/page-context.ts'
import type { Fetch } from '../ui/fetch-whole.ts'
import { knownByAsking } from '../ui/known-by-asking.ts'
import { askSession, firstStanding, type Session, type Standing } from './ask-session.ts'

type SessionOver = {
  msg: string
  /** Whose it was, where that is known. */
  usuario: string | undefined
  /** A person waits for the answer that said so. */
  wasByHand: boolean
}

type SessionDeps = {
  client: QueryClient
  fetch: Fetch
  /** What was asked as the page was loaded. */
  first: Promise<Session>
  /** Whether people sign in on the page. */
  isLocal: () => boolean
}

const key = ['sessao']
const untilSignedInMs = 5000
// Signing in happens here then, or in another tab, from which people come back.
const whereLocalMs = 60_000

/** Who is signed in, as far as the page has heard. */
export function createSession({ client, fetch, first, isLocal }: SessionDeps) {
  const last = () => client.getQueryData<Standing>(key)
  let asked: Promise<Session> | null = first

  function ask(): Promise<Session> {
    const answer = asked ?? askSession(fetch)
    asked = null
    return answer
  }

  function tell(standing: Standing) {
    // An answer from before would say what is no longer true.
    void client.cancelQueries({ queryKey: key })
    client.setQueryData(key, standing)
  }

  return {
    standing: knownByAsking<Standing>(client, {
      queryKey: key,
      queryFn: async () => settle(await ask(), last()),
      refetchInterval: ({ state: { data } }) => {
        if (data?.kind === 'signed-in') return false
        return data?.kind === 'signed-out' && isLocal() ? whereLocalMs : untilSignedInMs
      },
      // The intranet may have signed somebody else in meanwhile.
      refetchOnWindowFocus: 'always',
      staleTime: Number.POSITIVE_INFINITY,
    }),
    /** Somebody signed out, or the gateway turned a request away because nobody is signed in. */
    onEnd({ msg, usuario, wasByHand }: SessionOver) {
      const before = last()
      // What was asked for whoever was here before says nothing of who is here now.
      const isAnother = before?.kind === 'signed-in' && before.sessao.atendente.usuario !== usuario
      if (usuario !== undefined && isAnother) return
      const count = before?.kind === 'signed-out' ? before.turnedAway : 0
      tell({ kind: 'signed-out', msg, turnedAway: count + Number(wasByHand) })
      // It may be another's by now.
      void client.refetchQueries({ queryKey: key })
    },
    onSignedIn: (sessao: Sessao) => tell({ kind: 'signed-in', sessao }),
  }
}

/** What is known after a look at the session: silence takes nothing back, and an end stays the same end. */
function settle(read: Session, last: Standing | undefined): Standing {
  if (read.kind === 'signed-in') return read
  if (last && (read.kind === 'unreachable' || last.kind === 'signed-out')) return last
  return firstStanding(read)
}
