import { fieldNames } from '../contract/messages.ts'
import { referenceOf } from '../contract/reference.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { DescriptionList } from '../ui/description-list.tsx'
import { SupportCode } from '../ui/support-code.tsx'
import { useScreenHeading } from '../ui/use-screen-heading.ts'
import { fieldOrder } from './form/use-ticket-form.ts'
import { NextTicket } from './next-ticket.tsx'
import type { TypedTicket } from './sent-tickets.ts'
import styles from './unknown-screen.module.css'

type UnknownScreenProps = {
  chave: string
  /** What was sent, as far as this page or the gateway still has it. */
  typed: TypedTicket | undefined
  /** "10:58" */
  sentTime: string | undefined
  /** How often HubSoft's list was looked at. */
  looks: number
  /** The gateway doesn't know the key: it was started anew since, or the send never arrived. */
  isLost: boolean
  requestId: string | undefined
  onNext: () => void
}

/** Nobody knows whether the ticket is open, and this screen says so (form-ux A-17). */
export function UnknownScreen(props: UnknownScreenProps) {
  const { chave, typed, sentTime, looks, isLost, onNext } = props
  const heading = useScreenHeading('Não sei se o atendimento foi aberto')
  const reference = referenceOf(chave)
  const service = typed ? ` do serviço ${typed.id_cliente_servico}` : ''
  return (
    <div className={styles.screen}>
      <h1 ref={heading} tabIndex={-1}>
        Não sei se o atendimento foi aberto
      </h1>
      <p>
        {sayWhatIsKnown(sentTime, isLost)} <strong>Não abra outro ainda.</strong>
      </p>
      <p>
        {looks > 0
          ? `Conferi ${looks === 1 ? '1 vez' : `${looks} vezes`} os atendimentos${service}.`
          : `Não consegui conferir os atendimentos${service}.`}{' '}
        Procure no HubSoft, entre os atendimentos{service}, um cuja descrição contenha{' '}
        <strong className={styles.reference}>{reference}</strong>.
      </p>
      <p>
        Se abrir à mão no HubSoft, escreva no fim da descrição:{' '}
        <strong className={styles.reference}>{reference}</strong>
      </p>
      <p>
        Diga ao cliente: <q>Seu pedido foi registrado e eu retorno com o protocolo.</q>
      </p>
      {typed && <Sent typed={typed} />}
      <NextTicket onNext={onNext} />
      <SupportCode id={props.requestId} />
    </div>
  )
}

function sayWhatIsKnown(sentTime: string | undefined, isLost: boolean): string {
  const lost =
    'O servidor não tem registro deste envio: pode ter sido reiniciado depois dele, ou o envio não chegou até lá.'
  if (!sentTime)
    return isLost ? lost : 'Os dados foram enviados, mas a resposta do HubSoft não chegou.'
  return isLost
    ? `Enviei os dados às ${sentTime}. ${lost}`
    : `Enviei os dados às ${sentTime}, mas a resposta do HubSoft não chegou.`
}

function Sent({ typed }: { typed: TypedTicket }) {
  const rows = fieldOrder.map((name) => {
    const value = typed[name]
    const text = typeof value === 'boolean' ? (value ? 'Sim' : 'Não') : value
    return { term: fieldNames[name], value: text || '(em branco)' }
  })
  return (
    <section aria-labelledby="titulo-enviado" className={styles.sent}>
      <h2 id="titulo-enviado">O que foi enviado</h2>
      <DescriptionList rows={rows} />
      <CopyButton
        text={rows.map(({ term, value }) => `${term}: ${value}`).join('\n')}
        done="Dados copiados."
      >
        Copiar meus dados
      </CopyButton>
    </section>
  )
}
