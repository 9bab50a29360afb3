/**
 * Puts text on the clipboard, the old way too where a frame may not use the new one.
 *
 * @returns whether it is really there
 */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return copyBySelection(text)
  }
}

function copyBySelection(text: string): boolean {
  const carrier = document.createElement('textarea')
  const focused = document.activeElement
  carrier.value = text
  carrier.readOnly = true
  carrier.setAttribute('aria-hidden', 'true')
  document.body.append(carrier)
  carrier.select()
  const copied = typeof document.execCommand === 'function' && document.execCommand('copy')
  carrier.remove()
  if (focused instanceof HTMLElement) focused.focus()
  return copied
}

/** Selects what an element shows, so that Ctrl+C takes it. */
export function selectContent(element: Element) {
  const selection = document.getSelection()
  selection?.removeAllRanges()
  const range = document.createRange()
  range.selectNodeContents(element)
  selection?.addRange(range)
}
