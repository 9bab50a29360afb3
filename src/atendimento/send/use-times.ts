import { timesIn } from '../../contract/times.ts'
import { useDesk } from './use-desk.ts'

/** Times as people read them now, in the operator's time zone. */
export function useTimes() {
  const { now, configuracao } = useDesk()
  const { formatSince, formatWhen } = timesIn(configuracao?.fuso_horario)
  return {
    formatSince: (at: Date) => formatSince(at, now()),
    formatWhen: (at: Date) => formatWhen(at, now()),
  }
}
