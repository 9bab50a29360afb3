import type { TicketOutcome } from './outcome.ts'

/** A send's address that neither the gateway nor this tab knows anything of. */
export const noRecordTitle = 'Não há registro deste envio'

/**
 * What a screen, its notice and the browser's tab are called, by what is known of the send: whoever
 * comes back to the tab, or hears the page's name, is told the same as by the page.
 */
export function titleOf(outcome: TicketOutcome | undefined): string {
  switch (outcome?.kind) {
    case undefined:
      return 'Abrir atendimento'
    case 'sending':
      return 'Abrindo atendimento…'
    case 'asking':
    case 'pending':
      return 'Conferindo atendimento…'
    case 'unreachable':
      return outcome.reason
        ? 'Ainda não sei se o atendimento foi aberto'
        : 'Não consigo falar com o servidor'
    case 'opened':
      return 'Atendimento aberto'
    case 'unknown':
    case 'record-lost':
      return 'Não sei se o atendimento foi aberto'
    case 'refused':
      if (!outcome.isInDoubt) return 'O HubSoft não abriu este atendimento'
      return outcome.isResend
        ? 'O HubSoft recusou o novo envio'
        : 'O HubSoft recusou este atendimento'
    case 'not-sent':
      return 'Nada foi aberto'
    case 'rejected':
      return outcome.isSessionOver ? 'Nada foi enviado' : 'O envio não foi aceito'
    case 'not-ours':
      return 'Envio de outro atendente'
  }
}

type FormStanding = {
  outcome: TicketOutcome | undefined
  faultCount: number
  /** The page asks to sign in again. */
  isSessionOver: boolean
}

/** What the browser's tab says while a form is on the page. */
export function formTitle({ outcome, faultCount, isSessionOver }: FormStanding): string {
  if (isSessionOver) return 'Entre de novo para continuar'
  return faultCount > 0 ? `Erro: ${titleOf(undefined)}` : titleOf(outcome)
}
