import {
  type RefObject,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
  useSyncExternalStore,
} from 'react'
import { chaveIn, isShiftLog } from '../atendimento/send/ticket-address.ts'
import type { Configuracao } from '../contract/page-context.ts'
import { timesIn } from '../contract/times.ts'
import { bringBelow, keepInPlace } from '../ui/keep-in-place.ts'
import { usePath } from '../ui/use-path.ts'
import styles from './strip.module.css'

export type OutagesProps = {
  configuracao: Configuracao | undefined
  now: () => Date
}

function subscribeToNetwork(onChange: () => void) {
  window.addEventListener('online', onChange)
  window.addEventListener('offline', onChange)
  return () => {
    window.removeEventListener('online', onChange)
    window.removeEventListener('offline', onChange)
  }
}

type Outage = { said: string; over: string }

/** A hint only: the browser's word about the network decides nothing (design A-19). */
function useOffline(): Outage | null {
  const isOnline = useSyncExternalStore(subscribeToNetwork, () => navigator.onLine)
  const path = usePath()
  if (isOnline) return null
  // A click now would leave the form waiting for an answer about a send that never left.
  const advice =
    chaveIn(path) === null && !isShiftLog(path)
      ? 'Pode continuar escrevendo; envie quando a conexão voltar.'
      : 'Quando a conexão voltar, a página pergunta sozinha o que falta saber.'
  return { said: `Sem internet neste computador. ${advice}`, over: 'Conexão de volta.' }
}

/** What the gateway knows of HubSoft, before anyone types in vain. Sending stays possible. */
function ofHubsoft({ configuracao, now }: OutagesProps): Outage | null {
  const { hubsoft, fuso_horario } = configuracao ?? {}
  if (!hubsoft || hubsoft.situacao === 'no_ar') return null
  const since = hubsoft.desde
    ? ` desde ${timesIn(fuso_horario).formatSince(new Date(hubsoft.desde), now())}`
    : ''
  const said = {
    fora_do_ar: `HubSoft fora do ar${since}. Pode continuar escrevendo; o envio só sai quando ele voltar e você clicar.`,
    conta_recusada: `O HubSoft não aceita a conta da integração${since}. Avise o responsável pelo sistema.`,
  }
  return { said: said[hubsoft.situacao], over: 'HubSoft de volta.' }
}

const overMs = 10_000
const none = { said: '', over: '' }

/**
 * One line about the nearest outage, on every screen. There before it says anything, so that an outage is read out
 * when it comes, and once when it is over. That leaves by itself; its room stays until the next screen, so that nothing
 * moves under the typing.
 */
export function Outages(props: OutagesProps) {
  const outage = useOffline() ?? ofHubsoft(props) ?? none
  const [isThere, setIsThere] = useState(false)
  useEffect(() => setIsThere(true), [])
  const { said, over } = isThere ? outage : none
  const path = usePath()
  const [last, setLast] = useState({ said, over, path })
  const [isLeft, setIsLeft] = useState(false)
  const line = useRef<HTMLParagraphElement>(null)
  const isOver = !said && last.said !== ''
  if (last.path !== path || (said && said !== last.said)) {
    setLast({ said, over, path })
    setIsLeft(false)
  }
  useEffect(() => {
    if (!isOver) return
    const timer = setTimeout(() => setIsLeft(true), overMs)
    return () => clearTimeout(timer)
  }, [isOver])
  useLineInPlace(line, last.said)
  const shown = said || (isOver && !isLeft && last.over)
  return (
    <div className={styles.outages}>
      <p
        ref={line}
        role="status"
        className={last.said ? `${styles.strip} ${styles.outage}` : undefined}
        data-room={last.said}
      >
        {shown && <span>{shown}</span>}
      </p>
    </div>
  )
}

/** As its room changes, what is below stays where it is, and what has the focus isn't under it. */
function useLineInPlace(line: RefObject<HTMLElement | null>, room: string) {
  const heightPx = useRef<number>(undefined)
  useLayoutEffect(() => {
    const [main, strip, before] = [document.querySelector('main'), line.current, heightPx.current]
    if (!main || !strip) return
    function measure() {
      heightPx.current = strip?.getBoundingClientRect().height ?? 0
      document.documentElement.style.setProperty('--outage', `${heightPx.current}px`)
    }
    measure()
    if (before !== undefined && room) {
      keepInPlace(main, strip, before)
      const focused = main.contains(document.activeElement) && document.activeElement
      if (focused) bringBelow(strip, focused)
    }
    window.addEventListener('resize', measure)
    return () => window.removeEventListener('resize', measure)
  }, [line, room])
}
