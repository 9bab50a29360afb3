import { useEffect, useRef } from 'react'
import { mayTakeFocus } from '../../ui/may-take-focus.ts'
import type { OpenTicket } from '../send/open-ticket.ts'
import type { TicketOutcome } from '../send/outcome.ts'
import type { TypedTicket } from '../send/typed-ticket.ts'
import { requiredKeys } from './required-keys.ts'
import type { TicketFormState } from './use-ticket-form.ts'

type OnScreen = {
  outcome: TicketOutcome | undefined
  appendsTo?: OpenTicket | undefined
}

/**
 * The first empty required field has the focus on arrival, and where the form asks for another thing. Later what
 * has it may go with its screen or notice: then the heading takes it (design A-22). Nothing is taken from a host
 * page that has it.
 */
export function useFormFocus({ form, unlist }: TicketFormState, { outcome, appendsTo }: OnScreen) {
  const heading = useRef<HTMLHeadingElement>(null)
  const isArrival = useRef(true)
  const addsTo = appendsTo?.id_atendimento
  const lastAddedTo = useRef(addsTo)
  /** Somebody writes in it since before its script came. */
  const isInForm = () => heading.current?.closest('form')?.contains(document.activeElement)
  function focusFirst() {
    const values: TypedTicket = form.getValues()
    const first = addsTo === undefined && requiredKeys.find((name) => values[name] === '')
    // At once: the form's own `setFocus` comes after whatever fills it in meanwhile.
    document.getElementById(`campo-${first || 'descricao'}`)?.focus()
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: on arrival, and when a new kind took things away
  useEffect(() => {
    const isEmptyForm = isArrival.current && outcome === undefined
    isArrival.current = false
    if (!mayTakeFocus()) return
    if (isEmptyForm && isInForm()) return
    if (isEmptyForm) focusFirst()
    else if (document.activeElement === document.body) heading.current?.focus()
  }, [outcome?.kind])
  // biome-ignore lint/correctness/useExhaustiveDependencies: when what is asked for changes
  useEffect(() => {
    if (lastAddedTo.current === addsTo) return
    lastAddedTo.current = addsTo
    form.clearErrors()
    unlist()
    if (mayTakeFocus()) focusFirst()
  }, [addsTo])
  return heading
}
