import { useEffect, useRef, useState } from 'react'
import { type FieldErrors, type Resolver, useForm } from 'react-hook-form'
import { isWireKey, type WireKey, wireKeys } from '../../contract/fields.ts'
import { type NovoAtendimento, novoAtendimento } from '../../contract/novo-atendimento.ts'
import type { FieldFault } from '../../ui/error-summary.tsx'
import type { TicketOutcome } from '../send/outcome.ts'
import { isEditable } from '../send/outcome-traits.ts'
import type { TypedTicket } from '../send/typed-ticket.ts'

type TicketFormDeps = {
  typed: TypedTicket
  outcome: TicketOutcome | undefined
  onSend: (novo: NovoAtendimento, typed: TypedTicket) => void
}

/** The schema as react-hook-form asks it: the values to send, or the first fault of each field. */
const readTicket: Resolver<TypedTicket, unknown, NovoAtendimento> = (typed) => {
  const read = novoAtendimento.safeParse(typed)
  if (read.success) return { values: read.data, errors: {} }
  const errors: FieldErrors<TypedTicket> = {}
  for (const { path, code, message } of read.error.issues) {
    const name = String(path[0])
    if (isWireKey(name)) errors[name] ??= { type: code, message }
    // Of none of them: nothing is sent all the same.
    else errors.root = {}
  }
  return { values: {}, errors }
}

/**
 * The form's values, faults and its one way out. Nothing is checked before the first submit; after
 * it only the fields that were wrong are, and only until they are right (form-ux A-8).
 */
export function useTicketForm({ typed, outcome, onSend }: TicketFormDeps) {
  const form = useForm({
    resolver: readTicket,
    defaultValues: typed,
    mode: 'onSubmit',
    reValidateMode: 'onSubmit',
    shouldFocusError: false,
  })
  const { errors } = form.formState
  const [listed, setListed] = useState<FieldFault[]>([])
  const [round, setRound] = useState(0)
  // State would come a render too late for the second half of a double click.
  const isLocked = useRef(false)

  function list(messageOf: (name: WireKey) => string | undefined) {
    setListed(
      wireKeys
        .flatMap((name) => ({ name, message: messageOf(name) ?? '' }))
        .filter(({ message }) => message),
    )
    setRound((last) => last + 1)
  }

  /** Puts other values in place of all, as if they were a new form's. */
  function restart(values: TypedTicket) {
    setListed([])
    // In this order: until the next rendering a form that was reset knows no field to focus.
    form.setFocus('id_cliente_servico')
    form.reset(values)
  }

  async function trySubmit() {
    if (isLocked.current || !isEditable(outcome)) return
    isLocked.current = true
    let isRight = false
    await form.handleSubmit((novo) => {
      isRight = true
      setListed([])
      onSend(novo, form.getValues())
    })()
    if (isRight) return
    isLocked.current = false
    // Only now: listed before the fields have their faults, each would look mended for a moment.
    list((name) => form.getFieldState(name).error?.message)
  }
  const submit = () =>
    trySubmit().catch((error: unknown) => {
      // In the next rendering, where it is seen; thrown here it would leave a button that does nothing.
      setListed(() => {
        throw error
      })
    })

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new outcome says something new
  useEffect(() => {
    if (isEditable(outcome)) isLocked.current = false
    if (!outcome || !('campos' in outcome)) return
    const { campos } = outcome
    for (const [name, message] of Object.entries(campos)) {
      if (isWireKey(name)) form.setError(name, { message })
    }
    if (outcome.kind === 'rejected') list((name) => campos[name])
  }, [outcome])

  const stillWrong = listed.filter(({ name }) => isWireKey(name) && errors[name])
  return {
    form,
    submit,
    restart,
    typed: () => form.getValues(),
    round,
    faults: stillWrong.map(({ name, message }) => ({
      name,
      message: (isWireKey(name) && errors[name]?.message) || message,
    })),
    mended: listed.filter((fault) => !stillWrong.includes(fault)),
    field: (name: WireKey) =>
      form.register(name, {
        onChange: () => {
          if (form.getFieldState(name).error) void form.trigger(name)
        },
      }),
  }
}

export type TicketFormState = ReturnType<typeof useTicketForm>
