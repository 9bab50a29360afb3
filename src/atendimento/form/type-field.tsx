import { fieldNames } from '../../contract/fields.ts'
import type { TipoDeAtendimento } from '../../contract/page-context.ts'
import { Field } from '../../ui/field.tsx'
import { useDesk } from '../send/use-desk.ts'
import type { OpenForm } from './open-form.ts'
import { useTyped } from './typing.ts'

const name = 'id_tipo_atendimento'

/**
 * The id of the type that the form shows: what was chosen while it is offered, else the default. '' where there is
 * nothing to choose, or where the page doesn't know yet what the types are called.
 */
export function shownType(chosen: string, types: TipoDeAtendimento[]): string {
  const [first, second] = types
  if (!first?.descricao || !second) return ''
  const ids = types.map(({ id_tipo_atendimento }) => String(id_tipo_atendimento))
  return ids.includes(chosen) ? chosen : String(first.id_tipo_atendimento)
}

/** Whether it is on the screen: what is added to a ticket has its type already. */
export const isTypeAsked = () => document.getElementById(`campo-${name}`) !== null

type TypeFieldProps = { state: OpenForm; isBusy: boolean }

/** Where the ticket goes: what the operator offers, the default chosen already. */
export function TypeField({ state: { form, typing, mended, recheck }, isBusy }: TypeFieldProps) {
  const types = useDesk().configuracao?.tipos_de_atendimento ?? []
  const shown = shownType(useTyped(typing, name), types)
  if (shown === '') return null
  return (
    <Field
      name={name}
      label={fieldNames[name]}
      error={form.formState.errors[name]?.message}
      mended={mended.find((fault) => fault.name === name)?.message}
    >
      {(control) => (
        // The browser's own: up to twenty names of unknown length in the room of one, found by their letters, and
        // mostly left alone. Buttons side by side would not fit, and a list of ours would be worse to readers.
        <select
          {...control}
          name={name}
          value={shown}
          // It has no `readOnly`, and `disabled` drops the focus.
          aria-readonly={isBusy || undefined}
          onChange={({ target: { value } }) => {
            if (isBusy) return
            form.setValue(name, value, { shouldDirty: true, shouldTouch: true })
            recheck(name)
          }}
        >
          {types.map(({ id_tipo_atendimento: id, descricao }) => (
            <option key={id} value={id}>
              {descricao}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}
