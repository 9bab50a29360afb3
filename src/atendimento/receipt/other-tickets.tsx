import { Notice } from '../../ui/notice.tsx'
import paper from '../../ui/paper.module.css'
import { CopyProtocol } from '../shift-log/copy-protocol.tsx'
import styles from './other-tickets.module.css'

type OtherTicketsProps = {
  /** The one that the receipt is about. */
  protocol: string
  others: string[]
}

/** One send, and more than one ticket: what was sent again had been stored the first time, too. */
export function OtherTickets({ protocol, others }: OtherTicketsProps) {
  if (others.length === 0) return null
  const all = [protocol, ...others]
  const count = all.length === 2 ? 'dois' : all.length
  const tooMany = all.length === 2 ? 'um' : 'todos menos um'
  return (
    <Notice tone="warning" title={`Há ${count} atendimentos deste envio no HubSoft`}>
      <p className={paper.onScreen}>O pedido do cliente é um só: feche {tooMany} no HubSoft.</p>
      <ul className={styles.others}>
        {all.map((one) => (
          <li key={one}>
            <CopyProtocol id={`de-${one}`} protocol={one} className={styles.digits} />
          </li>
        ))}
      </ul>
    </Notice>
  )
}
