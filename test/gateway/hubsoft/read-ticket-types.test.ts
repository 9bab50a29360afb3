import { expect, test } from 'vitest'
import { readTiposAtendimento } from '#src/gateway/hubsoft/read-ticket-types.ts'

const sac = { id_tipo_atendimento: 1, descricao: 'SAC' }
const read = (body: unknown) => readTiposAtendimento(JSON.stringify(body))

test.each(['success', 'suscess', ' Sucesso '])('a list with status %j is read', (status) => {
  const body = { status, msg: 'x', tipos_atendimento: [sac], encrypted: false }

  expect(read(body)).toHaveLength(1)
})

test('a provider may have no type', () => {
  expect(read({ status: 'success', tipos_atendimento: [] })).toEqual([])
})

test.each([
  ['another key', { status: 'success', tipo_atendimento: [sac] }],
  ['an error', { status: 'error', tipos_atendimento: [sac] }],
  ['no status', { tipos_atendimento: [sac] }],
  ['an object', { status: 'success', tipos_atendimento: {} }],
  ['items of another kind', { status: 'success', tipos_atendimento: ['SAC'] }],
  ['no object', null],
])('%s is no list, and never an empty one', (_what, body) => {
  expect(read(body)).toBeNull()
})

test('what is no JSON is no list', () => {
  expect(readTiposAtendimento('<html>')).toBeNull()
})
