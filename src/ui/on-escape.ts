import type { KeyboardEvent } from 'react'

/** For what asks something, or shows it for a moment: Esc takes it back. */
export const onEscape = (close: () => void) => (event: KeyboardEvent) => {
  if (event.key === 'Escape' && !event.nativeEvent.isComposing) close()
}
