import { useId } from 'react'
import type { ListedTicket } from '../contract/cliente.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { Dictation } from '../ui/dictation.tsx'
import { DigitGroups } from '../ui/digit-groups.tsx'
import { useCustomerRoom } from './customer-room.tsx'
import styles from './open-tickets.module.css'

type GivenProtocolProps = { id: string; serviceId: number; ticket: ListedTicket }

/** The protocol of a ticket that is open already, for a phone call: large, in words, to be copied. */
export function GivenProtocol({ id, ticket: { protocolo } }: GivenProtocolProps) {
  const { usuario } = useCustomerRoom()
  const numberId = useId()
  return (
    <div id={id} className={styles.given}>
      <p id={numberId} translate="no" className={styles.number}>
        <DigitGroups digits={protocolo} />
      </p>
      <Dictation digits={protocolo} reader={usuario ?? ''} />
      <CopyButton text={protocolo} done="Protocolo copiado." sourceId={numberId}>
        Copiar protocolo
      </CopyButton>
    </div>
  )
}
