import { firstNameOf } from '../../contract/requester-name.ts'
import { Badge } from '../../ui/badge.tsx'
import { PageLink } from '../../ui/page-link.tsx'
import paper from '../../ui/paper.module.css'
import { TableHead } from '../../ui/table.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import { addressOf } from '../send/ticket-address.ts'
import { CopyProtocol } from './copy-protocol.tsx'
import {
  isNotKnown,
  type ListedSend,
  sayListed,
  sayNothing,
  sayTask,
  sayWorkOrder,
  wordOf,
} from './listed-send.ts'
import styles from './shift-log.module.css'
import { ToldCell } from './told-cell.tsx'

type ShiftLogTableProps = {
  sends: ListedSend[]
  /** Of former days, and nobody was told. */
  older: ListedSend[]
  formatSince: (at: Date) => string
}

const columns = ['Enviado', 'Protocolo', 'Solicitante', 'OS', 'Situação', 'Cliente informado']

/** One send a row; where columns find no room, two lines a send. */
export function ShiftLogTable({ sends, older, formatSince }: ShiftLogTableProps) {
  if (sends.length + older.length === 0) return null
  const rowOf = (send: ListedSend) => (
    <SendRow key={send.chave} send={send} formatSince={formatSince} />
  )
  return (
    <table className={styles.table}>
      <caption>
        <VisuallyHidden>O que você enviou, com o que falta conferir primeiro</VisuallyHidden>
      </caption>
      <TableHead columns={columns} />
      <tbody>{sends.map(rowOf)}</tbody>
      {older.length > 0 && (
        <tbody>
          <tr>
            <th scope="rowgroup" colSpan={columns.length} className={styles.older}>
              De dias anteriores, com o cliente ainda sem o protocolo
            </th>
          </tr>
          {older.map(rowOf)}
        </tbody>
      )}
    </table>
  )
}

type SendRowProps = { send: ListedSend; formatSince: (at: Date) => string }

function SendRow({ send, formatSince }: SendRowProps) {
  const { chave, outcome } = send
  const { enviado, message, sentAt } = outcome
  const serviceId = enviado?.id_cliente_servico ?? message?.serviceId
  const when = sentAt ? formatSince(sentAt) : 'Não guardado'
  const isOpen = isNotKnown(send)
  return (
    <tr className={isOpen ? styles.open : undefined}>
      <th scope="row" className={styles.when}>
        {when}
      </th>
      <td className={styles.protocol}>
        {outcome.kind === 'opened' ? (
          <CopyProtocol id={`protocolo-${chave}`} protocol={outcome.atendimento.protocolo} />
        ) : (
          <span className={styles.muted}>{isOpen ? 'sem protocolo' : sayNothing(outcome)}</span>
        )}
      </td>
      <td className={styles.requester}>
        <span>{enviado ? firstNameOf(enviado.nome) : message ? 'Acréscimo' : 'Não guardado'}</span>{' '}
        {serviceId !== undefined && (
          <span className={styles.service}>{`serviço ${serviceId}`}</span>
        )}
      </td>
      <td className={styles.order}>{sayWorkOrder(send)}</td>
      <td className={styles.outcome}>
        <Situation send={send} when={when} />
      </td>
      <td className={styles.told}>
        {outcome.kind === 'opened' && outcome.told !== undefined ? (
          <ToldCell chave={chave} told={outcome.told} opened={outcome} />
        ) : (
          <span className={styles.none}>—</span>
        )}
      </td>
    </tr>
  )
}

type SituationProps = { send: ListedSend; when: string }

/** In a word, and the way to it; with what there is to know or do where the word isn't all of it. */
function Situation({ send, when }: SituationProps) {
  const { word, tone } = wordOf(send)
  const task = sayTask(send)
  return (
    <>
      <Badge {...(tone && { tone })}>{word}</Badge>{' '}
      <span className={paper.onScreen}>
        <PageLink to={addressOf(send.chave)}>
          ver <VisuallyHidden>{`o envio: ${when}`}</VisuallyHidden>
        </PageLink>
      </span>
      {(isNotKnown(send) || task) && (
        <span className={styles.more}>
          {`${sayListed(send)}.`}
          <span className={paper.onScreen}>{task}</span>
        </span>
      )}
    </>
  )
}
