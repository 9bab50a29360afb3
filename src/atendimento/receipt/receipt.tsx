import { useState } from 'react'
import { formatPhone } from '../../contract/format-phone.ts'
import type { Enviado } from '../../contract/novo-atendimento.ts'
import { kindOf } from '../../contract/phone.ts'
import { splitDescription } from '../../contract/reference.ts'
import type { ShownAtendimento } from '../../contract/shown-ticket.ts'
import { Button, OutsideLink } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { type Description, DescriptionList } from '../../ui/description-list.tsx'
import paper from '../../ui/paper.module.css'
import { Screen } from '../../ui/screen.tsx'
import type { Opened } from '../send/outcome.ts'
import { titleOf } from '../send/outcome-traits.ts'
import { useDesk } from '../send/use-desk.ts'
import { shortcuts } from '../shortcuts.ts'
import { writeCustomerMessage } from './customer-message.ts'
import { DemoWarning } from './demo-warning.tsx'
import { NextTicket } from './next-ticket.tsx'
import { OtherTickets } from './other-tickets.tsx'
import { Protocol } from './protocol.tsx'
import styles from './receipt.module.css'
import { ToldCustomer } from './told-customer.tsx'
import { WorkOrders } from './work-orders.tsx'

/** The ticket is open: everything to say on the phone, to hand over and to keep (design A-15). */
export function Receipt({ chave, opened }: { chave: string; opened: Opened }) {
  const { sessao } = useDesk()
  const { atendimento: ticket, enviado: sent, openedBy } = opened
  const title = titleOf(opened)
  return (
    <Screen title={`${title} – protocolo ${ticket.protocolo}`} heading={title}>
      {sessao?.demo && <DemoWarning />}
      {opened.isConfirmed && <p className={paper.onScreen}>Confirmado depois da conferência.</p>}
      <OtherTickets protocol={ticket.protocolo} others={opened.otherProtocols} />
      <Protocol protocol={ticket.protocolo} attendantUser={sessao?.atendente.usuario ?? ''} />
      <Handover ticket={ticket} sent={sent} />
      <ToldCustomer chave={chave} told={opened.told} mayHaveEmail={!sent || Boolean(sent.email)} />
      <WorkOrders
        orders={ticket.ordens_servico}
        wasAsked={sent?.abrir_os}
        protocol={ticket.protocolo}
        serviceId={sent?.id_cliente_servico}
        openedBy={openedBy}
      />
      <Recorded ticket={ticket} sent={sent} openedBy={openedBy} />
      <NextTicket />
    </Screen>
  )
}

type Told = {
  ticket: ShownAtendimento
  /** The fields as posted; absent once the gateway has let them go. */
  sent: Enviado | undefined
}

/** The ways in which the protocol reaches the customer. */
function Handover({ ticket, sent }: Told) {
  const message = writeCustomerMessage(ticket, sent?.nome)
  const subject = `Protocolo ${ticket.protocolo}`
  return (
    <div className={styles.actions}>
      <CopyButton
        look="primary"
        text={ticket.protocolo}
        done="Protocolo copiado."
        sourceId="protocolo"
        chord={shortcuts['copy-protocol']}
      >
        Copiar protocolo
      </CopyButton>
      <CopyButton text={message} done="Mensagem copiada." chord={shortcuts['copy-message']}>
        Copiar mensagem para o cliente
      </CopyButton>
      {sent && kindOf(sent.telefone) === 'mobile' && (
        <OutsideLink href={`https://wa.me/55${sent.telefone}?text=${encodeURIComponent(message)}`}>
          Abrir no WhatsApp
        </OutsideLink>
      )}
      {sent?.email && (
        <OutsideLink
          target="_self"
          href={`mailto:${encodeURIComponent(sent.email)}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(message)}`}
        >
          Enviar por e-mail
        </OutsideLink>
      )}
      <PrintButton />
    </div>
  )
}

const takeFocus = (link: HTMLAnchorElement | null) => link?.focus()

/** A frame without `allow-modals` prints nothing and says nothing: then a window of its own can. */
function PrintButton() {
  const [isBlocked, setIsBlocked] = useState(false)
  function print() {
    let hasBegun = false
    const onBegin = () => {
      hasBegun = true
    }
    window.addEventListener('beforeprint', onBegin, { once: true })
    window.print()
    window.removeEventListener('beforeprint', onBegin)
    setIsBlocked(!hasBegun)
  }
  return isBlocked ? (
    <OutsideLink ref={takeFocus} href={window.location.pathname}>
      Abrir para impressão
    </OutsideLink>
  ) : (
    <Button onClick={print}>Imprimir comprovante</Button>
  )
}

/** `openedBy` is the attendant: HubSoft's own `usuario_abertura` is the API account. */
type RecordedProps = Told & { openedBy: string | undefined }

/** What HubSoft recorded and what was sent. */
function Recorded({ ticket, sent, openedBy }: RecordedProps) {
  const service = ticket.servico ?? ticket.ordens_servico.find(({ servico }) => servico)?.servico
  const description = sent?.descricao ?? splitDescription(ticket.descricao_abertura ?? '')
  const rows: Description[] = [
    { term: 'Cliente', value: ticket.cliente?.nome_razaosocial },
    { term: 'Código do serviço', value: sent?.id_cliente_servico },
    { term: 'Plano', value: service?.nome },
    { term: 'Situação do serviço', value: service?.status },
    { term: 'Solicitante', value: sent?.nome },
    { term: 'Telefone', value: sent && <Phone digits={sent.telefone} /> },
    { term: 'Situação', value: ticket.status },
    { term: 'Aberto em', value: ticket.data_cadastro },
    { term: 'Aberto por', value: openedBy },
  ]
  const filled = ({ value }: Description) => value !== null && value !== undefined && value !== ''
  return (
    <section aria-labelledby="titulo-registro" className={styles.section}>
      <h2 id="titulo-registro">O que foi registrado</h2>
      <DescriptionList rows={rows.filter(filled)} />
      {/* Not on paper, which is left lying about. */}
      {sent?.email && (
        <div className={paper.onScreen}>
          <DescriptionList rows={[{ term: 'E-mail', value: sent.email }]} />
        </div>
      )}
      {description && (
        <details className={styles.details}>
          <summary>Descrição</summary>
          <p className={styles.description}>{description}</p>
        </details>
      )}
      {/* What is folded away on the screen can't be unfolded on paper. */}
      <p aria-hidden="true" className={`${styles.description} ${paper.onPaper}`}>
        {description}
      </p>
    </section>
  )
}

/** On paper only the ending. */
function Phone({ digits }: { digits: string }) {
  return (
    <>
      <span className={paper.onScreen}>{formatPhone(digits)}</span>
      <span className={paper.onPaper} aria-hidden="true">{`final ${digits.slice(-4)}`}</span>
    </>
  )
}
