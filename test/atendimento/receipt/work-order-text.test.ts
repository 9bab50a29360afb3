import { expect, test } from 'vitest'
import { formatAppointment } from '#src/atendimento/receipt/work-order-text.ts'
import type { ShownOrdemServico } from '#src/contract/shown-ticket.ts'
import { scheduledOrder as order, seedAnswer } from '../../samples.ts'

test.each<[string, Partial<ShownOrdemServico>, string | null]>([
  ['a visit on one day', {}, '19/11/2018, 14:00 às 15:00'],
  [
    'a visit over midnight',
    { data_termino_programado: '20/11/2018 01:00:00' },
    '19/11/2018, 14:00 até 20/11/2018, 01:00',
  ],
  ['a visit without an end', { data_termino_programado: null }, '19/11/2018, 14:00'],
  [
    'an end before the start, as in a vendor sample (Q5)',
    { data_termino_programado: '19/11/2018 13:00:00' },
    '19/11/2018, 14:00',
  ],
  ['an end that is no time', { data_termino_programado: 'a combinar' }, '19/11/2018, 14:00'],
  [
    'times without seconds',
    {
      data_inicio_programado: '19/11/2018 14:00',
      data_termino_programado: '19/11/2018 15:00',
    },
    '19/11/2018, 14:00 às 15:00',
  ],
  ['no start', { data_inicio_programado: null }, null],
  ['a start that is no time', { data_inicio_programado: 'a combinar' }, null],
  ['waiting for scheduling, whatever its dates', { status: 'aguardando_agendamento' }, null],
  ['waiting for scheduling, in capitals', { status: ' AGUARDANDO_AGENDAMENTO ' }, null],
  [
    'the placeholder: opening plus one hour exactly (Q5)',
    { data_inicio_programado: '16/11/2018 11:58:21' },
    null,
  ],
  [
    'the placeholder over midnight',
    { data_cadastro: '31/12/2018 23:30:00', data_inicio_programado: '01/01/2019 00:30:00' },
    null,
  ],
  [
    'a visit one second later than the placeholder',
    {
      data_inicio_programado: '16/11/2018 11:58:22',
      data_termino_programado: '16/11/2018 13:00:00',
    },
    '16/11/2018, 11:58 às 13:00',
  ],
  ['a real visit whose opening isn’t told', { data_cadastro: null }, '19/11/2018, 14:00 às 15:00'],
  ['no status at all', { status: null }, '19/11/2018, 14:00 às 15:00'],
])('%s is told to the customer only where it can be promised', (_name, other, shown) => {
  expect(formatAppointment({ ...order, ...other })).toBe(shown)
})

test('the manual’s own work order has no appointment to promise', () => {
  for (const sample of seedAnswer.atendimento.ordens_servico) {
    expect(formatAppointment({ ...order, ...sample })).toBeNull()
    expect(formatAppointment({ ...order, ...sample, status: 'pendente' })).toBeNull()
  }
})
