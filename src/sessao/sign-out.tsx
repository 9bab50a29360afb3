import { useRef, useState } from 'react'
import { Button } from '../ui/button.tsx'
import { Notice } from '../ui/notice.tsx'
import { onEscape } from '../ui/on-escape.ts'
import { SupportCode } from '../ui/support-code.tsx'
import type { Denial, SessionApi } from './session-api.ts'
import styles from './sign-out.module.css'

export type SignOutProps = {
  signOut: SessionApi['signOut']
  onSignedOut: () => void
  /** Whether something typed would go with the attendant. */
  hasText: () => boolean
}

/** The way out. What is typed goes with the attendant, who is asked first (design ). */
export function SignOut({ signOut, onSignedOut, hasText }: SignOutProps) {
  const [step, setStep] = useState<'idle' | 'asking' | 'pending' | Denial>('idle')
  const opener = useRef<HTMLButtonElement>(null)

  async function leave() {
    setStep('pending')
    const denial = await signOut()
    if (denial) setStep(denial)
    else onSignedOut()
  }
  function start() {
    if (step === 'pending') return
    if (hasText()) setStep('asking')
    else void leave()
  }
  function stay() {
    setStep('idle')
    opener.current?.focus()
  }

  return (
    <>
      <Button
        ref={opener}
        look="quiet"
        aria-disabled={step === 'pending' || undefined}
        onClick={start}
      >
        {step === 'pending' ? 'Saindo…' : 'Sair'}
      </Button>
      {step === 'asking' && (
        // biome-ignore lint/a11y/noStaticElementInteractions: Esc is a shorter way to a button in it
        <div className={styles.below} onKeyDown={onEscape(stay)}>
          <Notice tone="warning" title="Sair apaga o que está nesta aba" takesFocus>
            <p>Há texto que ainda não virou atendimento, ou envio que ainda falta conferir.</p>
            <div className={styles.choice}>
              <Button onClick={leave}>Apagar e sair</Button>
              <Button look="primary" onClick={stay}>
                Continuar aqui
              </Button>
            </div>
          </Notice>
        </div>
      )}
      {typeof step === 'object' && (
        // biome-ignore lint/a11y/noStaticElementInteractions: it closes like the question before it
        <div className={styles.below} onKeyDown={onEscape(stay)}>
          <Notice tone="error" title="Você não saiu" takesFocus>
            <p>{step.msg}</p>
            <p>Sua sessão continua aberta neste computador.</p>
            <SupportCode id={step.requestId} />
          </Notice>
        </div>
      )}
    </>
  )
}
