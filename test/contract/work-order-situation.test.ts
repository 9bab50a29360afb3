import { expect, test } from 'vitest'
import { formatSituation } from '#src/contract/work-order-situation.ts'

test.each([
  ['aguardando_agendamento', 'Aguardando agendamento'],
  [' AGUARDANDO_AGENDAMENTO ', 'Aguardando agendamento'],
  ['pendente', 'Pendente'],
  ['finalizado', 'Finalizada'],
  ['em_deslocamento', 'em_deslocamento'],
  ['', 'Não informada'],
  [null, 'Não informada'],
])('the situation %j is shown as “%s”', (status, shown) => {
  expect(formatSituation({ status })).toBe(shown)
})
