import { useEffect } from 'react'
import { emptyTicket, wireKeys } from '../../contract/fields.ts'
import { useDesk } from '../send/use-desk.ts'
import { createFillIn, focusNext, isTyped } from './fill-in.ts'
import type { TicketFormState } from './use-ticket-form.ts'

/** Hands the form to those who fill it in from around it, for as long as it is on the screen. */
export function InHand({ state, isBusy }: { state: TicketFormState; isBusy: boolean }) {
  const { formInHand } = useDesk()
  useEffect(() =>
    formInHand.take({
      fillIn: createFillIn(state),
      isBusy,
      isTyped: () => isTyped(state),
      empty() {
        const { form, sources } = state
        sources.reset()
        // Not `reset`: until the next rendering the form would know no field to fill in.
        for (const name of wireKeys) form.setValue(name, emptyTicket[name])
        form.clearErrors()
      },
      focus: (name) => (name ? state.form.setFocus(name) : focusNext(state)),
    }),
  )
  return null
}
