import { useEffect, useState, useSyncExternalStore } from 'react'
import { navigate, usePathname } from 'wouter/use-browser-location'
import type { Drafts } from '../atendimento/send/drafts.ts'
import { chaveIn, homePath, isShiftLog } from '../atendimento/send/ticket-address.ts'
import type { Configuracao } from '../contract/page-context.ts'
import { createTimes } from '../contract/times.ts'
import styles from './strip.module.css'

type BannersProps = {
  configuracao: Configuracao | undefined
  now: () => Date
  /** Puts a service of the demo into the form of `/`. */
  onTry: Drafts['fill']
}

/** What surrounds every screen. */
export function Banners({ configuracao, now, onTry }: BannersProps) {
  return (
    <>
      <DemoStrip services={configuracao?.servicos_de_demonstracao ?? []} onTry={onTry} />
      <div className={styles.outages}>
        <OfflineBanner />
        <HubsoftBanner configuracao={configuracao} now={now} />
      </div>
    </>
  )
}

type DemoStripProps = {
  services: Configuracao['servicos_de_demonstracao']
  onTry: Drafts['fill']
}

function DemoStrip({ services, onTry }: DemoStripProps) {
  if (services.length === 0) return null
  return (
    <div className={styles.strip}>
      <span>
        <strong>Demonstração</strong>: nada chega a um HubSoft de verdade. Experimente os serviços
      </span>
      {services.map(({ id_cliente_servico, mostra }) => (
        <button
          key={id_cliente_servico}
          type="button"
          title={mostra}
          onClick={() => {
            onTry({ id_cliente_servico: String(id_cliente_servico) })
            navigate(homePath)
          }}
        >
          {id_cliente_servico}
        </button>
      ))}
    </div>
  )
}

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
function HubsoftBanner({ configuracao, now }: Pick<BannersProps, 'configuracao' | 'now'>) {
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
  const isOver = !outage && last.outage !== ''
  if (last.path !== path || (outage && outage !== last.outage)) {
    setLast({ outage, path })
    setIsLeft(false)
  }
  useEffect(() => {
    if (!isOver) return
    const timer = setTimeout(() => setIsLeft(true), overMs)
    return () => clearTimeout(timer)
  }, [isOver])
  const said = outage || (isOver && !isLeft && over)
  return (
    <p
      role="status"
      className={last.outage ? `${styles.strip} ${styles.outage}` : undefined}
      data-room={last.outage}
    >
      {said && <span>{said}</span>}
    </p>
  )
}
