import { fireEvent, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { asAna, asBia, openAsAna } from '../app/open-as-ana.ts'
import { ana } from '../house.ts'
import { openSignedIn } from '../sessao/open-local.tsx'
import { proxied, straight } from './line.ts'
import {
  button,
  eventually,
  expectEmptyForm,
  expectForm,
  field,
  fill,
  heading,
  send,
  typical,
} from './on-screen.ts'
import { openHouse, openPage } from './open-page.tsx'

const note = () => screen.queryByText(/^Continuando o rascunho de \d\d:\d\d\.$/)

/** Ana's page, loaded anew in the midst of her typing. */
async function openReloaded() {
  const page = await openAsAna()
  await fill(page.user, { workOrder: true })
  page.reload()
  await eventually(note).not.toBeNull()
  return page
}

test('what was typed is there after a reload, the note of it says since when and takes no focus', async () => {
  const { user, line, house, reload } = await openReloaded()

  expectForm({ workOrder: true })
  await eventually(field.description).toHaveFocus()
  expect(note()?.closest('p')).toHaveRole('status')
  await user.type(field.description(), ' E hoje.')
  reload()
  await eventually(field.description).toHaveValue(`${typical.description} E hoje.`)
  await user.click(button('Abrir atendimento e OS'))
  await heading('Atendimento aberto')
  await user.click(button('Abrir próximo atendimento'))
  await heading('Abrir atendimento')
  expectEmptyForm()
  expect(note()).toBeNull()
  expect(line.posts).toHaveLength(1)
  expect(house.emulator.ledger.tickets).toHaveLength(1)
  await eventually(() => sessionStorage.length).toBe(0)
})

test('nothing typed, a reload continues nothing', async () => {
  const { user, reload } = await openAsAna()
  await user.type(field.name(), 'B{Backspace}')

  reload()

  await eventually(field.service).toHaveFocus()
  expect(note()).toBeNull()
})

test('what is written after a refusal was cleared has a key that nothing has spent, also after a reload', async () => {
  const { user, line, reload } = await openAsAna()
  await send(user, { service: '11013' })
  await screen.findByRole('region', { name: 'O HubSoft não abriu este atendimento' })
  await user.click(button('Limpar formulário'))
  await fill(user)
  reload()
  await eventually(note).not.toBeNull()

  await user.click(button('Abrir atendimento'))

  await heading('Atendimento aberto')
  expect(new Set(line.posts.map(({ key }) => key)).size).toBe(2)
  expect(line.posts).toHaveLength(2)
})

test('a draft let go of leaves an empty form and no word in the tab, and can be had back', async () => {
  const { user, reload } = await openReloaded()

  await user.click(button('Descartar o rascunho'))

  expectEmptyForm()
  await eventually(field.service).toHaveFocus()
  expect(screen.getByText('Rascunho descartado.').closest('p')).toHaveRole('status')
  expect(sessionStorage).toHaveLength(0)
  await user.click(button('Desfazer o descarte'))
  expectForm({ workOrder: true })
  expect(note()).not.toBeNull()

  await user.click(button('Descartar o rascunho'))
  await user.type(field.name(), 'Zé')
  expect(screen.queryByRole('button', { name: 'Desfazer o descarte' })).toBeNull()
  reload()
  await eventually(field.name).toHaveValue('Zé')
  expect(field.description()).toHaveValue('')
})

test('refused, a text is mended where it was, also after a reload in the midst of that', async () => {
  const { user, line, reload } = await openAsAna()
  await send(user, { service: '11013' })
  await screen.findByRole('region', { name: 'O HubSoft não abriu este atendimento' })
  await user.clear(field.service())
  await user.type(field.service(), '11000')

  reload()

  await screen.findByRole('region', { name: 'O HubSoft não abriu este atendimento' })
  expect(field.service()).toHaveValue('11000')
  expect(note()).toBeNull()
  await user.click(button('Abrir atendimento'))
  await heading('Atendimento aberto')
  expect(line.posts.map(({ body }) => body)).toMatchObject([
    { id_cliente_servico: 11013 },
    { id_cliente_servico: 11000 },
  ])
})

test('a text that this tab knew only from the gateway is kept as mended, at its address', async () => {
  const { user, reload } = await openAsAna()
  await send(user, { service: '11013' })
  await screen.findByRole('region', { name: 'O HubSoft não abriu este atendimento' })
  sessionStorage.clear()
  reload()
  await screen.findByRole('region', { name: 'O HubSoft não abriu este atendimento' })
  await user.type(field.description(), ' Luz vermelha.')

  reload('/')

  await screen.findByRole('region', { name: 'Últimos envios' })
  expectEmptyForm()
  await user.click(await screen.findByRole('link', { name: /serviço 11013/ }))
  await eventually(field.description).toHaveValue(`${typical.description} Luz vermelha.`)
})

test('after a reload and the end of the session, its writer who signs in goes on with it', async () => {
  const { user, house, line, reload, endSession, signIn } = await openSignedIn()
  await fill(user)
  await endSession()
  reload()
  await heading('Entrar no Novo Atendimento')
  expect(document.body).not.toHaveTextContent(typical.description)

  await signIn(ana)

  await eventually(note).not.toBeNull()
  expectForm()
  await user.click(button('Abrir atendimento'))
  await heading('Atendimento aberto')
  expect(line.posts).toHaveLength(1)
  expect(house.emulator.ledger.tickets).toHaveLength(1)
})

test('after a reload another attendant sees nothing of it, and is told whose it was', async () => {
  const { reload, become } = await openReloaded()
  become(asBia)

  reload()

  await screen.findByText('Este rascunho pertence a Ana Souza.')
  expectEmptyForm()
  expect(note()).toBeNull()
  expect(sessionStorage).toHaveLength(0)
})

test('what is typed before it is known by whom is kept from then on, and never found by another', async () => {
  const house = await openHouse({ env: proxied })
  const { user, line, reload } = openPage(house)
  await screen.findByRole('region', { name: 'Sua sessão expirou' })
  await fill(user)
  fireEvent(window, new Event('pagehide'))
  expect(sessionStorage).toHaveLength(0)
  line.ways.other = asAna
  fireEvent(window, new Event('visibilitychange'))
  await screen.findByText('Ana Souza')
  expect(sessionStorage).toHaveLength(1)

  line.ways.other = straight
  reload()

  await heading('Há texto guardado nesta aba')
  expect(document.body).not.toHaveTextContent(typical.description)
})
