import { screen, within } from '@testing-library/react'
import { expect, onTestFinished, test } from 'vitest'
import { answerLost, hold, lostOnItsWay, straight } from '../atendimento/line.ts'
import {
  button,
  conferring,
  eventually,
  expectForm,
  field,
  fill,
  foldedDescription,
  heading,
  resultado,
  send,
  typical,
} from '../atendimento/on-screen.ts'
import {
  backInTab,
  openHouse,
  openPage,
  sendInVain,
  untilLookedAgain,
} from '../atendimento/open-page.tsx'
import { ana, bia, letIn } from '../house.ts'
import { openSignedIn, panel, passwordField, userField } from './open-local.tsx'

const expired = 'Sua sessão expirou. Entre de novo para continuar; nada foi perdido.'

/** Comes back to the tab until the page has noticed. */
const untilNoticed = () => backInTab(() => panel()).not.toBeNull()

test('a send that meets the end of the session keeps every word; signed in, the same key opens one ticket', async () => {
  const { user, line, house, endSession } = await openSignedIn()
  await fill(user, { email: 'bia@x.com.br', workOrder: true })
  await endSession()

  await user.click(button('Abrir atendimento e OS'))

  await eventually(panel).toHaveFocus()
  expect(within(panel() ?? document.body).getByRole('alert')).toHaveTextContent(expired)
  expect(screen.getAllByText(expired)).toHaveLength(1)
  await eventually(() => location.pathname).toBe('/')
  expect(resultado()).toBeUndefined()
  expectForm({ email: 'bia@x.com.br', workOrder: true })
  expect(house.ticketRequests()).toEqual([])
  // The panel comes first, and neither form is inside the other.
  const [first, second, another] = document.querySelectorAll('form')
  expect(panel()).toContainElement(first ?? null)
  expect(second).toContainElement(field.description())
  expect(another).toBeUndefined()
  expect(document.querySelector('form form')).toBeNull()

  expect(userField()).toHaveValue('ana')
  await user.type(passwordField(), `${ana.senha}{Enter}`)

  await eventually(panel).toBeNull()
  await eventually(() => button('Abrir atendimento e OS')).toHaveFocus()
  expect(field.description()).toHaveValue(typical.description)
  expect(line.posts).toHaveLength(1)
  await user.keyboard('{Enter}')
  await heading('Atendimento aberto')
  expect(line.posts.map(({ key }) => key)).toEqual([line.posts[0]?.key, line.posts[0]?.key])
  expect(house.emulator.ledger.tickets).toHaveLength(1)
})

/** The session was over before the ticket was sent: the panel is above it. */
async function openTurnedAway() {
  const page = await openSignedIn()
  await page.endSession()
  await send(page.user)
  await eventually(panel).toHaveFocus()
  await screen.findByRole('button', { name: 'Abrir atendimento' })
  return page
}

test('sending again without signing in brings the panel back to the fore', async () => {
  const { user, line } = await openTurnedAway()

  await user.click(button('Abrir atendimento'))

  await eventually(panel).toHaveFocus()
  expect(line.posts).toHaveLength(2)
  expect(new Set(line.posts.map(({ key }) => key)).size).toBe(1)
})

test('an end noticed while somebody types takes nothing out of their hands', async () => {
  const { user, endSession } = await openSignedIn()
  await user.type(field.description(), 'Sem internet')
  await endSession()

  await untilNoticed()

  expect(field.description()).toHaveFocus()
  await user.keyboard(' desde ontem.')
  expect(field.description()).toHaveValue('Sem internet desde ontem.')
  expect(screen.getByRole('alert')).toHaveTextContent(expired)
})

test('noticed while nobody types, the panel takes the focus', async () => {
  const { user, endSession } = await openSignedIn()
  await user.tab()
  await user.click(field.workOrder())
  await endSession()

  await untilNoticed()

  await eventually(panel).toHaveFocus()
})

test('Ctrl+Enter in the panel signs in, and sends no ticket', async () => {
  const { user, line } = await openTurnedAway()

  await user.type(passwordField(), `${ana.senha}{Control>}{Enter}{/Control}`)

  await eventually(panel).toBeNull()
  expect(line.posts).toHaveLength(1)
})

test('a wrong password in the panel takes nothing from the ticket below', async () => {
  const { user } = await openTurnedAway()

  await user.type(passwordField(), 'errada{Enter}')

  await eventually(() =>
    screen.getByRole('region', { name: 'Não foi possível entrar' }),
  ).toHaveFocus()
  expect(document.title).toBe('Entre de novo para continuar')
  expect(field.description()).toHaveValue(typical.description)
})

