import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { asUser, lostOnItsWay, proxied, straight, type Way } from '../atendimento/line.ts'
import {
  button,
  conferring,
  eventually,
  expectEmptyForm,
  field,
  fill,
  heading,
  resultado,
  send,
  typical,
} from '../atendimento/on-screen.ts'
import {
  backInTab,
  comeBackToTab,
  openHouse,
  openPage,
  sendInVain,
} from '../atendimento/open-page.tsx'
import { asAna, asBia, openAsAna } from './open-as-ana.ts'

const said = () => screen.queryByText('Este rascunho pertence a Ana Souza.')

function expectNothingOfAna() {
  expectEmptyForm()
  expect(JSON.stringify({ ...sessionStorage })).not.toMatch(/Bianca|ana/i)
  expect(screen.getByRole('main')).not.toHaveTextContent(/Bianca|Ana Souza/)
}

test('what one attendant has typed is not the next one’s: the form is empty and says whose it was', async () => {
  const { user, changeTo } = await openAsAna()
  await fill(user, { workOrder: true })
  const regions = screen.getAllByRole('status')

  await changeTo(asBia, 'Bia Lima')

  expect(regions).toContain(said()?.closest('[role="status"]'))
  expectNothingOfAna()
  await eventually(field.service).toHaveFocus()
  await user.click(button('Entendi'))
  expect(said()).toBeNull()
  expect(field.service()).toHaveFocus()
})

test('the same attendant signed in anew keeps every word, and the focus', async () => {
  const { user, changeTo } = await openAsAna()
  await fill(user)
  const description = field.description()

  await changeTo(asUser('ana', 'Ana Souza Lima'), 'Ana Souza Lima')

  expect(field.description()).toBe(description)
  expect(description).toHaveValue(typical.description)
  expect(description).toHaveFocus()
  expect(said()).toBeNull()
  expect(screen.getByText('Ana Souza Lima')).toHaveTextContent(
    'Você está registrando como Ana Souza Lima',
  )
})

test('a refused text goes with its attendant, and what the next one sends is theirs with a new key', async () => {
  const { user, line, house, changeTo } = await openAsAna()
  await send(user, { service: '11013' })
  await screen.findByRole('region', { name: 'O HubSoft não abriu este atendimento' })

  await changeTo(asBia, 'Bia Lima')

  expect(said()).not.toBeNull()
  expectNothingOfAna()
  expect(resultado()).toBeUndefined()
  await send(user, { name: 'Carlos' })
  await heading('Atendimento aberto')
  expect(line.posts[1]?.key).not.toBe(line.posts[0]?.key)
  expect(house.emulator.ledger.tickets).toMatchObject([
    { body: { descricao: expect.stringContaining('Atendente: Bia Lima') } },
  ])
})

test('a receipt isn’t left on the screen for the next one, nor behind Back', async () => {
  const { user, changeTo } = await openAsAna()
  await send(user)
  await heading('Atendimento aberto')
  const { pathname } = location

  await changeTo(asBia, 'Bia Lima')

  await heading('Abrir atendimento')
  expectNothingOfAna()
  expect(said()).toBeNull()
  history.pushState(null, '', pathname)
  await heading('Envio de outro atendente')
  expect(screen.getByRole('main')).not.toHaveTextContent('Bianca')
})

test('what the former sent and nobody has seen the end of is in no list of the next one’s', async () => {
  const { user, house, changeTo } = await openAsAna()
  await sendInVain(user, house)
  await user.click(button('Abrir próximo atendimento'))
  await screen.findByRole('region', { name: 'Últimos envios' })

  await changeTo(asBia, 'Bia Lima')

  expect(screen.queryByRole('region', { name: 'Últimos envios' })).toBeNull()
  expectNothingOfAna()
})

test('not even for a moment is it shown to another: a reload waits until it is known who is there', async () => {
  const { user, reload, become } = await openAsAna()
  become(straight)
  await send(user)
  await screen.findByRole('region', { name: 'Sua sessão expirou' })
  const { promise, resolve } = Promise.withResolvers<void>()
  become(async (send) => {
    await promise
    return asBia(send)
  })

  reload()

  await screen.findByText('Consultando o servidor…')
  expect(screen.queryByRole('textbox')).toBeNull()
  expect(document.body).not.toHaveTextContent(typical.description)
  resolve()
  await screen.findByText('Bia Lima')
  expect(said()).not.toBeNull()
  expectNothingOfAna()
})

/** Ana's send met the end of her session; the tab is loaded anew, where `way` is all that answers. */
async function reloadAfterTurnedAway(way: Way) {
  const page = await openAsAna()
  page.become(straight)
  await send(page.user)
  await screen.findByRole('region', { name: 'Sua sessão expirou' })
  page.become(asBia)
  page.line.ways.other = way
  page.reload()
  return page
}

