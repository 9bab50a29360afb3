import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { button, eventually, field, send } from '../on-screen.ts'
import { openBareForm } from './bare-form.tsx'

const cpfWarning = /^A Descrição parece conter um CPF\. Todos os técnicos leem este texto\./

test.each([
  ['CPF 862.149.410-81, sem sinal', 'um CPF'],
  ['CNPJ 11.222.333/0001-81', 'um CNPJ'],
  ['cartão 4111 1111 1111 1111', 'um número de cartão'],
  ['a senha: gato123 não entra', 'uma senha'],
])('in "%s" the page sees %s and says who will read it', async (typed, what) => {
  const { user } = await openBareForm()

  await user.type(field.description(), typed)

  const said = await screen.findByText(
    new RegExp(`^A Descrição parece conter ${what}\\. Todos os técnicos leem este texto\\.`),
  )
  expect(said).toHaveAttribute('role', 'status')
  expect(field.description()).toHaveFocus()
  expect(field.description()).not.toHaveAttribute('aria-invalid')
})

test('Retirar takes the private data out and Desfazer puts it back', async () => {
  const { user } = await openBareForm()
  await user.type(field.description(), 'CPF 862.149.410-81, sem sinal')
  await screen.findByText(cpfWarning)

  await user.click(button('Retirar'))
  await screen.findByText(/^Retirado da Descrição\./)
  expect(field.description()).toHaveValue('CPF [CPF removido], sem sinal')
  await eventually(field.description).toHaveFocus()
  await eventually(() => screen.queryByText(cpfWarning)).toBeNull()

  await user.click(button('Desfazer'))
  await eventually(field.description).toHaveValue('CPF 862.149.410-81, sem sinal')
  await eventually(field.description).toHaveFocus()
  expect(screen.queryByText(/^Retirado da Descrição\./)).toBeNull()
  await screen.findByText(cpfWarning)
})

test('what was typed after Retirar is not lost to Desfazer, which is not offered any more', async () => {
  const { user } = await openBareForm()
  await user.type(field.description(), '862.149.410-81')
  await screen.findByText(cpfWarning)
  await user.click(button('Retirar'))
  await screen.findByRole('button', { name: 'Desfazer' })

  await user.type(field.description(), ' e sem sinal')

  await eventually(() => screen.queryByRole('button', { name: 'Desfazer' })).toBeNull()
  expect(field.description()).toHaveValue('[CPF removido] e sem sinal')
})

test('Manter ends the warning for that one, keeps the text and goes back into it', async () => {
  const { user, sent } = await openBareForm()
  await user.type(field.description(), 'CPF 862.149.410-81')
  await screen.findByText(cpfWarning)

  await user.click(button('Manter'))

  await eventually(() => screen.queryByText(cpfWarning)).toBeNull()
  await eventually(field.description).toHaveFocus()
  await send(user, { description: ', sem sinal' })
  await eventually(() => sent).toMatchObject([{ descricao: 'CPF 862.149.410-81, sem sinal' }])
})

test('a number that passes as a CPF is none once it stands in the phone field', async () => {
  const { user } = await openBareForm()
  await user.type(field.description(), 'Ligar para 37999112275')
  await screen.findByText(cpfWarning)

  await user.type(field.phone(), '(37) 99911-2275')

  await eventually(() => screen.queryByText(cpfWarning)).toBeNull()
})

test('characters are counted from 80 % of the limit, once typing pauses', async () => {
  const { user } = await openBareForm()
  await user.click(field.description())
  await user.paste('a'.repeat(3119))
  expect(screen.queryByText(/caracteres$/)).toBeNull()

  await user.type(field.description(), 'b')

  const said = await screen.findByText('3.120 de 3.900 caracteres')
  expect(said).toHaveAttribute('role', 'status')
})
