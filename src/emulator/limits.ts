type Deps = { now: () => Date }

/** HubSoft's limits, one account's (vendor's online text 2026, hubsoft §16). */
export function createLimits({ now }: Deps) {
  const signIns = bucket({ burst: 20, perSecond: 30 / 60 }, now)
  const others = bucket({ burst: 200, perSecond: 20 }, now)
  return {
    /** After how many seconds to ask again; 0 where this request may pass. */
    take: (path: string) => (path === '/oauth/token' ? signIns() : others()),
  }
}

/** Full at first, refilled as time passes; a clock set back refills nothing. */
function bucket({ burst, perSecond }: { burst: number; perSecond: number }, now: () => Date) {
  let left = burst
  let refilledMs = now().getTime()
  return (): number => {
    const nowMs = now().getTime()
    left = Math.min(burst, left + (Math.max(0, nowMs - refilledMs) / 1000) * perSecond)
    refilledMs = nowMs
    if (left < 1) return Math.ceil((1 - left) / perSecond)
    left -= 1
    return 0
  }
}
