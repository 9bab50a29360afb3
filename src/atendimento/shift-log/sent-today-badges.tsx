import { notifyManager, useQueryClient } from '@tanstack/react-query'
import { useEffect, useSyncExternalStore } from 'react'
import { afterPaint } from '../../ui/after-paint.ts'
import { Badge } from '../../ui/badge.tsx'
import { usePath } from '../../ui/use-path.ts'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import { outcomeOf } from '../send/known-outcomes.ts'
import { traitsOf } from '../send/outcome-traits.ts'
import { chaveIn } from '../send/ticket-address.ts'
import { useDesk } from '../send/use-desk.ts'
import { isNotKnown } from './listed-send.ts'
import { isOfShift, useSentToday } from './use-sent-today.ts'

/**
 * Beside the link to the list of the day: how many were sent, and how many of them aren't known. Nothing until the
 * gateway has said so. To stand where it stays, since it asks anew whenever more is known of the send on the screen.
 */
export function SentTodayBadges() {
  const { sessao, now } = useDesk()
  const { today, refetch } = useSentToday({ isWanted: sessao !== null })
  const heard = useHeardOfSend()
  const isListed = today !== undefined
  useEffect(() => {
    if (!heard || !isListed) return
    // It would delay the screen that says so: 6 ms of 60 from the answer to the protocol, at CPU ÷ 4.
    return afterPaint(() => void refetch())
  }, [heard, isListed, refetch])
  if (!today?.listedAt) return null
  const sent = today.sends.filter(isOfShift(now())).length
  const open = today.sends.filter(isNotKnown).length
  return (
    <>
      {sent > 0 && (
        <Badge>
          {sent}
          <VisuallyHidden>{sent === 1 ? ' envio' : ' envios'}</VisuallyHidden>
        </Badge>
      )}{' '}
      {open > 0 && <Badge tone="warning">{open} a conferir</Badge>}
    </>
  )
}

/** Changes with whatever the gateway has said of the send that the address names; empty before it has. */
function useHeardOfSend(): string {
  const chave = chaveIn(usePath())
  const client = useQueryClient()
  return useSyncExternalStore(
    (onChange) => {
      // In one rendering with the screen that shows it. The rest of what the cache tells is told while others render.
      const tell = notifyManager.batchCalls(onChange)
      return client.getQueryCache().subscribe(({ type }) => type === 'updated' && tell())
    },
    () => {
      const outcome = chave === null ? undefined : outcomeOf(client, chave)
      const isHeard = outcome && traitsOf(outcome).saysSent !== undefined
      return outcome?.kind === 'opened' || isHeard ? `${outcome?.kind} ${chave}` : ''
    },
  )
}
