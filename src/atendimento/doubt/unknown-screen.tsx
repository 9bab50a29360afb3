import { useId, useRef, useState } from 'react'
import type { Posted } from '../../contract/nova-mensagem.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { useAriaKeys } from '../../ui/chord.ts'
import { Notice } from '../../ui/notice.tsx'
import { onEscape } from '../../ui/on-escape.ts'
import { Screen } from '../../ui/screen.tsx'
import { NextTicket } from '../receipt/next-ticket.tsx'
import type { Unknown } from '../send/outcome.ts'
import { titleOf } from '../send/outcome-traits.ts'
import { addedTo, toTyped } from '../send/posted.ts'
import { wordsOf } from '../send/send-words.ts'
import type { TypedTicket } from '../send/typed-ticket.ts'
import { useDesk } from '../send/use-desk.ts'
import { shortcuts, useShortcut } from '../shortcuts.ts'
import doubt from './doubt.module.css'
import { NoProof } from './no-proof.tsx'
import { CopySent, SentFields } from './sent-fields.tsx'
import { TellCaller } from './tell-caller.tsx'
import styles from './unknown-screen.module.css'
import { useLookNow, useResend } from './use-unknown-ticket.ts'
import { WhereToLook } from './where-to-look.tsx'

type UnknownScreenProps = {
  outcome: Unknown
  chave: string
  /** What would go out again: under the same key the gateway takes nothing else. */
  posted: Posted | undefined
  /** The same to be read, or what only the rules of before took. */
  typed: TypedTicket | undefined
  /** "às 10:58" */
  sentWhen: string | undefined
}

/** Nobody knows whether the ticket is open, and this screen says so (design A-17). */
export function UnknownScreen({ outcome, chave, posted, typed, sentWhen }: UnknownScreenProps) {
  const words = wordsOf(outcome)
  const serviceId = typed?.id_cliente_servico
  return (
    <Screen
      title={titleOf(outcome)}
      tone="warning"
      badge={<Badge tone="warning">a conferir</Badge>}
      foot={<NextTicket look="plain" />}
      beside={
        <>
          <WhereToLook chave={chave} serviceId={serviceId} words={words}>
            {words.byHand}
          </WhereToLook>
          {typed && (
            <SentFields typed={typed} isMessage={outcome.message !== undefined} hasNoCopy />
          )}
        </>
      }
    >
      <NoProof />
      {outcome.said && (
        <Notice tone="info" title="Nada foi enviado de novo.">
          <p>{outcome.said}</p>
        </Notice>
      )}
      <p className={doubt.say}>
        <strong>{words.notAnother}</strong>{' '}
        {sentWhen ? `Enviei ${sentWhen}` : 'Os dados foram enviados'} e a resposta do HubSoft não
        chegou. <span>{sayLooks(outcome, serviceId ? ` do serviço ${serviceId}` : '')}</span>
      </p>
      <TellCaller wasSent />
      <Actions chave={chave} posted={posted} typed={typed} />
    </Screen>
  )
}

/** Counts what proved anything: a list that didn't come, or comes without references, does not. */
function sayLooks(outcome: Unknown, service: string): string {
  const { looks, couldNotLook } = outcome
  const { done, looked } = wordsOf(outcome)
  const count = looks.filter(({ lida }) => lida).length
  if (couldNotLook || count === 0) {
    return `Não consigo confirmar pela lista do HubSoft se ${done}.`
  }
  return `Conferi ${count === 1 ? '1 vez' : `${count} vezes`} ${looked}${service}.`
}

type ActionsProps = Pick<UnknownScreenProps, 'chave' | 'posted' | 'typed'>

function Actions({ chave, posted, typed }: ActionsProps) {
  const { isLooking, said, lookNow } = useLookNow(chave)
  const [isAsked, setIsAsked] = useState(false)
  const questionId = useId()
  const opener = useRef<HTMLButtonElement>(null)
  useShortcut('look-now', lookNow)
  function takeBack() {
    setIsAsked(false)
    opener.current?.focus()
  }
  return (
    <>
      <div className={doubt.actions}>
        <Button
          look="primary"
          aria-disabled={isLooking || undefined}
          aria-keyshortcuts={useAriaKeys(shortcuts['look-now'])}
          onClick={lookNow}
        >
          <span className={styles.look}>{isLooking ? 'Conferindo…' : 'Conferir agora'}</span>
        </Button>
        {typed && <CopySent typed={typed} isMessage={posted && 'mensagem' in posted} />}
        {posted && (
          <span className={doubt.end}>
            <Button
              ref={opener}
              look="quiet"
              aria-expanded={isAsked}
              aria-controls={isAsked ? questionId : undefined}
              onClick={() => setIsAsked(!isAsked)}
              onKeyDown={isAsked ? onEscape(takeBack) : undefined}
            >
              Enviar de novo…
            </Button>
          </span>
        )}
      </div>
      {posted && isAsked && (
        <SendAgain id={questionId} chave={chave} posted={posted} onTakeBack={takeBack} />
      )}
      {!posted && <p>Não posso enviar de novo daqui: os dados deste envio já foram apagados.</p>}
      <p role="status" className={doubt.room}>
        {said}
      </p>
    </>
  )
}

type SendAgainProps = { id: string; chave: string; posted: Posted; onTakeBack: () => void }

const takeFocus = (tick: HTMLInputElement | null) => tick?.focus()

/**
 * The last resort: what may be open already is sent once more, by whoever has understood that. A form, so that
 * Enter on the tick sends; never without the tick.
 */
function SendAgain({ id, chave, posted, onTakeBack }: SendAgainProps) {
  const words = wordsOf({
    message: 'mensagem' in posted ? { to: posted.id_atendimento } : undefined,
  })
  const { drafts } = useDesk()
  const resend = useResend(chave)
  const [isUnderstood, setIsUnderstood] = useState(false)
  const adviceId = useId()
  return (
    <form
      id={id}
      className={styles.again}
      onKeyDown={onEscape(onTakeBack)}
      onSubmit={(event) => {
        event.preventDefault()
        if (!isUnderstood) return
        resend(posted, () => drafts.resend(chave, toTyped(posted), addedTo(posted)))
      }}
    >
      <p id={adviceId}>
        {`Antes de enviar confiro mais uma vez. Se ${words.appears}, ou se a lista do HubSoft não provar nada, nada é enviado.`}
      </p>
      <label className={styles.understood}>
        <input
          ref={takeFocus}
          type="checkbox"
          aria-describedby={adviceId}
          checked={isUnderstood}
          onChange={(event) => setIsUnderstood(event.target.checked)}
        />
        {words.mayBeTwo}
      </label>
      {isUnderstood && <Button type="submit">Enviar mesmo assim</Button>}
    </form>
  )
}