function expectHeld(why: string) {
  expect(screen.getByText(why, { exact: false })).toBeVisible()
  expect(screen.queryByRole('textbox')).toBeNull()
  expect(document.body).not.toHaveTextContent(typical.description)
}

const unreachable = 'Não consigo falar com o servidor'
const signedOut =
  'O texto aparece quando a pessoa que escreveu entrar de novo; se outra entrar, é apagado.'

test.each([
  ['the server doesn’t say who is there', lostOnItsWay, unreachable],
  ['nobody is signed in at the intranet', straight, signedOut],
])('a text of Ana’s is held back while %s, and is gone once Bia is', async (_name, way, why) => {
  const { user, house, changeTo } = await reloadAfterTurnedAway(way)
  await heading('Há texto guardado nesta aba')
  expectHeld(why)
  await user.keyboard('{Control>}{Enter}{/Control}')
  expectHeld(why)

  await changeTo(asBia, 'Bia Lima')

  expect(said()).not.toBeNull()
  expectNothingOfAna()
  await user.click(button('Abrir atendimento'))
  await screen.findByText(/campos para corrigir/)
  expect(house.emulator.ledger.tickets).toEqual([])
})

test('held back from everybody, a text comes back to the one who wrote it', async () => {
  const { user, house, line, changeTo } = await reloadAfterTurnedAway(straight)
  await heading('Há texto guardado nesta aba')

  await changeTo(asAna, 'Ana Souza')

  expect(field.description()).toHaveValue(typical.description)
  await user.click(button('Abrir atendimento'))
  await heading('Atendimento aberto')
  expect(new Set(line.posts.map(({ key }) => key)).size).toBe(1)
  expect(house.emulator.ledger.tickets).toMatchObject([
    { body: { descricao: expect.stringContaining('Atendente: Ana Souza') } },
  ])
})

test('a send under way is held back too, at its own address', async () => {
  const { user, reload, become, line } = await openAsAna()
  line.ways.post = lostOnItsWay
  line.ways.ask = lostOnItsWay
  await send(user)
  await conferring(/^Não consigo falar com o servidor\./)
  const { pathname } = location
  become(lostOnItsWay)

  reload()

  await heading('Há texto guardado nesta aba')
  expectHeld('Se já foi enviado, não envie de novo.')
  expect(location.pathname).toBe(pathname)
  become(asBia)
  await backInTab(() => screen.queryByText(/Há texto guardado/)).toBeNull()
  expect(document.body).not.toHaveTextContent(typical.description)
  expect(JSON.stringify({ ...sessionStorage })).not.toContain(typical.description)
})

test('what was typed before it was known who is there is the first one’s who is', async () => {
  const house = await openHouse({ env: proxied })
  const { user, line } = openPage(house)
  await screen.findByRole('region', { name: 'Sua sessão expirou' })
  expect(screen.queryByText(/Você está registrando/)).toBeNull()
  await fill(user)

  line.ways.other = asAna
  comeBackToTab()
  await screen.findByText('Ana Souza')
  expect(field.description()).toHaveValue(typical.description)
  line.ways.other = asBia
  comeBackToTab()

  await screen.findByText('Bia Lima')
  expect(said()).not.toBeNull()
  expectNothingOfAna()
})

test('behind a proxy the end of the session is one notice, which goes when the intranet has signed in', async () => {
  const { user, line, become } = await openAsAna()
  become(straight)
  await send(user)
  const notice = await screen.findByRole('region', { name: 'Sua sessão expirou' })
  await eventually(() => notice).toHaveFocus()
  expect(notice).toHaveTextContent(
    'Sua sessão expirou. Entre de novo para continuar; nada foi perdido.',
  )
  expect(screen.getAllByText(/Sua sessão expirou\./)).toHaveLength(1)
  expect(location.pathname).toBe('/')
  expect(resultado()).toBeUndefined()
  expect(within(notice).queryByRole('textbox')).toBeNull()

  become(asAna)
  comeBackToTab()

  await eventually(() => screen.queryByRole('region', { name: 'Sua sessão expirou' })).toBeNull()
  await eventually(() => button('Abrir atendimento')).toHaveFocus()
  expect(field.description()).toHaveValue(typical.description)
  await user.keyboard('{Enter}')
  await heading('Atendimento aberto')
  expect(new Set(line.posts.map(({ key }) => key)).size).toBe(1)
})

test('a send turned away twice brings the notice to the fore twice', async () => {
  const { user, become } = await openAsAna()
  become(straight)
  await send(user)
  await screen.findByRole('region', { name: 'Sua sessão expirou' })

  await user.click(button('Abrir atendimento'))

  await eventually(() => screen.getByRole('region', { name: 'Sua sessão expirou' })).toHaveFocus()
})
