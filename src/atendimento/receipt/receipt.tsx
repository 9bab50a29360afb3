import { useState } from 'react'
import type { ShownAtendimento } from '../../contract/atendimento.ts'
import type { Enviado } from '../../contract/gateway-answer.ts'
import { formatPhone, readPhone } from '../../contract/phone.ts'
import { splitDescription } from '../../contract/reference.ts'
import { Button, OutsideLink } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { useScreenHeading } from '../../ui/use-screen-heading.ts'
import { NextTicket } from '../next-ticket.tsx'
import { writeCustomerMessage } from './customer-message.ts'
import { Protocol } from './protocol.tsx'
import styles from './receipt.module.css'
import { WorkOrders } from './work-orders.tsx'

type ReceiptProps = {
  ticket: ShownAtendimento
  /** The fields as posted; absent once the gateway has let them go. */
  sent: Enviado | undefined
  attendantUser: string
  isDemo: boolean
  onNext: () => void
}

/** The ticket is open: everything to say on the phone, to hand over and to keep (form-ux A-15). */
export function Receipt({ ticket, sent, attendantUser, isDemo, onNext }: ReceiptProps) {
  const heading = useScreenHeading(`Atendimento aberto – protocolo ${ticket.protocolo}`)
  return (
    <div className={styles.receipt}>
      <h1 ref={heading} tabIndex={-1}>
        Atendimento aberto
      </h1>
      {isDemo && <p className={styles.demo}>DEMONSTRAÇÃO: não dite este protocolo</p>}
      <Protocol protocol={ticket.protocolo} attendantUser={attendantUser} />
      <Handover ticket={ticket} sent={sent} />
      <WorkOrders
        orders={ticket.ordens_servico}
        wasAsked={sent?.abrir_os}
        protocol={ticket.protocolo}
        serviceId={sent?.id_cliente_servico}
      />
      <Recorded ticket={ticket} sent={sent} />
      <NextTicket onNext={onNext} />
    </div>
  )
}

type PartProps = Pick<ReceiptProps, 'ticket' | 'sent'>

/** The ways in which the protocol reaches the customer. */
function Handover({ ticket, sent }: PartProps) {
  const message = writeCustomerMessage(ticket, sent?.nome)
  const phone = sent && readPhone(sent.telefone)
  const isMobile = phone && 'value' in phone && phone.value.kind === 'mobile'
  const subject = `Protocolo ${ticket.protocolo}`
  return (
    <div className={styles.actions}>
      <CopyButton
        look="primary"
        text={ticket.protocolo}
        done="Protocolo copiado."
        sourceId="protocolo"
      >
        Copiar protocolo
      </CopyButton>
      <CopyButton text={message} done="Mensagem copiada.">
        Copiar mensagem para o cliente
      </CopyButton>
      {isMobile && (
        <OutsideLink
          href={`https://wa.me/55${phone.value.digits}?text=${encodeURIComponent(message)}`}
        >
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

/** What HubSoft recorded and what was sent. */
function Recorded({ ticket, sent }: PartProps) {
  const service = ticket.servico ?? ticket.ordens_servico.find(({ servico }) => servico)?.servico
  const description = sent?.descricao ?? splitDescription(ticket.descricao_abertura ?? '')
  const rows: [string, string | number | null | undefined][] = [
    ['Cliente', ticket.cliente?.nome_razaosocial],
    ['Código do serviço', sent?.id_cliente_servico],
    ['Plano', service?.nome],
    ['Situação do serviço', service?.status],
    ['Solicitante', sent?.nome],
    ['Situação', ticket.status],
    ['Aberto em', ticket.data_cadastro],
  ]
  return (
    <section aria-labelledby="titulo-registro" className={styles.section}>
      <h2 id="titulo-registro">O que foi registrado</h2>
      <dl className={styles.list}>
        {rows
          .filter(([, value]) => value !== null && value !== undefined && value !== '')
          .map(([name, value]) => [
            <dt key={`${name}-dt`}>{name}</dt>,
            <dd key={name}>{value}</dd>,
          ])}
        {sent && <PhoneRow digits={sent.telefone} />}
        {sent?.email && (
          <>
            <dt className={styles.onScreen}>E-mail</dt>
            <dd className={styles.onScreen}>{sent.email}</dd>
          </>
        )}
      </dl>
      {description && (
        <details className={styles.details}>
          <summary>Descrição</summary>
          <p className={styles.description}>{description}</p>
        </details>
      )}
      {/* What is folded away on the screen can't be unfolded on paper. */}
      <p aria-hidden="true" className={`${styles.description} ${styles.onPaper}`}>
        {description}
      </p>
    </section>
  )
}

/** On paper only the ending: a receipt is left lying about. */
function PhoneRow({ digits }: { digits: string }) {
  return (
    <>
      <dt>Telefone</dt>
      <dd>
        <span className={styles.onScreen}>{formatPhone(digits)}</span>
        <span className={styles.onPaper} aria-hidden="true">{`final ${digits.slice(-4)}`}</span>
      </dd>
    </>
  )
}
