import { type UseFormReturn, useWatch } from 'react-hook-form'
import { readEmail } from '../../contract/email.ts'
import { formatPhone } from '../../contract/format-phone.ts'
import { didYouMean, offerServiceId } from '../../contract/messages.ts'
import { readPhone } from '../../contract/phone.ts'
import type { Reading } from '../../contract/reading.ts'
import { readRequesterName } from '../../contract/requester-name.ts'
import { readServiceId } from '../../contract/service-id.ts'
import { Button } from '../../ui/button.tsx'
import type { TypedTicket } from '../send/typed-ticket.ts'

export type AsideProps = {
  form: UseFormReturn<TypedTicket>
  /** What can change a field is offered only while the field can be changed. */
  isBusy: boolean
  attendantName: string
  /** What a button last did in the field; null once that is neither said nor to be taken back any more. */
  edit: Edit | null
  onEdit: (edit: Edit | null) => void
}

export type Edit = {
  said: string
  /** Writes `by` from `start` to `end` again, while the text is still what the edit made of it. */
  undo?: { start: number; end: number; by: string; after: string; also?: (() => void) | undefined }
}

// Each aside watches its own field, so that a key press renders nothing but its line.

export function ServiceIdAside({ form, isBusy }: AsideProps) {
  const typed = useWatch({ control: form.control, name: 'id_cliente_servico' })
  const reading = readServiceId(typed)
  if ('value' in reading) return <span>{`Serviço ${reading.value}`}</span>
  const { suggestion } = reading
  if (!suggestion || isBusy) return null
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

export function NameAside({ form, attendantName }: AsideProps) {
  const reading = readRequesterName(
    useWatch({ control: form.control, name: 'nome' }),
    attendantName,
  )
  return <Warning reading={reading} />
}

export function PhoneAside({ form }: AsideProps) {
  const reading = readPhone(useWatch({ control: form.control, name: 'telefone' }))
  return (
    <>
      {'value' in reading && (
        <span>
          {`${reading.value.kind === 'mobile' ? 'Celular' : 'Fixo'} · ${formatPhone(reading.value.digits)}`}
        </span>
      )}
      <Warning reading={reading} />
    </>
  )
}

export function EmailAside({ form, isBusy }: AsideProps) {
  const reading = readEmail(useWatch({ control: form.control, name: 'email' }))
  const suggestion = 'value' in reading ? reading.suggestion : undefined
  return (
    <>
      <Warning reading={reading} />
      {suggestion && !isBusy && (
        <Button
          look="quiet"
          onClick={() => {
            form.setValue('email', suggestion, { shouldDirty: true })
            form.setFocus('email')
          }}
        >
          {didYouMean(suggestion.slice(suggestion.lastIndexOf('@') + 1))}
        </Button>
      )}
    </>
  )
}

/** There from the start, so that a warning which appears in it is read out. */
function Warning({ reading }: { reading: Reading<unknown> }) {
  return <span role="status">{'value' in reading ? reading.warning : ''}</span>
}
