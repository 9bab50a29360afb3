import { referenceOf } from '../contract/reference.ts'
import type { TicketOutcome } from './ticket-outcome.ts'

type InDoubtProps = {
  outcome: Extract<TicketOutcome, { kind: 'refused' }>
  chave: string
}

/** What was sent again was refused, and the send before it may stand: where to look for that. */
export function InDoubt({ outcome: { enviado }, chave }: InDoubtProps) {
  return (
    <p>
      Uma tentativa anterior deste envio ainda pode ter sido aberta.{' '}
      <strong>Não abra outro ainda.</strong> Procure no HubSoft, entre os atendimentos
      {enviado && ` do serviço ${enviado.id_cliente_servico}`}, um cuja descrição contenha{' '}
      <strong>{referenceOf(chave)}</strong>.
    </p>
  )
}
