import { useWatch } from 'react-hook-form'
import { readEmail, suggestDomain } from '../../contract/email.ts'
import { didYouMean, offerServiceId } from '../../contract/messages.ts'
import { formatPhone, readPhone } from '../../contract/phone.ts'
import { readRequesterName } from '../../contract/requester-name.ts'
import { readServiceId } from '../../contract/service-id.ts'
import { Button } from '../../ui/button.tsx'
import type { TicketFormState } from './use-ticket-form.ts'

export type AsideProps = { form: TicketFormState['form'] }

// Each aside watches its own field, so that a key press renders nothing but its line.

export function ServiceIdAside({ form }: AsideProps) {
  const typed = String(useWatch({ control: form.control, name: 'id_cliente_servico' }))
  const reading = readServiceId(typed)
  if ('value' in reading) return `Serviço ${reading.value}`
  const { suggestion } = reading
  if (!suggestion) return null
  return (
    <Button
      look="quiet"
      onClick={() => {
        form.setValue('id_cliente_servico', suggestion, { shouldDirty: true })
        form.clearErrors('id_cliente_servico')
        form.setFocus('id_cliente_servico')
      }}
    >
      {offerServiceId(suggestion)}
    </Button>
  )
}

export function NameAside({ form, attendantName }: AsideProps & { attendantName: string }) {
  const reading = readRequesterName(
    useWatch({ control: form.control, name: 'nome' }),
    attendantName,
  )
  return 'value' in reading ? reading.warning : null
}

export function PhoneAside({ form }: AsideProps) {
  const reading = readPhone(useWatch({ control: form.control, name: 'telefone' }))
  if (!('value' in reading)) return null
  const { digits, kind } = reading.value
  return (
    <>
      <span>{`${kind === 'mobile' ? 'Celular' : 'Fixo'} · ${formatPhone(digits)}`}</span>
      {reading.warning && <span>{reading.warning}</span>}
    </>
  )
}

export function EmailAside({ form }: AsideProps) {
  const reading = readEmail(useWatch({ control: form.control, name: 'email' }) ?? '')
  if (!('value' in reading) || reading.value === undefined) return null
  const address = reading.value
  const domain = suggestDomain(address)
  if (!domain || reading.warning !== didYouMean(domain)) return reading.warning
  return (
    <Button
      look="quiet"
      onClick={() => {
        const local = address.slice(0, address.lastIndexOf('@'))
        form.setValue('email', `${local}@${domain}`, { shouldDirty: true })
        form.setFocus('email')
      }}
    >
      {didYouMean(domain)}
    </Button>
  )
}
