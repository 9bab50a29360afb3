import type { UseFormReturn } from 'react-hook-form'
import { readEmail } from '../../contract/email.ts'
import { formatPhone } from '../../contract/format-phone.ts'
import { didYouMean, offerServiceId } from '../../contract/messages.ts'
import { readPhone } from '../../contract/phone.ts'
import type { Reading } from '../../contract/reading.ts'
import { readRequesterName } from '../../contract/requester-name.ts'
import { readServiceId } from '../../contract/service-id.ts'
import { Button } from '../../ui/button.tsx'
import type { TypedTicket } from '../send/typed-ticket.ts'
import { type Typing, useTyped } from './typing.ts'

export type AsideProps = {
  form: UseFormReturn<TypedTicket>
  typing: Typing
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

// Each reads its own field, once typing pauses.

export function ServiceIdAside({ form, typing, isBusy }: AsideProps) {
  const reading = readServiceId(useTyped(typing, 'id_cliente_servico'))
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

export function NameAside({ typing, attendantName }: AsideProps) {
  const reading = readRequesterName(useTyped(typing, 'nome'), attendantName)
  return <Warning reading={reading} />
}

export function PhoneAside({ typing }: AsideProps) {
  const reading = readPhone(useTyped(typing, 'telefone'))
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

export function EmailAside({ form, typing, isBusy }: AsideProps) {
  const reading = readEmail(useTyped(typing, 'email'))
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
