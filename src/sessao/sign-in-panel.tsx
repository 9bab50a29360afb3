import { type FormEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Sessao } from '../contract/page-context.ts'
import { signInMessages } from '../contract/sign-in-messages.ts'
import { Button } from '../ui/button.tsx'
import { sendChord, useChord } from '../ui/chord.ts'
import { Field } from '../ui/field.tsx'
import { FieldLink } from '../ui/field-link.tsx'
import { isTyping, keepFieldInPlace } from '../ui/keep-in-place.ts'
import { mayTakeFocus } from '../ui/may-take-focus.ts'
import { Notice } from '../ui/notice.tsx'
import { SupportCode } from '../ui/support-code.tsx'
import { VisuallyHidden } from '../ui/visually-hidden.tsx'
import type { Credentials, SessionApi } from './session-api.ts'
import styles from './sign-in-panel.module.css'

export type SignInPanelProps = {
  signIn: SessionApi['signIn']
  onSignedIn: (sessao: Sessao) => void
  /** Nothing else is on the page: the panel is its screen. */
  isAlone: boolean
  /** Why it is there. */
  said: string
  /** Who was signed in last, who will mostly be the one to come back. */
  usuario: string
  /** Counts the sends that brought it to the fore. */
  turnedAway: number
}

type Fault = {
  round: number
  title: string
  msg?: string
  campos: Record<string, string>
  requestId?: string | undefined
}

const notKept =
  'O navegador não guardou a sua entrada. Libere os cookies deste site, ou abra o Novo Atendimento numa janela própria.'

/** Signing in, on the same page as what is being written (design A-18). */
export function SignInPanel(props: SignInPanelProps) {
  const { isAlone, said, usuario } = props
  const { fault, isPending, submit } = useSignIn(props)
  const panel = useFocus(props)
  const form = useRef<HTMLFormElement>(null)
  // The page's opens the ticket; here it signs in.
  useChord(sendChord, () => form.current?.requestSubmit(), form)
  const title = isAlone ? 'Entrar no Novo Atendimento' : 'Entrar de novo'
  useEffect(() => {
    if (isAlone) document.title = fault ? `Erro: ${title}` : title
  }, [isAlone, fault, title])
  const Heading = isAlone ? 'h1' : 'h2'
  return (
    <section
      ref={panel}
      tabIndex={-1}
      aria-labelledby="titulo-entrar"
      className={`${styles.panel} ${isAlone ? styles.alone : styles.above}`}
    >
      {fault && <FaultNotice key={fault.round} {...fault} />}
      <Heading id="titulo-entrar">
        {isAlone ? (
          <>
            Entrar <VisuallyHidden>no Novo Atendimento</VisuallyHidden>
          </>
        ) : (
          title
        )}
      </Heading>
      {said && <p role={isAlone ? 'status' : 'alert'}>{said}</p>}
      <form ref={form} noValidate className={styles.form} onSubmit={submit}>
        <Field name="usuario" label="Usuário" error={fault?.campos.usuario}>
          {(control) => (
            <input
              {...control}
              name="usuario"
              defaultValue={usuario}
              autoComplete="username"
              autoCapitalize="off"
              spellCheck={false}
              readOnly={isPending}
            />
          )}
        </Field>
        <Field name="senha" label="Senha" error={fault?.campos.senha}>
          {(control) => (
            <input
              {...control}
              name="senha"
              type="password"
              autoComplete="current-password"
              readOnly={isPending}
            />
          )}
        </Field>
        <Button type="submit" look="primary" aria-disabled={isPending || undefined}>
          {isPending ? 'Entrando…' : 'Entrar'}
        </Button>
      </form>
    </section>
  )
}

function useSignIn({ signIn, onSignedIn }: SignInPanelProps) {
  const [fault, setFault] = useState<Fault | null>(null)
  const [isPending, setIsPending] = useState(false)
  // State would come a render too late for the second half of a double click.
  const isLocked = useRef(false)
  const refuse = (next: Omit<Fault, 'round'>) =>
    setFault((last) => ({ ...next, round: (last?.round ?? 0) + 1 }))

  async function send(form: HTMLFormElement, credentials: Credentials) {
    isLocked.current = true
    setIsPending(true)
    const answer = await signIn(credentials)
    isLocked.current = false
    setIsPending(false)
    if (answer.kind === 'signed-in') return onSignedIn(answer.sessao)

    const title = 'Não foi possível entrar'
    if (answer.kind === 'signed-out') return refuse({ title, msg: notKept, campos: {} })
    const password = form.elements.namedItem('senha')
    if (answer.kind === 'denied' && password instanceof HTMLInputElement) password.value = ''
    refuse({ title, ...answer })
  }

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault()
    if (isLocked.current) return
    const typed = new FormData(event.currentTarget)
    const usuario = String(typed.get('usuario') ?? '').trim()
    const senha = String(typed.get('senha') ?? '')
    if (usuario && senha) return void send(event.currentTarget, { usuario, senha })
    refuse({
      title: usuario || senha ? 'Há 1 campo para corrigir' : 'Há 2 campos para corrigir',
      campos: {
        ...(!usuario && { usuario: signInMessages.usuario }),
        ...(!senha && { senha: signInMessages.senha }),
      },
    })
  }

  return { fault, isPending, submit }
}

/**
 * Alone on the page the first field has the focus. Above a form the panel takes it where a send was
 * turned away; where it came by itself, only from somebody who isn't typing.
 */
function useFocus({ isAlone, turnedAway }: SignInPanelProps) {
  const panel = useRef<HTMLElement>(null)
  useLayoutEffect(() => keepFieldInPlace(panel.current), [])
  useEffect(() => {
    if (!mayTakeFocus()) return
    if (isAlone) panel.current?.querySelector('input')?.focus()
    else if (turnedAway > 0 || !isTyping()) panel.current?.focus()
  }, [isAlone, turnedAway])
  return panel
}

function FaultNotice({ title, msg, campos, requestId }: Fault) {
  const named = Object.entries(campos).filter(([name]) => name in signInMessages)
  return (
    <Notice tone="error" title={title} takesFocus>
      {msg && <p>{msg}</p>}
      {named.length > 0 && (
        <ul>
          {named.map(([name, message]) => (
            <li key={name}>
              <FieldLink name={name}>{message}</FieldLink>
            </li>
          ))}
        </ul>
      )}
      <SupportCode id={requestId} />
    </Notice>
  )
}
