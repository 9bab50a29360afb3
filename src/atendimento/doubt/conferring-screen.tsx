import { useEffect, useState } from 'react'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Screen } from '../../ui/screen.tsx'
import { SupportCode } from '../../ui/support-code.tsx'
import { pendingMessage } from '../form/pending-message.ts'
import { PendingStatus } from '../form/pending-status.tsx'
import { NextTicket } from '../receipt/next-ticket.tsx'
import { wasHeard } from '../send/asking-pace.ts'
import type { Draft } from '../send/draft.ts'
import type { TicketOutcome } from '../send/outcome.ts'
import { titleOf, titleWhileOut, traitsOf } from '../send/outcome-traits.ts'
import { postedIn, toTyped } from '../send/posted.ts'
import { wordsOf } from '../send/send-words.ts'
import { useDesk } from '../send/use-desk.ts'
import styles from './doubt.module.css'
import { NoProof } from './no-proof.tsx'
import { SentFields } from './sent-fields.tsx'
import { TellCaller } from './tell-caller.tsx'

type ConferringScreenProps = {
  outcome: TicketOutcome
  /** As this tab has it. */
  draft: Draft | null
  isSessionOver: boolean
  onAskNow: () => void
}

/** A send is looked into, or can't be asked about for now, which can take minutes: meanwhile life goes on. */
export function ConferringScreen(props: ConferringScreenProps) {
  const { outcome, draft, isSessionOver, onAskNow } = props
  const { now } = useDesk()
  const isAsking = traitsOf(outcome).waitsFor === 'gateway'
  const wasSent = wasHeard(outcome)
  // What has the text that went out; else what this tab remembers of it.
  const posted = postedIn(outcome)
  const typed = posted ? toTyped(posted) : (draft?.sent?.typed ?? draft?.typed)
  const { done, notAnother } = wordsOf(outcome)
  // Only what changes in a region that was there is read out.
  const [isThere, setIsThere] = useState(false)
  useEffect(() => setIsThere(true), [])
  return (
    <Screen
      title={isSessionOver ? titleWhileOut : titleOf(outcome)}
      heading="Conferindo…"
      leavesFocus={isSessionOver}
      tone="warning"
      badge={<Badge tone="warning">a conferir</Badge>}
      foot={<NextTicket look="plain" />}
      beside={typed && <SentFields typed={typed} isMessage={outcome.message !== undefined} />}
    >
      <NoProof />
      <div className={`${styles.say} ${styles.room}`}>
        <PendingStatus
          outcome={isThere ? outcome : undefined}
          // This computer's own clock first, since the time since then is counted by it.
          sentAt={draft?.sent?.sentAt ?? outcome.sentAt}
          now={now}
          pendingMessage={pendingMessage}
          otherwise=""
        />
      </div>
      {isAsking && (
        <p>
          {`Ainda não sei se ${done}: `}
          <strong>{`${notAnother.charAt(0).toLowerCase()}${notAnother.slice(1)}`}</strong>
        </p>
      )}
      <TellCaller wasSent={wasSent} />
      <p>
        Pode atender o próximo: este envio fica em “A conferir”.
        {!wasSent && ' Até saber, não feche esta aba: o texto pode estar só nela.'}
      </p>
      {isAsking && (
        <div>
          <Button look="primary" onClick={onAskNow}>
            Perguntar agora
          </Button>
        </div>
      )}
      <SupportCode id={outcome.requestId} />
    </Screen>
  )
}
