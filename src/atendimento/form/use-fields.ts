import { useEffect, useLayoutEffect, useRef } from 'react'
import type { UseFormReturn } from 'react-hook-form'
import type { WireKey } from '../../contract/fields.ts'
import type { TypedTicket } from '../send/typed-ticket.ts'
import { useDesk } from '../send/use-desk.ts'

/** The form's fields. What was written in one before the page's script had come is as if it were typed now. */
export function useFields(
  form: UseFormReturn<TypedTicket>,
  onWrite: (name: WireKey) => void,
  onType: (typed: TypedTicket) => void,
) {
  const { early } = useDesk()
  const wasWritten = useRef(false)
  // By then each field has been taken over.
  useLayoutEffect(() => early?.end(), [early])
  // biome-ignore lint/correctness/useExhaustiveDependencies: on arrival alone
  useEffect(() => {
    if (!wasWritten.current) return
    wasWritten.current = false
    // Once more, now that there is somebody to hear of it.
    form.setValues(form.getValues(), { shouldDirty: true })
    onType(form.getValues())
  }, [])
  return (name: WireKey) => {
    const { ref, ...field } = form.register(name, { onChange: () => onWrite(name) })
    return {
      ...field,
      ref(element: Element | null) {
        const value = element ? early?.of(name) : undefined
        if (value !== undefined) {
          wasWritten.current = true
          // Before the form sees the field, which it would empty.
          form.setValue(name, value)
          onWrite(name)
        }
        ref(element)
      },
    }
  }
}
