import type { CallKey } from '../../contract/fields.ts'

/** Those that have to be filled in, in the order of the page. */
export const requiredKeys: readonly CallKey[] = [
  'id_cliente_servico',
  'nome',
  'telefone',
  'descricao',
]
