import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { navigate, usePathname } from 'wouter/use-browser-location'
import type { NovoAtendimento } from '../contract/novo-atendimento.ts'
import { mayTakeFocus } from '../ui/may-take-focus.ts'
import { VisuallyHidden } from '../ui/visually-hidden.tsx'
import { AboveForm } from './above-form.tsx'
import { LookingScreen } from './doubt/asking-screen.tsx'
import { loadLaterForm } from './form/load-later-form.ts'
import { TicketForm } from './form/ticket-form.tsx'
import { type Desk, useDesk } from './send/desk.ts'
import type { Rejected, TicketOutcome } from './send/outcome.ts'
import { keepsKey, titleOf, traitsOf } from './send/outcome-traits.ts'
import type { SentTicket } from './send/sent-tickets.ts'
import { addressOf, chaveIn, homePath, isShiftLog } from './send/ticket-address.ts'
import { type TypedTicket, toTyped } from './send/typed-ticket.ts'
import { type CurrentTicket, useCurrentTicket } from './send/use-current-ticket.ts'
import { useOutcomeMark } from './send/use-outcome-mark.ts'
import {
  keys,
  outcomeOf,
  tellOutcome,
  useOpenTicket,
  useTicketOutcome,
} from './send/use-ticket-outcome.ts'
import { ShiftLogScreen } from './shift-log/shift-log-screen.tsx'
import { useLaterScreens } from './use-later-screens.ts'
import { FirstNotice, FirstWords } from './while-loading.tsx'

type TicketPageProps = {
  /** The page asks to sign in again. */
  isSessionOver: boolean
}

const reloaded: TicketOutcome = { kind: 'asking', why: 'reload' }

/**
 * Opening a ticket, from the empty form to the receipt. The address says which: `/` is a form that
 * was not sent, `/atendimentos/:chave` is one send, from before its request leaves, `/atendimentos` is
 * what was sent today. All of them here, so that no change of screen loses the form in hand.
 */
export function TicketPage({ isSessionOver }: TicketPageProps) {
  const client = useQueryClient()
  const path = usePathname()
  const chave = chaveIn(path)
  const { data, refetch } = useTicketOutcome(chave)
  const ticket = useCurrentTicket({ chave, outcome: data })
  const { current } = ticket
  const outcome = chave === null ? rejectionOf(current && outcomeOf(client, current.chave)) : data
  useOutcomeMark(outcome)
  const turnAway = useTurnAway(ticket)
  useSettling({ chave, outcome, turnAway })
  const send = useSend(ticket, chave)
  const { dropCleared, ...clearing } = useClearing(ticket)
  return (
    <>
      <Arrival outcome={outcome} />
      <TicketScreen
        isSessionOver={isSessionOver}
        path={path}
        chave={chave}
        outcome={outcome}
        current={current}
        onSend={(novo, typed) => {
          dropCleared()
          send(novo, typed)
        }}
        onAskNow={refetch}
        {...clearing}
      />
    </>
  )
}

type TicketScreenProps = TicketPageProps & {
  path: string
  chave: string | null
  outcome: TicketOutcome | undefined
  current: CurrentTicket | null
  onSend: (novo: NovoAtendimento, typed: TypedTicket) => void
  onAskNow: () => void
  onClear: (typed: TypedTicket) => void
  isOtherCleared: boolean
  onUndoClear: () => void
}

function TicketScreen(props: TicketScreenProps) {
  const { chave, outcome, current, onAskNow } = props
  const desk = useDesk()
  const { sentTickets } = desk
  const { formatWhen } = desk.times
  const screens = useLaterScreens().part
  const sent = chave === null ? null : sentTickets.find(chave)
  const onNext = () => navigate(homePath)
  if (isShiftLog(props.path)) return <ShiftLogScreen />
  if (chave !== null && (outcome?.kind === 'opened' || outcome?.kind === 'unknown')) {
    // What the gateway has of it is what went out; this tab may have been a copy with another text.
    const sentAt = outcome.sentAt ?? sent?.sentAt
    const LastScreen = screens?.LastScreen ?? FirstWords
    return (
      <LastScreen
        outcome={outcome}
        chave={chave}
        typed={outcome.enviado ? toTyped(outcome.enviado) : sent?.typed}
        sentWhen={sentAt && formatWhen(sentAt)}
        onResend={(typed) => keepResent(desk, chave, typed)}
        onNext={onNext}
      />
    )
  }
  if (outcome?.kind === 'record-lost' && screens) {
    return (
      <screens.RecordLostScreen
        chave={chave ?? ''}
        typed={sent?.typed}
        sentWhen={sent ? formatWhen(sent.sentAt) : undefined}
        onNext={onNext}
      />
    )
  }
  const nothing = nothingToType(outcome, current)
  if (nothing && screens) {
    return <screens.GoneScreen outcome={nothing} chave={chave ?? ''} onNext={onNext} />
  }
  if (!current || outcome?.kind === 'not-ours') {
    return <LookingScreen outcome={outcome} onAskNow={onAskNow} onNext={onNext} />
  }
  return <FormInHand {...props} current={current} />
}

