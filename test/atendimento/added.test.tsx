import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { openSearch } from '../cliente/caller.ts'
import { button, eventually, field, heading, put, resultado, type User } from './on-screen.ts'
import { inTheEnd, openPage } from './open-page.tsx'
import { understand } from './open-unknown.tsx'

const text = 'Voltou a cair hoje cedo.'
const area = () => screen.getByRole('textbox', { name: 'Acréscimo' })
const add = () => button('Acrescentar ao atendimento')

/** The form of a service that has a ticket open, once its text is to be added to that. */
async function openAdding() {
  const page = await openSearch()
  await startAdding(page.user)
  return page
}

async function startAdding(user: User) {
  await put(user, field.service(), '11028')
  await user.click(await screen.findByRole('button', { name: /^Acrescentar/ }))
  await heading('Acrescentar ao atendimento')
}

async function addText(user: User) {
  await put(user, area(), text)
  await user.click(add())
}

const protocol = () => document.querySelector('#protocolo')?.textContent ?? ''

test('what the caller says goes to the ticket that is open already, and none is opened', async () => {
  const { user, house } = await openAdding()
  const { ledger } = house.emulator
  await eventually(area).toHaveFocus()
  expect(screen.queryByRole('textbox', { name: 'Nome do solicitante' })).toBeNull()

  await addText(user)

  await heading('Acréscimo feito')
  expect(resultado()).toBe('aberto')
  expect(ledger.messages).toHaveLength(1)
  expect(ledger.messages[0]?.mensagem).toMatch(
    new RegExp(`^${text} \\| Atendente: .+ \\| REF [0-9A-Z]{4}-[0-9A-Z]{4}$`),
  )
  expect(house.ticketRequests()).toHaveLength(0)
  expect(protocol()).toMatch(/^\d{15}$/)
  expect(screen.getByText('Acrescentado por')).toBeVisible()
  // The ticket may have work orders: nobody told.
  expect(screen.queryByText('OS')).toBeNull()
  expect(document.body).not.toHaveTextContent(/atendimento (?:foi )?aberto/i)
})

test('an empty text is named by its own name, and nothing is sent', async () => {
  const { user, house } = await openAdding()

  await user.click(add())

  await eventually(area).toHaveAccessibleDescription(
    /Erro: Acréscimo: ?escreva o que acrescentar ao atendimento\./,
  )
  expect(document.title).toBe('Erro: Acrescentar ao atendimento')
  expect(house.emulator.ledger.messages).toHaveLength(0)
})

test('who opens a new one after all has the words that were written, and all the fields', async () => {
  const { user } = await openAdding()
  await put(user, area(), text)

  await user.click(button('Abrir um novo em vez disso'))

  await heading('Abrir atendimento')
  expect(field.service()).toHaveValue('11028')
  expect(field.description()).toHaveValue(text)
  await eventually(field.name).toHaveFocus()
})

test('a text that was cleared comes back as one for that ticket', async () => {
  const { user, house } = await openAdding()
  await put(user, area(), text)

  await user.click(button('Limpar formulário'))
  await heading('Abrir atendimento')
  await user.click(button('Desfazer a limpeza'))

  await heading('Acrescentar ao atendimento')
  expect(area()).toHaveValue(text)
  await user.click(add())
  await heading('Acréscimo feito')
  expect(house.ticketRequests()).toHaveLength(0)
})

test('refused, the text is there to be mended, and nothing was added', async () => {
  const { user, house } = await openAdding()
  const msg = 'O atendimento informado está fechado.'
  house.emulator.faults.inject({ route: 'mensagem', fault: 'refused', msg })

  await addText(user)

  await screen.findByRole('heading', { name: 'O HubSoft recusou este acréscimo' })
  expect(screen.getByText(msg)).toBeVisible()
  expect(screen.getByText(/Nada foi acrescentado\./)).toBeVisible()
  expect(area()).toHaveValue(text)

  await user.click(add())

  await heading('Acréscimo feito')
  expect(house.emulator.ledger.messages).toHaveLength(1)
})

test('loaded anew while nobody knows, the page says what may have been added, and finds it', async () => {
  const { user, house, reload } = await openAdding()
  house.emulator.faults.inject({ route: 'mensagem', fault: 'reset-after' })

  await addText(user)
  await eventually(resultado).toBe('incerto')
  reload()

  await heading('Acréscimo feito')
  expect(screen.getByText('Confirmado depois da conferência.')).toBeVisible()
  expect(house.emulator.ledger.messages).toHaveLength(1)
})

test('not known, it is sent again by whoever has understood, once', async () => {
  const { user, house } = await openAdding()
  // Without any message in it a list proves nothing.
  await addText(user)
  await heading('Acréscimo feito')
  await user.click(button('Abrir próximo atendimento'))
  await startAdding(user)
  house.emulator.faults.inject({ route: 'mensagem', fault: 'reset-before' })
  await addText(user)
  await screen.findByText(/Estou conferindo no HubSoft se o acréscimo foi feito\./)
  await eventually(house.listsRead).toBeGreaterThan(0)
  await inTheEnd(() => document.querySelector('h1')).toHaveTextContent(
    'Não sei se o acréscimo foi feito',
  )
  expect(screen.getByText(/Entre as mensagens do atendimento/)).toBeVisible()

  await user.click(
    await understand(user, 'Entendi que o texto pode ficar duas vezes no atendimento'),
  )

  await heading('Acréscimo feito')
  expect(house.emulator.ledger.messages).toHaveLength(2)
})

test('another tab knows what was added by its address alone', async () => {
  const { user, house } = await openAdding()
  await addText(user)
  await heading('Acréscimo feito')
  const { pathname } = location
  sessionStorage.clear()

  openPage(house, { path: pathname })

  await eventually(() => screen.getAllByRole('heading', { level: 1 }).at(-1)).toHaveTextContent(
    'Acréscimo feito',
  )
})
