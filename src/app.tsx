import {
  type ComponentProps,
  Fragment,
  type ReactNode,
  useEffect,
  useState,
  useSyncExternalStore,
} from 'react'
import { DemoStrip } from './app/demo-strip.tsx'
import type { Later } from './app/later.ts'
import { tellReady } from './app/ready.ts'
import { createStart } from './app/start.ts'
import { TopBar } from './app/top-bar.tsx'
import { useAsking } from './app/use-asking.ts'
import { useAttendant } from './app/use-attendant.ts'
import { useHosted } from './app/use-hosted.ts'
import styles from './app.module.css'
import { BrokenScreen } from './atendimento/broken-screen.tsx'
import { PageCrash } from './atendimento/crash/page-crash.tsx'
import type { EarlyText } from './atendimento/form/early-text.ts'
import type { Drafts } from './atendimento/send/drafts.ts'
import { createFormInHand } from './atendimento/send/form-in-hand.ts'
import { type Desk, DeskContext } from './atendimento/send/use-desk.ts'
import { useSavedDrafts } from './atendimento/send/use-saved-drafts.ts'
import { TicketPage } from './atendimento/ticket-page.tsx'
import { LaterContext } from './atendimento/use-later.ts'
import type { Configuracao } from './contract/page-context.ts'
import type { FromAddress } from './host/from-address.ts'
import { useLocalSession } from './sessao/use-local-session.ts'
import { Boundary, Part } from './ui/boundary.tsx'
import type { Fetch } from './ui/fetch-whole.ts'
import { useKnown } from './ui/use-known.ts'
import { useLoaded } from './ui/use-loaded.ts'
import { usePath } from './ui/use-path.ts'

export type AppProps = {
  fetch: Fetch
  drafts: Drafts
  now: () => Date
  /** Whether the bar is the page's own. */
  hasOwnBar: boolean
  /** What the page was served with; nothing in development. */
  embedded?: Configuracao | undefined
  /** What the address said of a call as the page was loaded. */
  call?: FromAddress | null
  /** What was written before its script had come. */
  early?: EarlyText | undefined
}

/** The page: what surrounds every screen, and the ticket inside it. */
export function App(props: AppProps) {
  // After the effects of all that is in it.
  useEffect(() => void tellReady(), [])
  return (
    <Boundary otherwise={() => <Alone />}>
      <Frame {...props} />
    </Boundary>
  )
}

/** What is left where even what surrounds the screens broke. */
const Alone = () => (
  <main className={styles.main}>
    <PageCrash />
  </main>
)

function Frame(props: AppProps) {
  const { fetch, drafts, now, hasOwnBar: isBarOurs, embedded, early } = props
  const [start] = useState(() => createStart(fetch, embedded))
  const { part: later, isError: isLaterMissing } = useLoaded(start.loadLater)
  const { part: first } = useLoaded(start.loadSession)
  const configuracao = useKnown(later?.configuracao) ?? embedded
  const isLocal = configuracao?.modo === 'local'
  const local = useLocalSession(isLocal)
  const attendant = useAttendant({ later, first, drafts })
  useSavedDrafts(drafts)
  const { session, client, sessao, wasLeft, formerName, onEnd } = attendant
  const usuario = sessao?.atendente.usuario
  const asking = useAsking(later, { fetch, usuario, onEnd, client, drafts })
  const [formInHand] = useState(createFormInHand)
  const { isHosted, ...hosting } = useHosted(props.call ?? null)

  const end = session?.kind === 'signed-out' ? session : null
  const isLeft = isLocal && !sessao && (end !== null || wasLeft)
  const isAlone = useDraftsFact(drafts, () => isLeft && !drafts.isTouched())
  const isEndShown = isAlone || (end && (configuracao || end.turnedAway > 0))
  // What has an owner is shown to nobody else, and may be sent by nobody else.
  const isHidden = useDraftsFact(drafts, () => !sessao && drafts.isOwned())
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
          later &&
          local.part && (
            <OfScreen>
              <local.part.SignOut
                signOut={later.sessions.signOut}
                hasText={drafts.hasText}
                onSignedOut={attendant.onSignedOut}
              />
            </OfScreen>
          )
        }
      />
    </Part>
  )
  const isSessionOver = end !== null
  const frame = later?.frame
  const behind = { isLaterMissing, caller: later?.caller }
  const page = { fetch, onEnd, isSessionOver, now, sessao, configuracao }
  return (
    <AtDesk desk={{ ...page, ...behind, ...asking, drafts, formInHand, early }} later={later}>
      <header>
        {isBarOurs && bar}
        <Part>
          <DemoStrip services={configuracao?.servicos_de_demonstracao} onTry={drafts.fill} />
          {frame && <frame.FormerDraft name={formerName} onClose={attendant.dismissFormer} />}
        </Part>
        {isHosted && <HostPart {...hosting} isSessionOver={isSessionOver} />}
      </header>
      {frame && <frame.WholeClicks />}
      <Part>{frame && <frame.Outages configuracao={configuracao} now={now} />}</Part>
      <main className={styles.main}>
        {isEndShown && (
          <SessionPart
            // After a sign-out neither name nor password of who left stays.
            key={`session-${attendant.id}`}
            later={later}
            isMissing={isLaterMissing}
            local={local}
            isLocal={isLocal}
            isAlone={isAlone}
            said={isAlone ? (wasLeft ? 'Você saiu.' : '') : (end?.msg ?? '')}
            usuario={usuario ?? ''}
            turnedAway={end?.turnedAway ?? 0}
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
    </AtDesk>
  )
}

type AtDeskProps = { desk: Desk; later: Later | undefined; children: ReactNode }

const AtDesk = ({ desk, later, children }: AtDeskProps) => (
  <DeskContext value={desk}>
    <LaterContext value={later}>{children}</LaterContext>
  </DeskContext>
)

/** Renders anew when that changes alone. */
const useDraftsFact = ({ subscribe }: Drafts, read: () => boolean) =>
  useSyncExternalStore(subscribe, read, read)

/** What it asks is about the screen it was asked on. */
const OfScreen = ({ children }: { children: ReactNode }) => (
  <Fragment key={usePath()}>{children}</Fragment>
)

type SessionPartProps = Omit<
  ComponentProps<Later['frame']['SessionEnd']>,
  'signIn' | 'onSignedIn'
> & {
  later: Later | undefined
  /** It didn't come. */
  isMissing: boolean
}

/** Nobody is signed in, and the page says so. */
const SessionPart = ({ later, isMissing, ...end }: SessionPartProps) => (
  <Part>
    {later && (
      <later.frame.SessionEnd
        {...end}
        signIn={later.sessions.signIn}
        onSignedIn={later.session.onSignedIn}
      />
    )}
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
