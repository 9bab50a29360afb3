import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { Sessao } from '../contract/page-context.ts'
import type { Session, SessionApi } from './session-api.ts'

/** `turnedAway` counts the sends that met the end of the session: each brings it to the fore. */
type Standing =
  | Exclude<Session, { kind: 'signed-out' }>
  | { kind: 'signed-out'; msg: string; turnedAway: number }

const key = ['sessao']
const untilSignedInMs = 5000
// Signing in happens here then, or in another tab, from which people come back.
const whereLocalMs = 60_000

/** Who is signed in, as far as the page has heard; `isLocal` where people sign in on the page. */
export function useSession({ read }: SessionApi, isLocal: boolean) {
  const client = useQueryClient()
  const last = () => client.getQueryData<Standing>(key)
  function tell(standing: Standing) {
    // An answer from before would say what is no longer true.
    void client.cancelQueries({ queryKey: key })
    client.setQueryData(key, standing)
  }

  const { data: session } = useQuery({
    queryKey: key,
    queryFn: async () => settle(await read(), last()),
    refetchInterval: ({ state: { data } }) => {
      if (data?.kind === 'signed-in') return false
      return data?.kind === 'signed-out' && isLocal ? whereLocalMs : untilSignedInMs
    },
    // The intranet may have signed somebody else in meanwhile.
    refetchOnWindowFocus: 'always',
    staleTime: Number.POSITIVE_INFINITY,
    networkMode: 'always',
    retry: false,
  })
  return {
    session,
    onSignedIn: (sessao: Sessao) => tell({ kind: 'signed-in', sessao }),
    /** Somebody signed out, or the gateway turned a request away because nobody is signed in. */
    onEnd({ msg, wasSend }: { msg: string; wasSend: boolean }) {
      const before = last()
      const count = before?.kind === 'signed-out' ? before.turnedAway : 0
      tell({ kind: 'signed-out', msg, turnedAway: count + Number(wasSend) })
      // It may be another's by now.
      void client.refetchQueries({ queryKey: key })
    },
  }
}

/** What is known after a look at the session: silence takes nothing back, and an end stays the same end. */
function settle(read: Session, last: Standing | undefined): Standing {
  if (read.kind === 'signed-in') return read
  if (last && (read.kind === 'unreachable' || last.kind === 'signed-out')) return last
  return read.kind === 'signed-out' ? { ...read, turnedAway: 0 } : read
}
