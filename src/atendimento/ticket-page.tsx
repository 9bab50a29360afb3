import { usePath } from '../ui/use-path.ts'
import { Arrival } from './arrival.tsx'
import { DraftNote } from './form/draft-note.tsx'
import { TicketForm } from './form/ticket-form.tsx'
import { OtherSends } from './other-sends.tsx'
import type { Draft } from './send/draft.ts'
import type { TicketOutcome } from './send/outcome.ts'
import { hasScreen, traitsOf } from './send/outcome-traits.ts'
import { chaveIn, isShiftLog } from './send/ticket-address.ts'
import { useDesk } from './send/use-desk.ts'
import { useOutcomeMark } from './send/use-outcome-mark.ts'
import { type TicketInHand, useTicketInHand } from './send/use-ticket-in-hand.ts'
import { useLater } from './use-later.ts'
import { AskingScreen, NoticeWhileLoading, ShiftLogWhileLoading } from './while-loading.tsx'

type TicketPageProps = {
  /** The page asks to sign in again. */
  isSessionOver: boolean
}

/**
 * Opening a ticket, from the empty form to the receipt. The address says which: `/` is a form that
 * was not sent, `/atendimentos/:chave` is one send, from before its request leaves, `/atendimentos` is
 * what was sent today.
 */
export function TicketPage({ isSessionOver }: TicketPageProps) {
  const path = usePath()
  const ticket = useTicketInHand(chaveIn(path))
  useOutcomeMark(ticket.outcome)
  // In one box, so that the region above the screen takes no room.
  return (
    <div>
      <Arrival outcome={ticket.outcome} />
      {isShiftLog(path) ? (
        <ShiftLogScreen />
      ) : (
        <TicketScreen ticket={ticket} isSessionOver={isSessionOver} />
      )}
    </div>
  )
}

function ShiftLogScreen() {
  const { isLaterMissing } = useDesk()
  const later = useLater()
  return later ? <later.screens.ShiftLog /> : <ShiftLogWhileLoading isInVain={isLaterMissing} />
}

type TicketScreenProps = TicketPageProps & { ticket: TicketInHand }

/** Which screen for which outcome. A form is where the text is the person's, or may be theirs again. */
function TicketScreen({ ticket, isSessionOver }: TicketScreenProps) {
  const { chave, outcome, draft } = ticket
  const screens = useLater()?.screens
  // Whatever reads an outcome comes with its screen: without them none is known.
  if (screens && outcome) {
    if (chave !== null && hasScreen(outcome, draft !== null)) {
      return <screens.OutcomeScreen outcome={outcome} chave={chave} sent={draft?.sent} />
    }
    if (canTakeLong(outcome)) {
      const rest = { outcome, draft, isSessionOver, onAskNow: ticket.askNow }
      return <screens.ConferringScreen {...rest} />
    }
  }
  return draft ? (
    <FormInHand ticket={ticket} draft={draft} isSessionOver={isSessionOver} />
  ) : (
    <AskingScreen outcome={outcome} />
  )
}

const reloaded: TicketOutcome = { kind: 'asking', why: 'reload' }

function FormInHand({ ticket, draft, isSessionOver }: TicketScreenProps & { draft: Draft }) {
  const { chave, outcome } = ticket
  const { drafts, sessao, now, isLaterMissing } = useDesk()
  const later = useLater()
  return (
    <TicketForm
      key={draft.formId}
      typed={draft.typed}
      outcome={chave !== null && !outcome ? reloaded : outcome}
      // This computer's own clock first, since the time since then is counted by it.
      sentAt={draft.sent?.sentAt ?? outcome?.sentAt}
      attendantName={sessao?.atendente.nome ?? ''}
      now={now}
      isSessionOver={isSessionOver}
      Notice={later?.screens.OutcomeNotice ?? NoticeWhileLoading}
      later={later?.form}
      isLaterMissing={isLaterMissing}
      aside={<OtherSends chave={chave} formKey={draft.chave} />}
      note={chave === null && <DraftNote draft={draft} />}
      appendsTo={draft.appendsTo}
      onAppendTo={(ticket) => drafts.appendTo(draft.formId, ticket)}
      onType={(typed) => drafts.type(draft.formId, typed)}
      sources={draft.sources}
      onSources={(sources) => drafts.cameFrom(draft.formId, sources)}
      onKeep={drafts.save}
      onSend={ticket.send}
      onClear={ticket.clear}
    />
  )
}

/** What is asked about for minutes, meanwhile the next customer can be attended to. */
function canTakeLong(outcome: TicketOutcome): boolean {
  const { waitsFor } = traitsOf(outcome)
  return waitsFor === 'look' || waitsFor === 'gateway'
}
