import { expect, test } from 'vitest'
import { ticketTypes } from '#src/gateway/hubsoft/ticket-types.ts'
import { answer } from './by-hand.ts'

const sac = { id_tipo_atendimento: 1, descricao: 'SAC' }
const read = (body: unknown, status = 200) => ticketTypes.read(answer(status, body))

test.each(['success', 'suscess', ' Sucesso '])('a list with status %j is read', (status) => {
  const body = { status, msg: 'x', tipos_atendimento: [sac], encrypted: false }

  expect(read(body)?.tipos_atendimento).toHaveLength(1)
  expect(read(body, 404)).toBeNull()
})

test('a provider may have no type', () => {
  expect(read({ status: 'success', tipos_atendimento: [] })?.tipos_atendimento).toEqual([])
})

test.each([
  ['another key', { status: 'success', tipo_atendimento: [sac] }],
  ['an error', { status: 'error', tipos_atendimento: [sac] }],
  ['no status', { tipos_atendimento: [sac] }],
  ['an object', { status: 'success', tipos_atendimento: {} }],
  ['items of another kind', { status: 'success', tipos_atendimento: ['SAC'] }],
  ['no object', null],
  ['no JSON', '<html>'],
])('%s is no list, and never an empty one', (_what, body) => {
  expect(read(body)).toBeNull()
})
