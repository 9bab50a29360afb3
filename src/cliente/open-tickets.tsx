import { useId, useRef, useState } from 'react'
import type { ListedTicket } from '../contract/cliente.ts'
import { Button } from '../ui/button.tsx'
import { DigitGroups } from '../ui/digit-groups.tsx'
import { onEscape } from '../ui/on-escape.ts'
import { Panel } from '../ui/panel.tsx'
import { VisuallyHidden } from '../ui/visually-hidden.tsx'
import { useCustomerTimes } from './customer-room.tsx'
import { GivenProtocol } from './given-protocol.tsx'
import styles from './open-tickets.module.css'
import { beginningOf, countOpen, formatAge, sayWorkOrders } from './ticket-words.ts'

/** A ticket that is open already, to which what is written can go. */
export type TicketToAppendTo = {
  id_atendimento: number
  /** Digits. */
  protocolo: string
  id_cliente_servico: number
}

type OpenTicketsProps = {
  serviceId: number
  /** The newest first. */
  tickets: ListedTicket[]
  isBusy: boolean
  onAppend: (ticket: TicketToAppendTo) => void
}

const mostShown = 3

/** What is open for the service already, before another is opened: often none is needed (design A-6). */
export function OpenTickets({ tickets, ...rest }: OpenTicketsProps) {
  const titleId = useId()
  const left = tickets.length - mostShown
  return (
    <Panel>
      <section className={styles.open} aria-labelledby={titleId}>
        <h2 id={titleId}>{countOpen(tickets.length)}</h2>
        <ul className={styles.tickets}>
          {tickets.slice(0, mostShown).map((ticket) => (
            <OpenTicket key={ticket.protocolo} ticket={ticket} {...rest} />
          ))}
        </ul>
        {left > 0 && <p>{left === 1 ? 'E mais 1, no HubSoft.' : `E mais ${left}, no HubSoft.`}</p>}
      </section>
    </Panel>
  )
}

type OpenTicketProps = Omit<OpenTicketsProps, 'tickets'> & { ticket: ListedTicket }

function OpenTicket({ ticket, serviceId, isBusy, onAppend }: OpenTicketProps) {
  const { times, now } = useCustomerTimes()
  const [isGiven, setIsGiven] = useState(false)
  const opener = useRef<HTMLButtonElement>(null)
  const sheetId = useId()
  const { protocolo, id_atendimento, data_cadastro, status, informado } = ticket
  const line = [
    formatAge(data_cadastro, times, now),
    status?.slice(0, 40),
    sayWorkOrders(ticket),
    informado && `dado ${times.formatWhen(new Date(informado.em), now)}`,
  ]
  const ofProtocol = <VisuallyHidden>{`protocolo ${protocolo}`}</VisuallyHidden>
  function close() {
    setIsGiven(false)
    opener.current?.focus()
  }
  return (
    <li onKeyDown={isGiven ? onEscape(close) : undefined}>
      <strong translate="no">
        <DigitGroups digits={protocolo} />
      </strong>
      <p className={styles.line}>{line.filter(Boolean).join(' · ')}</p>
      <p>{beginningOf(ticket)}</p>
      <div className={styles.acts}>
        <Button
          ref={opener}
          look="chip"
          aria-expanded={isGiven}
          aria-controls={isGiven ? sheetId : undefined}
          // Twice in a row it is pressed for the same.
          onClick={({ detail }) => detail < 2 && setIsGiven(!isGiven)}
        >
          Dar este protocolo {ofProtocol}
        </Button>
        {id_atendimento !== null && (
          <Button
            look="chip"
            aria-disabled={isBusy || undefined}
            onClick={() =>
              !isBusy && onAppend({ id_atendimento, protocolo, id_cliente_servico: serviceId })
            }
          >
            Acrescentar <VisuallyHidden>ao</VisuallyHidden> {ofProtocol}
          </Button>
        )}
      </div>
      {isGiven && <GivenProtocol id={sheetId} serviceId={serviceId} ticket={ticket} />}
    </li>
  )
}
