import { useEffect } from 'react'
import { navigate } from 'wouter/use-browser-location'
import { Button } from '../../ui/button.tsx'
import { homePath } from '../send/ticket-address.ts'
import { ShiftLogLink } from '../shift-log/shift-log-link.tsx'
import styles from './next-ticket.module.css'

type NextTicketProps = { look?: 'primary' | 'plain' }

const goOn = () => navigate(homePath)

/** On to the next customer, by button or Alt+9 (design A-21). */
export function NextTicket({ look = 'primary' }: NextTicketProps) {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // By place of the key: with Alt held, layouts type other characters.
      const isOurs = event.code === 'Digit9' && event.altKey && !event.ctrlKey && !event.shiftKey
      if (!isOurs || event.repeat || event.isComposing) return
      event.preventDefault()
      goOn()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [])
  return (
    <div className={styles.next}>
      <Button look={look} onClick={goOn} aria-keyshortcuts="Alt+9">
        Abrir próximo atendimento
      </Button>
      <span className={styles.keys}>Alt+9</span>
      <ShiftLogLink />
    </div>
  )
}
