import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { eventually, field, heading, send } from '../atendimento/on-screen.ts'
import { openHouse, openPage } from '../atendimento/open-page.tsx'

const attendant = /^Você está registrando como Atendente de Demonstração$/
const placesIn = (part: HTMLElement) =>
  within(part)
    .getAllByRole('link')
    .map(({ textContent, ariaCurrent }) => [textContent, ariaCurrent])
const form = 'Abrir atendimento'
const list = 'Meus envios de hojeEnvios'

test('the bar names the operator, the screens, and who is here', async () => {
  const house = await openHouse({ env: { BRAND_NAME: 'Provedor Exemplo' } })
  const { user } = openPage(house)
  const bar = screen.getByRole('banner')

  await within(bar).findByText('Provedor Exemplo')
  expect(await within(bar).findByText('Atendente de Demonstração')).toHaveTextContent(attendant)
  expect(placesIn(bar)).toEqual([
    [form, 'page'],
    [list, null],
  ])
  await user.click(within(bar).getByRole('link', { name: /^Meus envios de hoje/ }))
  await eventually(() => placesIn(bar)).toEqual([
    [form, null],
    [list, 'page'],
  ])
})

test('where the host has a bar, what is needed of ours stands below, after a send and a reload too', async () => {
  const { user, reload } = openPage(await openHouse(), { path: '/?barra=nao' })
  await eventually(field.service).toHaveFocus()

  await send(user)
  await heading('Atendimento aberto')
  reload()
  await heading('Atendimento aberto')

  expect(screen.queryByText('Novo Atendimento')).toBeNull()
  const below = screen.getByRole('contentinfo')
  expect(placesIn(below).map(([name]) => name)).toEqual([form, list])
  expect(await within(below).findByText('Atendente de Demonstração')).toHaveTextContent(attendant)
  reload('/?barra=sim')
  expect(within(screen.getByRole('banner')).getByText('Novo Atendimento')).toBeVisible()
  expect(screen.queryByRole('contentinfo')).toBeNull()
})

test('a host’s bar is reckoned with where the frame may store nothing', async () => {
  const { getItem } = Storage.prototype
  Storage.prototype.getItem = () => {
    throw new DOMException('blocked', 'SecurityError')
  }
  try {
    openPage(await openHouse(), { path: '/?barra=nao' })
    await eventually(field.service).toHaveFocus()
    expect(screen.getByRole('contentinfo')).toBeVisible()
  } finally {
    Storage.prototype.getItem = getItem
  }
})
