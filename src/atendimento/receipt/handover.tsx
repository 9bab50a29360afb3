import type { Enviado } from '../../contract/novo-atendimento.ts'
import { kindOf } from '../../contract/phone.ts'
import type { ShownAtendimento } from '../../contract/shown-ticket.ts'
import { OutsideLink } from '../../ui/button.tsx'
import { CopyButton } from '../../ui/copy-button.tsx'
import { PrintButton } from '../../ui/print-button.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import { shortcuts } from '../shortcuts.ts'
import { writeCustomerMessage } from './customer-message.ts'

type HandoverProps = {
  ticket: ShownAtendimento
  /** The fields as posted; absent once the gateway has let them go. */
  sent: Enviado | undefined
  /** Something was added to a ticket that stood already. */
  isAdded: boolean
}

/** The ways in which the protocol reaches the customer. */
export function Handover({ ticket, sent, isAdded }: HandoverProps) {
  const message = writeCustomerMessage(ticket, sent?.nome, isAdded)
  const subject = `Protocolo ${ticket.protocolo}`
  return (
    <>
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
        Copiar mensagem <VisuallyHidden>para o cliente</VisuallyHidden>
      </CopyButton>
      {sent && kindOf(sent.telefone) === 'mobile' && (
        <OutsideLink href={`https://wa.me/55${sent.telefone}?text=${encodeURIComponent(message)}`}>
          WhatsApp<VisuallyHidden>: abrir com a mensagem para o cliente</VisuallyHidden>
        </OutsideLink>
      )}
      {sent?.email && (
        <OutsideLink
          target="_self"
          href={`mailto:${encodeURIComponent(sent.email)}?subject=${encodeURIComponent(subject)}&body=${encodeURIComponent(message)}`}
        >
          E-mail<VisuallyHidden>: escrever ao cliente</VisuallyHidden>
        </OutsideLink>
      )}
      <PrintButton>
        Imprimir <VisuallyHidden>comprovante</VisuallyHidden>
      </PrintButton>
    </>
  )
}