function FormInHand(props: TicketScreenProps & { current: CurrentTicket }) {
  const { chave, outcome, current, isSessionOver, onSend, onAskNow, onClear } = props
  const desk = useDesk()
  const { sentTickets, memory, sessao, times } = desk
  const screens = useLaterScreens().part
  const sent = chave === null ? null : sentTickets.find(chave)
  return (
    <TicketForm
      key={current.formId}
      typed={current.typed}
      outcome={chave !== null && !outcome ? reloaded : outcome}
      sentAt={sentAtOf(outcome, sent)}
      attendantName={sessao?.atendente.nome ?? ''}
      now={times.now}
      isSessionOver={isSessionOver}
      Notice={screens?.OutcomeNotice ?? FirstNotice}
      aside={
        <AboveForm
          chave={chave}
          formKey={current.chave}
          isOtherCleared={props.isOtherCleared}
          onUndoClear={props.onUndoClear}
        />
      }
      below={
        screens &&
        outcome &&
        canTakeLong(outcome) && (
          <screens.Meanwhile outcome={outcome} onNext={() => navigate(homePath)} />
        )
      }
      loadLater={loadLaterForm}
      onSend={onSend}
      onAskNow={onAskNow}
      onKeep={(typed) => keepUnsent(desk, current.chave, typed)}
      onShow={(typed) => memory.show(current.formId, typed)}
      onClear={onClear}
    />
  )
}

/** What is asked about for minutes, meanwhile the next customer can be attended to. */
function canTakeLong(outcome: TicketOutcome): boolean {
  const { waitsFor } = traitsOf(outcome)
  return waitsFor === 'look' || waitsFor === 'gateway'
}

/** What opened nothing and leaves no text, or was refused and may stand all the same: no form follows. */
function nothingToType(outcome: TicketOutcome | undefined, current: CurrentTicket | null) {
  switch (outcome?.kind) {
    case 'refused-in-doubt':
    case 'refused-again':
      return outcome
    case 'refused':
    case 'not-sent':
    case 'never-arrived':
      return current ? null : outcome
    default:
      return null
  }
}

/**
 * Says the last screen's name where its heading may not take the focus, as in a frame while somebody
 * types in the page around it, else the heading says it; and what a receipt that is open comes to say
 * later. There from the start, so that it is read out.
 */
