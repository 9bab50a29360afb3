import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { GatewayAnswer } from '../../contract/gateway-answer.ts'
import { readListed } from '../send/read-answer.ts'
import { useDesk } from '../send/use-desk.ts'
import { keys } from '../send/use-ticket-outcome.ts'
import { isNotKnown, type ListedSend } from './listed-send.ts'

export type SentToday = {
  /** Newest first, as the gateway last listed it; none before it has. */
  sends: ListedSend[]
  /** It lists the newest alone, behind what isn't known. */
  isCut?: boolean
  /** When that was. */
  listedAt: Date | null
  /** Why the last question came to nothing; null where it was answered. */
  fault: { msg: string; isSessionOver: boolean; requestId?: string } | null
}

/** How soon to ask again, in ms; false where only a new send, or somebody who signs in, changes anything. */
export function askAgainMs(today: SentToday | undefined): number | false {
  if (!today || today.fault?.isSessionOver) return false
  return today.fault || today.sends.some(isNotKnown) ? 15_000 : false
}

/** What this attendant sent today: asked for when a screen needs it, and again while any of it isn't known. */
export function useSentToday({ isWanted = true } = {}) {
  const { gateway, now } = useDesk()
  const client = useQueryClient()
  async function ask(): Promise<SentToday> {
    const { sends: listed, answer, isCut = false } = await gateway.askSentToday()
    if (listed) {
      const sends = listed.map((send) => ({ chave: send.chave, outcome: readListed(send) }))
      return { sends, isCut, listedAt: now(), fault: null }
    }
    // Without an answer the last list stands.
    const last = client.getQueryData<SentToday>(keys.sentToday) ?? { sends: [], listedAt: null }
    return { ...last, fault: faultOf(answer) }
  }
  const { data, isFetchedAfterMount, refetch } = useQuery({
    queryKey: keys.sentToday,
    queryFn: ask,
    enabled: isWanted,
    refetchInterval: ({ state }) => askAgainMs(state.data),
    refetchOnWindowFocus: 'always',
    refetchOnReconnect: 'always',
  })
  // What was listed for the screen before may say "not known" of what the person has just seen open.
  return { today: isFetchedAfterMount ? data : undefined, refetch }
}

function faultOf(answer: GatewayAnswer | null): SentToday['fault'] {
  if (answer?.status !== 'error') {
    return { msg: 'Não consegui a lista do servidor.', isSessionOver: false }
  }
  // That nobody is signed in the page says above, where people can sign in.
  if (answer.codigo === 'sessao_expirada') return { msg: 'Entre de novo.', isSessionOver: true }
  return { msg: answer.msg, isSessionOver: false, requestId: answer.id_requisicao }
}

/**
 * The keys of what wasn't known at any moment since the screen is there: what has settled meanwhile keeps
 * its place, so that nothing moves under the eyes or the focus.
 */
export function useOnceNotKnown(sends: ListedSend[]): string[] {
  const [once, setOnce] = useState<string[]>([])
  const more = sends.filter(isNotKnown).filter(({ chave }) => !once.includes(chave))
  if (more.length > 0) setOnce([...once, ...more.map(({ chave }) => chave)])
  return once
}
