import type { TicketOutcome } from '../send/outcome.ts'
import { titleOf, titleWhileOut } from '../send/outcome-traits.ts'

/** What a form says of itself. */
export type FormStanding = {
  outcome: TicketOutcome | undefined
  /** It opens no ticket, but adds to one. */
  isAdding: boolean
  isSessionOver: boolean
}

export const headingOf = (isAdding: boolean) =>
  isAdding ? 'Acrescentar ao atendimento' : titleOf(undefined)

/** What the browser's tab says while a form is on the page. */
export function formTitle(
  { outcome, isAdding, isSessionOver }: FormStanding,
  faultCount: number,
): string {
  if (isSessionOver) return titleWhileOut
  if (faultCount > 0) return `Erro: ${headingOf(isAdding)}`
  return outcome ? titleOf(outcome) : headingOf(isAdding)
}

/** After the end of a session: read out, since the notice of it takes no focus. */
export function sayReady({ outcome, isAdding, isSessionOver }: FormStanding): string {
  const wasOver = outcome?.kind === 'session-over' && !isSessionOver
  if (!wasOver) return ''
  return `Nada foi enviado. Já pode ${isAdding ? 'acrescentar' : 'abrir o atendimento'}.`
}
