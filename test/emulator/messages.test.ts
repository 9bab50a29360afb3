import { expect, test } from 'vitest'
import type { FaultOrderInput } from '#src/emulator/faults/faults.ts'
import type { EmulatorOptions } from '#src/emulator/server.ts'
import { hubsoftAnswers } from '../samples.ts'
import { connectionReset, listRoute, newTicket, running } from './running.ts'

/** An emulator with a ticket in service 11000. */
async function withTicket(options: EmulatorOptions = {}) {
  const house = await running(options)
  const { access_token: token } = await house.signIn()
  await house.openTicket(newTicket, { token })
  const [ticket] = house.ledger.tickets
  if (!ticket) throw new Error('no ticket was opened')
  const { id_atendimento: id, protocolo } = ticket.atendimento
  const list = async (more = '') => {
    const query = `busca=id_cliente_servico&termo_busca=11000${more}`
    const { body } = await house.read(`${listRoute}?${query}`, { token })
    return body
  }
  const add = (body: unknown = { mensagem: 'Ligou de novo.' }, to: number | string = id) =>
    house.addMessage(to, body, { token })
  return { ...house, id, protocolo, list, add }
}

const asked = '&relacoes=atendimento_mensagem,checklists'
const stored = { mensagem: 'Ligou de novo.' }

test('a message stands in its ticket, and the answer shows the ticket’s row with its contact', async () => {
  const { add, id, protocolo, ledger } = await withTicket()

  const { status, body } = await add({ mensagem: ' Ligou de novo. ', enfeite: 1 })

  expect(status).toBe(200)
  expect(body).toMatchObject({
    status: 'success',
    msg: 'Mensagem Adicionada com sucesso',
    atendimento_mensagem: {
      id_atendimento: id,
      mensagem: 'Ligou de novo.',
      data_cadastro: { date: '2026-11-24 10:58:21.000000', timezone: 'America/Recife' },
      ip_cadastro: '203.0.113.7',
      data_cadastro_br: '24/11/2026 10:58',
      data_cadastro_timestamp: Date.parse('2026-11-24T13:58:21Z'),
      atendimento: {
        id_atendimento: id,
        protocolo,
        nome_contato: 'Bianca Couto',
        telefone_contato: '37999112233',
        parametros: expect.stringContaining('SEGREDO'),
      },
    },
  })
  expect(ledger.messages).toMatchObject([
    { ...stored, id_atendimento: id, protocolo, body: { enfeite: 1 } },
  ])
})

test('the same message twice is two messages', async () => {
  const { add, ledger } = await withTicket()

  await add()
  await add()

  expect(ledger.messages).toMatchObject([stored, stored])
})

test('a list shows messages where they are asked for, and nowhere else', async () => {
  const { add, list, emulator } = await withTicket()
  await add()

  const shown = [{ ...stored, data_cadastro_br: '24/11/2026 10:58' }]
  expect(await list(asked)).toMatchObject({ atendimentos: [{ atendimento_mensagem: shown }] })
  expect(await list()).toMatchObject({ atendimentos: [{ atendimento_mensagem: [] }] })
  emulator.setSwitches({ messages: 'unlisted' })
  expect(await list(asked)).toMatchObject({ atendimentos: [{ atendimento_mensagem: [] }] })
})

test('an unknown ticket, one that is closed and a message without a text are refused with HTTP 200', async () => {
  const { add, emulator, protocolo, ledger } = await withTicket()

  const unknown = await add(undefined, 4711)
  const nothing = await add({ mensagem: '  ' })
  emulator.closeTicket(protocolo)
  const closed = await add()

  expect([unknown, nothing, closed].map(({ status }) => status)).toEqual([200, 200, 200])
  expect(unknown.body).toEqual({ status: 'error', msg: 'Atendimento de ID 4711 não encontrado' })
  expect(nothing.body).toMatchObject({ errors: ['O campo mensagem é obrigatório.'] })
  expect(closed.body).toMatchObject({ msg: expect.stringContaining('finalizado') })
  expect(ledger.messages).toEqual([])
})

test('without the permission, and on a server without the route, nothing is stored', async () => {
  const { add, emulator, ledger } = await withTicket()

  emulator.setPermissions({ message: false })
  expect(await add()).toMatchObject({ status: 403, body: hubsoftAnswers.permissionMissing })
  emulator.setSwitches({ messages: 'no-route' })
  expect(await add()).toMatchObject({
    status: 404,
    body: { status: 'error', msg: 'Método/endpoint não disponível' },
  })

  expect(ledger.messages).toEqual([])
})

test.each<[FaultOrderInput, number]>([
  [{ route: 'mensagem', fault: 'reset-before' }, 0],
  [{ route: 'mensagem', fault: 'reset-after' }, 1],
])('faults meet the route of messages alone: %j leaves %i', async (order, count) => {
  const { add, openTicket, emulator, ledger } = await withTicket()
  emulator.faults.inject(order)

  expect((await openTicket()).status).toBe(200)
  await expect(add()).rejects.toEqual(connectionReset)

  expect(ledger.messages).toHaveLength(count)
})

test('somebody else’s answer is about another ticket, and a list may be late with the newest message', async () => {
  const { add, list, emulator, ledger } = await withTicket()
  await add()
  emulator.faults.inject({ route: 'mensagem', fault: 'another-ticket', stored: true })
  emulator.faults.inject({ route: 'listagem', fault: 'messages-late' })

  expect((await add()).body).toMatchObject({ atendimento_mensagem: { id_atendimento: 4711 } })

  expect(ledger.messages).toHaveLength(2)
  const [first] = ledger.messages
  expect(await list(asked)).toMatchObject({
    atendimentos: [
      {
        atendimento_mensagem: [{ id_atendimento_mensagem: first?.id_atendimento_mensagem }],
      },
    ],
  })
})
