import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { asUser, hold, lostOnItsWay, proxied, straight, withHeaders } from '../atendimento/line.ts'
import {
  button,
  eventually,
  field,
  fill,
  heading,
  typical,
  type User,
} from '../atendimento/on-screen.ts'
import { backInTab, openHouse, openPage, sendInVain } from '../atendimento/open-page.tsx'
import { ana } from '../house.ts'
import { hasForm, openSignedIn, panel, userField } from './open-local.tsx'

const question = () => screen.findByRole('region', { name: 'Sair apaga o que está nesta aba' })
const signOuts = ({ requests }: { requests: string[] }) =>
  requests.filter((one) => one === 'DELETE /api/sessao').length

async function discard(user: User) {
  await user.click(button('Sair'))
  await question()
  await user.click(button('Apagar e sair'))
}

async function expectOut() {
  await heading('Entrar no Novo Atendimento')
  expect(screen.getByText('Você saiu.')).toBeVisible()
  await eventually(userField).toHaveFocus()
  expect(userField()).toHaveValue('')
  expect(hasForm()).toBe(false)
  expect(location.pathname).toBe('/')
  expect(sessionStorage).toHaveLength(0)
}

test('signing out of an empty form ends the session on the server and leaves the sign-in alone', async () => {
  const { user, line, house, reload } = await openSignedIn()
  const cookie = line.cookieHeader()

  await user.click(button('Sair'))

  await expectOut()
  expect(line.cookies.has('sessao')).toBe(false)
  const { status } = await fetch(`${house.url}/api/sessao`, { headers: { cookie } })
  expect(status).toBe(401)
  reload()
  await heading('Entrar no Novo Atendimento')
  expect(screen.queryByText('Você saiu.')).toBeNull()
})

test('what is typed is not lost by a slip: the page asks first, and staying keeps every word', async () => {
  const { user, line } = await openSignedIn()
  await fill(user)

  await user.click(button('Sair'))

  const asked = await question()
  await eventually(() => asked).toHaveFocus()
  await user.click(button('Continuar aqui'))
  expect(button('Sair')).toHaveFocus()
  expect(screen.queryByRole('region', { name: /^Sair apaga/ })).toBeNull()
  expect(field.description()).toHaveValue(typical.description)
  await user.keyboard('{Enter}')
  await eventually(question).toHaveFocus()
  await user.keyboard('{Tab}{Escape}')
  expect(button('Sair')).toHaveFocus()
  expect(screen.queryByRole('region', { name: /^Sair apaga/ })).toBeNull()
  expect(field.description()).toHaveValue(typical.description)
  expect(signOuts(line)).toBe(0)
})

test('said yes, text and session are gone, and the same attendant finds an empty form', async () => {
  const { user, signIn } = await openSignedIn()
  await fill(user)
  await discard(user)

  await expectOut()
  await signIn(ana)
  await screen.findByText('Ana Souza')
  expect(field.description()).toHaveValue('')
  expect(screen.queryByText(/Este rascunho pertence/)).toBeNull()
})

test('a send still to be looked into is asked about, and out of the tab’s list afterwards', async () => {
  const { user, line, house, signIn } = await openSignedIn()
  await sendInVain(user, house)
  await user.click(button('Abrir próximo atendimento'))
  await screen.findByRole('region', { name: 'Últimos envios' })

  await discard(user)

  await expectOut()
  // The gateway still lists it.
  line.ways.list = lostOnItsWay
  const asked = () => line.requests.filter((one) => one.endsWith('?hoje')).length
  const before = asked()
  await signIn(ana)
  await eventually(field.service).toHaveFocus()
  await eventually(asked).toBeGreaterThan(before)
  expect(screen.queryByRole('region', { name: 'Últimos envios' })).toBeNull()
})

test('a question about what is on the screen goes with the screen', async () => {
  const { user } = await openSignedIn()
  await fill(user)
  await user.click(button('Sair'))
  await question()

  await user.keyboard('{Control>}{Enter}{/Control}')

  await heading('Atendimento aberto')
  expect(screen.queryByRole('region', { name: /^Sair apaga/ })).toBeNull()
})

test('where the server can’t be reached the attendant stays signed in, and is told so', async () => {
  const { user, line } = await openSignedIn()
  await user.type(field.name(), 'Bia')
  line.ways.other = lostOnItsWay

  await discard(user)

  const notice = await screen.findByRole('region', { name: 'Você não saiu' })
  await eventually(() => notice).toHaveFocus()
  expect(notice).toHaveTextContent('Não consigo falar com o servidor. Tente de novo.')
  expect(notice).toHaveTextContent('Sua sessão continua aberta neste computador.')
  expect(field.name()).toHaveValue('Bia')
  line.ways.other = straight
  await user.keyboard('{Escape}')
  expect(screen.queryByRole('region', { name: 'Você não saiu' })).toBeNull()
  expect(button('Sair')).toHaveFocus()
  await discard(user)
  await expectOut()
})

test('a refusal of the gateway’s comes in its words, with the code for the support', async () => {
  const { user, line } = await openSignedIn()
  line.ways.other = withHeaders({ origin: 'https://outro.example' })

  await user.click(button('Sair'))

  const notice = await screen.findByRole('region', { name: 'Você não saiu' })
  expect(notice).toHaveTextContent('Pedido recusado: veio de outro site.')
  within(notice).getByText(/^Código para o suporte/)
})

test('a session that had ended already is a sign-out all the same', async () => {
  const { user, endSession } = await openSignedIn()
  await endSession()

  await user.click(button('Sair'))

  await expectOut()
})

test('an end that is noticed before the sign-out is answered leaves no name behind', async () => {
  const { user, line } = await openSignedIn()
  const held = hold(line, 'other')
  await user.click(button('Sair'))
  line.ways.other = straight
  await backInTab(panel).not.toBeNull()
  expect(userField()).toHaveValue('ana')

  held.letGo()

  await eventually(() => screen.queryByText('Você saiu.')).not.toBeNull()
  await expectOut()
})

test('while it is on its way a second click asks for nothing more', async () => {
  const { user, line } = await openSignedIn()
  const held = hold(line, 'other')
  await user.click(button('Sair'))

  await user.click(await screen.findByRole('button', { name: 'Saindo…' }))

  expect(signOuts(line)).toBe(1)
  held.letGo()
  await expectOut()
})

test.each([
  ['in the demonstration', {}, straight, 'Atendente de Demonstração'],
  ['behind the intranet’s proxy', proxied, asUser('ana', 'Ana Souza'), 'Ana Souza'],
])('%s there is no signing out', async (_where, env, way, name) => {
  openPage(await openHouse({ env }), { way })
  await screen.findByText(name)

  expect(screen.queryByRole('button', { name: 'Sair' })).toBeNull()
})
