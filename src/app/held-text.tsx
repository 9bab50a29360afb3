import type { Session } from '../sessao/session-api.ts'

const waits = {
  unreachable: 'Não consigo falar com o servidor. O texto aparece quando ele responder.',
  'signed-out': 'O texto aparece quando a pessoa que escreveu entrar de novo.',
}

type HeldTextProps = { kind: Session['kind'] | undefined }

/** In place of what an attendant left in this tab, until it is known that they are who is here. */
export function HeldText({ kind = 'signed-in' }: HeldTextProps) {
  if (kind === 'signed-in') return <p role="status">Consultando o servidor…</p>
  return (
    <>
      <h1>Há texto guardado nesta aba</h1>
      <p role="status">{waits[kind]} Se já foi enviado, não envie de novo.</p>
    </>
  )
}
