import { QueryClientProvider } from '@tanstack/react-query'
import { type ComponentProps, useMemo, useState, useSyncExternalStore } from 'react'
import { usePathname } from 'wouter/use-browser-location'
import { DemoStrip } from './app/demo-strip.tsx'
import type { Later } from './app/later.ts'
import { hasOwnBar } from './app/own-bar.ts'
import { createQueryClient } from './app/query-client.ts'
import { TopBar } from './app/top-bar.tsx'
import { useAttendant } from './app/use-attendant.ts'
import { useConfiguracao } from './app/use-configuracao.ts'
import { useHosted } from './app/use-hosted.ts'
import styles from './app.module.css'
import { BrokenScreen } from './atendimento/broken-screen.tsx'
import { PageCrash } from './atendimento/crash/page-crash.tsx'
import type { Drafts } from './atendimento/send/drafts.ts'
import { createFormInHand } from './atendimento/send/form-in-hand.ts'
import { createGatewayApi, type SessionEnd } from './atendimento/send/gateway-api.ts'
import { DeskContext } from './atendimento/send/use-desk.ts'
import { useSavedDrafts } from './atendimento/send/use-saved-drafts.ts'
import { TicketPage } from './atendimento/ticket-page.tsx'
import type { Configuracao } from './contract/page-context.ts'
import type { FromAddress } from './host/from-address.ts'
import { createSessionApi } from './sessao/session-api.ts'
import { useLocalSession } from './sessao/use-local-session.ts'
import { Boundary, Part } from './ui/boundary.tsx'
import type { Fetch } from './ui/fetch-whole.ts'
import { useLoaded } from './ui/use-loaded.ts'
import { useWholeClicks } from './ui/use-whole-clicks.ts'

export type AppProps = {
  fetch: Fetch
  drafts: Drafts
  now: () => Date
  /** What the page was served with; nothing in development. */
  embedded?: Configuracao | undefined
  /** What the address said of a call as the page was loaded. */
  call?: FromAddress | null
}

/** The page: what surrounds every screen, and the ticket inside it. */
export function App(props: AppProps) {
  const [client] = useState(createQueryClient)
  useWholeClicks()
  return (
    <Boundary otherwise={() => <Alone />}>
      <QueryClientProvider client={client}>
        <Frame {...props} />
      </QueryClientProvider>
    </Boundary>
  )
}

/** What is left where even what surrounds the screens broke. */
const Alone = () => (
  <main className={styles.main}>
    <PageCrash />
  </main>
)

/** Not only when it is needed: by then a gateway started anew may have other files. */
const loadLater = async () => (await import('./app/later.ts')).later

