import { useEffect, useState } from 'react'

const shortMs = 300

type Patience = {
  pauseMs?: number
  /** For as long nothing more settles. */
  isHeldBack?: boolean
}

/** What stands there once it has stayed the same for a moment; undefined before that. */
export function useSettled<Value>(
  value: Value,
  { pauseMs = shortMs, isHeldBack = false }: Patience = {},
): Value | undefined {
  const [settled, setSettled] = useState<Value>()
  useEffect(() => {
    if (isHeldBack) return
    const timer = setTimeout(() => setSettled(value), pauseMs)
    return () => clearTimeout(timer)
  }, [value, pauseMs, isHeldBack])
  return Object.is(settled, value) ? value : undefined
}
