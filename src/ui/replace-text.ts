/**
 * Writes into a text as a person does: the page hears of it, and Ctrl+Z takes it back.
 *
 * @param caret where it is afterwards; else where it was in the rest of the text
 */
export function replaceText(
  area: HTMLTextAreaElement,
  { start, end, by, caret }: { start: number; end: number; by: string; caret?: number },
) {
  const before = area.selectionEnd
  area.focus()
  area.setSelectionRange(start, end)
  const asTyped =
    typeof document.execCommand === 'function' &&
    document.execCommand(by ? 'insertText' : 'delete', false, by)
  if (!asTyped) {
    area.setRangeText(by, start, end)
    area.dispatchEvent(new InputEvent('input', { bubbles: true }))
  }
  const moved = before < end ? Math.min(before, start) : before - (end - start) + by.length
  area.setSelectionRange(caret ?? moved, caret ?? moved)
}
