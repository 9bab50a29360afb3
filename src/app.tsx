import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { useState, useSyncExternalStore } from 'react'
import styles from './app.module.css'
import type { GatewayApi } from './atendimento/gateway-api.ts'
import type { SentTickets } from './atendimento/sent-tickets.ts'
import { TicketPage } from './atendimento/ticket-page.tsx'
import type { Configuracao } from './contract/page-context.ts'
import type { SessionApi } from './sessao/session-api.ts'

export type AppProps = {
  gateway: GatewayApi
  sessions: SessionApi
  sentTickets: SentTickets
  newKey: () => string
  now: () => Date
}

/** The page: what surrounds every screen, and the ticket inside it. */
export function App(props: AppProps) {
  const [client] = useState(() => new QueryClient())
  return (
    <QueryClientProvider client={client}>
      <Frame {...props} />
    </QueryClientProvider>
  )
}

// Asked once, and again only until there is an answer.
const once = {
  networkMode: 'always',
  retry: false,
  staleTime: Number.POSITIVE_INFINITY,
} as const
const untilAnsweredMs = 5000

function Frame({ gateway, sessions, sentTickets, newKey, now }: AppProps) {
  const { data: session } = useQuery({
    ...once,
    queryKey: ['sessao'],
    queryFn: sessions.read,
    refetchInterval: ({ state }) => (state.data?.kind === 'signed-in' ? false : untilAnsweredMs),
    // The intranet may have signed somebody else in meanwhile.
    refetchOnWindowFocus: 'always',
  })
  const { data: configuracao } = useQuery({
    ...once,
    queryKey: ['configuracao'],
    queryFn: gateway.readConfiguracao,
    refetchInterval: ({ state }) => (state.data ? false : untilAnsweredMs),
  })
  return (
    <div className={styles.frame}>
      <header className={styles.header}>
        <DemoBanner services={configuracao?.servicos_de_demonstracao ?? []} />
        <OfflineBanner />
        {session?.kind === 'signed-out' && <p className={styles.banner}>{session.msg}</p>}
      </header>
      <main className={styles.main}>
        <TicketPage
          gateway={gateway}
          sentTickets={sentTickets}
          newKey={newKey}
          now={now}
          sessao={session?.kind === 'signed-in' ? session.sessao : null}
          formatTime={(at) => formatTime(at, configuracao?.fuso_horario)}
        />
      </main>
    </div>
  )
}

function formatTime(at: Date, timeZone = 'America/Sao_Paulo'): string {
  return at.toLocaleTimeString('pt-BR', { timeZone, hour: '2-digit', minute: '2-digit' })
}

function DemoBanner({ services }: { services: Configuracao['servicos_de_demonstracao'] }) {
  if (services.length === 0) return null
  return (
    <div className={styles.demo}>
      <p>
        <strong>Demonstração</strong>: nada chega a um HubSoft de verdade. Códigos de serviço para
        experimentar:
      </p>
      <ul>
        {services.map(({ id_cliente_servico, mostra }) => (
          <li key={id_cliente_servico}>
            <strong>{id_cliente_servico}</strong> ({mostra})
          </li>
        ))}
      </ul>
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

/** A hint only: the browser's word about the network decides nothing (form-ux A-19). */
function OfflineBanner() {
  const isOnline = useSyncExternalStore(subscribeToNetwork, () => navigator.onLine)
  const [wasOffline, setWasOffline] = useState(false)
  if (!isOnline && !wasOffline) setWasOffline(true)
  const said = isOnline
    ? wasOffline && 'Conexão de volta.'
    : 'Sem internet neste computador. Pode continuar escrevendo; o envio espera você clicar.'
  return (
    <p role="status" className={said ? styles.banner : undefined}>
      {said}
    </p>
  )
}
