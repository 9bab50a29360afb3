import { PageLink } from '../../ui/page-link.tsx'
import { shiftLogPath } from '../send/ticket-address.ts'

/** Leads to the shift log, whose way back leads to `from`: by default to the empty form. */
export function ShiftLogLink({ from }: { from?: string }) {
  return (
    <PageLink to={shiftLogPath} state={from}>
      Meus atendimentos de hoje
    </PageLink>
  )
}
