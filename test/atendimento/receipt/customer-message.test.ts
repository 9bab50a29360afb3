import { expect, test } from 'vitest'
import { writeCustomerMessage } from '#src/atendimento/receipt/customer-message.ts'
import { shownAtendimento } from '#src/contract/shown-ticket.ts'
import { seedAnswer } from '../../samples.ts'

const ticket = shownAtendimento.parse(seedAnswer.atendimento)
const [order] = ticket.ordens_servico

test('the manual’s ticket makes a message of first name, protocol and work order', () => {
  expect(writeCustomerMessage(ticket, 'Bianca Couto')).toBe(
    'Olá, Bianca! Seu atendimento foi aberto em 16/11/2018. Protocolo: 201811161058216. ' +
      'Ordem de serviço nº 320: aguardando agendamento.',
  )
})

test.each([
  ['  Zé  ', 'Olá, Zé!'],
  ['D’Ávila-Müller Souza', 'Olá, D’Ávila-Müller!'],
  ['', 'Olá!'],
  ['   ', 'Olá!'],
  [undefined, 'Olá!'],
])('%j is greeted by first name alone, or by none', (requester, greeting) => {
  const message = writeCustomerMessage(ticket, requester)

  expect(message.startsWith(`${greeting} Seu atendimento`)).toBe(true)
})

test('without a work order none is mentioned', () => {
  expect(writeCustomerMessage({ ...ticket, ordens_servico: [] }, 'Zé')).toBe(
    'Olá, Zé! Seu atendimento foi aberto em 16/11/2018. Protocolo: 201811161058216.',
  )
})

test('several work orders are told one after the other', () => {
  const orders = [order, { ...order, numero_ordem_servico: '327', status: 'pendente' }]
  const two = shownAtendimento.parse({ ...ticket, ordens_servico: orders })

  expect(writeCustomerMessage(two, 'Zé')).toMatch(
    / Ordem de serviço nº 320: aguardando agendamento\. Ordem de serviço nº 327: pendente\.$/,
  )
})

test('what HubSoft didn’t tell is left out, not written as null', () => {
  const bare = shownAtendimento.parse({ protocolo: '201811161058216', ordens_servico: [{}] })

  expect(writeCustomerMessage(bare, undefined)).toBe(
    'Olá! Seu atendimento foi aberto. Protocolo: 201811161058216. Ordem de serviço.',
  )
})

test('it is one line without document, price or placeholder dates', () => {
  const message = writeCustomerMessage(ticket, 'Bianca Couto')

  expect(message).not.toMatch(/\n|86214941081|69[.,]9|11:58|COUTO|Couto/)
})
