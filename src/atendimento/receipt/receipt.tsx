import { memo } from 'react'
import { Badge } from '../../ui/badge.tsx'
import paper from '../../ui/paper.module.css'
import { Screen } from '../../ui/screen.tsx'
import type { Opened } from '../send/outcome.ts'
import { titleOf } from '../send/outcome-traits.ts'
import { useDesk } from '../send/use-desk.ts'
import { DemoWarning } from './demo-warning.tsx'
import { Handover } from './handover.tsx'
import { NextTicket } from './next-ticket.tsx'
import { OtherTickets } from './other-tickets.tsx'
import { dictationId, Protocol } from './protocol.tsx'
import styles from './receipt.module.css'
import { Recorded } from './recorded.tsx'
import { ToldCustomer } from './told-customer.tsx'
import { WorkOrders } from './work-orders.tsx'

type ReceiptProps = { chave: string; opened: Opened }

/**
 * The ticket is open: everything to say on the phone, to hand over and to keep (design A-15). Not rendered anew as its
 * draft goes, right behind its first rendering.
 */
export const Receipt = memo(function Receipt({ chave, opened }: ReceiptProps) {
  const { sessao, configuracao } = useDesk()
  const { atendimento: ticket, enviado: sent, message, openedBy } = opened
  const { protocolo: protocol, ordens_servico: orders } = ticket
  const title = titleOf(opened)
  return (
    <Screen
      title={`${title} – protocolo ${protocol}`}
      heading={title}
      leadsTo={dictationId}
      tone="success"
      badge={
        <div className={paper.onScreen}>
          <Badges opened={opened} />
        </div>
      }
      foot={<NextTicket />}
      beside={
        <>
          <OtherTickets protocol={protocol} others={opened.otherProtocols} />
          <WorkOrders
            orders={orders}
            wasAsked={sent?.abrir_os}
            protocol={protocol}
            serviceId={sent?.id_cliente_servico}
            openedBy={openedBy}
          />
          <Recorded ticket={ticket} sent={sent} added={message} openedBy={openedBy} />
        </>
      }
    >
      {configuracao?.marca.nome && (
        <p aria-hidden="true" className={`${styles.provider} ${paper.onPaper}`}>
          {configuracao.marca.nome}
        </p>
      )}
      {sessao?.demo && <DemoWarning />}
      <Protocol protocol={protocol} attendantUser={sessao?.atendente.usuario ?? ''}>
        <Handover ticket={ticket} sent={sent} isAdded={message !== undefined} />
      </Protocol>
      {opened.isConfirmed && <p className={paper.onScreen}>Confirmado depois da conferência.</p>}
      <ToldCustomer chave={chave} told={opened.told} mayHaveEmail={!sent || Boolean(sent.email)} />
    </Screen>
  )
})

/** What there is to know beside the protocol, in a word: the rest is at the right, or below. */
function Badges({ opened }: { opened: Opened }) {
  const { atendimento, enviado, message, otherProtocols } = opened
  const count = atendimento.ordens_servico.length
  return (
    <div className={styles.badges}>
      {otherProtocols.length > 0 && <Badge tone="warning">aberto mais de uma vez</Badge>}
      {count > 0 && (
        <Badge tone="success">
          {count === 1 ? 'com ordem de serviço' : `com ${count} ordens de serviço`}
        </Badge>
      )}
      {count === 0 &&
        !message &&
        (enviado?.abrir_os ? (
          <Badge tone="warning">OS pedida, não criada</Badge>
        ) : (
          <Badge>sem ordem de serviço</Badge>
        ))}
    </div>
  )
}
