import type { Switches } from '../switches.ts'
import type { JsonObject } from '../wire.ts'
import type { Atendimento } from './atendimento.ts'

/** The ticket as the vendor's text of 2025 has it, or in the fewer keys of the manual's sample of 2018. */
export function withKeys(
  atendimento: Atendimento<string | null>,
  keys: Switches['keys'],
): JsonObject {
  if (keys === '2025') return atendimento
  const {
    rascunho: _draft,
    atendimento_mensagem: _messages,
    disponibilidade_atendimento: _periods,
    atendimento_checklist: _checklist,
    servico: _service,
    ...ticket
  } = atendimento
  return ticket
}

/** In a list the id is a text (Q22). */
export function listedService(
  { servico }: Atendimento<string | null>,
  keys: Switches['keys'],
): JsonObject {
  const {
    id_cliente_servico,
    id_motivo_cancelamento,
    motivo_cancelamento,
    motivo_cancelamento_prefixo,
    anotacoes,
    ...bare
  } = servico
  return {
    id_cliente_servico: String(id_cliente_servico),
    ...bare,
    ...(keys === '2025' && {
      id_motivo_cancelamento,
      motivo_cancelamento,
      motivo_cancelamento_prefixo,
      anotacoes,
    }),
  }
}
