/** Whoever wants to hear of something, also of what began before they were made. */
export function createListeners<Event>() {
  const calls = new Set<(event: Event) => void>()
  return {
    tell(event: Event) {
      for (const call of calls) call(event)
    },
    add: (call: (event: Event) => void) => void calls.add(call),
  }
}
