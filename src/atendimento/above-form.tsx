import { Part } from '../ui/boundary.tsx'
import { Button } from '../ui/button.tsx'
import { addressOf } from './send/ticket-address.ts'
import { ShiftLogLink } from './shift-log/shift-log-link.tsx'
import { useLaterScreens } from './use-later-screens.ts'

type AboveFormProps = {
  /** The key of the form below it. */
  formKey: string
  /** The key of the send whose form it is; null for one that wasn't sent. */
  chave: string | null
  /** Another form was cleared, which can be taken back. */
  isOtherCleared: boolean
  onUndoClear: () => void
}

/** What else there is to know before the next ticket is opened, and the way to the rest of it. */
export function AboveForm({ chave, formKey, isOtherCleared, onUndoClear }: AboveFormProps) {
  const { part } = useLaterScreens()
  return (
    <>
      {chave === null && part && (
        <Part>
          <part.NotKnownTickets formKey={formKey} />
        </Part>
      )}
      {chave === null && isOtherCleared && (
        <p>
          <span role="status">O outro formulário foi limpo. </span>
          <Button look="quiet" onClick={onUndoClear}>
            Desfazer
          </Button>
        </p>
      )}
      <p>{chave === null ? <ShiftLogLink /> : <ShiftLogLink from={addressOf(chave)} />}</p>
    </>
  )
}
