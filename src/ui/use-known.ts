import { useSyncExternalStore } from 'react'

/** Something that somebody knows, as far as they do by now, and tells of whenever that changes. */
export type Known<Value> = {
  get: () => Value | undefined
  subscribe: (onChange: () => void) => () => void
}

const nothing = () => undefined
const never = () => () => {}

/** Undefined also for as long as there is nobody who knows. */
export function useKnown<Value>(known: Known<Value> | undefined): Value | undefined {
  const get = known?.get ?? nothing
  return useSyncExternalStore(known?.subscribe ?? never, get, get)
}
