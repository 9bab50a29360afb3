import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { Enviado } from '../contract/gateway-answer.ts'
import { formatPhone } from '../contract/phone.ts'
import { emptyTicket, type SentTickets, type TypedTicket } from './sent-tickets.ts'
import { isEditable, type TicketOutcome } from './ticket-outcome.ts'
import { outcomeOf } from './use-ticket-outcome.ts'

/** The ticket in hand: the form it is typed in, and the key of its next or last send. */
export type CurrentTicket = { formId: string; chave: string; typed: TypedTicket }

type Deps = {
  /** The send that the address names; null where it names none. */
  chave: string | null
  outcome: TicketOutcome | undefined
  sentTickets: SentTickets
  newKey: () => string
}

/**
 * Which ticket the page is about. A form outlives a change of key, so that focus and typing do too;
 * but whoever comes back to `/` while something was sent from it gets an empty form, lest the same
 * text be sent twice.
 */
export function useCurrentTicket({ chave, outcome, sentTickets, newKey }: Deps) {
  const client = useQueryClient()
  const [formIds] = useState(() => new Map<string, string>())
  const fresh = (): CurrentTicket => ({ formId: newKey(), chave: newKey(), typed: emptyTicket })
  const [held, setHeld] = useState(fresh)

  function isFree({ chave: key }: CurrentTicket): boolean {
    const known = outcomeOf(client, key)
    return known ? isEditable(known) : !sentTickets.find(key)
  }

  function reopened(key: string): CurrentTicket | null {
    const enviado = outcome && 'enviado' in outcome ? outcome.enviado : undefined
    const typed = sentTickets.find(key)?.typed ?? (enviado && toTyped(enviado))
    return typed ? { formId: formIds.get(key) ?? key, chave: key, typed } : null
  }

  const isHeld = chave === null ? isFree(held) : held.chave === chave
  const current = isHeld ? held : chave === null ? fresh() : reopened(chave)
  if (current && current !== held) setHeld(current)
  return {
    current,
    /** The send with this key goes on in the form that is open now. */
    keepForm: (key: string) => current && formIds.set(key, current.formId),
  }
}

function toTyped({ email = '', ...enviado }: Enviado): TypedTicket {
  return {
    ...enviado,
    id_cliente_servico: String(enviado.id_cliente_servico),
    telefone: formatPhone(enviado.telefone),
    email,
  }
}
