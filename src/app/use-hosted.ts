import { useEffect, useState } from 'react'
import { type FromAddress, takeFromAddress } from '../host/from-address.ts'
import { useIsHydrated } from '../ui/use-is-hydrated.ts'
import { useLoaded } from '../ui/use-loaded.ts'

const load = () => import('./hosted/hosted.tsx')

/**
 * Whether another page is around ours, or a link told of a call; with what that takes, once it has come. A link
 * followed on an open page is a new call: browsers don't load it anew for a fragment.
 */
export function useHosted(firstCall: FromAddress | null) {
  const [call, setCall] = useState(firstCall)
  useEffect(() => {
    function onHash() {
      const next = takeFromAddress()
      if (next) setCall(next)
    }
    window.addEventListener('hashchange', onHash)
    return () => window.removeEventListener('hashchange', onHash)
  }, [])
  // The gateway's picture knows neither: there, room is left in another way (src/early.ts).
  const isHosted = useIsHydrated() && (call !== null || window.parent !== window)
  const { part, isError } = useLoaded(load, isHosted)
  return { call, isHosted, hosted: part, isLinkLost: isError && call !== null }
}
