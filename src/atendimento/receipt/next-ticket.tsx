import { navigate } from 'wouter/use-browser-location'
import { Button } from '../../ui/button.tsx'
import { useAriaKeys } from '../../ui/chord.ts'
import { Keys } from '../../ui/keys.tsx'
import { homePath } from '../send/ticket-address.ts'
import { shortcuts, useShortcut } from '../shortcuts.ts'
import styles from './next-ticket.module.css'

type NextTicketProps = { look?: 'primary' | 'plain' }

const goOn = () => navigate(homePath)
const keys = shortcuts['next-ticket']

/** On to the next customer, by button or key (design A-21). */
export function NextTicket({ look = 'primary' }: NextTicketProps) {
  useShortcut('next-ticket', goOn)
  return (
    <div className={styles.next}>
      <Button look={look} onClick={goOn} aria-keyshortcuts={useAriaKeys(keys)}>
        Abrir próximo atendimento
      </Button>
      <Keys of={keys} />
    </div>
  )
}
