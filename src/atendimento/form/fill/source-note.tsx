import { fieldNames, type WireKey } from '../../../contract/fields.ts'
import { formatPhone } from '../../../contract/format-phone.ts'
import { readPhone } from '../../../contract/phone.ts'
import { Button } from '../../../ui/button.tsx'
import { VisuallyHidden } from '../../../ui/visually-hidden.tsx'
import type { OpenForm } from '../open-form.ts'

type SourceNoteProps = { name: WireKey; state: OpenForm; isBusy: boolean }

const longestShown = 60

/** Where a value came from that nobody typed, and what else it could be (design C-6 and C-7). */
export function SourceNote({ name, state, isBusy }: SourceNoteProps) {
  const { form, sources, recheck } = state
  const { from, offer } = sources.of(name) ?? {}
  function use() {
    if (!offer) return
    form.setValue(name, offer.value)
    sources.put({ ...sources.latest(), [name]: { from: offer.origin } })
    recheck(name)
    form.setFocus(name)
  }
  const isShown = offer !== undefined && !isBusy
  return (
    <>
      {from && <span>{`${name === 'abrir_os' ? 'Marcado por' : 'Veio de'}: ${from.label}`}</span>}
      <span role="status">
        {isShown && `${asStart(offer.origin.label)} informou ${shownValue(name, offer.value)}. `}
      </span>
      {isShown && (
        <Button look="quiet" onClick={use}>
          Usar <VisuallyHidden>no campo {fieldNames[name]}</VisuallyHidden>
        </Button>
      )}
    </>
  )
}

const asStart = (label: string) => label.charAt(0).toUpperCase() + label.slice(1)

function shownValue(name: WireKey, value: string | boolean): string {
  if (typeof value === 'boolean') return value ? 'que é para abrir' : 'que não é para abrir'
  const phone = name === 'telefone' ? readPhone(value) : null
  if (phone && 'value' in phone) return formatPhone(phone.value.digits)
  const letters = [...value.slice(0, 2 * longestShown)]
  return letters.length > longestShown ? `${letters.slice(0, longestShown - 1).join('')}…` : value
}
