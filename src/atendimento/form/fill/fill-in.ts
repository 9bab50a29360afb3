import { emptyTicket, wireKeys } from '../../../contract/fields.ts'
import type { FillIn } from '../../send/origin.ts'
import type { OpenForm } from '../open-form.ts'
import { requiredKeys } from '../required-keys.ts'
import { filledForOthers, placeValues, withoutOthers } from './sources.ts'

/** Fills in this form, over nothing that was typed; what is in the way is offered at its field. */
export function createFillIn({ form, sources, recheck }: OpenForm): FillIn {
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

/** What was taken over for another service than this is gone again: it was another customer's. */
export function takeBack({ form, sources }: OpenForm, serviceId: number | null) {
  const latest = sources.latest()
  const left = withoutOthers(latest, serviceId)
  if (left === latest) return
  for (const name of filledForOthers(latest, serviceId)) form.setValue(name, emptyTicket[name])
  sources.put(left)
}

/** Whether anything stands in the form that its attendant wrote. */
export function isTyped({ form, sources }: OpenForm): boolean {
  const [values, latest] = [form.getValues(), sources.latest()]
  return wireKeys.some(
    (name) =>
      sources.isTouched(name) || (values[name] !== emptyTicket[name] && !latest[name]?.from),
  )
}

/** Into the first field that is empty and has to be filled in. */
export function focusNext({ form }: OpenForm) {
  const values = form.getValues()
  form.setFocus(requiredKeys.find((name) => values[name] === '') ?? 'descricao')
}
