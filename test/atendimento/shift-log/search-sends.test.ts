import { expect, test } from 'vitest'
import { searchSends } from '#src/atendimento/shift-log/search-sends.ts'
import { enviado, listed } from '../outcomes.ts'

const order = { numero_ordem_servico: '320', status: 'pendente' }
const bianca = listed({
  status: 'success',
  enviado: { ...enviado, nome: 'Bianca Água do Couto' },
  atendimento: { protocolo: '20261127094511499667', ordens_servico: [order] },
  outros_protocolos: ['20261127094511491234'],
})
const joao = listed({
  status: 'pending',
  enviado: { ...enviado, nome: 'João Lima', id_cliente_servico: 11013 },
})
const forgotten = listed({ status: 'unknown', tentativa: 1, conferencias: [] })

const sends = [bianca, joao, forgotten]

test.each([
  ['nothing', '  ', sends],
  ['a part of a name', 'cout', [bianca]],
  ['a name without its accents', 'joao', [joao]],
  ['a name in capitals', 'ÁGUA', [bianca]],
  ['two words in any order', 'couto bianca', [bianca]],
  ['words of two sends', 'bianca lima', []],
  ['the end of a protocol', '9667', [bianca]],
  ['a protocol in groups', '2026 1127 0945 1149 9667', [bianca]],
  ['another protocol of the same', '1234', [bianca]],
  ['a service', '11013', [joao]],
  ['a service with its dot', '11.013', [joao]],
  ['a work order', '320', [bianca]],
  ['what was said', 'sem internet', []],
  ['a phone', '37999112233', []],
])('by %s', (_what, wanted, found) => {
  expect(searchSends(sends, wanted)).toEqual(found)
})
