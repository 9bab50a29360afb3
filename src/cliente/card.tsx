import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react'
import { createPortal } from 'react-dom'
import type { ListedTicket } from '../contract/cliente.ts'
import { Button } from '../ui/button.tsx'
import { Panel } from '../ui/panel.tsx'
import hidden from '../ui/visually-hidden.module.css'
import styles from './card.module.css'
import type { Contact } from './contact.ts'
import type { Failure } from './customer-api.ts'
import { sayFailure } from './failure-words.ts'
import { OpenTickets, type TicketToAppendTo } from './open-tickets.tsx'
import { ServiceCard, sayService } from './service-card.tsx'
import { sayOpen } from './ticket-words.ts'
import {
  type CustomerService,
  isKnown,
  notAsked,
  useForgetting,
  useService,
  useTickets,
} from './use-look-ups.ts'
import { useSettled } from './use-settled.ts'

export type CardProps = {
  /** As it stands in the field; null while that reads as none. */
  serviceId: number | null
  isBusy: boolean
  /** Contact data that the attendant takes over. */
  onUse: (values: Contact, label: string) => void
  /** What is written goes to this ticket, and none is opened. */
  onAppend: (ticket: TicketToAppendTo) => void
  /** The service's list of tickets that is on the screen now; null while there is none. */
  onListRead: (list: { serviceId: number; readAt: string } | null) => void
}

/** Whose service it is that stands in the field, and what is open there already: it blocks nothing (design ). */
export function Card({ serviceId: typedId, isBusy, onUse, onAppend, onListRead }: CardProps) {
  const titleId = useId()
  const place = useRef<HTMLDivElement>(null)
  const serviceId = useDueId(typedId, isBusy)
  const { standing, askAgain } = useStanding(serviceId)
  const tickets = useTickets(serviceId, isBusy).data
  // After both, which let go of what they showed.
  useForgetting(typedId)
  const isShown = standing !== null && standing.kind !== 'asking'
  const readAt = isShown ? (tickets?.list?.lido_em ?? null) : null
  useEffect(() => {
    onListRead(serviceId !== null && readAt !== null ? { serviceId, readAt } : null)
  }, [serviceId, readAt, onListRead])
  function askAnew() {
    // The button goes, and the focus with it. Otherwise a box so high is nothing to be focused.
    place.current?.setAttribute('tabindex', '-1')
    place.current?.focus({ preventScroll: true })
    askAgain()
  }
  // After the card, which would push them down.
  const open = isShown ? (tickets?.list?.atendimentos.filter(({ aberto }) => aberto) ?? []) : []
  return (
    <>
      <Announcements standing={standing} serviceId={serviceId} open={open} />
      {serviceId !== null && standing && (
        <Panel>
          <div ref={place} className={styles.card}>
            {standing.kind === 'found' ? (
              <ServiceCard {...standing.found} isBusy={isBusy} onUse={onUse} />
            ) : (
              <section className={styles.card} aria-labelledby={titleId}>
                <h2 id={titleId}>{`Serviço ${serviceId}`}</h2>
                <p>{sayStanding(standing, serviceId)}</p>
                {'failure' in standing && standing.failure.kind !== 'session-over' && (
                  <Button onClick={askAnew}>Consultar de novo</Button>
                )}
              </section>
            )}
            {isShown && tickets?.failure && !tickets.list && (
              <p className={styles.muted}>
                Não consegui ver se este serviço já tem atendimento aberto.
              </p>
            )}
          </div>
        </Panel>
      )}
      {serviceId !== null && open.length > 0 && (
        <OpenTickets serviceId={serviceId} tickets={open} isBusy={isBusy} onAppend={onAppend} />
      )}
    </>
  )
}

const shortest = 100 // three digits

/**
 * The service to ask for: a moment after its last digit, or at once where it is known; null while there is none. Once
 * a ticket is on its way nothing more is said of whoever it is for.
 */
function useDueId(serviceId: number | null, isBusy: boolean): number | null {
  const client = useQueryClient()
  const isSettled = useSettled(serviceId, { isHeldBack: isBusy }) !== undefined
  const isDue = isSettled || isKnown(client, serviceId)
  return isDue && serviceId !== null && serviceId >= shortest ? serviceId : null
}

type Standing =
  | { kind: 'asking' | 'not-found' }
  | { kind: 'failed'; failure: Failure }
  | { kind: 'found'; found: CustomerService }

/** What is known of whose service it is; null where none is asked for. */
function useStanding(serviceId: number | null): {
  standing: Standing | null
  askAgain: () => void
} {
  const { data, isFetching, refetch } = useService(serviceId)
  const askAgain = () => void refetch()
  if (serviceId === null) return { standing: null, askAgain }
  if (isFetching) return { standing: { kind: 'asking' }, askAgain }
  if (data?.kind !== 'answered') {
    return { standing: { kind: 'failed', failure: data ?? notAsked }, askAgain }
  }
  const found = data.answer
  return { standing: found ? { kind: 'found', found } : { kind: 'not-found' }, askAgain }
}

function sayStanding(standing: Standing, serviceId: number): string {
  switch (standing.kind) {
    case 'asking':
      return `Procurando o serviço ${serviceId}…`
    case 'not-found':
      return `Não encontrei o serviço ${serviceId}. Confira o número. Você ainda pode enviar.`
    case 'failed':
      return sayFailure(
        standing.failure,
        'consultar o serviço',
        'Isso não impede abrir o atendimento.',
      )
    case 'found':
      return sayService(standing.found)
  }
}

type AnnouncementsProps = {
  standing: Standing | null
  serviceId: number | null
  open: ListedTicket[]
}

const longMs = 1000

/** There from the start, and not among the panels, which have a room only while they show something: read out once. */
function Announcements({ standing, serviceId, open }: AnnouncementsProps) {
  const asking = standing?.kind === 'asking' ? serviceId : null
  const isLong = useSettled(asking, { pauseMs: longMs }) !== undefined
  const isSaid = standing && (standing.kind !== 'asking' || isLong)
  // React listens to every event of what a portal is put into: of the whole page's, each key's twelve twice.
  const [place] = useState(() => document.createElement('div'))
  useLayoutEffect(() => {
    document.body.append(place)
    return () => place.remove()
  }, [place])
  return createPortal(
    <>
      <div role="status" className={hidden.hidden}>
        {isSaid && serviceId !== null && sayStanding(standing, serviceId)}
      </div>
      <div role="status" className={hidden.hidden}>
        {open.length > 0 && sayOpen(open)}
      </div>
    </>,
    place,
  )
}
