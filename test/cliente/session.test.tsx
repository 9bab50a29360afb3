import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { eventually, field } from '../atendimento/on-screen.ts'
import { ana, bia } from '../house.ts'
import { openSignedIn, panel, passwordField } from '../sessao/open-local.tsx'
import { card, lookUps, search } from './caller.ts'

test('a look-up that meets the end of the session takes no focus, and is asked anew once somebody is back', async () => {
  const { user, endSession } = await openSignedIn()
  await screen.findByRole('combobox')
  await endSession()

  await user.type(field.service(), '11000')

  await eventually(panel).not.toBeNull()
  await screen.findByText('Entre de novo para consultar o serviço.', { selector: 'p' })
  expect(field.service()).toHaveFocus()
  await user.type(search(), 'bianca{Enter}')
  await screen.findAllByText('Entre de novo para procurar.')
  await user.click(field.service())
  await user.keyboard('{Backspace}1')
  await user.type(passwordField(), `${ana.senha}{Enter}`)
  await card('Bianca Couto')
})

test('what was found for one attendant is asked anew for another', async () => {
  const { user, line, endSession, signIn } = await openSignedIn()
  await screen.findByRole('combobox')
  await user.type(field.service(), '11000')
  await card('Bianca Couto')
  await endSession()
  await user.type(field.service(), '{Backspace}')
  await eventually(panel).not.toBeNull()

  await signIn(bia)

  await screen.findByText(bia.nome)
  await eventually(field.service).toHaveValue('')
  expect(screen.queryByRole('region', { name: 'Bianca Couto' })).toBeNull()
  await screen.findByRole('combobox')
  await user.type(field.service(), '11000')
  await card('Bianca Couto')
  expect(lookUps(line).filter((one) => one === 'id_cliente_servico 11000')).toHaveLength(2)
})
