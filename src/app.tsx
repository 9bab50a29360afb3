import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { Banners } from './app/banners.tsx'
import { formatTime } from './app/times.ts'
import { useConfiguracao } from './app/use-configuracao.ts'
import styles from './app.module.css'
import type { GatewayApi } from './atendimento/gateway-api.ts'
import type { SentTickets } from './atendimento/sent-tickets.ts'
import { TicketPage } from './atendimento/ticket-page.tsx'
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
  const configuracao = useConfiguracao(gateway)
  const timeZone = configuracao?.fuso_horario ?? 'America/Sao_Paulo'
  return (
    <div className={styles.frame}>
      <header className={styles.header}>
        <Banners configuracao={configuracao} timeZone={timeZone} now={now} />
        {session?.kind === 'signed-out' && <p className={styles.banner}>{session.msg}</p>}
      </header>
      <main className={styles.main}>
        <TicketPage
          gateway={gateway}
          sentTickets={sentTickets}
          newKey={newKey}
          now={now}
          sessao={session?.kind === 'signed-in' ? session.sessao : null}
          formatTime={(at) => formatTime(at, timeZone)}
        />
      </main>
    </div>
  )
}
