import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react'
import { usePathname } from 'wouter/use-browser-location'
import { chaveIn, isShiftLog } from '../atendimento/send/ticket-address.ts'
import type { Configuracao } from '../contract/page-context.ts'
import { createTimes } from '../contract/times.ts'
import { keepInPlace } from '../ui/keep-field-in-place.ts'
import styles from './strip.module.css'

type OutagesProps = {
  configuracao: Configuracao | undefined
  now: () => Date
}

/** What surrounds every screen and comes by itself. */
export const Outages = ({ configuracao, now }: OutagesProps) => (
  <div className={styles.outages}>
    <OfflineBanner />
    <HubsoftBanner configuracao={configuracao} now={now} />
  </div>
)

function subscribeToNetwork(onChange: () => void) {
  window.addEventListener('online', onChange)
  window.addEventListener('offline', onChange)
  return () => {
    window.removeEventListener('online', onChange)
    window.removeEventListener('offline', onChange)
  }
}

/** A hint only: the browser's word about the network decides nothing (design A-19). */
function OfflineBanner() {
  const isOnline = useSyncExternalStore(subscribeToNetwork, () => navigator.onLine)
  const path = usePathname()
  // A click now would leave the form waiting for an answer about a send that never left.
  const advice =
    chaveIn(path) === null && !isShiftLog(path)
      ? 'Pode continuar escrevendo; envie quando a conexão voltar.'
      : 'Quando a conexão voltar, a página pergunta sozinha o que falta saber.'
  return (
    <OutageBanner
      outage={isOnline ? '' : `Sem internet neste computador. ${advice}`}
      over="Conexão de volta."
    />
  )
}

/** What the gateway knows of HubSoft, before anyone types in vain. Sending stays possible. */
function HubsoftBanner({ configuracao, now }: OutagesProps) {
  const { hubsoft, fuso_horario } = configuracao ?? {}
  const since = hubsoft?.desde
    ? ` desde ${createTimes(fuso_horario).formatSince(new Date(hubsoft.desde), now())}`
    : ''
  const outages = {
    no_ar: '',
    fora_do_ar: `HubSoft fora do ar${since}. Pode continuar escrevendo; o envio só sai quando ele voltar e você clicar.`,
    conta_recusada: `O HubSoft não aceita a conta da integração${since}. Avise o responsável pelo sistema.`,
  }
  return <OutageBanner outage={outages[hubsoft?.situacao ?? 'no_ar']} over="HubSoft de volta." />
}

const overMs = 10_000

/**
 * There from the start, so that an outage is read out when it comes, and once when it is over. That leaves
 * by itself; its room stays until the next screen, so that nothing moves under the typing.
 */
function OutageBanner({ outage, over }: { outage: string; over: string }) {
  const path = usePathname()
  const [last, setLast] = useState({ outage, path })
  const [isLeft, setIsLeft] = useState(false)
  const room = useRef<HTMLParagraphElement>(null)
  const isThere = last.outage !== ''
  const isOver = !outage && isThere
  if (last.path !== path || (outage && outage !== last.outage)) {
    setLast({ outage, path })
    setIsLeft(false)
  }
  useEffect(() => {
    if (!isOver) return
    const timer = setTimeout(() => setIsLeft(true), overMs)
    return () => clearTimeout(timer)
  }, [isOver])
  const wasThere = useRef(isThere)
  useLayoutEffect(() => {
    const main = document.querySelector('main')
    if (isThere && !wasThere.current && main && room.current) keepInPlace(main, room.current)
    wasThere.current = isThere
  }, [isThere])
  const said = outage || (isOver && !isLeft && over)
  return (
    <p
      ref={room}
      role="status"
      className={isThere ? `${styles.strip} ${styles.outage}` : undefined}
      data-room={last.outage}
    >
      {said && <span>{said}</span>}
    </p>
  )
}
