import { useEffect } from 'react'
import { emptyTicket, wireKeys } from '../../../contract/fields.ts'
import { useDesk } from '../../send/use-desk.ts'
import type { OpenForm } from '../open-form.ts'
import { createFillIn, focusNext, isTyped } from './fill-in.ts'

type InHandProps = {
  state: OpenForm
  isBusy: boolean
  /** What is written goes to a ticket that stands. */
  isAdding: boolean
}

/** Hands the form to those who fill it in from around it, for as long as it is on the screen. */
export function InHand({ state, isBusy, isAdding }: InHandProps) {
  const { formInHand } = useDesk()
  useEffect(() =>
    formInHand.take({
      fillIn: createFillIn(state),
      isBusy,
      // A person has chosen the ticket, to which what comes from elsewhere may not belong.
      isTyped: () => isAdding || isTyped(state),
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
