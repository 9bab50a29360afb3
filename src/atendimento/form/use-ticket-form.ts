import { useEffect, useRef, useState } from 'react'
import { type FieldErrors, type Resolver, useForm } from 'react-hook-form'
import { fieldNames, type WireKey } from '../../contract/messages.ts'
import {
  type NovoAtendimento,
  novoAtendimento,
  type TypedAtendimento,
} from '../../contract/novo-atendimento.ts'
import type { FieldFault } from '../../ui/error-summary.tsx'
import { isEditable, type TicketOutcome } from '../send/outcome.ts'
import type { TypedTicket } from '../send/sent-tickets.ts'

/** The fields in the order of the page, which is the order of the call (form-ux A-3). */
export const fieldOrder = [
  'id_cliente_servico',
  'nome',
  'telefone',
  'email',
  'descricao',
  'abrir_os',
] as const satisfies WireKey[]

type TicketFormDeps = {
  typed: TypedTicket
  outcome: TicketOutcome | undefined
  onSend: (novo: NovoAtendimento, typed: TypedTicket) => void
}

function isField(name: string): name is WireKey {
  return name in fieldNames
}

/** The schema as react-hook-form asks it: the values to send, or the first fault of each field. */
const readTicket: Resolver<TypedAtendimento, unknown, NovoAtendimento> = (typed) => {
  const read = novoAtendimento.safeParse(typed)
  if (read.success) return { values: read.data, errors: {} }
  const errors: FieldErrors<TypedAtendimento> = {}
  for (const { path, code, message } of read.error.issues) {
    const name = String(path[0])
    if (isField(name)) errors[name] ??= { type: code, message }
    // Of none of them: nothing is sent all the same.
    else errors.root = {}
  }
  return { values: {}, errors }
}

function textsOf(values: TypedAtendimento): TypedTicket {
  const { id_cliente_servico, email = '', abrir_os = false, ...rest } = values
  return { ...rest, id_cliente_servico: String(id_cliente_servico), email, abrir_os }
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
      fieldOrder
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
      onSend(novo, textsOf(form.getValues()))
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
    if (outcome?.kind !== 'rejected' && outcome?.kind !== 'refused') return
    const { campos } = outcome
    for (const [name, message] of Object.entries(campos)) {
      if (isField(name)) form.setError(name, { message })
    }
    if (outcome.kind === 'rejected') list((name) => campos[name])
  }, [outcome])

  const stillWrong = listed.filter(({ name }) => isField(name) && errors[name])
  return {
    form,
    submit,
    restart,
    typed: () => textsOf(form.getValues()),
    round,
    faults: stillWrong.map(({ name, message }) => ({
      name,
      message: (isField(name) && errors[name]?.message) || message,
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
