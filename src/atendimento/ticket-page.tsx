import { navigate, usePathname } from 'wouter/use-browser-location'
import { AboveForm } from './above-form.tsx'
import { Arrival } from './arrival.tsx'
import { LookingScreen } from './doubt/asking-screen.tsx'
import { loadLaterForm } from './form/load-later-form.ts'
import { TicketForm } from './form/ticket-form.tsx'
import { type Times, useDesk } from './send/desk.ts'
import type { Draft } from './send/draft-pile.ts'
import type { TicketOutcome } from './send/outcome.ts'
import { traitsOf } from './send/outcome-traits.ts'
import { chaveIn, homePath, isShiftLog } from './send/ticket-address.ts'
import { toTyped } from './send/typed-ticket.ts'
import { useOutcomeMark } from './send/use-outcome-mark.ts'
import { type TicketInHand, useTicketInHand } from './send/use-ticket-in-hand.ts'
import { ShiftLogScreen } from './shift-log/shift-log-screen.tsx'
import { useLaterScreens } from './use-later-screens.ts'
import { FirstNotice, FirstWords } from './while-loading.tsx'

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
  const path = usePathname()
  const ticket = useTicketInHand(chaveIn(path))
  useOutcomeMark(ticket.outcome)
  return (
    <>
      <Arrival outcome={ticket.outcome} />
      {isShiftLog(path) ? (
        <ShiftLogScreen />
      ) : (
        <TicketScreen ticket={ticket} isSessionOver={isSessionOver} />
      )}
    </>
  )
}

type TicketScreenProps = TicketPageProps & { ticket: TicketInHand }

const goOn = () => navigate(homePath)

/** Which screen for which outcome. A form is where the text is the person's, or may be theirs again. */
function TicketScreen({ ticket, isSessionOver }: TicketScreenProps) {
  const { chave, outcome, draft } = ticket
  const { drafts, times } = useDesk()
  const later = useLaterScreens().part
  const form = draft && <FormInHand ticket={ticket} draft={draft} isSessionOver={isSessionOver} />
  if (chave === null) return form
  switch (outcome?.kind) {
    case 'opened':
    case 'unknown': {
      const LastScreen = later?.LastScreen ?? FirstWords
      return (
        <LastScreen
          {...whatWentOut(ticket, times)}
          outcome={outcome}
          chave={chave}
          onResend={(typed) => drafts.resend(chave, typed)}
          onNext={goOn}
        />
      )
    }
    case 'record-lost':
      if (later)
        return (
          <later.RecordLostScreen {...whatWentOut(ticket, times)} chave={chave} onNext={goOn} />
        )
      break
    case 'refused-in-doubt':
    case 'refused-again':
      if (later) return <later.GoneScreen outcome={outcome} chave={chave} onNext={goOn} />
      break
    case 'refused':
    case 'not-sent':
    case 'never-arrived':
      if (later && !draft) {
        return <later.GoneScreen outcome={outcome} chave={chave} onNext={goOn} />
      }
      break
    case 'not-ours':
      return <LookingScreen outcome={outcome} onAskNow={ticket.askNow} onNext={goOn} />
  }
  return form ?? <LookingScreen outcome={outcome} onAskNow={ticket.askNow} onNext={goOn} />
}

/** What the gateway has of it is what went out; this tab may have been a copy with another text. */
function whatWentOut({ outcome, draft }: TicketInHand, { formatWhen }: Times) {
  const sent = draft?.sent
  const sentAt = outcome?.sentAt ?? sent?.sentAt
  return {
    typed: outcome?.enviado ? toTyped(outcome.enviado) : sent?.typed,
    sentWhen: sentAt && formatWhen(sentAt),
  }
}

const reloaded: TicketOutcome = { kind: 'asking', why: 'reload' }

function FormInHand({ ticket, draft, isSessionOver }: TicketScreenProps & { draft: Draft }) {
  const { chave, outcome } = ticket
  const { drafts, sessao, times } = useDesk()
  const later = useLaterScreens().part
  return (
    <TicketForm
      key={draft.formId}
      typed={draft.typed}
      outcome={chave !== null && !outcome ? reloaded : outcome}
      // This computer's own clock first, since the time since then is counted by it.
      sentAt={draft.sent?.sentAt ?? outcome?.sentAt}
      attendantName={sessao?.atendente.nome ?? ''}
      now={times.now}
      isSessionOver={isSessionOver}
      Notice={later?.OutcomeNotice ?? FirstNotice}
      loadLater={loadLaterForm}
      aside={<AboveForm chave={chave} formKey={draft.chave} />}
      below={
        later &&
        outcome &&
        canTakeLong(outcome) && <later.Meanwhile outcome={outcome} onNext={goOn} />
      }
      onType={(typed) => drafts.type(draft.formId, typed)}
      onKeep={(typed) => drafts.keep(draft, typed)}
      onSend={ticket.send}
      onAskNow={ticket.askNow}
      onClear={ticket.clear}
    />
  )
}

/** What is asked about for minutes, meanwhile the next customer can be attended to. */
function canTakeLong(outcome: TicketOutcome): boolean {
  const { waitsFor } = traitsOf(outcome)
  return waitsFor === 'look' || waitsFor === 'gateway'
}
