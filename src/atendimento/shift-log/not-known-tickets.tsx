import { useQueryClient } from '@tanstack/react-query'
import { Notice } from '../../ui/notice.tsx'
import { PageLink } from '../../ui/page-link.tsx'
import { asSent } from '../send/as-sent.ts'
import type { SentTicket } from '../send/drafts.ts'
import type { TicketOutcome } from '../send/outcome.ts'
import { isSettled } from '../send/outcome-traits.ts'
import { addressOf } from '../send/ticket-address.ts'
import { useDesk, useDrafts, useTimes } from '../send/use-desk.ts'
import { outcomeOf, useTicketOutcome } from '../send/use-ticket-outcome.ts'
import { sayListed, sayOutcome, sayTask } from './listed-send.ts'
import { useOnceNotKnown, useSentToday } from './use-sent-today.ts'

export type NotKnownTicketsProps = {
  /** The key of the form below it. */
  formKey: string
}

// All of them are in the shift log.
const most = 4

/**
 * Above an empty form: what this tab sent and nobody has seen the end of, what the gateway doesn't know
 * yet of this attendant's other sends, from whichever tab or computer, and what opened nothing.
 */
export function NotKnownTickets({ formKey }: NotKnownTicketsProps) {
  const { sessao } = useDesk()
  const { formatWhen } = useTimes()
  const drafts = useDrafts()
  // Nobody is asked for a list before it is known whose.
  const { today } = useSentToday({ isWanted: sessao !== null })
  const sends = today?.sends ?? []
  const client = useQueryClient()
  const once = useOnceNotKnown(sends)
  const [own = [], refused = [], notSent = []] = (['open', 'mendable', 'turned-away'] as const).map(
    (standing) => drafts.sent(standing).filter(({ chave }) => chave !== formKey),
  )
  const others = sends
    .filter(({ chave }) => once.includes(chave))
    .filter(({ chave }) => !own.some((sent) => sent.chave === chave))
    // Of others the person has seen the end in this tab, since the gateway listed them.
    .filter(({ chave }) => {
      const known = outcomeOf(client, chave)
      return !known || !isSettled(known)
    })
  const rows = [
    ...own.toReversed().map((sent) => <OwnTicket key={sent.chave} sent={sent} />),
    ...others.map((send) => {
      const { chave, outcome } = send
      const when = outcome.sentAt && formatWhen(outcome.sentAt)
      return (
        <Row key={chave} chave={chave} when={when} of={outcome.enviado} task={sayTask(send)}>
          {sayListed(send) + protocolOf(outcome)}
        </Row>
      )
    }),
    ...[...notSent, ...refused].map(({ chave, typed, standing }) => (
      <Row
        key={chave}
        chave={chave}
        what={standing === 'mendable' ? 'Recusado' : 'Não enviado'}
        of={asSent(typed) ?? typed}
      >
        o texto está nesta aba
      </Row>
    )),
  ]
  if (rows.length === 0) return null
  const left = rows.length - most
  return (
    <Notice tone="info" title="A conferir">
      <ul>{rows.slice(0, most)}</ul>
      {left > 0 && <p>{left === 1 ? 'E mais 1 envio.' : `E mais ${left} envios.`}</p>}
    </Notice>
  )
}

const protocolOf = (outcome: TicketOutcome | undefined) =>
  outcome?.kind === 'opened' ? `, protocolo ${outcome.atendimento.protocolo}` : ''

type RowProps = {
  chave: string
  what?: string
  when?: string | undefined
  of: { id_cliente_servico: string | number; nome: string } | undefined
  children: string
  /** What there is to do about it. */
  task?: string
}

function Row({ chave, what = 'Enviado', when, of, children, task = '' }: RowProps) {
  const service = of ? `, serviço ${of.id_cliente_servico} (${of.nome})` : ''
  return (
    <li>
      <PageLink to={addressOf(chave)}>{`${what}${when ? ` ${when}` : ''}${service}`}</PageLink>
      {`: ${children}.${task}`}
    </li>
  )
}

function OwnTicket({ sent }: { sent: SentTicket }) {
  const { formatWhen } = useTimes()
  const { data: outcome } = useTicketOutcome(sent.chave)
  return (
    <Row chave={sent.chave} when={formatWhen(sent.sentAt)} of={asSent(sent.typed) ?? sent.typed}>
      {sayOutcome(outcome) + protocolOf(outcome)}
    </Row>
  )
}
