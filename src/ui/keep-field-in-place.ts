/** Whether somebody is writing at this moment. */
export const isTyping = () =>
  document.activeElement?.matches('textarea:not(:read-only), input:not(:read-only)') ?? false

/**
 * For what appears above a form by itself, called before that is painted: the field being typed in stays
 * where it is on the screen.
 */
export function keepFieldInPlace(appeared: Element | null) {
  const below = appeared?.nextElementSibling
  if (!appeared || !below || !isTyping()) return
  const { documentElement: page } = document
  page.scrollTop += below.getBoundingClientRect().top - appeared.getBoundingClientRect().top
}
