import type { ComponentType, ReactNode } from 'react'
import { labels, type WireKey } from '../../contract/messages.ts'
import { Field } from '../../ui/field.tsx'
import {
  EmailAside,
  NameAside,
  type OfferProps,
  PhoneAside,
  ServiceIdAside,
} from './field-asides.tsx'
import styles from './ticket-form.module.css'
import type { TicketFormState } from './use-ticket-form.ts'

const hints: Partial<Record<WireKey, string>> = {
  id_cliente_servico: 'Número do serviço do cliente no HubSoft. Exemplo: 11000.',
  nome: 'Quem está falando com você. Pode não ser o titular.',
  telefone: 'Com DDD. Exemplo: (37) 99911-2233.',
  descricao: 'O que o cliente relatou. Não escreva senha, CPF nem dados de cartão.',
  abrir_os: 'Marque se for preciso visita técnica. O setor técnico recebe a ordem de serviço.',
}

// The data is a third person's: the browser's memory would suggest the previous customer's
// (so WCAG 1.3.5 asks for nothing here). Native `required` makes some readers say "inválido" early.
const ofThirdPerson = { autoComplete: 'off', spellCheck: false } as const
const required = { 'aria-required': true } as const

type FormFieldsProps = {
  state: TicketFormState
  isBusy: boolean
  attendantName: string
  DescriptionAside: ComponentType<OfferProps> | undefined
}

/** The six fields in the order of the call. */
export function FormFields({ state, isBusy, attendantName, ...later }: FormFieldsProps) {
  const { DescriptionAside } = later
  const { form, field, mended } = state
  const workOrder = field('abrir_os')
  const common = (name: WireKey) => ({
    name,
    label: labels[name],
    hint: hints[name],
    error: form.formState.errors[name]?.message,
    mended: mended.find((fault) => fault.name === name)?.message,
  })
  return (
    <>
      <Group legend="Serviço">
        <Field
          {...common('id_cliente_servico')}
          aside={<ServiceIdAside form={form} isBusy={isBusy} />}
        >
          {(control) => (
            <input
              {...field('id_cliente_servico')}
              {...control}
              {...ofThirdPerson}
              {...required}
              inputMode="numeric"
              readOnly={isBusy}
            />
          )}
        </Field>
      </Group>
      <Group legend="Quem está falando">
        <Field {...common('nome')} aside={<NameAside form={form} attendantName={attendantName} />}>
          {(control) => (
            <input
              {...field('nome')}
              {...control}
              {...ofThirdPerson}
              {...required}
              autoCapitalize="words"
              readOnly={isBusy}
            />
          )}
        </Field>
        <Field {...common('telefone')} aside={<PhoneAside form={form} />}>
          {(control) => (
            <input
              {...field('telefone')}
              {...control}
              {...ofThirdPerson}
              {...required}
              type="tel"
              inputMode="tel"
              readOnly={isBusy}
            />
          )}
        </Field>
        <Field {...common('email')} aside={<EmailAside form={form} isBusy={isBusy} />}>
          {(control) => (
            <input
              {...field('email')}
              {...control}
              {...ofThirdPerson}
              type="email"
              inputMode="email"
              readOnly={isBusy}
            />
          )}
        </Field>
      </Group>
      <Group legend="O que aconteceu">
        <Field
          {...common('descricao')}
          // Its room is there from the start, so that nothing moves.
          aside={DescriptionAside ? <DescriptionAside form={form} isBusy={isBusy} /> : <span />}
        >
          {(control) => (
            <textarea
              {...field('descricao')}
              {...control}
              {...required}
              autoComplete="off"
              spellCheck
              rows={6}
              readOnly={isBusy}
            />
          )}
        </Field>
        <Field {...common('abrir_os')} layout="checkbox">
          {(control) => (
            <input
              {...workOrder}
              {...control}
              type="checkbox"
              aria-readonly={isBusy || undefined}
              // Preventing the click takes the tick back, but only after React has told of a change.
              onClick={(event) => isBusy && event.preventDefault()}
              onChange={(event) => !isBusy && workOrder.onChange(event)}
            />
          )}
        </Field>
      </Group>
    </>
  )
}

function Group({ legend, children }: { legend: string; children: ReactNode }) {
  return (
    <fieldset className={styles.group}>
      <legend>{legend}</legend>
      {children}
    </fieldset>
  )
}
