import { useEffect } from 'react'
import { mayTakeFocus } from '../ui/may-take-focus.ts'
import { Notice } from '../ui/notice.tsx'

type SessionEndProps = {
  said: string
  /** Counts the sends that met it: each brings it to the fore. */
  turnedAway: number
}

/** Nobody is signed in (form-ux A-18). */
export function SessionEnd({ said, turnedAway }: SessionEndProps) {
  useReturningFocus()
  return (
    <Notice key={turnedAway} tone="warning" title="Sua sessão expirou" takesFocus={turnedAway > 0}>
      <p>{said}</p>
    </Notice>
  )
}

/** What had the focus goes with the notice: then it is back where the ticket is sent from. */
function useReturningFocus() {
  useEffect(() => {
    return () => {
      const isLost = (document.activeElement ?? document.body) === document.body
      if (!isLost || !mayTakeFocus()) return
      const back =
        document.querySelector<HTMLElement>('main form [type="submit"]') ??
        document.querySelector<HTMLElement>('main h1')
      back?.focus()
    }
  }, [])
}
