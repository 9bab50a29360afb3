import type { ComponentProps } from 'react'
import { fieldNames, type WireKey, wireKeys } from '../../contract/fields.ts'
import { type ControlProps, Field } from '../../ui/field.tsx'
import { goToField } from '../../ui/go-to-field.ts'
import { useShortcut } from '../shortcuts.ts'
import styles from './form-fields.module.css'
import type { LaterForm } from './later-form.ts'
import type { TicketFormState } from './use-ticket-form.ts'

const groups = ['Serviço', 'Quem está falando', 'O que aconteceu'] as const

type Look = {
  group: (typeof groups)[number]
  hint?: string
  need?: 'required' | 'optional'
  /** What a line of text is for; else how the field is written in. */
  control: ComponentProps<'input'> | 'long text' | 'tick'
}

/** How each field is shown. */
const looks: Record<WireKey, Look> = {
  id_cliente_servico: {
    group: 'Serviço',
    hint: 'Número do serviço do cliente no HubSoft. Exemplo: 11000.',
    need: 'required',
    control: { inputMode: 'numeric' },
  },
  nome: {
    group: 'Quem está falando',
    hint: 'Quem está falando com você. Pode não ser o titular.',
    need: 'required',
    control: { autoCapitalize: 'words' },
  },
  telefone: {
    group: 'Quem está falando',
    hint: 'Com DDD. Exemplo: (37) 99911-2233.',
    need: 'required',
    control: { type: 'tel', inputMode: 'tel' },
  },
  email: {
    group: 'Quem está falando',
    need: 'optional',
    control: { type: 'email', inputMode: 'email' },
  },
  descricao: {
    group: 'O que aconteceu',
    hint: 'O que o cliente relatou. Não escreva senha, CPF nem dados de cartão.',
    need: 'required',
    control: 'long text',
  },
  abrir_os: {
    group: 'O que aconteceu',
    hint: 'Marque se for preciso visita técnica. O setor técnico recebe a ordem de serviço.',
    control: 'tick',
  },
}

/** Those that have to be filled in. */
export const requiredKeys = wireKeys.filter((name) => looks[name].need === 'required')

type FormFieldsProps = {
  state: TicketFormState
  isBusy: boolean
  attendantName: string
  /** Not there before their file is. */
  asides: LaterForm['asides'] | undefined
}

export function FormFields(props: FormFieldsProps) {
  return groups.map((group) => (
    <fieldset key={group} className={styles.group}>
      <legend>{group}</legend>
      {wireKeys
        .filter((name) => looks[name].group === group)
        .map((name) => (
          <FormField key={name} {...props} name={name} />
        ))}
    </fieldset>
  ))
}

type FormFieldProps = FormFieldsProps & { name: WireKey }

function FormField({ name, state, isBusy, attendantName, asides }: FormFieldProps) {
  const { form, mended } = state
  useShortcut(`field:${name}`, () => goToField(name))
  const Aside = asides?.[name]
  const { hint, need, control: kind } = looks[name]
  return (
    <Field
      name={name}
      label={need === 'optional' ? `${fieldNames[name]} (opcional)` : fieldNames[name]}
      hint={hint}
      error={form.formState.errors[name]?.message}
      mended={mended.find((fault) => fault.name === name)?.message}
      layout={kind === 'tick' ? 'checkbox' : 'stacked'}
      aside={
        Aside ? (
          <Aside form={form} isBusy={isBusy} attendantName={attendantName} />
        ) : (
          // Its room is there from the start, so that nothing moves.
          kind !== 'tick' && <span />
        )
      }
    >
      {(control) => <Control {...control} name={name} field={state.field(name)} isBusy={isBusy} />}
    </Field>
  )
}

type Registered = ReturnType<TicketFormState['field']>

function Control({
  name,
  field,
  isBusy,
  ...control
}: ControlProps & { name: WireKey; field: Registered; isBusy: boolean }) {
  const { control: kind, need } = looks[name]
  if (kind === 'tick') {
    return (
      <input
        {...field}
        {...control}
        type="checkbox"
        aria-readonly={isBusy || undefined}
        // Preventing the click takes the tick back, but only after React has told of a change.
        onClick={(event) => isBusy && event.preventDefault()}
        onChange={(event) => !isBusy && field.onChange(event)}
      />
    )
  }
  const common = {
    ...field,
    ...control,
    readOnly: isBusy,
    // Native `required` makes some readers say "inválido" early.
    'aria-required': need === 'required' || undefined,
    // The data is a third person's: the browser's memory would suggest the previous customer's
    // (so WCAG 1.3.5 asks for nothing here).
    autoComplete: 'off',
  }
  if (kind === 'long text') return <textarea {...common} spellCheck rows={6} />
  return <input {...common} spellCheck={false} {...kind} />
}
