import { canBeLookedFor, type TicketRow } from '../../journal/ticket-row.ts'
import { inSeconds } from '../problem.ts'
import { wordsOf } from './send-words.ts'
import type { TicketAnswer } from './ticket-answers.ts'

type Resent = { row: TicketRow; replayed: boolean; resend: number | undefined }

/** A resend after which nobody knows more than before says why. */
export function whyNotResent(
  answer: TicketAnswer,
  { row, replayed, resend = 0 }: Resent,
  lookWaitS: () => number,
): TicketAnswer {
  const { attempt, looks } = row
  const { what, done, notAnother, perhapsElsewhere } = wordsOf(row)
  const isHeldBack = attempt < resend
  // A repeat of one that did leave tells what came of that.
  const wasTurnedAway = attempt === resend && !replayed
  if (answer.body.status !== 'unknown' || !(isHeldBack || wasTurnedAway)) return answer
  const say = (msg: string) => ({ ...answer, body: { ...answer.body, msg } })
  if (isHeldBack && !canBeLookedFor(row)) {
    return say(
      `${looksFirst}, e este ${what} não diz em qual serviço procurar: ${perhapsElsewhere}.`,
    )
  }
  const waitS = isHeldBack ? lookWaitS() : 0
  if (waitS > 0) {
    const wait = `ele pediu para esperar ${inSeconds(waitS)}`
    return {
      ...say(`${looksFirst}, e ${wait}. Tente de novo depois disso; ${notAnother}.`),
      retryAfterS: waitS,
    }
  }
  if (isHeldBack && looks.at(-1)?.wasRead === false) {
    return say(
      `${looksFirst}, e não consigo confirmar por ela se o ${what} foi ${done}. Tente de novo em alguns minutos, ou ${perhapsElsewhere}.`,
    )
  }
  return say(`Não consegui enviar agora. Tente de novo em um minuto; ${notAnother}.`)
}

const looksFirst = 'Antes de enviar eu confiro na lista do HubSoft'
