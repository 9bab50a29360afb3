import { isWritten } from '../../atendimento/send/draft.ts'
import type { Drafts } from '../../atendimento/send/drafts.ts'

/** Whether text would be missed, as often as that changes: what a call brought along comes again. */
export function createSoil(drafts: Drafts, tell: (isSoiled: boolean) => void) {
  let last = false
  const isSoiled = () =>
    drafts.all().some((draft) => draft.sent?.standing !== 'open' && isWritten(draft))
  function tellAgain() {
    last = isSoiled()
    tell(last)
  }
  let isAsked = false
  function onChange() {
    if (isAsked) return
    isAsked = true
    // A call's values come one by one, and only then that they are a call's.
    queueMicrotask(() => {
      isAsked = false
      if (isSoiled() !== last) tellAgain()
    })
  }
  return {
    tellAgain,
    /** From now on, until what is returned is called. */
    watch() {
      const stops = [drafts.subscribe(onChange), drafts.whenRetyped(onChange)]
      return () => {
        for (const stop of stops) stop()
      }
    },
  }
}
