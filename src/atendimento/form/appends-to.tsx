import { Button } from '../../ui/button.tsx'
import { DigitGroups } from '../../ui/digit-groups.tsx'
import type { OpenTicket } from '../send/open-ticket.ts'
import styles from './appends-to.module.css'

type AppendsToProps = {
  ticket: OpenTicket
  isBusy: boolean
  /** What is written opens a ticket after all. */
  onOpenNew: () => void
}

/** To which ticket what is written goes, in place of the fields that only a new one needs. */
export function AppendsTo({ ticket, isBusy, onOpenNew }: AppendsToProps) {
  const { protocolo, id_cliente_servico: serviceId } = ticket
  return (
    <div className={styles.to}>
      <p>
        {protocolo ? (
          <>
            Protocolo <strong translate="no">{<DigitGroups digits={protocolo} />}</strong>
          </>
        ) : (
          'O atendimento que já existe'
        )}
        {serviceId !== null && <span className={styles.service}>{` · serviço ${serviceId}`}</span>}
      </p>
      <p className={styles.service}>
        Só o texto abaixo vai para ele; nenhum atendimento novo é aberto.
      </p>
      {!isBusy && (
        <Button look="quiet" onClick={onOpenNew}>
          Abrir um novo em vez disso
        </Button>
      )}
    </div>
  )
}