function Arrival({ outcome }: { outcome: TicketOutcome | undefined }) {
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

type CurrentTicketState = ReturnType<typeof useCurrentTicket>

/** Sends the ticket in hand, with its key, or a new one where the last send spent it. */
function useSend({ current, keepForm }: CurrentTicketState, chave: string | null) {
  const { sentTickets, newKey, times, sessao } = useDesk()
  const client = useQueryClient()
  const openTicket = useOpenTicket()
  return (novo: NovoAtendimento, typed: TypedTicket) => {
    if (!current) return
    const isKept = keepsKey(outcomeOf(client, current.chave))
    const next = isKept ? current.chave : newKey()
    if (!isKept) sentTickets.forget(current.chave)
    const owner = sessao?.atendente
    sentTickets.save({ chave: next, typed, sentAt: times.now(), standing: 'open', owner })
    keepForm(next)
    // The address changes before the request leaves: a reload from here on asks, and never sends.
    // It takes the place of an earlier send's, to which Back would bring this same text.
    openTicket.announce(next)
    navigate(addressOf(next), { replace: chave !== null })
    openTicket.send(next, novo)
  }
}

/** Starting over: at `/`, where another text that was typed there stays. */
function useClearing({ current, takeHome }: CurrentTicketState) {
  const { sentTickets, memory, times, sessao } = useDesk()
  // Of a form that is not on the screen any more.
  const [cleared, setCleared] = useState<SentTicket | null>(null)
  return {
    dropCleared: () => setCleared(null),
    isOtherCleared: cleared !== null,
    onClear(typed: TypedTicket) {
      if (!current) return
      const { chave } = current
      const kept = { sentAt: times.now(), standing: 'mendable', owner: sessao?.atendente } as const
      setCleared(takeHome() ? null : { ...kept, ...sentTickets.find(chave), chave, typed })
      sentTickets.forget(chave)
      navigate(homePath, { replace: true })
    },
    onUndoClear() {
      if (!cleared) return
      memory.forget(cleared.chave)
      sentTickets.save(cleared)
      setCleared(null)
      navigate(addressOf(cleared.chave))
    },
  }
}

/** What goes out once more is under way from now on. What is returned puts that back. */
function keepResent({ sentTickets, sessao, times }: Desk, chave: string, typed: TypedTicket) {
  const before = sentTickets.find(chave)
  const owner = sessao?.atendente
  sentTickets.save({ chave, typed, sentAt: times.now(), standing: 'open', wasHeard: true, owner })
  return () => (before ? sentTickets.save(before) : sentTickets.forget(chave))
}

/** What was to be sent and couldn't be is in the form again after a reload; returns whether it will be. */
function keepUnsent({ sentTickets, sessao, times }: Desk, chave: string, typed: TypedTicket) {
  const unsent = { sentAt: times.now(), standing: 'turned-away', owner: sessao?.atendente } as const
  return sentTickets.save({ ...unsent, ...sentTickets.find(chave), chave, typed })
}

/** Turned away at our own door, the form of `/` is there again, and says why. */
function rejectionOf(outcome: TicketOutcome | null | undefined): Rejected | undefined {
  switch (outcome?.kind) {
    case 'rejected':
    case 'session-over':
    case 'key-spent':
      return outcome
    default:
      return undefined
  }
}

function sentAtOf(outcome: TicketOutcome | undefined, sent: SentTicket | null): Date | undefined {
  // This computer's own clock first, since the time since then is counted by it.
  return sent?.sentAt ?? outcome?.sentAt
}

/**
 * Turned away at our own door, nothing was sent: the text stays in the tab, under a key that may send it,
 * and the form where it was opened: at `/`, or at a send's own address.
 */
function useTurnAway({ isHome, keepForm }: CurrentTicketState) {
  const { sentTickets, newKey } = useDesk()
  const client = useQueryClient()
  return (chave: string, outcome: Rejected) => {
    const isSpent = outcome.kind === 'key-spent'
    const next = isSpent ? newKey() : chave
    const sent = sentTickets.find(chave)
    sentTickets.forget(chave)
    if (sent) sentTickets.save({ ...sent, chave: next, standing: 'turned-away' })
    keepForm(next)
    if (isSpent) {
      const { msg, requestId, carriedAnother } = outcome
      const otherSend = carriedAnother ? chave : undefined
      tellOutcome(client, next, { kind: 'rejected', msg, requestId, campos: {}, otherSend })
      // Of the send that has this key nothing is known here.
      client.removeQueries({ queryKey: keys.outcome(chave) })
    }
    navigate(isHome ? homePath : addressOf(next), { replace: true })
  }
}

type SettlingDeps = {
  chave: string | null
  outcome: TicketOutcome | undefined
  turnAway: (chave: string, outcome: Rejected) => void
}

/** What was sent is kept for as long as its outcome isn't known, or it is still to be mended. */
function useSettling({ chave, outcome, turnAway }: SettlingDeps) {
  const { sentTickets, memory } = useDesk()
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each new outcome
  useEffect(() => {
    if (chave === null) return
    switch (outcome?.kind) {
      case 'opened':
        memory.forget(chave)
        return sentTickets.forget(chave)
      case 'rejected':
      case 'session-over':
      case 'key-spent':
        return turnAway(chave, outcome)
      case 'refused':
        return sentTickets.mark(chave, 'mendable')
      case 'refused-in-doubt':
      case 'refused-again':
        return sentTickets.mark(chave, 'open')
      case 'not-sent':
      case 'never-arrived':
        return sentTickets.mark(chave, 'turned-away')
    }
  }, [chave, outcome])
}
