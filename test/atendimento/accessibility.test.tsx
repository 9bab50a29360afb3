import { screen } from '@testing-library/react'
import axe from 'axe-core'
import { expect, test } from 'vitest'
import { impatient } from '../house.ts'
import {
  answerLost,
  button,
  createLine,
  eventually,
  field,
  heading,
  holding,
  lostOnItsWay,
  openForm,
  openHouse,
  openPage,
  send,
  untilNotKnown,
} from './open-page.tsx'
import { openUnknown, understand, untilLateLook, untilNextLook } from './open-unknown.tsx'
import { sendFromElsewhere } from './shift-log/send-from-elsewhere.ts'

/** What axe finds wrong with the live document, a line each. */
async function findings(): Promise<string[]> {
  const { violations, passes } = await axe.run(document.documentElement, {
    // jsdom has no layout, and so no contrast: that is for the browser tests.
    rules: { 'color-contrast': { enabled: false } },
  })
  expect(passes.length).toBeGreaterThan(10)
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`))
}

test('axe does find what is wrong', async () => {
  await openForm()
  field.service().removeAttribute('id')

  expect(await findings()).toContainEqual(expect.stringMatching(/^label: <input/))
})

test('axe finds nothing on the empty form', async () => {
  await openForm()
  await screen.findByText('Demonstração')
  await screen.findByText('Atendente de Demonstração')

  expect(await findings()).toEqual([])
})

test('axe finds nothing on a form with faults, warnings and offers, nor while they are mended', async () => {
  const { user } = await openForm()
  await send(user, {
    service: 'Serviço 11000 - BIANCA',
    name: 'bia@x.com.br',
    phone: '999112233',
    email: 'bia@gmail.con',
    description: 'CPF 862.149.410-81',
  })
  await screen.findByRole('region', { name: 'Há 2 campos para corrigir' })
  await screen.findByRole('button', { name: 'Retirar' })
  expect(await findings()).toEqual([])

  await user.click(button('Retirar'))
  await user.click(button('Usar 11000?'))
  await screen.findByText('Falta corrigir 1 campo.')

  expect(await findings()).toEqual([])
})

test('axe finds nothing on a cleared form', async () => {
  const { user } = await openForm()
  await user.type(field.name(), 'Zé')
  await user.click(button('Limpar formulário'))
  await screen.findByText('Formulário limpo.')

  expect(await findings()).toEqual([])
})

test('axe finds nothing while the ticket is being sent, nor on the form that Back shows meanwhile', async () => {
  const { user, line } = await openForm()
  const held = holding()
  line.ways.post = held.way
  await send(user, { workOrder: true })
  await screen.findByText('Abrindo o atendimento no HubSoft…')
  expect(await findings()).toEqual([])

  history.back()
  await screen.findByRole('region', { name: 'A conferir' })

  expect(await findings()).toEqual([])
  held.letGo()
  await screen.findByText(/: aberto, protocolo/)
})

test('axe finds nothing while the outcome is being checked, nor where it stays unknown', async () => {
  const { user, house } = await openForm({ env: impatient })
  house.emulator.faults.inject({ route: 'atendimento', fault: 'reset-before' })
  await send(user)
  await screen.findByText(/^Sem resposta até agora\./)
  expect(await findings()).toEqual([])

  await untilNotKnown()

  expect(await findings()).toEqual([])
})

test('axe finds nothing where a person looks or sends again, is held back, or refused', async () => {
  const { user, house, skip } = await openUnknown()
  skip(untilNextLook)
  await user.click(button('Conferir agora'))
  await screen.findByText('Conferi agora: ainda não apareceu.')
  const sure = await understand(user)
  expect(await findings()).toEqual([])

  house.emulator.faults.inject({ route: 'listagem', fault: 'refused' })
  await user.click(sure)
  await screen.findByRole('region', { name: 'Nada foi enviado de novo.' })
  expect(await findings()).toEqual([])

  house.emulator.faults.inject({ route: 'atendimento', fault: 'refused' })
  await user.click(await understand(user))
  await heading('O HubSoft recusou o novo envio')
  expect(await findings()).toEqual([])
})

test('axe finds nothing on the receipt of what was stored twice', async () => {
  const { user, house, store, skip, reload } = await openUnknown()
  await user.click(await understand(user))
  await heading('Atendimento aberto')
  store()
  await eventually(() => house.emulator.ledger.tickets).toHaveLength(2)
  skip(untilLateLook)
  await eventually(async () => {
    reload()
    await heading('Atendimento aberto')
    return screen.queryByRole('region', { name: 'Há dois atendimentos deste envio no HubSoft' })
  }).not.toBeNull()

  expect(await findings()).toEqual([])
})

test('axe finds nothing on a refusal', async () => {
  const { user, house } = await openForm()
  house.emulator.faults.inject({ route: 'atendimento', fault: 'refused-errors-array' })
  await send(user)
  await screen.findByRole('region', { name: 'O HubSoft não abriu este atendimento' })

  expect(await findings()).toEqual([])
})

test('axe finds nothing where nothing was sent', async () => {
  const { user, house } = await openForm()
  house.emulator.faults.inject({ route: 'atendimento', fault: 'too-many' })
  await send(user)
  await screen.findByRole('region', { name: 'Nada foi aberto' })

  expect(await findings()).toEqual([])
})

test.each([
  ['with a work order', '11000', true],
  ['without one', '11000', false],
  ['with one missing', '11007', true],
])('axe finds nothing on a receipt %s, folded or unfolded', async (_name, service, workOrder) => {
  const { user } = await openForm()
  await send(user, { service, workOrder, email: 'bia@x.com.br' })
  await heading('Atendimento aberto')
  expect(await findings()).toEqual([])

  for (const details of document.querySelectorAll('details')) details.open = true

  expect(await findings()).toEqual([])
})

test('axe finds nothing where the gateway can’t be reached', async () => {
  const { user, line } = await openForm()
  line.ways.post = answerLost
  line.ways.ask = lostOnItsWay
  await send(user)
  await screen.findByRole('region', { name: 'Não consigo falar com o servidor' })

  expect(await findings()).toEqual([])
})

test('axe finds nothing where a send’s address is being looked into, in vain too', async () => {
  const house = await openHouse()
  const line = createLine(house.url)
  line.ways.ask = lostOnItsWay

  openPage(house, { line, path: '/atendimentos/7d0b6c0e-7a55-4f5c-9d3a-3f0f1f6f0a01' })

  await heading('Consultando o envio')
  expect(await findings()).toEqual([])
  await screen.findByRole('button', { name: 'Perguntar agora' })
  expect(await findings()).toEqual([])
})

test('axe finds nothing on the shift log, with rows of every kind or in vain', async () => {
  const house = await openHouse({ env: impatient })
  house.emulator.faults.inject({ route: 'atendimento', fault: 'reset-before' })
  await sendFromElsewhere(house)
  await sendFromElsewhere(house, { id_cliente_servico: 11013 })
  await sendFromElsewhere(house, { abrir_os: true })
  const line = createLine(house.url)
  const { user } = openPage(house, { line, path: '/atendimentos' })
  await heading('Abertos por mim hoje (1)')
  expect(await findings()).toEqual([])

  line.ways.list = lostOnItsWay
  await user.click(button('Atualizar'))
  await screen.findByText(/^Não consegui a lista do servidor\./)

  expect(await findings()).toEqual([])
})

test('axe finds nothing where the gateway has no record of a send', async () => {
  openPage(await openHouse(), { path: '/atendimentos/7d0b6c0e-7a55-4f5c-9d3a-3f0f1f6f0a01' })
  await heading('Não há registro deste envio')

  expect(await findings()).toEqual([])
})

test('axe finds nothing where a request was turned away', async () => {
  const { user, line } = await openForm()
  line.ways.post = (send) =>
    send((init) => ({ ...init, headers: { 'content-type': 'text/plain' } }))
  await send(user)
  await screen.findByRole('region', { name: 'O envio não foi aceito' })
  await eventually(() => location.pathname).toBe('/')

  expect(await findings()).toEqual([])
})
