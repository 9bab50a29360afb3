import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { useCallback } from 'react'
import type { Sessao } from '../contract/page-context.ts'
import type { Session, SessionApi } from './session-api.ts'

/** `turnedAway` counts the sends that met the end of the session: each brings it to the fore. */
type Standing =
  | Exclude<Session, { kind: 'signed-out' }>
  | { kind: 'signed-out'; msg: string; turnedAway: number }

type SessionOver = {
  msg: string
  /** Whose it was, where that is known. */
  usuario: string | undefined
  /** A person waits for the answer that said so. */
  wasByHand: boolean
}

const key = ['sessao']
const untilSignedInMs = 5000
// Signing in happens here then, or in another tab, from which people come back.
const whereLocalMs = 60_000

const lastOf = (client: QueryClient) => client.getQueryData<Standing>(key)

function tell(client: QueryClient, standing: Standing) {
  // An answer from before would say what is no longer true.
  void client.cancelQueries({ queryKey: key })
  client.setQueryData(key, standing)
}

/** Who is signed in, as far as the page has heard; `isLocal` where people sign in on the page. */
export function useSession({ read }: SessionApi, isLocal: boolean) {
  const client = useQueryClient()
  const { data: session } = useQuery({
    queryKey: key,
    queryFn: async () => settle(await read(), lastOf(client)),
    refetchInterval: ({ state: { data } }) => {
      if (data?.kind === 'signed-in') return false
      return data?.kind === 'signed-out' && isLocal ? whereLocalMs : untilSignedInMs
    },
    // The intranet may have signed somebody else in meanwhile.
    refetchOnWindowFocus: 'always',
    staleTime: Number.POSITIVE_INFINITY,
  })

  /** Somebody signed out, or the gateway turned a request away because nobody is signed in. */
  const onEnd = useCallback(
    ({ msg, usuario, wasByHand }: SessionOver) => {
      const before = lastOf(client)
      // What was asked for whoever was here before says nothing of who is here now.
      const isAnother = before?.kind === 'signed-in' && before.sessao.atendente.usuario !== usuario
      if (usuario !== undefined && isAnother) return
      const count = before?.kind === 'signed-out' ? before.turnedAway : 0
      tell(client, { kind: 'signed-out', msg, turnedAway: count + Number(wasByHand) })
      // It may be another's by now.
      void client.refetchQueries({ queryKey: key })
    },
    [client],
  )
  const onSignedIn = (sessao: Sessao) => tell(client, { kind: 'signed-in', sessao })
  return { session, onSignedIn, onEnd }
}

/** What is known after a look at the session: silence takes nothing back, and an end stays the same end. */
function settle(read: Session, last: Standing | undefined): Standing {
  if (read.kind === 'signed-in') return read
  if (last && (read.kind === 'unreachable' || last.kind === 'signed-out')) return last
  return read.kind === 'signed-out' ? { ...read, turnedAway: 0 } : read
}
