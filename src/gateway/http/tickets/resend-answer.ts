import type { TicketRow } from '../../journal/ticket-row.ts'
import { inSeconds } from '../problem.ts'
import type { TicketAnswer } from './ticket-answers.ts'

type Resent = { row: TicketRow; replayed: boolean; resend: number | undefined }

/** A resend after which nobody knows more than before says why. */
export function whyNotResent(
  answer: TicketAnswer,
  { row: { attempt, looks }, replayed, resend = 0 }: Resent,
  lookWaitS: () => number,
): TicketAnswer {
  const isHeldBack = attempt < resend
  // A repeat of one that did leave tells what came of that.
  const wasTurnedAway = attempt === resend && !replayed
  if (answer.body.status !== 'unknown' || !(isHeldBack || wasTurnedAway)) return answer
  const say = (msg: string) => ({ ...answer, body: { ...answer.body, msg } })
  const waitS = isHeldBack ? lookWaitS() : 0
  if (waitS > 0) {
    const wait = `ele pediu para esperar ${inSeconds(waitS)}`
    return {
      ...say(`${looksFirst}, e ${wait}. Tente de novo depois disso; não abra outro ainda.`),
      retryAfterS: waitS,
    }
  }
  if (isHeldBack && looks.at(-1)?.wasRead === false) {
    return say(
      `${looksFirst}, e não consigo confirmar por ela se o atendimento foi aberto. Tente de novo em alguns minutos, ou procure você no HubSoft.`,
    )
  }
  return say('Não consegui enviar agora. Tente de novo em um minuto; não abra outro ainda.')
}

const looksFirst = 'Antes de enviar eu confiro na lista do HubSoft'
