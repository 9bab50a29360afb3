/** The field itself, for what a form's values can't do: caret, scrolling, and writing that Ctrl+Z takes back. */
export function descriptionArea(): HTMLTextAreaElement | null {
  const area = document.getElementById('campo-descricao')
  return area instanceof HTMLTextAreaElement ? area : null
}
