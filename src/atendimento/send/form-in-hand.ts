import type { WireKey } from '../../contract/fields.ts'
import type { FillIn } from './origin.ts'

/** What may be done to the form on the screen from around it; never to send it, nor to read it. */
export type FormInHand = {
  fillIn: FillIn
  /** Its send is on its way. */
  isBusy: boolean
  /** Whether anything stands in it that its attendant wrote. */
  isTyped: () => boolean
  /** As if nothing had ever been put into it. */
  empty: () => void
  /** Into this field, or the first that is empty and has to be filled in. */
  focus: (name?: WireKey) => void
}

/** The form on the screen, for those who fill in; null while there is none, or before it can be filled in. */
export function createFormInHand() {
  let inHand: FormInHand | null = null
  const listeners = new Set<() => void>()
  function set(next: FormInHand | null) {
    inHand = next
    for (const listen of listeners) listen()
  }
  return {
    current: () => inHand,
    subscribe(listen: () => void) {
      listeners.add(listen)
      return () => void listeners.delete(listen)
    },
    /** Returns how it is let go of. */
    take(form: FormInHand) {
      set(form)
      return () => {
        if (inHand === form) set(null)
      }
    },
  }
}

export type FormInHandStore = ReturnType<typeof createFormInHand>
