import { useRef, useState } from 'react'
import type { WireKey } from '../../contract/fields.ts'
import type { Sources } from './sources.ts'

/** Where the values of a form came from that nobody typed; none once its attendant has written in the field. */
export function useSources() {
  const [shown, setShown] = useState<Sources>({})
  // Of two that come before the next rendering the second knows of the first.
  const latest = useRef(shown)
  const touched = useRef(new Set<WireKey>())
  function put(sources: Sources) {
    latest.current = sources
    setShown(sources)
  }
  return {
    of: (name: WireKey) => shown[name],
    latest: () => latest.current,
    put,
    isTouched: (name: WireKey) => touched.current.has(name),
    onWrite(name: WireKey) {
      touched.current.add(name)
      const { [name]: known, ...others } = latest.current
      if (known) put(others)
    },
    reset() {
      touched.current.clear()
      put({})
    },
  }
}
