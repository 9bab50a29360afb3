import { useState } from 'react'
import { useWatch } from 'react-hook-form'
import type { TypedAtendimento } from '../../contract/novo-atendimento.ts'
import { Button } from '../../ui/button.tsx'
import { emptyTicket } from '../sent-tickets.ts'
import styles from './ticket-form.module.css'
import type { TicketFormState } from './use-ticket-form.ts'

type SubmitBarProps = { form: TicketFormState['form']; isBusy: boolean }

/** The one way to send, and at the far end the way to start over, which can be taken back. */
export function SubmitBar({ form, isBusy }: SubmitBarProps) {
  const wantsWorkOrder = useWatch({ control: form.control, name: 'abrir_os' })
  const [cleared, setCleared] = useState<TypedAtendimento | null>(null)

  function clear() {
    setCleared(form.getValues())
    form.reset(emptyTicket)
    form.setFocus('id_cliente_servico')
  }
  function undo() {
    if (cleared) form.reset(cleared)
    setCleared(null)
    form.setFocus('id_cliente_servico')
  }

  const label = wantsWorkOrder ? 'Abrir atendimento e OS' : 'Abrir atendimento'
  return (
    <div className={styles.bar}>
      {/* Never `disabled`: that explains nothing and drops the focus. */}
      <Button type="submit" look="primary" aria-disabled={isBusy || undefined}>
        {isBusy ? 'Abrindo…' : label}
      </Button>
      {!isBusy &&
        (cleared ? (
          <span className={styles.far}>
            <span role="status">Formulário limpo. </span>
            <Button look="quiet" onClick={undo}>
              Desfazer
            </Button>
          </span>
        ) : (
          <span className={styles.far}>
            <Button look="quiet" onClick={clear}>
              Limpar formulário
            </Button>
          </span>
        ))}
    </div>
  )
}
