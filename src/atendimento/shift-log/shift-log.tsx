import { useHistoryState } from 'wouter/use-browser-location'
import { Button } from '../../ui/button.tsx'
import { PageLink } from '../../ui/page-link.tsx'
import paper from '../../ui/paper.module.css'
import { Screen } from '../../ui/screen.tsx'
import { SupportCode } from '../../ui/support-code.tsx'
import { chaveIn, homePath } from '../send/ticket-address.ts'
import { useTimes } from '../send/use-desk.ts'
import { isNotKnown, type ListedSend } from './listed-send.ts'
import styles from './shift-log.module.css'
import { ShiftLogTable } from './shift-log-table.tsx'
import { type SentToday, useOnceNotKnown, useSentToday } from './use-sent-today.ts'

/** What this attendant sent today and what became of it, from the journal (design A-26). */
export function ShiftLog() {
  const { formatSince } = useTimes()
  const { today, refetch } = useSentToday()
  const sends = today?.sends ?? []
  const opened = sends.filter(({ outcome }) => outcome.kind === 'opened').length
  const isCurrent = today && !today.fault
  const title = isCurrent ? `Abertos por mim hoje (${opened})` : 'Abertos por mim hoje'
  return (
    <Screen title={title} isWide>
      <p role="status">
        {today ? sayStanding(today, formatSince) : 'Consultando o servidor…'}
        <span className={paper.onScreen}>{today && sayCaution(today)}</span>
      </p>
      <SupportCode id={today?.fault?.requestId} />
      <ShiftLogTable sends={useNotKnownFirst(sends)} formatSince={formatSince} />
      <div className={styles.ways}>
        <PageLink to={useWayBack()}>Voltar ao formulário</PageLink>
        <Button look="quiet" onClick={() => refetch()}>
          Atualizar
        </Button>
      </div>
    </Screen>
  )
}

function sayStanding({ isCut, ...today }: SentToday, formatSince: (at: Date) => string) {
  const cut = isCut
    ? ` Aqui estão os que falta conferir e os mais novos, ${today.sends.length} ao todo.`
    : ''
  return sayKnown(today, formatSince) + cut
}

function sayKnown({ sends, listedAt, fault }: SentToday, formatSince: (at: Date) => string) {
  if (fault) {
    const isListed = sends.length > 0 && listedAt !== null
    const known = isListed
      ? `O que está abaixo é de ${formatSince(listedAt)}`
      : 'Não sei o que você já enviou hoje'
    return `${fault.msg} ${known}; ${fault.isSessionOver ? 'depois ' : ''}pergunto de novo sozinho.`
  }
  if (sends.length === 0) return 'Você não enviou nenhum atendimento nas últimas 16 horas.'
  const count = sends.filter(isNotKnown).length
  if (count === 0) return 'Nada a conferir.'
  return count === 1 ? '1 envio a conferir.' : `${count} envios a conferir.`
}

function sayCaution({ sends, fault }: SentToday): string {
  const count = fault ? 0 : sends.filter(isNotKnown).length
  if (count === 0) return ''
  return count === 1
    ? ' Não o abra de novo antes de saber.'
    : ' Não os abra de novo antes de saber.'
}

function useNotKnownFirst(sends: ListedSend[]): ListedSend[] {
  const once = useOnceNotKnown(sends)
  const isFirst = ({ chave }: ListedSend) => once.includes(chave)
  return [...sends.filter(isFirst), ...sends.filter((send) => !isFirst(send))]
}

/** To the form that the person came from, with what was typed in it. */
function useWayBack(): string {
  const from: unknown = useHistoryState()
  return typeof from === 'string' && chaveIn(from) !== null ? from : homePath
}
