import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { answeredBy, hold, holding, type Line, lostOnItsWay, straight } from './line.ts'
import {
  button,
  eventually,
  expectEmptyForm,
  expectForm,
  field,
  foldedDescription,
  heading,
  resultado,
  send,
  typical,
  unreachable,
} from './on-screen.ts'
import { comeBackToTab, openForm, openHouse, openPage } from './open-page.tsx'

const nobodysKey = '7d0b6c0e-7a55-4f5c-9d3a-3f0f1f6f0a01'
const listed = () =>
  screen.getByRole('link', { name: /^Ver o envio: \d\d:\d\d · serviço 11000 \(Bianca Couto\) · / })

async function openHeldSend() {
  const page = await openForm()
  const held = hold(page.line, 'post')
  await send(page.user, { workOrder: true })
  await screen.findByRole('button', { name: 'Abrindo…' })
  await eventually(() => page.house.emulator.ledger.tickets).toHaveLength(1)
  return { ...page, held }
}

test.each<[string, (page: Awaited<ReturnType<typeof openForm>>) => Promise<void>]>([
  ['the button', ({ user }) => user.click(button('Abrir próximo atendimento'))],
  ['Alt+9', ({ user }) => user.keyboard('{Alt>}9{/Alt}')],
  ['Back', async () => history.back()],
])('after the receipt %s leads to an empty form with a new key', async (_name, leave) => {
  const page = await openForm()
  const { user, line, house } = page
  await send(user, { email: 'bia@x.com.br', workOrder: true })
  await heading('Atendimento aberto')

  await leave(page)

  await heading('Abrir atendimento')
  expectEmptyForm()
  await eventually(field.service).toHaveFocus()
  expect(document.title).toBe('Abrir atendimento')
  expect(resultado()).toBeUndefined()
  expect(screen.queryByText('A conferir')).toBeNull()
  await send(user, { service: '11002' })
  await heading('Atendimento aberto')
  expect(new Set(line.posts.map(({ key }) => key)).size).toBe(2)
  expect(house.emulator.ledger.tickets.map((ticket) => ticket.id_cliente_servico)).toEqual([
    11000, 11002,
  ])
})

test('Back in mid-send shows an empty form, and the send among those to be looked into', async () => {
  const { user, line, house, held } = await openHeldSend()

  history.back()

  await screen.findByRole('region', { name: 'Últimos envios' })
  expectEmptyForm()
  await eventually(field.service).toHaveFocus()
  expect(listed().closest('li')).toHaveTextContent(
    /^A conferirVer o envio: \d\d:\d\d · serviço 11000 \(Bianca Couto\) · em andamento$/,
  )
  expect(resultado()).toBeUndefined()
  held.letGo()
  const [ticket] = house.emulator.ledger.tickets
  const protocol = ticket?.atendimento.protocolo ?? 'a protocol'
  await screen.findByRole('button', { name: `Copiar protocolo ${protocol}` })
  await user.click(listed())

  await heading('Atendimento aberto')
  expect(screen.getByRole('heading', { level: 1 })).toHaveFocus()
  expect(document.getElementById('protocolo')).toHaveTextContent(protocol)
  expect(line.posts).toHaveLength(1)
  expect(house.emulator.ledger.tickets).toHaveLength(1)
  await eventually(() => sessionStorage.length).toBe(0)
})

test('the list leads back into a send that is still under way, the focus not lost', async () => {
  const { user, line, held } = await openHeldSend()
  history.back()
  await screen.findByRole('region', { name: 'Últimos envios' })

  await user.click(listed())

  await screen.findByRole('button', { name: 'Abrindo…' })
  expectForm({ workOrder: true })
  await eventually(() => screen.getByRole('heading', { level: 1 })).toHaveFocus()
  held.letGo()
  await heading('Atendimento aberto')
  expect(line.posts).toHaveLength(1)
})

test('the next customer’s ticket goes out while the last one is under way, each with its key', async () => {
  const { user, line, house, held } = await openHeldSend()
  history.back()
  await screen.findByRole('region', { name: 'Últimos envios' })
  line.ways.post = straight

  await send(user, { service: '11002', description: 'Outro cliente.' })

  await heading('Atendimento aberto')
  expect(foldedDescription()).toHaveTextContent('Outro cliente.')
  held.letGo()
  await user.click(button('Abrir próximo atendimento'))
  await eventually(() =>
    screen.queryAllByRole('button', { name: /^Copiar protocolo \d+$/ }),
  ).toHaveLength(2)
  expect(new Set(line.posts.map(({ key }) => key)).size).toBe(2)
  expect(house.emulator.ledger.tickets).toMatchObject([
    { id_cliente_servico: 11000, body: { abrir_os: true } },
    { id_cliente_servico: 11002, body: { abrir_os: false } },
  ])
})

test('sent again after a refusal, Back leads past the refused send to an empty form', async () => {
  const { user, line, house } = await openForm()
  house.emulator.faults.inject({ route: 'atendimento', fault: 'refused' })
  await send(user)
  await screen.findByRole('region', { name: 'O HubSoft não abriu este atendimento' })
  const held = hold(line, 'post')
  await user.click(button('Abrir atendimento'))
  await screen.findByRole('button', { name: 'Abrindo…' })

  history.back()

  await eventually(() => location.pathname).toBe('/')
  expectEmptyForm()
  held.letGo()
  await screen.findByText(/ · aberto$/)
  expectEmptyForm()
  expect(line.posts).toHaveLength(2)
  expect(house.emulator.ledger.tickets).toHaveLength(1)
})

