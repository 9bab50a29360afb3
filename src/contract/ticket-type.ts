import { messages } from './messages.ts'
import type { TipoDeAtendimento } from './page-context.ts'
import type { Reading } from './reading.ts'

const largest = 2_147_483_647 // as a service's id

/** Reads the id of a type, a number or its digits; nothing chosen is none. */
export function readTicketType(typed: string | number): Reading<number | undefined> {
  if (typed === '') return { value: undefined }
  const id = typeof typed === 'number' || /^[1-9]\d{0,9}$/.test(typed) ? Number(typed) : 0
  return Number.isInteger(id) && id >= 1 && id <= largest
    ? { value: id }
    : { fault: messages.id_tipo_atendimento.noId }
}

/** What a type is called; '' where there is none. One that is offered no longer has its number for a name. */
export function typeName(id: number | string | undefined, types: TipoDeAtendimento[]): string {
  if (!id) return ''
  const known = types.find(({ id_tipo_atendimento }) => id_tipo_atendimento === Number(id))
  return known?.descricao || `Tipo ${id}`
}
