import type { Session } from '../sessao/ask-session.ts'
import { Panel } from '../ui/panel.tsx'

const waits = {
  unreachable: 'Não consigo falar com o servidor. O texto aparece quando ele responder.',
  'signed-out':
    'O texto aparece quando a pessoa que escreveu entrar de novo; se outra entrar, é apagado.',
}

type HiddenTextProps = {
  kind: Session['kind'] | undefined
  /** Nobody is asked to sign in beside it, so that it is the page's screen. */
  isAlone: boolean
}

/** In place of what an attendant left in this tab, until it is known that they are who is here. */
export function HiddenText({ kind = 'signed-in', isAlone }: HiddenTextProps) {
  if (kind === 'signed-in') {
    return (
      <Panel>
        <p role="status">Consultando o servidor…</p>
      </Panel>
    )
  }
  const Heading = isAlone ? 'h1' : 'h2'
  return (
    <Panel tone="warning">
      <Heading>Há texto guardado nesta aba</Heading>
      <p role="status">{waits[kind]} Se já foi enviado, não envie de novo.</p>
    </Panel>
  )
}
