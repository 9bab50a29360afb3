import { useId, useRef, useState } from 'react'
import type { NovoAtendimento } from '../../contract/novo-atendimento.ts'
import { Button } from '../../ui/button.tsx'
import { useAriaKeys } from '../../ui/chord.ts'
import { Keys } from '../../ui/keys.tsx'
import { Notice } from '../../ui/notice.tsx'
import { onEscape } from '../../ui/on-escape.ts'
import { Screen } from '../../ui/screen.tsx'
import { NextTicket } from '../receipt/next-ticket.tsx'
import type { Unknown } from '../send/outcome.ts'
import { titleOf } from '../send/outcome-traits.ts'
import { type TypedTicket, toTyped } from '../send/typed-ticket.ts'
import { useDesk } from '../send/use-desk.ts'
import { shortcuts, useShortcut } from '../shortcuts.ts'
import { SentFields } from './sent-fields.tsx'
import { TellCaller } from './tell-caller.tsx'
import styles from './unknown-screen.module.css'
import { useLookNow, useResend } from './use-unknown-ticket.ts'
import { Reference, WhereToLook } from './where-to-look.tsx'

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
  const service = typed ? ` do serviço ${typed.id_cliente_servico}` : ''
  return (
    <Screen title={titleOf(outcome)} isWide>
      {outcome.said && (
        <Notice tone="info" title="Nada foi enviado de novo.">
          <p>{outcome.said}</p>
        </Notice>
      )}
      <p>
        {sentWhen ? `Enviei os dados ${sentWhen}` : 'Os dados foram enviados'}, mas a resposta do
        HubSoft não chegou. <strong>Não abra outro ainda.</strong>
      </p>
      <p>{sayLooks(outcome, service)}</p>
      <LookNow chave={chave} />
      <p>
        <WhereToLook chave={chave} serviceId={typed?.id_cliente_servico} />
      </p>
      <p>
        Se abrir à mão no HubSoft, escreva no fim da descrição: <Reference chave={chave} />
      </p>
      <TellCaller wasSent />
      {typed && <SentFields typed={typed} />}
      {novo ? (
        <SendAgain chave={chave} novo={novo} />
      ) : (
        <p>Não posso enviar de novo daqui: os dados deste envio já foram apagados.</p>
      )}
      <NextTicket look="plain" />
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

function LookNow({ chave }: { chave: string }) {
  const { isLooking, said, lookNow } = useLookNow(chave)
  useShortcut('look-now', lookNow)
  return (
    <div className={styles.actions}>
      <Button
        look="primary"
        aria-disabled={isLooking || undefined}
        aria-keyshortcuts={useAriaKeys(shortcuts['look-now'])}
        onClick={lookNow}
      >
        {isLooking ? 'Conferindo…' : 'Conferir agora'}
      </Button>
      <Keys of={shortcuts['look-now']} />
      <span role="status">{said}</span>
    </div>
  )
}

/** The last resort: what may be open already is sent once more, by whoever has understood that. */
function SendAgain({ chave, novo }: { chave: string; novo: NovoAtendimento }) {
  const { drafts } = useDesk()
  const resend = useResend(chave)
  const [isShown, setIsShown] = useState(false)
  const [isUnderstood, setIsUnderstood] = useState(false)
  const panelId = useId()
  const opener = useRef<HTMLButtonElement>(null)
  function takeBack() {
    setIsShown(false)
    setIsUnderstood(false)
    opener.current?.focus()
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Esc is a shorter way to the button in it
    <div className={styles.again} onKeyDown={onEscape(takeBack)}>
      <Button
        ref={opener}
        aria-expanded={isShown}
        aria-controls={isShown ? panelId : undefined}
        onClick={() => setIsShown(!isShown)}
      >
        Enviar de novo
      </Button>
      {isShown && (
        <div id={panelId} className={styles.again}>
          <p>
            Antes de enviar confiro mais uma vez. Se o atendimento aparecer, ou se a lista do
            HubSoft não provar nada, nada é enviado.
          </p>
          <label className={styles.understood}>
            <input
              type="checkbox"
              checked={isUnderstood}
              onChange={(event) => setIsUnderstood(event.target.checked)}
            />
            Entendi que pode haver dois atendimentos
          </label>
          {isUnderstood && (
            <Button onClick={() => resend(novo, () => drafts.resend(chave, toTyped(novo)))}>
              Enviar mesmo assim
            </Button>
          )}
        </div>
      )}
    </div>
  )
}
