import { type MouseEvent, useState } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { Button } from '../ui/button.tsx'
import { goToField } from '../ui/go-to-field.ts'
import { Notice } from '../ui/notice.tsx'
import type { GatewayApi } from './gateway-api.ts'
import { asSent, type SentTicket, type SentTickets } from './sent-tickets.ts'
import { addressOf } from './ticket-address.ts'
import type { TicketOutcome } from './ticket-outcome.ts'
import { useTicketOutcome } from './use-ticket-outcome.ts'

type UnsettledTicketsProps = {
  gateway: GatewayApi
  sentTickets: SentTickets
  formatTime: (at: Date) => string
}

/** Above an empty form: what this tab sent and nobody has seen the end of. */
export function UnsettledTickets({ gateway, sentTickets, formatTime }: UnsettledTicketsProps) {
  const [settled, setSettled] = useState<string[]>([])
  const unsettled = sentTickets.all('open').filter(({ chave }) => !settled.includes(chave))
  if (unsettled.length === 0) return null
  const settle = (chave: string) => {
    sentTickets.forget(chave)
    setSettled([...settled, chave])
    goToField('id_cliente_servico')
  }
  return (
    <Notice tone="info" title="A conferir">
      <ul>
        {unsettled.map((sent) => (
          <UnsettledTicket
            key={sent.chave}
            gateway={gateway}
            sent={sent}
            time={formatTime(sent.sentAt)}
            onSettled={() => settle(sent.chave)}
          />
        ))}
      </ul>
    </Notice>
  )
}

type UnsettledTicketProps = {
  gateway: GatewayApi
  sent: SentTicket
  time: string
  /** The person looked in HubSoft and knows. */
  onSettled: () => void
}

function UnsettledTicket({ gateway, sent, time, onSettled }: UnsettledTicketProps) {
  const { data: outcome } = useTicketOutcome(gateway, sent.chave)
  const { id_cliente_servico, nome } = asSent(sent.typed)
  const address = addressOf(sent.chave)
  function goTo(event: MouseEvent) {
    // With one of these the person wants another tab.
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    navigate(address)
  }
  return (
    <li>
      <a href={address} onClick={goTo}>
        {`Enviado às ${time}, serviço ${id_cliente_servico} (${nome})`}
      </a>
      {`: ${standing(outcome)}. `}
      {(outcome?.kind === 'unknown' || outcome?.kind === 'lost') && (
        <Button look="quiet" onClick={onSettled}>
          Já conferi no HubSoft
        </Button>
      )}
    </li>
  )
}

function standing(outcome: TicketOutcome | undefined): string {
  switch (outcome?.kind) {
    case 'opened':
      return `aberto, protocolo ${outcome.atendimento.protocolo}`
    case 'refused':
      return 'o HubSoft não abriu'
    case 'not-sent':
    case 'rejected':
      return 'não foi enviado'
    case 'sending':
      return 'em andamento'
    case 'pending':
    case 'asking':
    case undefined:
      return 'conferindo'
    case 'unknown':
    case 'lost':
    case 'not-ours':
    case 'unreachable':
      return 'não sei se foi aberto'
  }
}
