/** Resolves to whether no other page has this key, which then is this page's for as long as it lives. */
export type HoldKey = (chave: string) => Promise<boolean>

// A page that is being left lets go of its keys a moment after the next one asks.
const patienceMs = 1000

/**
 * Where there are no locks, as on plain http, every key counts as held: of two pages that send with the same
 * one the gateway turns the second away (`chave_reutilizada`), whose text then waits under another.
 */
export const createHoldKey =
  (locks: LockManager | undefined): HoldKey =>
  (chave) =>
    new Promise((tell) => {
      if (!locks) return tell(true)
      const signal = AbortSignal.timeout(patienceMs)
      const asLongAsThePage = () => {
        tell(true)
        return new Promise(() => {})
      }
      // Rejected for another reason they are no use here, as in a frame whose storage is blocked.
      locks
        .request(`novo-atendimento:${chave}`, { signal }, asLongAsThePage)
        .catch(() => tell(!signal.aborted))
    })
