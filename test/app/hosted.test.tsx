import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { eventually, expectForm, field, heading, typical } from '../atendimento/on-screen.ts'
import { openHouse, openPage } from '../atendimento/open-page.tsx'

const said = () =>
  screen
    .getAllByRole('status')
    .map(({ textContent }) => textContent)
    .join(' ')

const bianca = `#${new URLSearchParams({
  id_cliente_servico: typical.service,
  nome: typical.name,
  telefone: typical.phone,
  origem: 'PABX',
  chamada: 'c-1',
})}`

test('a link fills the form, says so and where each value came from, and only the description is left to write', async () => {
  const house = await openHouse()
  const { user, line } = openPage(house, { path: `/${bianca}` })
  expect(location.hash).toBe('')

  await eventually(field.phone).toHaveValue(typical.phone)
  expectForm({ description: '' })
  expect(field.name()).toHaveAccessibleDescription(/Veio de: um link \(diz ser: PABX\)/)
  await eventually(field.description).toHaveFocus()
  await eventually(said).toContain('O link preencheu 3 campos.')

  await user.paste(typical.description)
  await user.keyboard('{Control>}{Enter}{/Control}')
  await heading('Atendimento aberto')
  expect(house.emulator.ledger.tickets).toHaveLength(1)
  expect(line.posts).toHaveLength(1)
})
