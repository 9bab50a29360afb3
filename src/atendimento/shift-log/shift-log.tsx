import { type ReactNode, useId, useState } from 'react'
import { useHistoryState } from 'wouter/use-browser-location'
import { Button } from '../../ui/button.tsx'
import { PageLink } from '../../ui/page-link.tsx'
import { PrintButton } from '../../ui/print-button.tsx'
import { Screen } from '../../ui/screen.tsx'
import { SupportCode } from '../../ui/support-code.tsx'
import { VisuallyHidden } from '../../ui/visually-hidden.tsx'
import { formBehind } from '../send/ticket-address.ts'
import { useDesk } from '../send/use-desk.ts'
import { useTimes } from '../send/use-times.ts'
import type { ListedSend } from './listed-send.ts'
import { searchSends } from './search-sends.ts'
import styles from './shift-log.module.css'
import { ShiftLogTable } from './shift-log-table.tsx'
import { Standing } from './standing.tsx'
import {
  isOfShift,
  useOnceListed,
  useOnceNotKnown,
  useOpenedNews,
  useSentToday,
} from './use-sent-today.ts'

/** What this attendant sent today and what became of it, from the journal (design A-26). */
export function ShiftLog() {
  const { formatSince } = useTimes()
  const { today, refetch } = useSentToday()
  const [wanted, setWanted] = useState('')
  const listed = today?.sends ?? []
  const once = useOnceNotKnown(listed)
  const news = useOpenedNews(listed, once)
  const sends = useOnceListed(listed)
  const hits = searchSends(sends, wanted)
  // With what was typed in it.
  const way = formBehind(useHistoryState())
  return (
    <Screen
      title="Meus envios de hoje"
      isWide
      badge={<Tools wanted={wanted} onWant={setWanted} />}
      foot={
        <>
          <PageLink to={way}>Voltar ao formulário</PageLink>
          <Button look="quiet" onClick={() => refetch()}>
            Atualizar <VisuallyHidden>a lista</VisuallyHidden>
          </Button>
        </>
      }
    >
      <div className={styles.standing}>
        {/* Not as a whole: what was said before isn't said again. */}
        <p role="status" aria-atomic="false">
          <Standing today={today} formatSince={formatSince} />
          <VisuallyHidden> {news}</VisuallyHidden>
        </p>
        <p role="status">{wanted.trim() && sayHits(hits.length, sends.length)}</p>
      </div>
      <SupportCode id={today?.fault?.requestId} />
      <Sends sends={hits} once={once} formatSince={formatSince} />
    </Screen>
  )
}

type ToolsProps = { wanted: string; onWant: (wanted: string) => void }

function Tools({ wanted, onWant }: ToolsProps) {
  const id = useId()
  return (
    <div className={styles.tools}>
      <label htmlFor={id}>Procurar nos envios</label>
      <input
        id={id}
        type="search"
        autoComplete="off"
        spellCheck={false}
        value={wanted}
        onChange={({ target }) => onWant(target.value)}
      />
      <PrintButton>
        Imprimir <VisuallyHidden>a lista</VisuallyHidden>
      </PrintButton>
    </div>
  )
}

const sayHits = (hits: number, all: number) =>
  hits === 0 ? `Nenhum dos ${all} envios.` : `${hits} de ${all} envios.`

const mostOlder = 20

type SendsProps = { sends: ListedSend[]; once: string[]; formatSince: (at: Date) => string }

/** What isn't known, or wasn't, then the day's, then what is left of former days, a part of it first. */
function Sends({ sends, once, formatSince }: SendsProps): ReactNode {
  const { now } = useDesk()
  const [isAll, setIsAll] = useState(false)
  const isFirst = ({ chave }: ListedSend) => once.includes(chave)
  const rest = sends.filter((send) => !isFirst(send))
  const isRecent = isOfShift(now())
  const older = rest.filter((send) => !isRecent(send))
  const shown = isAll ? older : older.slice(0, mostOlder)
  return (
    <>
      <ShiftLogTable
        sends={[...sends.filter(isFirst), ...rest.filter(isRecent)]}
        older={shown}
        formatSince={formatSince}
      />
      {older.length > shown.length && (
        <div>
          <Button look="quiet" onClick={() => setIsAll(true)}>
            {`Mostrar mais ${older.length - shown.length} de dias anteriores`}
          </Button>
        </div>
      )}
    </>
  )
}
