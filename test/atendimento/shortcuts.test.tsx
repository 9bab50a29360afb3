import { screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, onTestFinished, test, vi } from 'vitest'
import { listedShortcuts } from '#src/atendimento/shortcut-words.ts'
import { shortcuts } from '#src/atendimento/shortcuts.ts'
import { callKeys } from '#src/contract/fields.ts'
import { writeChord } from '#src/ui/chord.ts'
import { openBareForm } from './form/bare-form.tsx'
import { button, eventually, fill, heading } from './on-screen.ts'
import { openForm } from './open-page.tsx'
import { openUnknown } from './open-unknown.tsx'
import { outcomes } from './outcomes.ts'
import { showOutcome } from './show-outcome.tsx'

function onWindows() {
  const spy = vi.spyOn(navigator, 'platform', 'get').mockReturnValue('Win32')
  onTestFinished(() => spy.mockRestore())
}

const opener = () => button('Atalhos de teclado')
const panel = () => screen.findByRole('region', { name: 'Atalhos de teclado' })
const sendKeys = '{Control>}{Enter}{/Control}'

test('no keys are given twice on one screen', () => {
  const both = [writeChord(shortcuts['copy-protocol']), writeChord(shortcuts['look-now'])]
  expect(both).toEqual(['Alt+7', 'Alt+7'])
  const { 'look-now': _onAnotherScreen, ...others } = shortcuts

  const keys = Object.values(others).map((shortcut) => writeChord(shortcut))

  expect(new Set(keys).size).toBe(keys.length)
})

test('Alt with a number goes to the field of that place in the call, also from within another', async () => {
  const { user } = await openBareForm()

  for (const [place, name] of [...callKeys.entries()].reverse()) {
    await user.keyboard(`{Alt>}${place + 1}{/Alt}`)
    expect(document.activeElement).toHaveAttribute('id', `campo-${name}`)
  }
  expect(callKeys.map((name) => document.getElementById(`campo-${name}`))).toEqual(
    callKeys.map((name) => expect.objectContaining({ id: `campo-${name}` })),
  )
})

test('on the receipt Alt+7 copies the protocol, Alt+8 the message, and the focus stays', async () => {
  onWindows()
  showOutcome(outcomes.opened)
  const user = userEvent.setup({ delay: null })
  const before = document.activeElement
  const { protocolo } = outcomes.opened.atendimento

  await user.keyboard('{Alt>}7{/Alt}')
  await screen.findByText('Protocolo copiado.')
  expect(await navigator.clipboard.readText()).toBe(protocolo)
  await user.keyboard('{Alt>}8{/Alt}')
  await screen.findByText('Mensagem copiada.')
  expect(await navigator.clipboard.readText()).toMatch(new RegExp(`^Olá.*${protocolo}`))

  expect(document.activeElement).toBe(before)
  expect(button('Copiar protocolo')).toHaveAttribute('aria-keyshortcuts', 'Alt+7')
  expect(button('Copiar mensagem para o cliente')).toHaveAttribute('aria-keyshortcuts', 'Alt+8')
  expect(button('Abrir próximo atendimento')).toHaveAttribute('aria-keyshortcuts', 'Alt+9')
})

test('where nobody knows, Alt+7 has HubSoft’s list looked at', async () => {
  const { user } = await openUnknown()

  await user.keyboard('{Alt>}7{/Alt}')

  await screen.findByText(/^(Conferi agora|Acabei de conferir este envio)/)
})

test('the list of keys opens below its button, and Esc closes it from inside', async () => {
  const { user } = await openForm()
  expect(opener()).toHaveAttribute('aria-expanded', 'false')

  await user.click(opener())
  const list = await panel()
  expect(opener()).toHaveAttribute('aria-expanded', 'true')
  expect(document.getElementById(opener().getAttribute('aria-controls') ?? '')).toContainElement(
    list,
  )
  for (const { does } of listedShortcuts) within(list).getByText(does)
  await user.tab()
  expect(screen.getByRole('checkbox', { name: 'Usar atalhos' })).toHaveFocus()

  await user.keyboard('{Escape}')

  expect(screen.queryByRole('region', { name: 'Atalhos de teclado' })).toBeNull()
  expect(opener()).toHaveFocus()
  expect(opener()).not.toHaveAttribute('aria-controls')
})

test('on a Mac, where Option with a number types, the list names none of these', async () => {
  const spy = vi.spyOn(navigator, 'platform', 'get').mockReturnValue('MacIntel')
  onTestFinished(() => spy.mockRestore())
  const { user } = await openForm()

  await user.click(opener())

  const list = await panel()
  const keys = [...list.querySelectorAll('kbd')].map((one) => one.textContent)
  expect(keys).toEqual(['⌘+Enter', 'Esc'])
})

test('switched off, Ctrl+Enter sends nothing and Alt goes nowhere; Enter in a line and the button still send', async () => {
  const { user, house } = await openForm()
  await fill(user)
  await user.click(opener())
  await panel()

  await user.click(screen.getByRole('checkbox', { name: 'Usar atalhos' }))

  expect(screen.queryByText('Ctrl+Enter', { selector: 'form kbd' })).toBeNull()
  await user.keyboard(`${sendKeys}{Alt>}1{/Alt}`)
  expect(screen.getByRole('checkbox', { name: 'Usar atalhos' })).toHaveFocus()
  expect(house.ticketRequests()).toHaveLength(0)
  expect(Object.entries(localStorage)).toEqual([['novo-atendimento:atalhos', 'desligados']])

  await user.type(screen.getByRole('textbox', { name: 'Código do serviço' }), '{Enter}')
  await heading('Atendimento aberto')
  await user.keyboard('{Alt>}9{/Alt}')
  expect(location.pathname).not.toBe('/')

  await user.click(screen.getByRole('checkbox', { name: 'Usar atalhos' }))
  await user.keyboard('{Alt>}9{/Alt}')
  await eventually(() => location.pathname).toBe('/')
})
