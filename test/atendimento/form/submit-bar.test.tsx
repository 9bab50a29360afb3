import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import {
  button,
  eventually,
  expectEmptyForm,
  expectForm,
  field,
  fill,
  send,
  textFields,
  typical,
} from '../on-screen.ts'
import { openForm } from '../open-page.tsx'
import { openBareForm } from './bare-form.tsx'

const firstSummary = 'Código do serviço: digite o número do serviço do cliente.'

test('ticking the work order shows in the name of the button, unticking too', async () => {
  const { user } = await openBareForm()

  await user.click(field.workOrder())
  expect(button('Abrir atendimento e OS')).toHaveAttribute('type', 'submit')

  await user.click(field.workOrder())
  expect(button('Abrir atendimento')).toHaveAttribute('type', 'submit')
  expect(document.querySelectorAll('[type=submit]')).toHaveLength(1)
})

test('the work order is ticked with the space bar without moving the focus', async () => {
  const { user } = await openBareForm()
  field.workOrder().focus()

  await user.keyboard(' ')

  expect(field.workOrder()).toBeChecked()
  expect(field.workOrder()).toHaveFocus()
})

test('clearing the form empties every field, sends nothing, and can be taken back', async () => {
  const { user, sent } = await openBareForm()
  await fill(user, { email: 'bia@x.com.br', workOrder: true })

  await user.click(button('Limpar formulário'))

  expectEmptyForm()
  await eventually(field.service).toHaveFocus()
  button('Abrir atendimento')
  await screen.findByText('Formulário limpo.')
  await user.keyboard('{Tab}{Shift>}{Tab}{/Shift}')
  expect(sent).toEqual([])

  await user.click(button('Desfazer a limpeza'))

  await eventually(field.description).toHaveValue(typical.description)
  expectForm({ email: 'bia@x.com.br', workOrder: true })
  await user.click(button('Abrir atendimento e OS'))
  expect(sent).toMatchObject([{ abrir_os: true }])
})

test('what was typed after clearing is not lost to Desfazer; clearing is offered again', async () => {
  const { user } = await openBareForm()
  await fill(user)
  await user.click(button('Limpar formulário'))
  await screen.findByRole('button', { name: 'Desfazer a limpeza' })

  await user.type(field.name(), 'Zé')

  await screen.findByRole('button', { name: 'Limpar formulário' })
  expect(screen.queryByRole('button', { name: 'Desfazer a limpeza' })).toBeNull()
  expect(field.name()).toHaveValue('Zé')
})

test('a cleared form has no faults, and nobody is told that they were mended', async () => {
  const { user } = await openBareForm()
  await user.type(field.name(), 'Zé')
  await user.click(button('Abrir atendimento'))
  await screen.findByRole('link', { name: firstSummary })

  await user.click(button('Limpar formulário'))

  await eventually(() => document.getElementById('resumo-de-erros')).toBeNull()
  expect(screen.queryByText(/Tudo corrigido/)).toBeNull()
  expect(document.querySelector('[aria-invalid]')).toBeNull()
  expect(document.title).toBe('Abrir atendimento')
  await user.click(button('Abrir atendimento'))
  await screen.findByRole('link', { name: firstSummary })
})

test.each(textFields)('Ctrl+Enter sends from the field "%s"', async (name) => {
  const { user, sent } = await openBareForm()
  await fill(user)
  await user.click(field[name]())

  await user.keyboard('{Control>}{Enter}{/Control}')

  expect(sent).toHaveLength(1)
})

test('⌘+Enter sends too, and Ctrl+Enter where no field has the focus', async () => {
  const { user, sent } = await openBareForm()

  await user.keyboard('{Meta>}{Enter}{/Meta}')
  await screen.findByRole('link', { name: firstSummary })
  await fill(user)
  await user.click(screen.getByRole('heading', { level: 1 }))
  await user.keyboard('{Control>}{Enter}{/Control}')

  expect(sent).toHaveLength(1)
})

test('Ctrl+Enter on the clear button sends what is there and clears nothing', async () => {
  const { user, sent } = await openBareForm()
  await fill(user)
  button('Limpar formulário').focus()

  await user.keyboard('{Control>}{Enter}{/Control}')

  expect(sent).toHaveLength(1)
})

const oneLine = ['service', 'name', 'phone', 'email'] as const

test.each(oneLine)('Enter sends from the one-line field "%s"', async (name) => {
  const { user, sent } = await openBareForm()
  await fill(user)

  await user.type(field[name](), '{Enter}')

  expect(sent).toHaveLength(1)
})

test('Enter in the description breaks the line, which reaches HubSoft, and sends nothing', async () => {
  const { user, sent } = await openBareForm()
  await fill(user)

  await user.type(field.description(), '{Enter}Luz vermelha.')

  expect(field.description()).toHaveValue(`${typical.description}\nLuz vermelha.`)
  expect(sent).toEqual([])
  await send(user, { service: '', name: '', phone: '', description: '' })
  expect(sent).toMatchObject([{ descricao: `${typical.description}\nLuz vermelha.` }])
})

test('cleared after a refusal the form is the next customer’s: no notice, nothing left in the tab; undo has it back', async () => {
  const { user, house } = await openForm()
  house.emulator.faults.inject({ route: 'atendimento', fault: 'refused' })
  await send(user)
  await screen.findByRole('region', { name: 'O HubSoft não abriu este atendimento' })

  await user.click(button('Limpar formulário'))

  await eventually(() => location.pathname).toBe('/')
  expect(screen.queryByRole('region', { name: 'O HubSoft não abriu este atendimento' })).toBeNull()
  await eventually(field.service).toHaveFocus()
  expect(sessionStorage).toHaveLength(0)
  await user.click(button('Desfazer a limpeza'))
  expect(field.description()).toHaveValue(typical.description)
})
