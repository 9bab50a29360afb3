import { useEffect } from 'react'

/** What a click works on, of which a label is a part. */
const controlAt = ({ target }: Event) =>
  target instanceof Element
    ? (target.closest('label')?.control ?? target.closest('a, button, input, summary, textarea'))
    : null

/**
 * The second of two quick clicks is for what the first one met. Where the screen changed between them, as when a
 * ticket is opened at once, it would press whatever came to lie there: it presses nothing.
 */
export function useWholeClicks() {
  useEffect(() => {
    let first: Element | null = null
    function listen(click: MouseEvent) {
      const control = controlAt(click)
      // Of how many in a row, at one place; 0 by key.
      if (click.detail < 2) first = control
      else if (control !== first) {
        click.preventDefault()
        click.stopPropagation()
      }
    }
    window.addEventListener('click', listen, true)
    return () => window.removeEventListener('click', listen, true)
  }, [])
}
