import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { GatewayAnswer } from '../../contract/gateway-answer.ts'
import { isSettled } from '../send/asking-pace.ts'
import { keys, outcomeOf } from '../send/known-outcomes.ts'
import type { TicketOutcome } from '../send/outcome.ts'
import { readListed } from '../send/read-answer.ts'
import { useDesk, useGateway } from '../send/use-desk.ts'
import { useTimes } from '../send/use-times.ts'
import { isNotKnown, type ListedSend, spokenProtocol } from './listed-send.ts'

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

const shiftMs = 16 * 3_600_000

/** Whether it belongs to the day, and not to what is left of others: sent in the last 16 h, or not known yet. */
export const isOfShift = (now: Date) => (send: ListedSend) =>
  isNotKnown(send) || now.getTime() - (send.outcome.sentAt?.getTime() ?? 0) < shiftMs

/** How soon to ask again, in ms; false where only a new send, or somebody who signs in, changes anything. */
export function askAgainMs(today: SentToday | undefined): number | false {
  if (!today || today.fault?.isSessionOver) return false
  return today.fault || today.sends.some(isNotKnown) ? 15_000 : false
}

/** What this attendant sent today: asked for when a screen needs it, and again while any of it isn't known. */
export function useSentToday({ isWanted = true } = {}) {
  const { now } = useDesk()
  const gateway = useGateway()
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
  return { today: isFetchedAfterMount ? data : undefined, last: data, refetch }
}

/**
 * The last list, for a screen that can't wait for the next: what this tab has seen the end of since then is shown as
 * that.
 */
export function useLastListed({ isWanted = true } = {}): ListedSend[] {
  const client = useQueryClient()
  const { last } = useSentToday({ isWanted })
  return (last?.sends ?? []).map((send) => {
    const known = isNotKnown(send) ? outcomeOf(client, send.chave) : undefined
    return known && isSettled(known)
      ? { ...send, outcome: { ...remembered(send.outcome), ...known } }
      : send
  })
}

const remembered = ({ enviado, message, sentAt }: TicketOutcome) => ({ enviado, message, sentAt })

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

/**
 * What is listed, and what was on this screen: once its customer is told, the gateway lists no more what is of former
 * days, and it must not go from under the eyes or the focus.
 */
export function useOnceListed(sends: ListedSend[]): ListedSend[] {
  const client = useQueryClient()
  const [once, setOnce] = useState<string[]>([])
  const listed = new Set(sends.map(({ chave }) => chave))
  const more = sends.filter(({ chave }) => !once.includes(chave))
  if (more.length > 0) setOnce([...once, ...more.map(({ chave }) => chave)])
  const gone = once
    .filter((chave) => !listed.has(chave))
    .flatMap((chave) => {
      const outcome = outcomeOf(client, chave)
      return outcome?.kind === 'opened' && outcome.told ? { chave, outcome } : []
    })
  const sentMs = ({ outcome }: ListedSend) => outcome.sentAt?.getTime() ?? 0
  return gone.length === 0 ? sends : [...sends, ...gone].sort((a, b) => sentMs(b) - sentMs(a))
}

/** What to say of sends that weren't known on this screen and have been opened since: each once. */
export function useOpenedNews(sends: ListedSend[], once: string[]): string {
  const { formatSince } = useTimes()
  const [told, setTold] = useState<{ keys: string[]; text: string }>({ keys: [], text: '' })
  const news = sends.filter(({ chave }) => once.includes(chave) && !told.keys.includes(chave))
  const texts = news.flatMap(({ outcome: { sentAt, ...outcome } }) =>
    outcome.kind === 'opened'
      ? `O envio ${sentAt ? `das ${formatSince(sentAt)} ` : ''}foi ${outcome.message ? 'acrescentado' : 'aberto'}: protocolo ${spokenProtocol(outcome.atendimento.protocolo)}.`
      : [],
  )
  if (texts.length > 0) {
    const opened = news.filter(({ outcome }) => outcome.kind === 'opened')
    setTold({ keys: [...told.keys, ...opened.map(({ chave }) => chave)], text: texts.join(' ') })
  }
  return told.text
}
