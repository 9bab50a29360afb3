import { useEffect, useLayoutEffect, useRef, useState } from 'react'
import { type UseFormReturn, useForm } from 'react-hook-form'
import { isWireKey, type WireKey } from '../../contract/fields.ts'
import type { Posted } from '../../contract/nova-mensagem.ts'
import type { OpenTicket } from '../send/open-ticket.ts'
import type { Sources } from '../send/origin.ts'
import type { TicketOutcome } from '../send/outcome.ts'
import { isEditable } from '../send/outcome-traits.ts'
import type { TypedTicket } from '../send/typed-ticket.ts'
import { useDesk } from '../send/use-desk.ts'
import type { Checked } from './check-form.ts'
import { useSeenList } from './fill/use-seen-list.ts'
import { type SourcesDeps, useSources } from './fill/use-sources.ts'
import type { LaterForm } from './later-form.ts'
import { useTyping } from './typing.ts'
import { useFields } from './use-fields.ts'
import { useListedFaults } from './use-listed-faults.ts'

type TicketFormDeps = RulesDeps &
  SourcesDeps & {
    typed: TypedTicket
    outcome: TicketOutcome | undefined
    /** The ticket to which the Descrição alone is added. */
    appendsTo?: OpenTicket | undefined
    onSend: OnSend
    /** Gets what stands in the fields whenever any of it changes. */
    onType: (typed: TypedTicket) => void
  }

/** `listReadAt`: when the list of the service's open tickets was read that the person has seen. */
export type OnSend = (posted: Posted, typed: TypedTicket, listReadAt?: string) => void

/**
 * The form's values, faults and its one way out. Nothing is checked before the first submit; after
 * it only the fields that were wrong are, and only until they are right (design A-8).
 */
export function useTicketForm({ typed, outcome, appendsTo, onSend, ...deps }: TicketFormDeps) {
  const form = useForm({ defaultValues: typed })
  const typing = useTyping(form, deps.onType)
  const sources = useSources(deps)
  const seenList = useSeenList()
  const { list, unlist, ...listed } = useListedFaults(form.formState.errors)
  const { rules, later, awaitRules } = useAwaitedRules(deps)
  // State would come a render too late for the second half of a double click.
  const isLocked = useRef(false)
  const types = useDesk().configuracao?.tipos_de_atendimento ?? []
  const last = useLast({ outcome, onSend, types, appendsTo })

  /** Puts other values in place of all, as if they were a new form's. */
  function restart(values: TypedTicket, from?: Sources) {
    unlist()
    sources.reset(from)
    // In this order: until the next rendering a form that was reset knows no field to focus.
    form.setFocus('id_cliente_servico')
    form.reset(values)
  }

  async function trySubmit() {
    if (isLocked.current || !isEditable(outcome)) return
    isLocked.current = true
    typing.settle()
    const loaded = later ?? (await awaitRules())
    // Meanwhile the form may have left the screen, or its last send have come to something.
    const { current } = last
    isLocked.current = false
    if (!loaded || !current || !isEditable(current.outcome)) return
    const checked = loaded.checkForm(form.getValues(), current)
    form.clearErrors()
    if ('faults' in checked) {
      mark(form, checked.faults)
      return list(checked.faults)
    }
    isLocked.current = true
    unlist()
    current.onSend(checked.posted, checked.typed, seenList.readAtFor(checked.posted))
  }

  const submit = useSeenFailure(trySubmit)

  function write(name: WireKey) {
    sources.onWrite(name)
    recheck(name)
  }

  const recheck = (name: WireKey) =>
    recheckField(form, name, later && ((values) => later.checkForm(values, { types, appendsTo })))

  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new outcome says something new
  useEffect(() => {
    if (isEditable(outcome) && rules?.kind !== 'awaited') isLocked.current = false
    if (!outcome || !('campos' in outcome)) return
    mark(form, outcome.campos)
    if (outcome.kind !== 'rejected') return
    list(outcome.campos)
    if (outcome.toldAt) seenList.tell(outcome.toldAt)
  }, [outcome])

  return {
    form,
    typing,
    ...listed,
    unlist,
    rules,
    later,
    restart,
    submit,
    recheck,
    sources,
    seenList,
    typed: form.getValues,
    field: useFields(form, write, deps.onType),
  }
}

function mark({ setError }: UseFormReturn<TypedTicket>, faults: Record<string, string>) {
  for (const [name, message] of Object.entries(faults)) {
    if (isWireKey(name)) setError(name, { message })
  }
}

/** What was wrong is looked at again as it is mended. */
function recheckField(
  { formState, getValues, clearErrors, setError }: UseFormReturn<TypedTicket>,
  name: WireKey,
  check: ((values: TypedTicket) => Checked) | undefined,
) {
  const before = formState.errors[name]
  if (!check || !before) return
  const checked = check(getValues())
  const message = 'faults' in checked ? checked.faults[name] : undefined
  if (!message) clearErrors(name)
  else if (message !== before.message) setError(name, { message })
}

export type TicketFormState = ReturnType<typeof useTicketForm>

type RulesDeps = {
  /** As soon as it is there. */
  later: LaterForm | undefined
  isLaterMissing: boolean
  /** What is typed has to outlive a reload. Returns whether it will. */
  onKeep: () => boolean
}

/** The file with the rules, where a submit has come before it. */
type Rules =
  | { kind: 'awaited' }
  /** `round` counts the submits that were told so. */
  | { kind: 'missing'; isKept: boolean; round: number }

/** A submit that comes before the file with the rules waits for it. */
function useAwaitedRules({ later, isLaterMissing, onKeep }: RulesDeps) {
  const [rules, setRules] = useState<Rules | null>(null)
  const tell = useRef<(later: LaterForm | null) => void>(null)

  // Once it is rendered with them: what sends came with them.
  useEffect(() => {
    if (!later && !isLaterMissing) return
    tell.current?.(later ?? null)
    tell.current = null
  }, [later, isLaterMissing])

  function miss(isKept: boolean) {
    setRules((before) => {
      const round = before?.kind === 'missing' ? before.round + 1 : 0
      return { kind: 'missing', isKept, round }
    })
    return null
  }

  /** Null where it doesn't come. */
  async function awaitRules(): Promise<LaterForm | null> {
    // Before the wait: a reload in the midst of it loses no word, as in mid-send.
    const isKept = onKeep()
    // It stays so: browsers remember a file that failed.
    if (isLaterMissing) return miss(isKept)
    setRules({ kind: 'awaited' })
    const come = await new Promise<LaterForm | null>((resolve) => {
      tell.current = resolve
    })
    // Once more: who is signed in, and so whose it is, may have become known meanwhile.
    if (!come) return miss(onKeep())
    setRules(null)
    return come
  }

  return { rules, later, awaitRules }
}

/** Of the last rendering; null once the form has left the screen. */
function useLast<Value>(value: Value) {
  const last = useRef<Value | null>(null)
  useLayoutEffect(() => {
    last.current = value
    return () => {
      last.current = null
    }
  })
  return last
}

/** What `act` throws is thrown in the next rendering, where it is seen: a button would do nothing. */
function useSeenFailure(act: () => Promise<void>) {
  const [, fail] = useState<null>(null)
  return () =>
    act().catch((error: unknown) => {
      fail(() => {
        throw error
      })
    })
}
