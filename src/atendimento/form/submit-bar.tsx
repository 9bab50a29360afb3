import { type ReactNode, useState } from 'react'
import { useFormState, useWatch } from 'react-hook-form'
import { emptyTicket } from '../../contract/fields.ts'
import { Button } from '../../ui/button.tsx'
import { useAriaKeys } from '../../ui/chord.ts'
import { Keys } from '../../ui/keys.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import type { TicketOutcome } from '../send/outcome.ts'
import type { TypedTicket } from '../send/typed-ticket.ts'
import { shortcuts } from '../shortcuts.ts'
import styles from './submit-bar.module.css'
import type { TicketFormState } from './use-ticket-form.ts'

type SubmitBarProps = {
  state: TicketFormState
  isBusy: boolean
  outcome: TicketOutcome | undefined
  /** It opens no ticket, but adds to one. */
  isAdding: boolean
  onClear: (typed: TypedTicket) => void
  /** How the send stands, beside the button. */
  children: ReactNode
}

/** The one way to send, and at the far end the way to start over, which can be taken back. */
export function SubmitBar(props: SubmitBarProps) {
  const { state, isBusy, outcome, isAdding, onClear, children } = props
  const { control } = state.form
  const wantsWorkOrder = useWatch({ control, name: 'abrir_os' })
  const { isDirty } = useFormState({ control })
  const [cleared, setCleared] = useState<TypedTicket | null>(null)

  function clear() {
    const typed = state.typed()
    setCleared(typed)
    state.restart(emptyTicket)
    onClear(typed)
  }
  function undo(typed: TypedTicket) {
    setCleared(null)
    state.restart(typed)
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
        (cleared && !isDirty ? (
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
