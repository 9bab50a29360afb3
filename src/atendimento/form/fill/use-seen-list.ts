import { useRef } from 'react'
import type { Posted } from '../../../contract/nova-mensagem.ts'
import type { SeenList } from '../../send/caller-parts.ts'

/** The list of open tickets that the attendant has before them, if any. */
export function useSeenList() {
  const list = useRef<SeenList | null>(null)
  return {
    put(seen: SeenList | null) {
      const { current } = list
      const isOlder = seen && current?.serviceId === seen.serviceId && seen.readAt < current.readAt
      if (!isOlder) list.current = seen
    },
    /** What others sent meanwhile was told as of then: the list of it may still be the former one. */
    tell(toldAt: string) {
      if (list.current) list.current = { ...list.current, readAt: toldAt }
    },
    /** When that of this ticket's service was read; undefined where another's was, or none. */
    readAtFor(posted: Posted): string | undefined {
      const { current } = list
      const isOfList = current?.serviceId === posted.id_cliente_servico && !('mensagem' in posted)
      return isOfList ? current?.readAt : undefined
    },
  }
}