function Frame({ fetch, drafts, now, embedded, call: firstCall = null }: AppProps) {
  const sessions = useMemo(() => createSessionApi(fetch), [fetch])
  const configuracao = useConfiguracao(fetch, embedded)
  const isLocal = configuracao?.modo === 'local'
  const local = useLocalSession(isLocal)
  const attendant = useAttendant(sessions, drafts, isLocal)
  useSavedDrafts(drafts)
  const { session, sessao, wasLeft, formerName, onEnd } = attendant
  const usuario = sessao?.atendente.usuario
  const gateway = useGateway(fetch, usuario, onEnd)
  const pathname = usePathname()
  const [isBarOurs] = useState(hasOwnBar)
  const { part: later, isError: isLaterMissing } = useLoaded(loadLater)
  const [formInHand] = useState(createFormInHand)
  const { isHosted, ...hosting } = useHosted(firstCall)

  const end = session?.kind === 'signed-out' ? session : null
  const isTouched = useSyncExternalStore(drafts.subscribe, drafts.isTouched)
  const isAlone = isLocal && !sessao && !isTouched && (end !== null || wasLeft)
  const isEndShown = isAlone || (end && (configuracao || end.turnedAway > 0))
  // What has an owner is shown to nobody else, and may be sent by nobody else.
  const isOwned = useSyncExternalStore(drafts.subscribe, drafts.isOwned)
  const isHidden = !sessao && isOwned
  const isShown = !isAlone && !isHidden
  const bar = (
    <Part key={attendant.id}>
      <TopBar
        hasPlaces={isShown}
        isBelow={!isBarOurs}
        // Both at once, so that neither moves the other.
        isNameShown={!isLocal || local.part !== undefined || local.isError}
        signOut={
          session?.kind === 'signed-in' &&
          local.part && (
            <local.part.SignOut
              // What it asks is about the screen it was asked on.
              key={pathname}
              signOut={sessions.signOut}
              hasText={drafts.hasText}
              onSignedOut={attendant.onSignedOut}
            />
          )
        }
      />
    </Part>
  )
  const isSessionOver = end !== null
  const frame = later?.frame
  const behind = { later, isLaterMissing, caller: later?.caller }
  const page = { fetch, onEnd, isSessionOver, now, sessao, configuracao }
  return (
    <QueryClientProvider client={attendant.client}>
      <DeskContext value={{ ...page, ...behind, gateway, drafts, formInHand }}>
        <header>
          {isBarOurs && bar}
          <Part>
            <DemoStrip services={configuracao?.servicos_de_demonstracao} onTry={drafts.fill} />
            {frame && <frame.FormerDraft name={formerName} onClose={attendant.dismissFormer} />}
          </Part>
          {isHosted && <HostPart {...hosting} isSessionOver={isSessionOver} />}
        </header>
        <Part>{frame && <frame.Outages configuracao={configuracao} now={now} />}</Part>
        <main className={styles.main}>
          {isEndShown && (
            <SessionPart
              frame={frame}
              isMissing={isLaterMissing}
              local={local}
              isLocal={isLocal}
              isAlone={isAlone}
              said={isAlone ? (wasLeft ? 'Você saiu.' : '') : (end?.msg ?? '')}
              usuario={usuario ?? ''}
              turnedAway={end?.turnedAway ?? 0}
              signIn={sessions.signIn}
              onSignedIn={attendant.onSignedIn}
            />
          )}
          {isHidden && frame && <frame.HiddenText kind={session?.kind} isAlone={!isAlone} />}
          {isShown && (
            <Boundary key={attendant.id} otherwise={(at) => <BrokenScreen at={at} />}>
              <TicketPage isSessionOver={isSessionOver} />
            </Boundary>
          )}
        </main>
        {!isBarOurs && <footer>{bar}</footer>}
      </DeskContext>
    </QueryClientProvider>
  )
}

const useGateway = (fetch: Fetch, usuario: string | undefined, onEnd: (end: SessionEnd) => void) =>
  useMemo(() => createGatewayApi(fetch, { usuario, onEnd }), [fetch, usuario, onEnd])

type SessionPartProps = ComponentProps<Later['frame']['SessionEnd']> & {
  frame: Later['frame'] | undefined
  /** It didn't come. */
  isMissing: boolean
}

/** Nobody is signed in, and the page says so. */
const SessionPart = ({ frame, isMissing, ...end }: SessionPartProps) => (
  <Part>
    {frame && <frame.SessionEnd {...end} />}
    {isMissing && (
      <p role="status">
        Sua sessão acabou, e parte desta página não chegou: copie o que escreveu e recarregue a
        página.
      </p>
    )}
  </Part>
)

type Hosted = NonNullable<ReturnType<typeof useHosted>['hosted']>

type HostPartProps = ComponentProps<Hosted['Hosted']> & {
  hosted: Hosted | undefined
  /** It is out of the address, and what reads it didn't come. */
  isLinkLost: boolean
}

/** What whoever is around the page says. */
const HostPart = ({ hosted, isLinkLost, ...said }: HostPartProps) => (
  <div className={styles.host}>
    {isLinkLost && (
      <p role="status">Não consegui ler o link: recarregue a página e abra o link de novo.</p>
    )}
    {hosted && (
      <Part>
        <hosted.Hosted {...said} />
      </Part>
    )}
  </div>
)
