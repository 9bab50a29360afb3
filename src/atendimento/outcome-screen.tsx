import { NoRecordScreen, NotOursScreen, NotSentScreen } from './doubt/dead-ends.tsx'
import { RecordLostScreen } from './doubt/record-lost-screen.tsx'
import { RefusedScreen } from './doubt/refused-screen.tsx'
import { UnknownScreen } from './doubt/unknown-screen.tsx'
import { Receipt } from './receipt/receipt.tsx'
import type { Sent } from './send/draft.ts'
import type { OutcomeWithScreen } from './send/outcome-traits.ts'
import { postedOf, toTyped } from './send/posted.ts'
import { useTimes } from './send/use-times.ts'

export type OutcomeScreenProps = {
  outcome: OutcomeWithScreen
  chave: string
  /** As this tab remembers it. */
  sent: Sent | null | undefined
}

/** What a send came to that leaves nothing to be typed. */
export function OutcomeScreen({ outcome, chave, sent }: OutcomeScreenProps) {
  const { formatWhen } = useTimes()
  const posted = postedOf(outcome, sent)
  const typed = posted ? toTyped(posted) : sent?.typed
  const sentAt = outcome.sentAt ?? sent?.sentAt
  const ofSend = { chave, typed, sentWhen: sentAt && formatWhen(sentAt) }
  switch (outcome.kind) {
    case 'opened':
      return <Receipt chave={chave} opened={outcome} />
    case 'unknown':
      return <UnknownScreen outcome={outcome} posted={posted} {...ofSend} />
    case 'record-lost':
      return <RecordLostScreen outcome={outcome} {...ofSend} />
    case 'refused':
    case 'refused-in-doubt':
    case 'refused-again':
      return <RefusedScreen outcome={outcome} chave={chave} />
    case 'not-sent':
      return <NotSentScreen outcome={outcome} />
    case 'never-arrived':
      return <NoRecordScreen outcome={outcome} />
    case 'not-ours':
      return <NotOursScreen outcome={outcome} />
  }
}
