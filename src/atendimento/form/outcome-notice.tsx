import { fieldNames } from '../../contract/messages.ts'
import { Button } from '../../ui/button.tsx'
import { FieldLink } from '../../ui/field-link.tsx'
import { Notice } from '../../ui/notice.tsx'
import { SupportCode } from '../../ui/support-code.tsx'
import type { TicketOutcome } from '../ticket-outcome.ts'

type OutcomeNoticeProps = {
  outcome: TicketOutcome | undefined
  /** Where the last send's outcome is told. */
  address: string
  onSendAgain: () => void
  onAskNow: () => void
}

/** What the last send came to, above the form that it left to the person (form-ux ). */
export function OutcomeNotice(props: OutcomeNoticeProps) {
  const { outcome, address, onSendAgain, onAskNow } = props
  switch (outcome?.kind) {
    case 'refused':
      return <RefusedNotice {...outcome} />
    case 'not-sent':
      return (
        <Notice tone="warning" title="Nada foi aberto" takesFocus>
          <p>{outcome.msg}</p>
          <p>Seus dados continuam aqui; pode corrigir antes de enviar.</p>
          <Button onClick={onSendAgain}>Tentar de novo</Button>
          <SupportCode id={outcome.requestId} />
        </Notice>
      )
    case 'rejected':
      // The page says so above the form, where people can sign in.
      if (outcome.isSessionOver) return null
      // Those the error summary shows; a key that this page has no field for would be said nowhere.
      if (Object.keys(outcome.campos).some((name) => name in fieldNames)) return null
      return (
        <Notice tone="warning" title="O envio não foi aceito" takesFocus>
          <p>{outcome.msg}</p>
          {outcome.carriedAnother ? (
            <p>
              Este texto não foi enviado e continua aqui.{' '}
              <a href={address}>Veja o outro envio antes de enviar este.</a>
            </p>
          ) : (
            <p>Nada foi enviado ao HubSoft. Seus dados continuam aqui.</p>
          )}
          <SupportCode id={outcome.requestId} />
        </Notice>
      )
    case 'unreachable':
      return (
        <Notice
          tone="warning"
          title={
            outcome.reason
              ? 'Ainda não sei se o atendimento foi aberto'
              : 'Não consigo falar com o servidor'
          }
        >
          {outcome.reason && !outcome.isSessionOver && <p>{outcome.reason}</p>}
          <p>
            Ainda não sei se o atendimento foi aberto. <strong>Não envie de novo.</strong>{' '}
            {outcome.isSessionOver
              ? 'Depois que você entrar, pergunto de novo sozinho'
              : 'Continuo perguntando sozinho'}
            ; seus dados continuam aqui.
          </p>
          <Button onClick={onAskNow}>Perguntar agora</Button>
          <SupportCode id={outcome.requestId} />
        </Notice>
      )
    default:
      return null
  }
}

type RefusedNoticeProps = Extract<TicketOutcome, { kind: 'refused' }>

function RefusedNotice({ advice, sentences, campos, requestId }: RefusedNoticeProps) {
  const named = Object.keys(fieldNames).find((name) => name in campos)
  return (
    <Notice tone="error" title="O HubSoft não abriu este atendimento" takesFocus>
      {advice && <p>{advice}</p>}
      {sentences.length > 0 && (
        <div>
          <p>O HubSoft respondeu:</p>
          <ul>
            {sentences.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        </div>
      )}
      {named && <FieldLink name={named}>{campos[named] ?? ''}</FieldLink>}
      <p>Nada foi aberto. Seus dados continuam aqui.</p>
      <SupportCode id={requestId} />
    </Notice>
  )
}
