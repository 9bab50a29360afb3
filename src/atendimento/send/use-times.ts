import { useMemo } from 'react'
import { createTimes } from '../../contract/times.ts'
import { useDesk } from './use-desk.ts'

/** Times as people read them now, in the operator's time zone. */
export function useTimes() {
  const { now, configuracao } = useDesk()
  const timeZone = configuracao?.fuso_horario
  const { formatSince, formatWhen } = useMemo(() => createTimes(timeZone), [timeZone])
  return {
    formatSince: (at: Date) => formatSince(at, now()),
    formatWhen: (at: Date) => formatWhen(at, now()),
  }
}
