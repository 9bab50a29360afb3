import { expect, test } from 'vitest'
import { readTickets } from '#src/gateway/hubsoft/reading/read-tickets.ts'
import { seedAnswer } from '../../../samples.ts'
import { answer } from '../by-hand.ts'

const ticket = (id_atendimento: number, more = {}) => ({
  ...seedAnswer.atendimento,
  id_atendimento,
  protocolo: `2026${id_atendimento}`,
  servico: { id_cliente_servico: '11000', nome: 'PLANO' },
  ...more,
})
const read = (...atendimentos: unknown[]) =>
  readTickets(answer(200, { status: 'success', atendimentos }), 11000)
const idsOf = (found: ReturnType<typeof read>) =>
  found?.map(({ atendimento, isOpen }) => [atendimento.id_atendimento, isOpen])

test('open tickets come first, and of each the newest; what names another service, or is a draft, is left out', () => {
  const found = read(
    ticket(7, { data_fechamento: '28/11/2026' }),
    ticket(3),
    ticket(9, { servico: { id_cliente_servico: 11001 } }),
    ticket(8, { rascunho: true, descricao_abertura: null }),
    ticket(5, { status_fechamento: 'concluido' }),
    ticket(4, { data_fechamento: '', status_fechamento: ' ', servico: [] }),
    { ...ticket(6), protocolo: null },
  )

  expect(idsOf(found)).toEqual([
    [4, true],
    [3, true],
    [7, false],
    [5, false],
  ])
})

test.each([
  ['Sem acesso. | ATENDIMENTO ABERTO VIA API', 'Sem acesso.'],
  ['Sem | acesso. | Atendente: Ana | REF 7F3K-2Q9D | ATENDIMENTO ABERTO VIA API', 'Sem | acesso.'],
  ['Sem acesso.', 'Sem acesso.'],
  [null, null],
])('of the description %j its text is shown', (descricao_abertura, shown) => {
  expect(read(ticket(3, { descricao_abertura }))?.[0]?.atendimento.descricao_abertura).toBe(shown)
})

test('of a ticket nothing else is told than of one that was just opened', () => {
  const secret = 'SEGREDO'
  const found = read(
    ticket(3, {
      cliente: { ...seedAnswer.atendimento.cliente, cpf_cnpj: secret },
      servico: { id_cliente_servico: 11000, anotacoes: secret, valor: secret },
      telefone_contato: secret,
      atendimento_mensagem: [{ mensagem: secret }],
    }),
  )

  expect(found).toHaveLength(1)
  expect(JSON.stringify(found)).not.toMatch(/SEGREDO|cpf_cnpj/)
})

test.each([
  ['of another service alone', [ticket(3, { servico: { id_cliente_servico: 11001 } })]],
  ['of which nothing can be read', [{ id_atendimento: 7 }]],
])('a list %s is no “none”', (_what, tickets) => {
  expect(read(...tickets)).toBeNull()
})

test.each([
  [answer(200, { status: 'suscess', atendimentos: [] }), []],
  [answer(404, { status: 'error', msg: 'Nenhum atendimento encontrado.' }), []],
  [answer(200, { status: 'success', atendimentos: [ticket(3, { rascunho: 1 })] }), []],
  [answer(200, { status: 'success', atendimentos: {} }), null],
  [answer(200, `{"status":"success","atendimentos":[${'{},'.repeat(1e5)}{}]}`), null],
  [answer(200, { status: 'success', atendimentos: Array(501).fill(ticket(3)) }), null],
])('%# a list without tickets is told from one that can’t be read', (answered, found) => {
  expect(readTickets(answered, 11000)).toEqual(found)
})
