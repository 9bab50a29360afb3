import { type ReactNode, useState } from 'react'
import { emptyTicket } from '../../contract/fields.ts'
import { Button } from '../../ui/button.tsx'
import { useAriaKeys } from '../../ui/chord.ts'
import { Keys } from '../../ui/keys.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import type { OpenTicket } from '../send/open-ticket.ts'
import type { Sources } from '../send/origin.ts'
import type { TicketOutcome } from '../send/outcome.ts'
import type { TypedTicket } from '../send/typed-ticket.ts'
import { shortcuts } from '../shortcuts.ts'
import styles from './submit-bar.module.css'
import { useIsFilled, useTyped } from './typing.ts'
import type { TicketFormState } from './use-ticket-form.ts'

type SubmitBarProps = {
  state: TicketFormState
  isBusy: boolean
  outcome: TicketOutcome | undefined
  /** It opens no ticket, but adds to this one. */
  appendsTo: OpenTicket | undefined
  onAppendTo: (ticket: OpenTicket) => void
  onClear: (typed: TypedTicket) => void
  /** How the send stands, beside the button. */
  children: ReactNode
}

/** What comes back where that is taken back. */
type Cleared = { typed: TypedTicket; sources: Sources; appendsTo: OpenTicket | undefined }

/** The one way to send, and at the far end the way to start over, which can be taken back. */
export function SubmitBar(props: SubmitBarProps) {
  const { state, isBusy, outcome, appendsTo, onAppendTo, onClear, children } = props
  const isAdding = appendsTo !== undefined
  const wantsWorkOrder = useTyped(state.typing, 'abrir_os')
  const isFilled = useIsFilled(state.typing)
  const [cleared, setCleared] = useState<Cleared | null>(null)

  function clear() {
    const typed = state.typed()
    setCleared({ typed, sources: state.sources.latest(), appendsTo })
    state.restart(emptyTicket)
    onClear(typed)
  }
  function undo({ typed, sources, appendsTo }: Cleared) {
    setCleared(null)
    state.restart(typed, sources)
    if (appendsTo) onAppendTo(appendsTo)
  }

  const isOnItsWay = outcome?.kind === 'sending' || outcome?.kind === 'sending-again'
  const label = isAdding
    ? 'Acrescentar ao atendimento'
    : wantsWorkOrder
      ? 'Abrir atendimento e OS'
      : 'Abrir atendimento'
  const underWay = isAdding ? 'Acrescentando…' : 'Abrindo…'
  return (
    <>
      {/* Never `disabled`: that explains nothing and drops the focus. */}
      <span className={styles.send}>
        <Button
          type="submit"
          look="primary"
          aria-disabled={isBusy || undefined}
          aria-keyshortcuts={useAriaKeys(shortcuts.send)}
        >
          {isBusy ? (isOnItsWay ? underWay : 'Conferindo…') : label}
        </Button>
        <Keys of={shortcuts.send} />
      </span>
      {children}
      {!isBusy &&
        (cleared && !isFilled ? (
          <span className={styles.far}>
            <span role="status">Formulário limpo. </span>
            <Button look="quiet" onClick={() => undo(cleared)}>
              Desfazer <VisuallyHidden>a limpeza</VisuallyHidden>
            </Button>
          </span>
        ) : (
          <span className={styles.far}>
            <Button look="quiet" onClick={clear}>
              Limpar <VisuallyHidden>formulário</VisuallyHidden>
            </Button>
          </span>
        ))}
    </>
  )
}
