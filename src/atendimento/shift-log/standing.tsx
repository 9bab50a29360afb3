import paper from '../../ui/paper.module.css'
import { isNotKnown, isNotTold, type ListedSend } from './listed-send.ts'
import type { SentToday } from './use-sent-today.ts'

type StandingProps = { today: SentToday | undefined; formatSince: (at: Date) => string }

/** What is left to do of the day, in a line. */
export function Standing({ today, formatSince }: StandingProps) {
  if (!today) return 'Consultando o servidor…'
  const { sends, isCut, fault } = today
  const cut = isCut
    ? ` Aqui estão os que falta conferir e os mais novos, ${sends.length} ao todo.`
    : ''
  if (fault) return sayFault(today, formatSince) + cut
  if (sends.length === 0) return 'Você não enviou nenhum atendimento nas últimas 16 horas.'
  const open = sends.filter(isNotKnown).length
  return (
    <>
      {open > 0 ? `${open} a conferir` : 'Nada a conferir'}
      {/* On paper nobody is told what to do. */}
      {open > 0 && <span className={paper.onScreen}>: não abra de novo antes de saber</span>}
      {sayUntold(sends, open === 0) + cut}
    </>
  )
}

function sayUntold(sends: ListedSend[], isAllKnown: boolean): string {
  const untold = sends.filter(isNotTold).length
  if (untold > 0) {
    return untold === 1
      ? '. 1 cliente ainda sem o protocolo.'
      : `. ${untold} clientes ainda sem o protocolo.`
  }
  const isTold = sends.some(({ outcome }) => outcome.kind === 'opened' && outcome.told)
  return isAllKnown && isTold ? ', todos informados.' : '.'
}

function sayFault({ sends, listedAt, fault }: SentToday, formatSince: (at: Date) => string) {
  const isListed = sends.length > 0 && listedAt !== null
  const known = isListed
    ? `O que está abaixo é de ${formatSince(listedAt)}`
    : 'Não sei o que você já enviou hoje'
  return `${fault?.msg} ${known}; ${fault?.isSessionOver ? 'depois ' : ''}pergunto de novo sozinho.`
}
