import type { ReactNode } from 'react'
import { fieldNames, isCallKey } from '../../contract/fields.ts'
import { Button } from '../../ui/button.tsx'
import { FieldLink } from '../../ui/field-link.tsx'
import { Notice } from '../../ui/notice.tsx'
import { PageLink } from '../../ui/page-link.tsx'
import { SupportCode } from '../../ui/support-code.tsx'
import type { Refused, Rejected, TicketOutcome } from '../send/outcome.ts'
import { titleOf } from '../send/outcome-traits.ts'
import { wordsOf } from '../send/send-words.ts'
import { addressOf } from '../send/ticket-address.ts'
import { useDesk } from '../send/use-desk.ts'

export type OutcomeNoticeProps = {
  outcome: TicketOutcome | undefined
  /** The page says so above the form, where people can sign in. */
  isSessionOver: boolean
  onSendAgain: () => void
}

/** What the last send came to, above the form that it left to the person (design ). */
export function OutcomeNotice(props: OutcomeNoticeProps) {
  const { outcome, isSessionOver, onSendAgain } = props
  const title = titleOf(outcome)
  switch (outcome?.kind) {
    case 'refused':
    case 'refused-in-doubt':
    case 'refused-again':
      return <RefusedNotice outcome={outcome} />
    case 'not-sent':
    case 'never-arrived':
      return (
        <Notice tone="warning" title={title} takesFocus>
          <p>{outcome.msg}</p>
          <p>Seus dados continuam aqui; pode corrigir antes de enviar.</p>
          <Button onClick={onSendAgain}>Tentar de novo</Button>
          <SupportCode id={outcome.requestId} />
        </Notice>
      )
    case 'session-over':
      return isSessionOver ? null : <SessionWasOver title={title} />
    case 'rejected':
      // Those the error summary shows; a key that this page has no field for would be said nowhere.
      if (Object.keys(outcome.campos).some((name) => name in fieldNames)) return null
      return outcome.toldAt ? (
        <OpenedMeanwhile outcome={outcome} onSendAgain={onSendAgain} />
      ) : (
        <RejectedNotice outcome={outcome} otherSend={outcome.otherSend} />
      )
    case 'key-spent':
      return <RejectedNotice outcome={outcome} />
    // Said while it is under way, or by a screen in place of the form.
    case undefined:
    case 'sending':
    case 'sending-again':
    case 'asking':
    case 'pending':
    case 'unreachable':
    case 'not-told':
    case 'not-told-signed-out':
    case 'unknown':
    case 'record-lost':
    case 'not-ours':
    case 'opened':
      return null
  }
}

type RejectedProps = {
  outcome: Rejected
  /** What has the key that this text was sent with. */
  otherSend?: string | undefined
}

function RejectedNotice({ outcome, otherSend }: RejectedProps) {
  return (
    <Notice tone="warning" title={titleOf(outcome)} takesFocus>
      <p>{outcome.msg}</p>
      {otherSend ? (
        <p>
          Este texto não foi enviado e continua aqui.{' '}
          <PageLink to={addressOf(otherSend)}>Veja o outro envio antes de enviar este.</PageLink>
        </p>
      ) : (
        <p>Nada foi enviado ao HubSoft. Seus dados continuam aqui.</p>
      )}
      <SupportCode id={outcome.requestId} />
    </Notice>
  )
}

type OpenedMeanwhileProps = Pick<OutcomeNoticeProps, 'onSendAgain'> & { outcome: Rejected }

/** A colleague was faster. The person may know better, and open theirs beside it. */
function OpenedMeanwhile({ outcome, onSendAgain }: OpenedMeanwhileProps) {
  return (
    <Notice tone="warning" title="Já abriram um para este serviço" takesFocus>
      <p>{outcome.msg}</p>
      <p>Seus dados continuam aqui.</p>
      <Button onClick={onSendAgain}>Abrir outro mesmo assim</Button>
    </Notice>
  )
}

/** It met the end of a session that is back: without the focus, which is where it is sent from. */
function SessionWasOver({ title }: { title: string }) {
  return (
    <Notice tone="info" title={title}>
      <p>
        Sua sessão tinha acabado quando você enviou, e já está de volta. Seus dados continuam aqui:
        envie de novo.
      </p>
    </Notice>
  )
}

type RefusedProps = { outcome: Refused }

/** One in doubt has a screen of its own. */
function RefusedNotice({ outcome }: RefusedProps) {
  const { campos, requestId } = outcome
  const types = useDesk().configuracao?.tipos_de_atendimento ?? []
  const named = Object.keys(fieldNames).find((name) => name in campos) ?? ''
  const said = campos[named]
  // One type alone goes out by itself: there is no field to go to.
  const isAsked = isCallKey(named) || types.length > 1
  return (
    <Notice tone="error" title={titleOf(outcome)} takesFocus>
      <Refusal outcome={outcome} text="Seus dados continuam aqui.">
        {said && (isAsked ? <FieldLink name={named}>{said}</FieldLink> : <p>{said}</p>)}
      </Refusal>
      <SupportCode id={requestId} />
    </Notice>
  )
}

type RefusalProps = RefusedProps & {
  /** What has become of what was typed. */
  text: string
  children?: ReactNode
}

/** What HubSoft said, and what that means for the ticket. */
export function Refusal({ outcome, text, children }: RefusalProps) {
  const { kind, advice, sentences } = outcome
  return (
    <>
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
      {children}
      {(kind === 'refused' || text) && (
        <p>
          {kind === 'refused' && `${wordsOf(outcome).nothing} `}
          {text}
        </p>
      )}
    </>
  )
}
