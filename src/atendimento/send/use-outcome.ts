import { useMemo } from 'react'
import { useKnown } from '../../ui/use-known.ts'
import { useDesk } from './use-desk.ts'

/** What is known of the send with this key, of which the gateway is asked. */
export function useOutcome(chave: string | null) {
  const { asking } = useDesk()
  const known = useMemo(
    () => (chave === null ? undefined : asking?.outcome(chave)),
    [asking, chave],
  )
  return useKnown(known)
}
