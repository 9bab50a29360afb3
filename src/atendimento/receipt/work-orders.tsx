import type { ShownOrdemServico } from '../../contract/shown-ticket.ts'
import { formatSituation } from '../../contract/work-order-situation.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { DescriptionList } from '../../ui/description-list.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Panel } from '../../ui/panel.tsx'
import paper from '../../ui/paper.module.css'
import { Table } from '../../ui/table.tsx'
import styles from './receipt.module.css'
import { formatAppointment } from './work-order-text.ts'

type WorkOrdersProps = {
  orders: ShownOrdemServico[]
  /** Whether the attendant asked for one; undefined where that isn't known any more. */
  wasAsked: boolean | undefined
  protocol: string
  serviceId: number | undefined
  /** The attendant's name. */
  openedBy: string | undefined
}

/** The second sentence is for the attendant alone. */
const noAppointment = (
  <>
    Ainda sem data marcada.
    <strong className={paper.onScreen}> Não prometa horário.</strong>
  </>
)

/** What HubSoft really made of "abrir OS": counted in the answer, never read from its prose (Q7). */
export function WorkOrders(props: WorkOrdersProps) {
  const { orders, wasAsked } = props
  if (orders.length === 0) return wasAsked ? <WorkOrderMissing {...props} /> : null
  const [only, another] = orders
  return (
    <Panel title={only && !another ? nameOf(only) : 'Ordens de serviço'}>
      {wasAsked === false && (
        <p className={paper.onScreen}>O HubSoft abriu uma OS mesmo sem pedido.</p>
      )}
      {only && !another ? <OrderList order={only} /> : <OrderTable orders={orders} />}
    </Panel>
  )
}

const nameOf = ({ numero_ordem_servico: number }: ShownOrdemServico) =>
  `Ordem de serviço ${number ?? 'sem número'}`

function WorkOrderMissing({ protocol, serviceId, openedBy }: WorkOrdersProps) {
  const service = serviceId === undefined ? '' : ` (serviço ${serviceId})`
  const by = openedBy ? ` Aberto por: ${openedBy}.` : ''
  const text = `O atendimento ${protocol}${service} pediu ordem de serviço e o HubSoft não criou nenhuma. Verificar se é preciso abrir à mão.${by}`
  return (
    <div className={paper.onScreen}>
      <Notice
        tone="warning"
        title="Você pediu uma ordem de serviço, mas o HubSoft não criou nenhuma."
      >
        <p>O atendimento foi aberto normalmente.</p>
        <CopyButton text={text} done="Aviso copiado.">
          Copiar aviso para o setor técnico
        </CopyButton>
      </Notice>
    </div>
  )
}

const columns = {
  number: 'Nº da OS',
  kind: 'Tipo',
  situation: 'Situação',
  appointment: 'Agendamento',
}

function OrderList({ order }: { order: ShownOrdemServico }) {
  return (
    <DescriptionList
      rows={[
        { term: columns.kind, value: order.tipo ?? 'Não informado' },
        { term: columns.situation, value: formatSituation(order) },
        { term: columns.appointment, value: formatAppointment(order) ?? noAppointment },
      ]}
    />
  )
}

function OrderTable({ orders }: { orders: ShownOrdemServico[] }) {
  return (
    <Table
      caption={<span className={styles.count}>{`${orders.length} ordens de serviço`}</span>}
      columns={Object.values(columns)}
    >
      {orders.map((order, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: HubSoft may leave the number out, and nothing moves
        <tr key={place}>
          <th scope="row" data-label={columns.number}>
            {order.numero_ordem_servico ?? 'Não informado'}
          </th>
          <td data-label={columns.kind}>{order.tipo ?? 'Não informado'}</td>
          <td data-label={columns.situation}>{formatSituation(order)}</td>
          <td data-label={columns.appointment}>{formatAppointment(order) ?? noAppointment}</td>
        </tr>
      ))}
    </Table>
  )
}

/** What HubSoft has where no visit is agreed upon. */
export function RawDates({ orders }: { orders: ShownOrdemServico[] }) {
  const withoutDate = orders.filter((one) => !formatAppointment(one) && one.data_inicio_programado)
  if (withoutDate.length === 0) return null
  return (
    <details className={styles.details}>
      <summary>Detalhes técnicos</summary>
      <p>Datas provisórias do HubSoft, que não são visita marcada:</p>
      <ul>
        {withoutDate.map((one, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: as in the table
          <li key={place}>
            {`OS ${one.numero_ordem_servico ?? 'sem número'}: ${one.data_inicio_programado} a ${one.data_termino_programado ?? '?'}`}
          </li>
        ))}
      </ul>
    </details>
  )
}
