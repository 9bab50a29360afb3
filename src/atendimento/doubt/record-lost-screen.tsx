import { Screen } from '../../ui/screen.tsx'
import { NextTicket } from '../receipt/next-ticket.tsx'
import { titleOf } from '../send/outcome-traits.ts'
import type { TypedTicket } from '../send/typed-ticket.ts'
import { SentFields } from './sent-fields.tsx'
import { TellCaller } from './tell-caller.tsx'
import { Reference, WhereToLook } from './where-to-look.tsx'

type RecordLostScreenProps = {
  chave: string
  typed: TypedTicket | undefined
  /** "às 10:58" */
  sentWhen: string | undefined
}

/** The gateway once said that it was sent, and knows nothing of it any more: only a person can find out. */
export function RecordLostScreen({ chave, typed, sentWhen }: RecordLostScreenProps) {
  return (
    <Screen title={titleOf({ kind: 'record-lost' })}>
      <p>
        {sentWhen ? `Os dados saíram ${sentWhen}` : 'Os dados saíram'}, e o servidor não tem mais
        registro deste envio. <strong>Não abra outro ainda.</strong>
      </p>
      <p>
        <WhereToLook chave={chave} serviceId={typed?.id_cliente_servico} />
      </p>
      <p>
        Se não estiver lá, abra à mão no HubSoft, com <Reference chave={chave} /> no fim da
        descrição, e avise o responsável pelo sistema.
      </p>
      <TellCaller wasSent={false} />
      {typed && <SentFields typed={typed} />}
      <NextTicket />
    </Screen>
  )
}
