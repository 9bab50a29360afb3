import { navigate } from 'wouter/use-browser-location'
import { Button } from '../ui/button.tsx'
import { VisuallyHidden } from '../ui/visually-hidden.tsx'
import { addressOf } from './send/ticket-address.ts'
import { useDrafts } from './send/use-desk.ts'

/** What was cleared in a form that isn't on the screen any more, and the way back to it. */
export function OtherCleared() {
  const drafts = useDrafts()
  function undoClear() {
    const undone = drafts.undoClear()
    if (undone) navigate(addressOf(undone))
  }
  return (
    drafts.isOtherCleared() && (
      <p>
        <span role="status">O outro formulário foi limpo. </span>
        <Button look="quiet" onClick={undoClear}>
          Desfazer <VisuallyHidden>a limpeza</VisuallyHidden>
        </Button>
      </p>
    )
  )
}
