import { useId, useRef, useState } from 'react'
import type { NovoAtendimento } from '../../contract/novo-atendimento.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { useAriaKeys } from '../../ui/chord.ts'
import { Notice } from '../../ui/notice.tsx'
import { onEscape } from '../../ui/on-escape.ts'
import { Screen } from '../../ui/screen.tsx'
import { NextTicket } from '../receipt/next-ticket.tsx'
import type { Unknown } from '../send/outcome.ts'
import { titleOf } from '../send/outcome-traits.ts'
import { type TypedTicket, toTyped } from '../send/typed-ticket.ts'
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
  novo: NovoAtendimento | undefined
  /** The same to be read, or what only the rules of before took. */
  typed: TypedTicket | undefined
  /** "às 10:58" */
  sentWhen: string | undefined
}

/** Nobody knows whether the ticket is open, and this screen says so (design A-17). */
export function UnknownScreen({ outcome, chave, novo, typed, sentWhen }: UnknownScreenProps) {
  const serviceId = typed?.id_cliente_servico
  return (
    <Screen
      title={titleOf(outcome)}
      tone="warning"
      badge={<Badge tone="warning">a conferir</Badge>}
      foot={<NextTicket look="plain" />}
      beside={
        <>
          <WhereToLook chave={chave} serviceId={serviceId}>
            Se abrir à mão, escreva a referência no fim da descrição.
          </WhereToLook>
          {typed && <SentFields typed={typed} hasNoCopy />}
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
        <strong>Não abra outro ainda.</strong>{' '}
        {sentWhen ? `Enviei ${sentWhen}` : 'Os dados foram enviados'} e a resposta do HubSoft não
        chegou. <span>{sayLooks(outcome, serviceId ? ` do serviço ${serviceId}` : '')}</span>
      </p>
      <TellCaller wasSent />
      <Actions chave={chave} novo={novo} typed={typed} />
    </Screen>
  )
}

/** Counts what proved anything: a list that didn't come, or comes without references, does not. */
function sayLooks({ looks, couldNotLook }: Unknown, service: string): string {
  const count = looks.filter(({ lida }) => lida).length
  if (couldNotLook || count === 0) {
    return 'Não consigo confirmar pela lista do HubSoft se o atendimento foi aberto.'
  }
  return `Conferi ${count === 1 ? '1 vez' : `${count} vezes`} os atendimentos${service}.`
}

type ActionsProps = Pick<UnknownScreenProps, 'chave' | 'novo' | 'typed'>

function Actions({ chave, novo, typed }: ActionsProps) {
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
        {typed && <CopySent typed={typed} />}
        {novo && (
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
      {novo && isAsked && (
        <SendAgain id={questionId} chave={chave} novo={novo} onTakeBack={takeBack} />
      )}
      {!novo && <p>Não posso enviar de novo daqui: os dados deste envio já foram apagados.</p>}
      <p role="status" className={doubt.room}>
        {said}
      </p>
    </>
  )
}

type SendAgainProps = { id: string; chave: string; novo: NovoAtendimento; onTakeBack: () => void }

const takeFocus = (tick: HTMLInputElement | null) => tick?.focus()

/**
 * The last resort: what may be open already is sent once more, by whoever has understood that. A form, so that
 * Enter on the tick sends; never without the tick.
 */
function SendAgain({ id, chave, novo, onTakeBack }: SendAgainProps) {
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
        if (isUnderstood) resend(novo, () => drafts.resend(chave, toTyped(novo)))
      }}
    >
      <p id={adviceId}>
        Antes de enviar confiro mais uma vez. Se o atendimento aparecer, ou se a lista do HubSoft
        não provar nada, nada é enviado.
      </p>
      <label className={styles.understood}>
        <input
          ref={takeFocus}
          type="checkbox"
          aria-describedby={adviceId}
          checked={isUnderstood}
          onChange={(event) => setIsUnderstood(event.target.checked)}
        />
        Entendi que pode haver dois atendimentos
      </label>
      {isUnderstood && <Button type="submit">Enviar mesmo assim</Button>}
    </form>
  )
}
