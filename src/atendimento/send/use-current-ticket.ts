import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useDesk } from './desk.ts'
import type { TicketOutcome } from './outcome.ts'
import { isEditable } from './outcome-traits.ts'
import { emptyTicket, type TypedTicket, toTyped } from './typed-ticket.ts'
import { outcomeOf } from './use-ticket-outcome.ts'

/** The ticket in hand: the form it is typed in, and the key of its next or last send. */
export type CurrentTicket = { formId: string; chave: string; typed: TypedTicket }

type Deps = {
  /** The send that the address names; null where it names none. */
  chave: string | null
  outcome: TicketOutcome | undefined
}

/** What outlives a form's leaving the screen: which sends it made, and what was typed in it. */
export function createFormMemory() {
  const formOf = new Map<string, string>()
  const typedIn = new Map<string, TypedTicket>()
  let open: { formId: string; typed: () => TypedTicket } | null = null
  return {
    formOf: (chave: string) => formOf.get(chave),
    typedIn: (formId: string) => typedIn.get(formId),
    keep: (chave: string, formId: string) => formOf.set(chave, formId),
    /** A form came to the screen. Returns what is to be called when it leaves. */
    show(formId: string, typed: () => TypedTicket) {
      const shown = { formId, typed }
      open = shown
      return () => {
        if (open === shown) open = null
        typedIn.set(formId, typed())
      }
    },
    /** What the form of this send held has become a ticket. */
    forget: (chave: string) => typedIn.delete(formOf.get(chave) ?? chave),
    /** Whatever was typed, on the screen or off it, and is no ticket yet. */
    texts(): TypedTicket[] {
      const left = [...typedIn].filter(([formId]) => formId !== open?.formId)
      return [...left.map(([, typed]) => typed), ...(open ? [open.typed()] : [])].filter(isFilled)
    },
  }
}

const isFilled = (typed: TypedTicket) => Object.values(typed).some(Boolean)

export type FormMemory = ReturnType<typeof createFormMemory>

/**
 * Which ticket the page is about: the one that `/` keeps, or the one that the address names. A form
 * outlives a change of key and a look at another send, so that focus and typing do too; but whoever
 * comes back to `/` after something was sent from it gets an empty form, lest the same text be sent
 * twice.
 */
export function useCurrentTicket({ chave, outcome }: Deps) {
  const { sentTickets, newKey, memory } = useDesk()
  const client = useQueryClient()
  const fresh = (): CurrentTicket => ({ formId: newKey(), chave: newKey(), typed: emptyTicket })
  const [home, setHome] = useState(() => {
    const last = sentTickets.all('turned-away').findLast((sent) => sent.chave !== chave)
    return last ? { ...fresh(), chave: last.chave, typed: last.typed } : fresh()
  })

  function isFree({ chave: key }: CurrentTicket): boolean {
    const known = outcomeOf(client, key)
    return known ? isEditable(known) : sentTickets.find(key)?.standing !== 'open'
  }

  function reopened(key: string): CurrentTicket | null {
    const typed = sentTickets.find(key)?.typed ?? (outcome?.enviado && toTyped(outcome.enviado))
    return typed ? { formId: memory.formOf(key) ?? key, chave: key, typed } : null
  }

  function choose(): CurrentTicket | null {
    if (chave === null) return isFree(home) ? home : fresh()
    return home.chave === chave ? home : reopened(chave)
  }

  const current = choose()
  if (chave === null && current && current !== home) setHome(current)
  const typed = current && (memory.typedIn(current.formId) ?? current.typed)
  return {
    current: current && typed && { ...current, typed },
    /** Whether what is open now belongs at `/`: its form, or nothing. */
    isHome: !current || current.formId === home.formId,
    /** The send with this key goes on in the form that is open now. */
    keepForm(key: string) {
      if (!current) return
      memory.keep(key, current.formId)
      if (current.formId === home.formId) setHome({ ...home, chave: key })
    },
    /** The form that is open now is that of `/` from now on, unless another's text is in that one. */
    takeHome(): boolean {
      const typedAtHome = memory.typedIn(home.formId) ?? home.typed
      const isOther = current !== null && current.formId !== home.formId
      const isTaken = isOther && isFree(home) && isFilled(typedAtHome)
      if (current && !isTaken) setHome(current)
      return !isTaken
    },
  }
}
