import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { button, eventually, field, send } from '../on-screen.ts'
import { openBareForm } from './bare-form.tsx'

test.each([
  ['37999112233', 'Celular · (37) 99911-2233'],
  ['+55 37 99911-2233', 'Celular · (37) 99911-2233'],
  ['(37) 3415-1100', 'Fixo · (37) 3415-1100'],
])('the phone number %s is read back as "%s", and stays as typed', async (typed, readOut) => {
  const { user } = await openBareForm()

  await user.type(field.phone(), typed)

  await screen.findByText(readOut)
  expect(field.phone()).toHaveValue(typed)
})

test('a phone number is read back only once it can be one', async () => {
  const { user } = await openBareForm()

  await user.type(field.phone(), '3799911223')
  expect(screen.queryByText(/^(Celular|Fixo) · /)).toBeNull()
  await user.type(field.phone(), '3')

  await screen.findByText('Celular · (37) 99911-2233')
})

test.each([
  ['phone', '37900000000', 'Número repetitivo. Confira com o cliente.'],
  ['name', 'bia@x.com.br', 'Parece um e-mail. Se for, use o campo E-mail.'],
  [
    'name',
    'Bia 37999112233',
    'Há um número comprido no nome. Se for telefone, use o campo Telefone.',
  ],
  ['name', 'ana souza', 'Este é o seu nome. Confira quem está falando.'],
  ['email', 'nao@tem.com', 'Parece um endereço inventado. Pode deixar em branco.'],
] as const)('in the field %s, “%s” is warned of, not blocked: %s', async (name, typed, warning) => {
  const { user } = await openBareForm()
  await user.type(field[name](), typed)

  await screen.findByText(warning)
  expect(field[name]()).not.toHaveAttribute('aria-invalid')
})

test.each([
  ['11000', 'Serviço 11000'],
  ['011000', 'Serviço 11000'],
  ['nº 11.000', 'Serviço 11000'],
])('the service %s is read back as "%s"', async (typed, readOut) => {
  const { user } = await openBareForm()

  await user.type(field.service(), typed)

  await screen.findByText(readOut)
})

test('a pasted text with one number in it offers that number and takes nothing by itself', async () => {
  const { user, sent } = await openBareForm()
  await user.click(field.service())
  await user.paste('Serviço 11000 - BIANCA COUTO')

  const offer = await screen.findByRole('button', { name: 'Usar 11000?' })
  expect(field.service()).toHaveValue('Serviço 11000 - BIANCA COUTO')
  await user.click(offer)

  await eventually(field.service).toHaveFocus()
  expect(field.service()).toHaveValue('11000')
  expect(screen.queryByRole('button', { name: 'Usar 11000?' })).toBeNull()
  await send(user, { service: '' })
  await eventually(() => sent).toMatchObject([{ id_cliente_servico: 11000 }])
})

test('taking the offered number mends the fault of its field', async () => {
  const { user } = await openBareForm()
  await send(user, { service: 'Serviço 11000 - BIANCA COUTO' })
  await screen.findByRole('link', { name: 'Código do serviço: use só números. Exemplo: 11000.' })

  await user.click(button('Usar 11000?'))

  await screen.findByRole('region', { name: 'Tudo corrigido. Pode abrir o atendimento.' })
  expect(field.service()).not.toHaveAttribute('aria-invalid')
})

test('a mistyped mail domain is pointed out and mended with one press', async () => {
  const { user } = await openBareForm()
  await user.type(field.email(), 'bia@gmail.con')

  await user.click(await screen.findByRole('button', { name: 'Você quis dizer gmail.com?' }))

  await eventually(field.email).toHaveValue('bia@gmail.com')
  await eventually(field.email).toHaveFocus()
  expect(screen.queryByRole('button', { name: /^Você quis dizer/ })).toBeNull()
})
