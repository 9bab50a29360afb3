import { useEffect, useLayoutEffect, useRef } from 'react'
import type { SignInPanelProps } from '../sessao/sign-in-panel.tsx'
import type { useLocalSession } from '../sessao/use-local-session.ts'
import { keepFieldInPlace } from '../ui/keep-in-place.ts'
import { mayTakeFocus } from '../ui/may-take-focus.ts'
import { Notice } from '../ui/notice.tsx'
import { Panel } from '../ui/panel.tsx'
import paper from '../ui/paper.module.css'

type SessionEndProps = SignInPanelProps & {
  /** Whether people sign in on this page, and not at the intranet. */
  isLocal: boolean
  local: ReturnType<typeof useLocalSession>
}

/** Nobody is signed in: says so, and where the page can, lets them in (design A-18). */
export function SessionEnd({ isLocal, local, ...panel }: SessionEndProps) {
  useReturningFocus(panel.isAlone)
  const notice = useRef<HTMLDivElement>(null)
  useLayoutEffect(() => keepFieldInPlace(notice.current), [])
  if (!isLocal) {
    return (
      <div ref={notice} className={paper.onScreen}>
        <Notice
          key={panel.turnedAway}
          tone="warning"
          title="Sua sessão expirou"
          takesFocus={panel.turnedAway > 0}
        >
          <p>{panel.said}</p>
        </Notice>
      </div>
    )
  }
  if (local.part) return <local.part.SignInPanel {...panel} />
  return (
    <Panel>
      {panel.isAlone && <h1>Entrar</h1>}
      <p role="status">
        {local.isError
          ? `${panel.said} Não consegui carregar a entrada: ${panel.isAlone ? '' : 'copie o que escreveu e '}recarregue a página.`
          : 'Carregando a entrada…'}
      </p>
    </Panel>
  )
}

/** What had the focus goes with the panel: then it is back where the ticket is sent from. */
function useReturningFocus(isAlone: boolean) {
  useEffect(() => {
    return () => {
      const isLost = (document.activeElement ?? document.body) === document.body
      // A page that was alone is followed by one that has a focus of its own.
      if (isAlone || !isLost || !mayTakeFocus()) return
      const back =
        document.querySelector<HTMLElement>('main form [type="submit"]') ??
        document.querySelector<HTMLElement>('main h1')
      back?.focus()
    }
  }, [isAlone])
}
