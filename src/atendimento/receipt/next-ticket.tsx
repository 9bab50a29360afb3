import { useEffect } from 'react'
import { Button } from '../../ui/button.tsx'
import { ShiftLogLink } from '../shift-log/shift-log-link.tsx'
import styles from './next-ticket.module.css'

type NextTicketProps = { look?: 'primary' | 'plain'; onNext: () => void }

/** On to the next customer, by button or Alt+9 (form-ux A-21). */
export function NextTicket({ look = 'primary', onNext }: NextTicketProps) {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // By place of the key: with Alt held, layouts type other characters.
      const isOurs = event.code === 'Digit9' && event.altKey && !event.ctrlKey && !event.shiftKey
      if (!isOurs || event.repeat || event.isComposing) return
      event.preventDefault()
      onNext()
    }
    document.addEventListener('keydown', onKeyDown)
    return () => document.removeEventListener('keydown', onKeyDown)
  }, [onNext])
  return (
    <div className={styles.next}>
      <Button look={look} onClick={onNext} aria-keyshortcuts="Alt+9">
        Abrir próximo atendimento
      </Button>
      <span className={styles.keys}>Alt+9</span>
      <ShiftLogLink />
    </div>
  )
}
