/** In a frame, only while it has the focus already: nothing is taken from the page around it. */
export function mayTakeFocus(): boolean {
  return window.parent === window || document.hasFocus()
}
