import { useRef } from 'react'
import type { Posted } from '../../contract/nova-mensagem.ts'
import type { SeenList } from '../send/caller-parts.ts'

/** The list of open tickets that the attendant has before them, if any. */
export function useSeenList() {
  const list = useRef<SeenList | null>(null)
  return {
    put(seen: SeenList | null) {
      list.current = seen
    },
    /** When that of this ticket's service was read; undefined where another's was, or none. */
    readAtFor(posted: Posted): string | undefined {
      const { current } = list
      const isOfList = current?.serviceId === posted.id_cliente_servico && !('mensagem' in posted)
      return isOfList ? current?.readAt : undefined
    },
  }
}
