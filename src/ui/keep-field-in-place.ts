/** Whether somebody is writing at this moment. */
export const isTyping = () =>
  document.activeElement?.matches('textarea:not(:read-only), input:not(:read-only)') ?? false

const scrollBy = (distance: number) => {
  document.documentElement.scrollTop += distance
}

/** Of what has just appeared above: this stays where it is on the screen. */
export function keepInPlace(kept: Element, appeared: HTMLElement) {
  const topOf = () => kept.getBoundingClientRect().top
  // Without it and with it again: a browser that anchors what it shows has scrolled by now, another hasn't.
  appeared.style.display = 'none'
  const top = topOf()
  appeared.style.display = ''
  scrollBy(topOf() - top)
}

/**
 * The layout effect of what comes and goes above a form by itself: the field being typed in stays where it
 * is on the screen.
 */
export function keepFieldInPlace(appeared: Element | null) {
  const written = document.activeElement
  if (appeared instanceof HTMLElement && written && isTyping()) keepInPlace(written, appeared)
  return () => {
    const field = document.activeElement
    if (!field || !isTyping()) return
    const { top } = field.getBoundingClientRect()
    // Once it is gone, and still before that is painted.
    queueMicrotask(() => {
      if (field.isConnected) scrollBy(field.getBoundingClientRect().top - top)
    })
  }
}
