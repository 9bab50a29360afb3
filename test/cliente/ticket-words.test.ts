import { expect, test } from 'vitest'
import {
  beginningOf,
  countOpen,
  formatAge,
  sayOpen,
  sayWorkOrders,
} from '#src/cliente/ticket-words.ts'
import type { ListedTicket } from '#src/contract/cliente.ts'
import { timesIn } from '#src/contract/times.ts'
import { scheduledOrder } from '../samples.ts'

const ticket: ListedTicket = {
  id_atendimento: 7,
  protocolo: '20261126171244100031',
  descricao_abertura: 'Cliente sem sinal',
  tipo_atendimento: null,
  status: 'Aguardando Análise',
  usuario_abertura: null,
  data_cadastro: null,
  data_fechamento: null,
  cliente: null,
  servico: null,
  ordens_servico: [],
  aberto: true,
}

// Late in the evening there, tomorrow in Greenwich.
const now = new Date('2026-11-27T23:30:00-03:00')
test.each([
  ['27/11/2026 22:58:21', 'hoje, 22:58'],
  ['26/11/2026 17:12:00', 'ontem, 17:12'],
  ['26/11/2026', 'ontem'],
  ['16/11/2026 10:58:21', '16/11, 10:58'],
  ['16/11/2018 10:58:21', '16/11/2018, 10:58'],
  ['2026-11-26 17:12:00', 'ontem, 17:12'],
  ['2026-11-26T17:12:00', 'ontem, 17:12'],
  [' há três dias, por telefone, à tarde ', 'há três dias, por te'],
  [null, ''],
])('a ticket opened %j is of “%s”', (data_cadastro, said) => {
  expect(formatAge(data_cadastro, timesIn('America/Sao_Paulo'), now)).toBe(said)
})

test.each([
  [[], 'sem OS'],
  [['aguardando_agendamento'], 'OS aguardando agendamento'],
  [['EM DESLOCAMENTO'], 'OS em deslocamento'],
  [[null], 'com OS'],
  [['pendente', 'finalizado'], '2 OS'],
])('work orders %j are said as “%s”', (states, said) => {
  const ordens_servico = states.map((status) => ({ ...scheduledOrder, status }))

  expect(sayWorkOrders({ ...ticket, ordens_servico })).toBe(said)
})

test.each([
  ['Sem sinal | Atendente: Ana | REF 7F3K-2Q9D', 'Sem sinal'],
  ['Sem sinal | ATENDIMENTO ABERTO VIA API', 'Sem sinal'],
  ['Luz vermelha\r\n\r\nna ONU', 'Luz vermelha na ONU'],
  ['🙂'.repeat(120), '🙂'.repeat(120)],
  [`${'a'.repeat(119)} ${'b'.repeat(9)}`, `${'a'.repeat(119)}…`],
  [null, ''],
])('%j begins with “%s”', (descricao_abertura, said) => {
  expect(beginningOf({ ...ticket, descricao_abertura })).toBe(said)
})

test('how many are open is said, and the newest one’s number in groups', () => {
  expect(countOpen(1)).toBe('Já existe 1 aberto')
  expect(sayOpen([ticket])).toBe('Já existe 1 aberto: protocolo 2026 1126 1712 4410 0031.')
  expect(sayOpen([ticket, ticket])).toBe(
    'Já existem 2 abertos: o mais novo, protocolo 2026 1126 1712 4410 0031.',
  )
})
