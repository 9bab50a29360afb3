import { useRef } from 'react'
import type { SeenList } from '../send/caller-parts.ts'

/** The list of open tickets that the attendant has before them, if any. */
export function useSeenList() {
  const list = useRef<SeenList | null>(null)
  return {
    put(seen: SeenList | null) {
      list.current = seen
    },
    /** When this service's was read; undefined where another's was, or none. */
    readAtOf(serviceId: number): string | undefined {
      const { current } = list
      return current?.serviceId === serviceId ? current.readAt : undefined
    },
  }
}
