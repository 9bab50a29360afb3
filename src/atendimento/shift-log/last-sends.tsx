import type { ReactNode } from 'react'
import { Badge } from '../../ui/badge.tsx'
import { PageLink } from '../../ui/page-link.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import { asSent } from '../send/as-sent.ts'
import type { SentTicket } from '../send/drafts.ts'
import { asAdded } from '../send/open-ticket.ts'
import type { TicketOutcome } from '../send/outcome.ts'
import { addressOf } from '../send/ticket-address.ts'
import { useDesk, useDrafts } from '../send/use-desk.ts'
import { useOutcome } from '../send/use-outcome.ts'
import { useTimes } from '../send/use-times.ts'
import { CopyProtocol } from './copy-protocol.tsx'
import styles from './last-sends.module.css'
import {
  isNotKnown,
  type ListedSend,
  sayListed,
  sayOpened,
  sayOutcome,
  sayTask,
  wordOf,
} from './listed-send.ts'
import { isOfShift, useLastListed, useOnceNotKnown, useOpenedNews } from './use-sent-today.ts'

export type LastSendsProps = {
  /** The key of the form beside it. */
  formKey: string
}

// All of them are in the shift log.
const mostOpen = 4
const lastKnown = 3

/**
 * Beside an empty form, nothing where there is nothing to show: what this tab sent and nobody has seen the end of,
 * what the gateway doesn't know yet of this attendant's other sends, from whichever tab or computer, what opened
 * nothing and is kept in this tab; then the last sends of which all is known.
 */
export function LastSends({ formKey }: LastSendsProps) {
  const { sessao, now } = useDesk()
  const drafts = useDrafts()
  // Nobody is asked for a list before it is known whose.
  const sends = useLastListed({ isWanted: sessao !== null })
  const once = useOnceNotKnown(sends)
  const kept = (['open', 'mendable', 'turned-away'] as const).map((standing) =>
    drafts.sent(standing).filter(({ chave }) => chave !== formKey),
  )
  const [own = [], refused = [], notSent = []] = kept
  const shown = [formKey, ...kept.flat().map(({ chave }) => chave)]
  const others = sends.filter(({ chave }) => !shown.includes(chave))
  // This tab's own say so themselves: what it asks about may never have been listed as not known.
  const news = useOpenedNews(others, once)
  const isOpen = ({ chave }: ListedSend) => once.includes(chave)
  const open = [
    ...own.toReversed().map((sent) => <OwnSend key={sent.chave} sent={sent} />),
    ...others.filter(isOpen).map((send) => <Send key={send.chave} send={send} />),
    ...[...notSent, ...refused].map((sent) => <KeptSend key={sent.chave} sent={sent} />),
  ]
  const known = others
    .filter((send) => !isOpen(send) && isOfShift(now())(send))
    .slice(0, Math.max(1, lastKnown + 2 - Math.min(open.length, mostOpen)))
    .slice(0, lastKnown)
  const left = open.length - mostOpen
  const isEmpty = open.length + known.length === 0
  return (
    <>
      <div role="status">
        <VisuallyHidden>{news}</VisuallyHidden>
      </div>
      {!isEmpty && (
        <section aria-labelledby="ultimos-envios" className={styles.sends}>
          <h2 id="ultimos-envios">Últimos envios</h2>
          <ul className={styles.list}>
            {open.slice(0, mostOpen)}
            {known.map((send) => (
              <Send key={send.chave} send={send} />
            ))}
          </ul>
          {left > 0 && (
            <p>{left === 1 ? 'E mais 1 envio a conferir.' : `E mais ${left} envios a conferir.`}</p>
          )}
        </section>
      )}
    </>
  )
}

type RowProps = {
  chave: string
  /** The protocol, or the state in a word. */
  head: ReactNode
  when: Date | undefined
  who: string | undefined
  children: string
}

function Row({ chave, head, when, who, children }: RowProps) {
  const { formatSince } = useTimes()
  const said = [when && formatSince(when), who, children].filter(Boolean).join(' · ')
  return (
    <li>
      <div>{head}</div>
      <p className={styles.line}>
        <PageLink to={addressOf(chave)}>
          <VisuallyHidden>Ver o envio:</VisuallyHidden> {said}
        </PageLink>
      </p>
    </li>
  )
}

type Sender = { id_cliente_servico: string | number; nome: string } | undefined

const inFull = (sent: Sender) => sent && `serviço ${sent.id_cliente_servico} (${sent.nome})`

function headOf(send: ListedSend) {
  const { outcome, chave } = send
  const { word, tone } = wordOf(send)
  return outcome.kind === 'opened' ? (
    <CopyProtocol id={`ultimo-${chave}`} protocol={outcome.atendimento.protocolo} />
  ) : (
    <Badge {...(tone && { tone })}>{word}</Badge>
  )
}

/** As the gateway lists it. */
function Send({ send }: { send: ListedSend }) {
  const { outcome, chave } = send
  const { enviado, message, sentAt } = outcome
  const isDoubled = sayTask(send) !== ''
  const said =
    outcome.kind === 'opened' && !isDoubled
      ? sayOpened(outcome)
      : `${sayListed(send)}${isDoubled ? `.${sayTask(send)}` : ''}`
  const requester = isNotKnown(send) ? inFull(enviado) : enviado?.nome
  const who = message ? 'Acréscimo' : requester
  return (
    <Row chave={chave} head={headOf(send)} when={sentAt} who={who}>
      {said}
    </Row>
  )
}

/** Sent from this tab, which asks what came of it. */
function OwnSend({ sent }: { sent: SentTicket }) {
  const known = useOutcome(sent.chave) ?? asking
  const { chave, sentAt } = sent
  const outcome = asAdded(known, sent.appendsTo)
  const send = { chave, outcome: { ...outcome, sentAt } }
  const news = useOpenedNews([send], useOnceNotKnown([send]))
  const said = outcome.kind === 'opened' ? sayOpened(outcome) : sayOutcome(outcome)
  return (
    <Row
      chave={chave}
      head={
        <>
          {headOf(send)}
          <span role="status">
            <VisuallyHidden>{news}</VisuallyHidden>
          </span>
        </>
      }
      when={sentAt}
      who={whoOf(sent)}
    >
      {said}
    </Row>
  )
}

const whoOf = ({ typed, appendsTo }: SentTicket) =>
  appendsTo ? 'Acréscimo' : inFull(asSent(typed) ?? typed)

const asking: TicketOutcome = { kind: 'asking', why: 'reload' }

/** Opened nothing; its text waits in this tab. */
function KeptSend({ sent }: { sent: SentTicket }) {
  const { chave, standing, sentAt } = sent
  const head =
    standing === 'mendable' ? <Badge tone="error">Recusado</Badge> : <Badge>Não enviado</Badge>
  return (
    <Row chave={chave} head={head} when={sentAt} who={whoOf(sent)}>
      o texto está nesta aba
    </Row>
  )
}
