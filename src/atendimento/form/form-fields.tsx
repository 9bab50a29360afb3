import { type ComponentProps, type FocusEvent, useState } from 'react'
import { type CallKey, fieldNames, messageName } from '../../contract/fields.ts'
import type { Configuracao } from '../../contract/page-context.ts'
import { Button } from '../../ui/button.tsx'
import { type ControlProps, Field } from '../../ui/field.tsx'
import { goToField } from '../../ui/go-to-field.ts'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import { useDesk } from '../send/use-desk.ts'
import { useShortcut } from '../shortcuts.ts'
import chipStyles from './description/guide-chips.module.css'
import type { Edit } from './field-asides.tsx'
import styles from './form-fields.module.css'
import type { LaterForm } from './later-form.ts'
import { requiredKeys } from './required-keys.ts'
import type { TicketFormState } from './use-ticket-form.ts'

type Look = {
  hint?: string
  isOptional?: true
  /** What a line of text is for; else how the field is written in. */
  control: ComponentProps<'input'> | 'long text' | 'tick'
}

/** How each field is shown. */
const looks: Record<CallKey, Look> = {
  id_cliente_servico: {
    hint: 'Número do serviço no HubSoft.',
    control: { inputMode: 'numeric' },
  },
  nome: {
    hint: 'Pode não ser o titular.',
    control: { autoCapitalize: 'words' },
  },
  telefone: {
    hint: 'Com DDD.',
    control: { type: 'tel', inputMode: 'tel' },
  },
  email: {
    isOptional: true,
    control: { type: 'email', inputMode: 'email' },
  },
  descricao: {
    hint: 'Não escreva senha, CPF nem dados de cartão.',
    control: 'long text',
  },
  abrir_os: {
    hint: 'Só se for preciso visita técnica; o setor técnico recebe na hora.',
    control: 'tick',
  },
}

/** One alone goes out by itself. */
const mayChooseType = (known: Configuracao | undefined) =>
  (known?.tipos_de_atendimento.length ?? 0) > 1

const groups = {
  service: { legend: 'Serviço', names: ['id_cliente_servico'] },
  requester: { legend: 'Quem está falando', names: ['nome', 'telefone', 'email'] },
  report: { legend: 'O que aconteceu', names: ['descricao', 'abrir_os'] },
  message: { legend: 'O que acrescentar', names: ['descricao'] },
} as const satisfies Record<string, { legend: string; names: readonly CallKey[] }>

type FormFieldsProps = {
  group: keyof typeof groups
  state: TicketFormState
  isBusy: boolean
  attendantName: string
  /** Not there before their file is. */
  later: LaterForm | undefined
}

/** One of the groups in which the fields are asked for: some of them side by side where there is room. */
export function FormFields({ group, ...props }: FormFieldsProps) {
  const { configuracao } = useDesk()
  const hasType = group === 'report' && mayChooseType(configuracao)
  return (
    <fieldset className={`${styles.group} ${styles[group]} ${hasType ? styles.withType : ''}`}>
      {/* To the eye the panels say as much. */}
      <legend>
        <VisuallyHidden>{groups[group].legend}</VisuallyHidden>
      </legend>
      {groups[group].names.map((name) => (
        <FormField
          key={name}
          {...props}
          name={name}
          label={group === 'message' ? messageName : fieldNames[name]}
        />
      ))}
      {/* Its room is there from the start, so that nothing moves. */}
      {hasType && (
        <div className={styles.type}>
          {props.later && <props.later.TypeField state={props.state} isBusy={props.isBusy} />}
        </div>
      )}
    </fieldset>
  )
}

type FormFieldProps = Omit<FormFieldsProps, 'group'> & { name: CallKey; label: string }

function FormField({ name, label, state, isBusy, attendantName, later }: FormFieldProps) {
  const { form, typing, mended } = state
  useShortcut(`field:${name}`, () => goToField(name))
  const [edit, onEdit] = useState<Edit | null>(null)
  const Aside = later?.asides[name]
  const Over = later?.overs[name]
  const { hint, isOptional = false, control: kind } = looks[name]
  const parts = { form, typing, isBusy, attendantName, edit, onEdit }
  return (
    <Field
      name={name}
      label={label}
      isOptional={isOptional}
      hint={name === 'descricao' ? sayDescriptionHint(hint, attendantName) : hint}
      error={form.formState.errors[name]?.message}
      mended={mended.find((fault) => fault.name === name)?.message}
      layout={kind === 'tick' ? 'checkbox' : 'stacked'}
      aside={
        // Its room is there from the start, so that nothing moves; a tick's is beside it anyway.
        (kind !== 'tick' || state.sources.of(name)) && (
          <>
            {Aside && <Aside {...parts} />}
            {later ? <later.SourceNote name={name} state={state} isBusy={isBusy} /> : <span />}
          </>
        )
      }
      over={kind === 'long text' && (Over ? <Over {...parts} /> : <GuidesRoom />)}
    >
      {(control) => <Control {...control} name={name} field={state.field(name)} isBusy={isBusy} />}
    </Field>
  )
}

/** Of what comes with the rules, so that nothing moves. */
function GuidesRoom() {
  const guides = useDesk().configuracao?.modelos ?? []
  return (
    <div aria-hidden="true" className={`${chipStyles.chips} ${chipStyles.room}`}>
      <span>Modelo:</span>
      {guides.map(({ nome }) => (
        <Button key={nome} look="chip" tabIndex={-1}>
          {nome}
        </Button>
      ))}
    </div>
  )
}

/** What is sent besides what stands in the field. */
const sayDescriptionHint = (hint: string | undefined, attendantName: string) =>
  attendantName ? `${hint} Será acrescentado: Atendente: ${attendantName}.` : hint

type Registered = ReturnType<TicketFormState['field']>

function Control({
  name,
  field,
  isBusy,
  ...control
}: ControlProps & { name: CallKey; field: Registered; isBusy: boolean }) {
  const { control: kind } = looks[name]
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
    'aria-required': requiredKeys.includes(name) || undefined,
    // The data is a third person's: the browser's memory would suggest the previous customer's
    // (so WCAG 1.3.5 asks for nothing here).
    autoComplete: 'off',
  }
  if (kind === 'long text') {
    return <textarea {...common} spellCheck rows={5} onFocus={showWhole} />
  }
  return (
    // What is laid out in a grid itself is never laid out alone.
    <div>
      <input {...common} spellCheck={false} {...kind} />
    </div>
  )
}

/** Browsers bring the caret's line alone into view, and leave the rest under the bar; under a pointer nothing moves. */
function showWhole({ currentTarget: area }: FocusEvent<HTMLTextAreaElement>) {
  if (!area.matches(':active')) area.scrollIntoView({ block: 'nearest' })
}
