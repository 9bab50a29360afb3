import { useRef, useState } from 'react'
import type { WireKey } from '../../../contract/fields.ts'
import type { Sources } from '../../send/origin.ts'

export type SourcesDeps = {
  /** Of what the fields start with. */
  sources?: Sources | undefined
  /** Gets those of what stands in the fields as they change. */
  onSources?: ((sources: Sources) => void) | undefined
}

/** Where the values of a form came from that nobody typed; none once its attendant has written in the field. */
export function useSources({ sources = {}, onSources }: SourcesDeps) {
  const [shown, setShown] = useState(sources)
  // Of two that come before the next rendering the second knows of the first.
  const latest = useRef(shown)
  const touched = useRef(new Set<WireKey>())
  function put(sources: Sources) {
    latest.current = sources
    setShown(sources)
    onSources?.(sources)
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
    /** As of a new form, or of one that is back. */
    reset(sources: Sources = {}) {
      touched.current.clear()
      put(sources)
    },
  }
}
