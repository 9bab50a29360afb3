import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { navigate, usePathname } from 'wouter/use-browser-location'
import type { NovoAtendimento } from '../contract/novo-atendimento.ts'
import type { Sessao } from '../contract/page-context.ts'
import { AboveForm } from './above-form.tsx'
import { FirstWords } from './first-words.tsx'
import { TicketForm } from './form/ticket-form.tsx'
import type { GatewayApi } from './gateway-api.ts'
import { LookingScreen } from './looking-screen.tsx'
import { asSent, type SentTicket, type SentTickets, type TypedTicket } from './sent-tickets.ts'
import { ShiftLogScreen } from './shift-log/shift-log-screen.tsx'
import { addressOf, chaveIn, homePath, isShiftLog } from './ticket-address.ts'
import { keepsKey, outcomeMark, type TicketOutcome } from './ticket-outcome.ts'
import { type FormMemory, useCurrentTicket } from './use-current-ticket.ts'
import { useLaterScreens } from './use-later-screens.ts'
import { outcomeOf, useOpenTicket, useTicketOutcome } from './use-ticket-outcome.ts'

export type TicketPageProps = {
  gateway: GatewayApi
  sentTickets: SentTickets
  newKey: () => string
  now: () => Date
  /** What is typed here; lives as long as this is one attendant's page. */
  memory: FormMemory
  /** Whose page it is, also while their session is over; null until that is known. */
  sessao: Sessao | null
  /** "10:58" in the operator's time zone. */
  formatTime: (at: Date) => string
  /** The same, or with its day where that wasn't today: "23/11, 10:58". */
  formatSince: (at: Date) => string
}

const reloaded: TicketOutcome = { kind: 'asking', why: 'reload' }

/**
 * Opening a ticket, from the empty form to the receipt. The address says which: `/` is a form that
 * was not sent, `/atendimentos/:chave` is one send, from before its request leaves, `/atendimentos` is
 * what was sent today. All of them here, so that no change of screen loses the form in hand.
 */
export function TicketPage(props: TicketPageProps) {
  const { gateway, sentTickets, memory, sessao, formatTime } = props
  const client = useQueryClient()
  const path = usePathname()
  const chave = chaveIn(path)
  const { data, refetch } = useTicketOutcome(gateway, chave)
  const ticket = useCurrentTicket({ ...props, chave, outcome: data })
  const { current } = ticket
  const sent = chave === null ? null : sentTickets.find(chave)
  const outcome =
    chave === null
      ? rejectionOf(current && outcomeOf(client, current.chave))
      : rememberedBy(sent, data)
  const goHome = () => navigate(homePath, { replace: true })
  useOutcomeMark(outcome)
  useSettling({ ...props, chave, outcome, leave: goHome })
  const send = useSend({ ...props, ...ticket, chave })

  const LastScreen = useLaterScreens().part?.LastScreen ?? FirstWords
  const sentAt = sentAtOf(outcome, sent)
  const onNext = () => navigate(homePath)
  if (isShiftLog(path)) return <ShiftLogScreen {...props} />
  if (outcome?.kind === 'opened' || outcome?.kind === 'unknown' || outcome?.kind === 'lost') {
    return (
      <LastScreen
        outcome={outcome}
        chave={chave ?? ''}
        typed={sent ? asSent(sent.typed) : current?.typed}
        sentTime={sentAt && formatTime(sentAt)}
        sessao={sessao}
        onNext={onNext}
      />
    )
  }
  if (!current || outcome?.kind === 'not-ours') {
    return <LookingScreen outcome={outcome} onAskNow={refetch} onNext={onNext} />
  }
  return (
    <TicketForm
      key={current.formId}
      {...props}
      typed={current.typed}
      address={addressOf(current.chave)}
      outcome={chave !== null && !outcome ? reloaded : outcome}
      sentAt={sentAt}
      attendantName={sessao?.atendente.nome ?? ''}
      aside={<AboveForm {...props} chave={chave} />}
      onSend={send}
      onAskNow={refetch}
      onShow={(typed) => memory.show(current.formId, typed)}
      onClear={() => {
        ticket.takeHome()
        sentTickets.forget(current.chave)
        goHome()
      }}
    />
  )
}

