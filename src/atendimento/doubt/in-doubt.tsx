import type { Refused } from '../send/outcome.ts'
import { WhereToLook } from './where-to-look.tsx'

type InDoubtProps = { outcome: Refused; chave: string }

/** It was refused, and it, or the send before it, may stand: where to look for that. */
export function InDoubt({ outcome: { kind, enviado }, chave }: InDoubtProps) {
  return (
    <p>
      {kind === 'refused-again'
        ? 'Uma tentativa anterior deste envio ainda pode ter sido aberta.'
        : 'O HubSoft recusou, mas o atendimento ainda pode aparecer: continuo procurando.'}{' '}
      <strong>Não abra outro ainda.</strong>{' '}
      <WhereToLook chave={chave} serviceId={enviado?.id_cliente_servico} />
    </p>
  )
}
