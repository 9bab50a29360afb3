import { Button } from '../../ui/button.tsx'
import { Screen } from '../../ui/screen.tsx'
import { SupportCode } from '../../ui/support-code.tsx'
import { NextTicket } from '../receipt/next-ticket.tsx'
import type { TicketOutcome } from '../send/outcome.ts'
import { titleOf, traitsOf } from '../send/outcome-traits.ts'

type AskingScreenProps = { outcome: TicketOutcome | undefined; onAskNow: () => void }

/** A send's address was opened where nothing is known of it yet: the gateway is being asked. */
export function AskingScreen({ outcome, onAskNow }: AskingScreenProps) {
  const isUnreachable = outcome && traitsOf(outcome).waitsFor === 'gateway'
  return (
    <Screen
      title={isUnreachable ? titleOf(outcome) : 'Consultando o envio…'}
      heading="Consultando o envio"
    >
      <p role="status">
        {isUnreachable
          ? `${sayUnreachable(outcome)} Ainda não sei se o atendimento foi aberto: não abra outro ainda.`
          : 'Perguntando ao servidor o que houve com este envio…'}
      </p>
      {isUnreachable && (
        <>
          <Button onClick={onAskNow}>Perguntar agora</Button>
          <NextTicket />
          <SupportCode id={outcome.requestId} />
        </>
      )}
    </Screen>
  )
}

function sayUnreachable(outcome: TicketOutcome): string {
  if (outcome.kind === 'not-told-signed-out') return 'Entre de novo.'
  return outcome.kind === 'not-told' ? outcome.reason : 'Não consigo falar com o servidor.'
}
