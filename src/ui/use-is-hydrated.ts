import { useSyncExternalStore } from 'react'

const never = () => () => {}

/** Not on the server, nor while what was rendered there becomes a page. */
export const useIsHydrated = () =>
  useSyncExternalStore(
    never,
    () => true,
    () => false,
  )
