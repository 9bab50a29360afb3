import { emptyTicket, wireKeys } from '../../contract/fields.ts'
import type { FillIn, Origin } from '../send/origin.ts'
import { requiredKeys } from './form-fields.tsx'
import { filledFrom, placeValues, withoutRank } from './sources.ts'
import type { TicketFormState } from './use-ticket-form.ts'

/** Fills in this form, over nothing that was typed; what is in the way is offered at its field. */
export function createFillIn({ form, sources, recheck }: TicketFormState): FillIn {
  return (values, origin) => {
    const { isTouched } = sources
    const before = { values: form.getValues(), sources: sources.latest(), isTouched }
    const { applied, ignored, sources: after } = placeValues(before, values, origin)
    for (const name of applied) {
      const value = values[name]
      if (value === undefined || value === before.values[name]) continue
      form.setValue(name, value)
      recheck(name)
    }
    sources.put(after)
    return { applied, ignored }
  }
}

/** What came from there is gone again: it was another customer's. */
export function takeBack({ form, sources }: TicketFormState, rank: Origin['rank']) {
  const latest = sources.latest()
  for (const name of filledFrom(latest, rank)) form.setValue(name, emptyTicket[name])
  sources.put(withoutRank(latest, rank))
}

/** Whether anything stands in the form that its attendant wrote. */
export function isTyped({ form, sources }: TicketFormState): boolean {
  const [values, latest] = [form.getValues(), sources.latest()]
  return wireKeys.some(
    (name) =>
      sources.isTouched(name) || (values[name] !== emptyTicket[name] && !latest[name]?.from),
  )
}

/** Into the first field that is empty and has to be filled in. */
export function focusNext({ form }: TicketFormState) {
  const values = form.getValues()
  form.setFocus(requiredKeys.find((name) => values[name] === '') ?? 'descricao')
}
