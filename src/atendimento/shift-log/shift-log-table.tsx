import { firstNameOf } from '../../contract/requester-name.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { DigitGroups } from '../../ui/digit-groups.tsx'
import { PageLink } from '../../ui/page-link.tsx'
import paper from '../../ui/paper.module.css'
import { Table } from '../../ui/table.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import { addressOf } from '../send/ticket-address.ts'
import { isNotKnown, type ListedSend, sayListed, sayTask, sayWorkOrder } from './listed-send.ts'
import styles from './shift-log.module.css'

type ShiftLogTableProps = { sends: ListedSend[]; formatSince: (at: Date) => string }

const columns = {
  when: 'Enviado',
  protocol: 'Protocolo',
  service: 'Serviço',
  requester: 'Solicitante',
  workOrder: 'OS',
  outcome: 'Situação',
}

/** One send a row, or below one another where columns find no room. */
export function ShiftLogTable({ sends, formatSince }: ShiftLogTableProps) {
  if (sends.length === 0) return null
  return (
    <Table
      isList
      className={styles.table}
      caption={
        <VisuallyHidden>O que você enviou, com o que falta conferir primeiro</VisuallyHidden>
      }
      columns={Object.values(columns)}
    >
      {sends.map((send) => (
        <SendRow key={send.chave} send={send} formatSince={formatSince} />
      ))}
    </Table>
  )
}

type SendRowProps = { send: ListedSend; formatSince: (at: Date) => string }

function SendRow({ send, formatSince }: SendRowProps) {
  const { chave, outcome } = send
  const { enviado, sentAt } = outcome
  const when = sentAt ? formatSince(sentAt) : 'Não guardado'
  const said = sayListed(send)
  return (
    <tr className={isNotKnown(send) ? styles.notKnown : undefined}>
      <th scope="row" data-label={columns.when}>
        <PageLink to={addressOf(chave)}>
          <VisuallyHidden>Ver o envio:</VisuallyHidden> {when}
        </PageLink>
      </th>
      <td data-label={columns.protocol} className={styles.digits}>
        {outcome.kind === 'opened' ? (
          <Protocol id={`protocolo-${chave}`} protocol={outcome.atendimento.protocolo} />
        ) : (
          'Sem protocolo'
        )}
      </td>
      <td data-label={columns.service}>{enviado?.id_cliente_servico ?? 'Não guardado'}</td>
      <td data-label={columns.requester} className={styles.name}>
        {enviado ? firstNameOf(enviado.nome) : 'Não guardado'}
      </td>
      <td data-label={columns.workOrder}>{sayWorkOrder(send)}</td>
      <td data-label={columns.outcome}>
        {isNotKnown(send) ? (
          <>
            <strong>A conferir</strong>
            {`: ${said}.`}
          </>
        ) : (
          `${said.charAt(0).toUpperCase()}${said.slice(1)}.`
        )}
        <span className={paper.onScreen}>{sayTask(send)}</span>
      </td>
    </tr>
  )
}

function Protocol({ id, protocol }: { id: string; protocol: string }) {
  return (
    <>
      <span id={id} translate="no" className={styles.protocol}>
        <DigitGroups digits={protocol} />
      </span>
      <CopyButton look="quiet" text={protocol} done="Protocolo copiado." sourceId={id}>
        Copiar <VisuallyHidden>{`protocolo ${protocol}`}</VisuallyHidden>
      </CopyButton>
    </>
  )
}
