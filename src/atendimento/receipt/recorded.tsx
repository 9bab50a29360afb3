import { fieldNames, messageName } from '../../contract/fields.ts'
import { formatPhone } from '../../contract/format-phone.ts'
import type { Enviado } from '../../contract/novo-atendimento.ts'
import { splitDescription } from '../../contract/reference.ts'
import type { ShownAtendimento } from '../../contract/shown-ticket.ts'
import { typeName } from '../../contract/ticket-type.ts'
import { type Description, DescriptionList } from '../../ui/description-list.tsx'
import { Panel } from '../../ui/panel.tsx'
import paper from '../../ui/paper.module.css'
import type { Opened } from '../send/outcome.ts'
import { useDesk } from '../send/use-desk.ts'
import { Phone } from './phone.tsx'
import styles from './receipt.module.css'
import { sayNoWorkOrder } from './work-order-text.ts'
import { RawDates } from './work-orders.tsx'

type RecordedProps = {
  ticket: ShownAtendimento
  /** The fields as posted; absent once the gateway has let them go. */
  sent: Enviado | undefined
  /** What was added to a ticket that stood already. */
  added: Opened['message']
  /** The attendant: HubSoft's own `usuario_abertura` is the API account. */
  openedBy: string | undefined
}

/** What HubSoft recorded and what was sent. */
export function Recorded({ ticket, sent, added, openedBy }: RecordedProps) {
  const types = useDesk().configuracao?.tipos_de_atendimento ?? []
  const orders = ticket.ordens_servico
  const service = ticket.servico ?? orders.find(({ servico }) => servico)?.servico
  const opening = sent?.descricao ?? splitDescription(ticket.descricao_abertura ?? '')
  const description = added ? added.text : opening
  const descriptionName = added ? messageName : fieldNames.descricao
  const named = typeName(sent?.id_tipo_atendimento, types)
  const rows: Description[] = [
    { term: 'Cliente', value: ticket.cliente?.nome_razaosocial },
    { term: 'Serviço', value: joined(sent?.id_cliente_servico ?? added?.serviceId, service?.nome) },
    // Of interest where it isn't as it should be.
    {
      term: 'Situação do serviço',
      value: service?.status_prefixo === 'servico_habilitado' ? null : service?.status,
    },
    { term: 'Solicitante', value: sent?.nome },
    { term: 'Telefone', value: sent && <Phone>{formatPhone(sent.telefone)}</Phone> },
    { term: 'Tipo', value: sent?.id_tipo_atendimento && (ticket.tipo_atendimento || named) },
    { term: 'Situação', value: ticket.status },
    // What work orders a ticket has that stood already HubSoft's answer to a message doesn't say.
    { term: 'OS', value: !added && orders.length === 0 && sayNoWorkOrder(sent?.abrir_os) },
    { term: 'Aberto em', value: ticket.data_cadastro },
    { term: added ? 'Acrescentado por' : 'Aberto por', value: openedBy },
  ]
  return (
    <Panel title="O que foi registrado">
      <DescriptionList rows={rows.filter(({ value }) => value)} />
      {/* Not on paper, which is left lying about. */}
      {sent?.email && (
        <div className={paper.onScreen}>
          <DescriptionList rows={[{ term: 'E-mail', value: sent.email }]} />
        </div>
      )}
      <div className={styles.folded}>
        {description && (
          <details className={styles.details}>
            <summary>{descriptionName}</summary>
            <p className={styles.description}>{description}</p>
          </details>
        )}
        <RawDates orders={orders} />
      </div>
      {/* What is folded away on the screen can't be unfolded on paper. */}
      {description && (
        <div aria-hidden="true" className={paper.onPaper}>
          <DescriptionList rows={[{ term: descriptionName, value: description }]} />
        </div>
      )}
    </Panel>
  )
}

const joined = (...parts: (string | number | null | undefined)[]) =>
  parts.filter(Boolean).join(' · ')
