import { useEffect, useState } from 'react'
import { mayTakeFocus } from '../ui/may-take-focus.ts'
import { VisuallyHidden } from '../ui/visually-hidden.tsx'
import type { TicketOutcome } from './send/outcome.ts'
import { titleOf } from './send/outcome-traits.ts'

/**
 * Says the last screen's name where its heading may not take the focus, as in a frame while somebody
 * types in the page around it, else the heading says it; and what a receipt that is open comes to say
 * later. There from the start, so that it is read out.
 */
export function Arrival({ outcome }: { outcome: TicketOutcome | undefined }) {
  const [said, setSaid] = useState('')
  const isLast = outcome?.kind === 'opened' || outcome?.kind === 'unknown'
  const title = isLast ? titleOf(outcome) : ''
  const isDoubled = outcome?.kind === 'opened' && outcome.otherProtocols.length > 0
  useEffect(() => setSaid(mayTakeFocus() ? '' : title), [title])
  useEffect(() => {
    if (isDoubled) setSaid('Há mais de um atendimento deste envio no HubSoft.')
  }, [isDoubled])
  return (
    <div role="status">
      <VisuallyHidden>{said}</VisuallyHidden>
    </div>
  )
}