test('the panel stays, with what is typed in it, while the server can’t be reached', async () => {
  const { user, line, endSession } = await openSignedIn()
  await endSession()
  await untilNoticed()
  await user.type(passwordField(), 'metade da')

  await untilLookedAgain(line, lostOnItsWay)

  expect(passwordField()).toHaveValue('metade da')
})

test('a look at the session without an answer ends nothing', async () => {
  const { user, line } = await openSignedIn()
  await user.type(field.name(), 'Bia')

  await untilLookedAgain(line, lostOnItsWay)

  expect(panel()).toBeNull()
  expect(button('Sair')).toBeVisible()
  expect(field.name()).toHaveFocus()
})

test('signed in in another tab of the browser, the panel is gone when one comes back', async () => {
  const { user, endSession, signInElsewhere } = await openSignedIn()
  await fill(user)
  await endSession()
  await untilNoticed()
  await signInElsewhere(ana)

  await backInTab(() => panel()).toBeNull()

  expect(field.description()).toHaveValue(typical.description)
})

test('an answer that comes late to whoever was here before ends nothing for the next', async () => {
  const { user, line, endSession, signInElsewhere } = await openSignedIn()
  await endSession()
  await signInElsewhere(bia)
  const held = hold(line, 'list')
  await user.click(screen.getByRole('link', { name: /^Meus envios de hoje/ }))
  await backInTab(() => document.body).toHaveTextContent('registrando como Bia Lima')
  const shown: boolean[] = []
  const watch = new MutationObserver(() => shown.push(panel() !== null))
  watch.observe(document.body, { subtree: true, childList: true })
  onTestFinished(() => watch.disconnect())

  held.letGo()

  await send(user)
  await heading('Atendimento aberto')
  expect(shown).not.toContain(true)
})

test('asking that meets the end of the session says so, and goes on at once after signing in', async () => {
  const { user, line, house, endSession } = await openSignedIn()
  line.ways.post = async (way) => {
    await answerLost(way).catch(() => {})
    await endSession()
    throw new TypeError('fetch failed')
  }

  await send(user)

  await eventually(panel).toHaveFocus()
  await conferring('Entre de novo: depois pergunto sozinho. Não envie de novo.')
  expect(screen.getByRole('main')).toHaveTextContent(
    'Ainda não sei se o atendimento foi aberto: não abra outro ainda.',
  )
  expect(document.title).toBe('Entre de novo para continuar')
  expect(screen.getAllByText(/Sua sessão expirou/)).toHaveLength(1)
  expect(resultado()).toBe('incerto')
  expect(document.querySelector('form [name="descricao"]')).toBeNull()
  expect(foldedDescription()).toHaveTextContent(typical.description)

  await user.type(passwordField(), `${ana.senha}{Enter}`)

  const title = await heading('Atendimento aberto')
  await eventually(() => title).toHaveFocus()
  expect(line.posts).toHaveLength(1)
  expect(house.emulator.ledger.tickets).toHaveLength(1)
})

test('the screen of what isn’t known stays under the panel, and asks at once after signing in', async () => {
  const { user, line, house, endSession } = await openSignedIn()
  await sendInVain(user, house)
  await endSession()
  await untilNoticed()
  expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent(
    'Não sei se o atendimento foi aberto',
  )
  const before = line.asked.length

  await user.type(passwordField(), `${ana.senha}{Enter}`)

  await eventually(panel).toBeNull()
  await eventually(() => line.asked.length).toBeGreaterThan(before)
  await eventually(() => screen.getByRole('heading', { level: 1 })).toHaveFocus()
})

test('what was typed while the server was out of reach stays when it turns out that nobody is signed in', async () => {
  const people = await letIn(ana)
  onTestFinished(people.remove)
  const house = await openHouse({ env: people.env, demoServices: [] })
  const { user, line } = openPage(house, { ways: { other: lostOnItsWay } })
  await eventually(field.service).toHaveFocus()
  await user.type(field.description(), typical.description)

  line.ways.other = straight
  await untilNoticed()

  expect(field.description()).toHaveValue(typical.description)
  expect(field.description()).toHaveFocus()
  await user.type(userField(), ana.usuario)
  await user.type(passwordField(), `${ana.senha}{Enter}`)
  await screen.findByText('Ana Souza')
  expect(field.description()).toHaveValue(typical.description)
  await eventually(() => button('Abrir atendimento')).toHaveFocus()
})
