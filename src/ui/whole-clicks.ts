import { useEffect } from 'react'

/** What a click works on, of which a label is a part; where it is no control, what it meets. */
const controlAt = ({ target }: Event) =>
  target instanceof Element
    ? (target.closest('label')?.control ??
      target.closest('a, button, input, summary, textarea') ??
      target)
    : null

/** What a button does, as far as it says so. */
const workOf = (control: Element | null) =>
  control instanceof HTMLButtonElement ? control.textContent + control.value : ''

/**
 * The second of two quick clicks is for what the first one met. Where the screen changed between them, as when a
 * ticket is opened at once, it would press whatever came to lie there: it presses nothing, nor takes the focus.
 */
export function WholeClicks() {
  useEffect(() => {
    let first: Element | null = null
    let work = ''
    function listen(event: MouseEvent) {
      const control = controlAt(event)
      // Of how many in a row, at one place; 0 by key.
      if (event.detail > 1) {
        if (control === first && workOf(control) === work) return
        event.preventDefault()
        event.stopPropagation()
      } else if (event.type === 'click') {
        first = control
        work = workOf(control)
      }
    }
    const heard = ['mousedown', 'click'] as const
    for (const type of heard) window.addEventListener(type, listen, true)
    return () => {
      for (const type of heard) window.removeEventListener(type, listen, true)
    }
  }, [])
  return null
}