test('a reload in mid-send asks, shows what was typed and never sends', async () => {
  const { user, line, house, held, reload } = await openHeldSend()
  const asked = holding()
  line.ways.ask = asked.way

  reload()

  await screen.findByRole('button', { name: 'Conferindo…' })
  expect(
    await screen.findByText('Perguntando ao servidor o que houve com este envio…'),
  ).toBeVisible()
  expectForm({ workOrder: true })
  expect(field.description()).toHaveAttribute('readonly')
  await eventually(() => screen.getByRole('heading', { level: 1 })).toHaveFocus()
  expect(resultado()).toBeUndefined()
  await user.keyboard('{Control>}{Enter}{/Control}')
  await user.click(button('Conferindo…'))
  await user.type(field.name(), '{Enter}')
  asked.letGo()
  await heading('Atendimento aberto')
  held.letGo()
  expect(line.asked).toEqual([line.posts[0]?.key])
  expect(line.posts).toHaveLength(1)
  expect(house.emulator.ledger.tickets).toHaveLength(1)
})

test.each([
  ['refused', '11013', 'O HubSoft não abriu este atendimento', 'recusado'],
  ['not sent', '11000', 'Nada foi aberto', 'nao-enviado'],
])('a reload of what was %s keeps text, reason, focus', async (what, service, title, outcome) => {
  const { user, line, house, reload } = await openForm()
  if (what === 'not sent') house.refuseNextSend()
  await send(user, { service })
  await screen.findByRole('region', { name: title })

  reload()

  const notice = await screen.findByRole('region', { name: title })
  expect(notice).toHaveFocus()
  expectForm({ service })
  expect(field.description()).not.toHaveAttribute('readonly')
  expect(resultado()).toBe(outcome)
  expect(line.posts).toHaveLength(1)
})

/** The address of a send that neither the gateway nor this tab knows. */
const openNobodys = async (ways: Partial<Line['ways']>) =>
  openPage(await openHouse(), { path: `/atendimentos/${nobodysKey}`, ways })

test('who is here, heard late, asks nothing anew of a send that was asked about', async () => {
  const held = holding()
  const { line } = await openNobodys({ other: held.way })
  await heading('Não há registro deste envio')

  held.letGo()

  await screen.findByText('Demonstração')
  expect(line.asked).toEqual([nobodysKey])
})

test('an address that can’t be asked about says what isn’t known, leads on, and asks again by hand', async () => {
  const { user, line } = await openNobodys({ ask: lostOnItsWay })
  await unreachable()
  expect(screen.getByRole('main')).toHaveTextContent(
    'Ainda não sei se o atendimento foi aberto: não abra outro ainda.',
  )
  expect(resultado()).toBe('incerto')
  expect(document.querySelector('form')).toBeNull()
  await user.click(button('Abrir próximo atendimento'))
  await heading('Abrir atendimento')
  expectEmptyForm()
  await eventually(field.service).toHaveFocus()
  history.back()
  await unreachable()
  line.ways.ask = straight

  await user.click(button('Perguntar agora'))

  await heading('Não há registro deste envio')
  expect(line.posts).toEqual([])
})

test('after Back in mid-send a reload still lists the send, as not known with the network gone', async () => {
  const { user, line, held, reload } = await openHeldSend()
  history.back()
  await screen.findByRole('region', { name: 'Últimos envios' })
  line.ways.ask = lostOnItsWay

  reload()

  await screen.findByText(/ · não sei se foi aberto$/)
  line.ways.ask = straight
  comeBackToTab()
  await screen.findByText(/ · aberto com OS$/)
  await user.click(listed())
  await heading('Atendimento aberto')
  held.letGo()
  expect(line.posts).toHaveLength(1)
})

test('of a send that this tab doesn’t know the gateway is asked; where it knows nothing, that is all that is said', async () => {
  const held = holding()
  const { user, line } = await openNobodys({ ask: held.way })
  expect(await heading('Consultando o envio')).toHaveFocus()
  screen.getByText('Perguntando ao servidor o que houve com este envio…')
  expect(document.title).toBe('Consultando o envio…')
  expect(document.querySelector('form')).toBeNull()

  held.letGo()

  expect(await heading('Não há registro deste envio')).toHaveFocus()
  expect(screen.getByRole('main')).toHaveTextContent(
    'O servidor não sabe deste envio, nem esta aba. Se o endereço é antigo, o registro já foi apagado. Antes de abrir outro, procure no HubSoft.',
  )
  expect(screen.getByRole('main')).not.toHaveTextContent('Nada foi aberto')
  expect(document.title).toBe('Não há registro deste envio')
  expect(resultado()).toBe('nao-enviado')
  expect(document.querySelector('form')).toBeNull()
  expect(screen.queryByRole('button', { name: 'Tentar de novo' })).toBeNull()
  expect([line.asked, line.posts]).toEqual([[nobodysKey], []])
  await user.click(button('Abrir próximo atendimento'))
  await heading('Abrir atendimento')
  expectEmptyForm()
})

test('a refusal that was read is no ticket either for a gateway without a record of it', async () => {
  const { user, line, house, reload } = await openForm()
  house.emulator.faults.inject({ route: 'atendimento', fault: 'refused' })
  await send(user)
  await screen.findByRole('region', { name: 'O HubSoft não abriu este atendimento' })
  const restarted = await openHouse()
  line.ways.ask = answeredBy(`${restarted.url}/api/v1/integracao/atendimento/${nobodysKey}`)

  reload()

  const notice = await screen.findByRole('region', { name: 'Nada foi aberto' })
  expect(notice).toHaveTextContent('nada foi aberto. Pode tentar de novo.')
  expect(field.description()).toHaveValue(typical.description)
  expect(line.posts).toHaveLength(1)
  expect(house.emulator.ledger.tickets).toEqual([])
})