type SendDeps = Pick<TicketPageProps, 'gateway' | 'sentTickets' | 'newKey' | 'now' | 'sessao'> &
  ReturnType<typeof useCurrentTicket> & { chave: string | null }

/** Sends the ticket in hand, with its key, or a new one where the last send spent it. */
function useSend({ gateway, sentTickets, newKey, now, sessao, ...ticket }: SendDeps) {
  const { current, keepForm, chave } = ticket
  const client = useQueryClient()
  const openTicket = useOpenTicket(gateway)
  return (novo: NovoAtendimento, typed: TypedTicket) => {
    if (!current) return
    const isKept = keepsKey(outcomeOf(client, current.chave))
    const next = isKept ? current.chave : newKey()
    if (!isKept) sentTickets.forget(current.chave)
    for (const older of sentTickets.all('turned-away')) sentTickets.forget(older.chave)
    const owner = sessao?.atendente
    sentTickets.save({ chave: next, typed, sentAt: now(), standing: 'open', owner })
    keepForm(next)
    // The address changes before the request leaves: a reload from here on asks, and never sends.
    // It takes the place of an earlier send's, to which Back would bring this same text.
    openTicket.announce(next)
    navigate(addressOf(next), { replace: chave !== null })
    openTicket.send(next, novo)
  }
}

const forgotten: TicketOutcome = {
  kind: 'not-sent',
  msg: 'O servidor foi reiniciado depois da resposta. Este envio não abriu nada: pode enviar de novo.',
}

/** What this tab has read stands, also where a gateway that was started anew has forgotten it. */
function rememberedBy(sent: SentTicket | null, outcome: TicketOutcome | undefined) {
  return outcome?.kind === 'lost' && sent?.standing === 'mendable' ? forgotten : outcome
}

/** Turned away at our own door, nothing was sent: the form is at `/` again, and says why. */
function rejectionOf(outcome: TicketOutcome | null | undefined) {
  return outcome?.kind === 'rejected' ? outcome : undefined
}

function sentAtOf(outcome: TicketOutcome | undefined, sent: SentTicket | null): Date | undefined {
  // This computer's own clock first, since the time since then is counted by it.
  return sent?.sentAt ?? (outcome && 'sentAt' in outcome ? outcome.sentAt : undefined)
}

/** Programs that drive the page read the outcome off `<html>` (design §5). */
function useOutcomeMark(outcome: TicketOutcome | undefined) {
  const mark = outcomeMark(outcome)
  useEffect(() => {
    const { dataset } = document.documentElement
    if (mark) dataset.resultado = mark
    else delete dataset.resultado
  }, [mark])
}

type SettlingDeps = {
  chave: string | null
  outcome: TicketOutcome | undefined
  sentTickets: SentTickets
  memory: FormMemory
  newKey: () => string
  leave: () => void
}

/** What was sent is kept for as long as its outcome isn't known, or it is still to be mended. */
function useSettling({ chave, outcome, sentTickets, memory, newKey, leave }: SettlingDeps) {
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each new outcome
  useEffect(() => {
    if (chave === null) return
    switch (outcome?.kind) {
      case 'opened':
        memory.forget(chave)
        return sentTickets.forget(chave)
      case 'rejected':
        turnAway(sentTickets, chave, outcome.isKeySpent ? newKey() : chave)
        return leave()
      case 'refused':
      case 'not-sent':
        return sentTickets.mark(chave, 'mendable')
    }
  }, [chave, outcome])
}

/** The text stays in the tab, under a key that may send it. */
function turnAway(sentTickets: SentTickets, chave: string, next: string) {
  const sent = sentTickets.find(chave)
  sentTickets.forget(chave)
  if (sent) sentTickets.save({ ...sent, chave: next, standing: 'turned-away' })
}
