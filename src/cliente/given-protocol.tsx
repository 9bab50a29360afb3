import { useId } from 'react'
import { waysToTell } from '../contract/canais.ts'
import type { ListedTicket } from '../contract/cliente.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { Dictation } from '../ui/dictation.tsx'
import { DigitGroups } from '../ui/digit-groups.tsx'
import { NoteChips } from '../ui/note-chips.tsx'
import { useCustomerRoom, useCustomerTimes } from './customer-room.tsx'
import styles from './open-tickets.module.css'
import { useNoteTold } from './use-look-ups.ts'

type GivenProtocolProps = { id: string; serviceId: number; ticket: ListedTicket }

/** The protocol of a ticket that is open already, for a phone call: large, in words, to be copied and noted as told. */
export function GivenProtocol({ id, serviceId, ticket }: GivenProtocolProps) {
  const { usuario } = useCustomerRoom()
  const { times, now } = useCustomerTimes()
  const { note, hasFailed } = useNoteTold(serviceId, ticket)
  const numberId = useId()
  const { protocolo, id_atendimento, informado } = ticket
  return (
    <div id={id} className={styles.given}>
      <p id={numberId} translate="no" className={styles.number}>
        <DigitGroups digits={protocolo} />
      </p>
      <CopyButton text={protocolo} done="Protocolo copiado." sourceId={numberId}>
        Copiar protocolo
      </CopyButton>
      <Dictation digits={protocolo} reader={usuario ?? ''} />
      {id_atendimento !== null && (
        <NoteChips
          label="O cliente já tem:"
          ways={waysToTell}
          noted={informado?.canal}
          said={informado && `Anotado ${times.formatWhen(new Date(informado.em), now)}.`}
          hasFailed={hasFailed}
          onNote={note}
        />
      )}
    </div>
  )
}
