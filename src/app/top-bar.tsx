import type { ReactNode } from 'react'
import { useHistoryState } from 'wouter/use-browser-location'
import {
  chaveIn,
  formBehind,
  homePath,
  isShiftLog,
  shiftLogPath,
} from '../atendimento/send/ticket-address.ts'
import { useDesk, useDrafts } from '../atendimento/send/use-desk.ts'
import { ShortcutsButton } from '../atendimento/shortcuts-button.tsx'
import { useLater } from '../atendimento/use-later.ts'
import { Part } from '../ui/boundary.tsx'
import { PageLink } from '../ui/page-link.tsx'
import { usePath } from '../ui/use-path.ts'
import { VisuallyHidden } from '../ui/visually-hidden.tsx'
import styles from './top-bar.module.css'
import { useBrandColours } from './use-brand-colours.ts'

type TopBarProps = {
  /** The page is in a frame whose host has a bar of its own: what is needed of ours stands below. */
  isBelow: boolean
  /** Whether the screens may be seen. */
  hasPlaces: boolean
  isNameShown: boolean
  /** The way out, where there is one. */
  signOut: ReactNode
}

/** Whose page it is, where to go, who is here. */
export function TopBar({ isBelow, hasPlaces, isNameShown, signOut }: TopBarProps) {
  const { configuracao, sessao } = useDesk()
  const { nome, logo, proporcao, cores } = configuracao?.marca ?? {}
  useBrandColours(cores)
  return (
    <div className={isBelow ? `${styles.bar} ${styles.below}` : styles.bar}>
      {!isBelow && (
        <span className={styles.brand}>
          {logo ? <Logo address={logo} proportion={proporcao ?? 1} /> : <Mark />}
          {nome ?? 'Novo Atendimento'}
        </span>
      )}
      {hasPlaces && <Places />}
      {sessao && isNameShown && (
        <p className={styles.who} title={sessao.atendente.nome}>
          <VisuallyHidden>Você está registrando como </VisuallyHidden>
          {sessao.atendente.nome}
        </p>
      )}
      {signOut}
      {/* At the end, so that what comes later moves it nowhere. */}
      <ShortcutsButton />
    </div>
  )
}

/** Has its room before it has come. */
const Logo = ({ address, proportion }: { address: string; proportion: number }) => (
  // Not before the page's script.
  <img src={address} alt="" width={Math.round(24 * proportion)} height="24" fetchPriority="low" />
)

const Mark = () => (
  <svg
    viewBox="0 0 24 24"
    fill="none"
    stroke="currentColor"
    strokeWidth="2"
    width="24"
    height="24"
    aria-hidden="true"
  >
    <path d="M4 5h16v11H9l-5 4z" />
    <path d="M8 9h8M8 12h5" />
  </svg>
)

/** The two places there are. The way back from the list leads to the form that the person came from. */
function Places() {
  const later = useLater()
  const path = usePath()
  const isList = isShiftLog(path)
  const from: unknown = useHistoryState()
  const drafts = useDrafts()
  const isForm = (chave: string | null) =>
    chave !== null && (drafts.of(chave)?.sent?.standing ?? 'open') !== 'open'
  return (
    <nav aria-label="Telas" className={styles.places}>
      <span>
        <PageLink to={isList ? formBehind(from) : homePath} isCurrent={!isList}>
          Abrir<span className={styles.long}> atendimento</span>
        </PageLink>
      </span>
      <span>
        <PageLink
          to={shiftLogPath}
          state={isForm(chaveIn(path)) ? path : undefined}
          isCurrent={isList}
        >
          <span className={styles.long}>Meus envios de hoje</span>
          <span className={styles.short}>Envios</span>
        </PageLink>
        {later && (
          <Part>
            <later.screens.SentTodayBadges />
          </Part>
        )}
      </span>
    </nav>
  )
}
