/** Whether somebody is writing at this moment, or choosing from a list. */
export const isTyping = () =>
  document.activeElement?.matches('textarea:not(:read-only), input:not(:read-only), select') ??
  false

const scrollBy = (distance: number) => {
  document.documentElement.scrollTop += distance
}

/** Of what has just grown above from so many pixels: this stays where it is on the screen. */
export function keepInPlace(kept: Element, { style }: HTMLElement, beforePx = 0) {
  const topOf = () => kept.getBoundingClientRect().top
  // As it was and as it is: a browser that anchors what it shows has scrolled by now, another hasn't.
  if (beforePx === 0) style.display = 'none'
  else style.height = `${beforePx}px`
  const top = topOf()
  style.display = style.height = ''
  scrollBy(topOf() - top)
}

/** Out from under what lies over the page, where its beginning is under it; not back from where it was scrolled away. */
export function bringBelow(cover: Element, covered: Element) {
  const { top: start, bottom: end } = cover.getBoundingClientRect()
  const { top } = covered.getBoundingClientRect()
  if (top >= start && top < end) scrollBy(top - end - 8)
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
