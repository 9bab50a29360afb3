import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { holding, lostOnItsWay, straight } from './atendimento/line.ts'
import { eventually, field } from './atendimento/on-screen.ts'
import { openForm, openHouse, openPage } from './atendimento/open-page.tsx'

test('the demonstration says that nothing is real, and which services to try', async () => {
  openPage(
    await openHouse({
      demoServices: [
        { id_cliente_servico: 11000, mostra: 'abre com ordem de serviço' },
        { id_cliente_servico: 11007, mostra: 'abre sem ordem de serviço' },
      ],
    }),
  )

  const banner = await screen.findByText('Demonstração')
  expect(banner.parentElement).toHaveTextContent(
    'Demonstração: nada chega a um HubSoft de verdade. Experimente os serviços',
  )
  const services = within(screen.getByRole('banner')).getAllByRole('button', { name: /^\d/ })
  expect(services.map(({ textContent, title }) => [textContent, title])).toEqual([
    ['11000', 'abre com ordem de serviço'],
    ['11007', 'abre sem ordem de serviço'],
  ])
})

test('a service of the demonstration goes into the form and takes nothing else from it', async () => {
  const { user } = await openForm()
  await user.type(field.name(), 'Bia')

  await user.click(await screen.findByRole('button', { name: '11007' }))

  expect(field.service()).toHaveValue('11007')
  expect(field.name()).toHaveValue('Bia')
  expect(field.phone()).toHaveFocus()
})

test('without demonstration services there is no banner', async () => {
  openPage(await openHouse({ demoServices: [] }))

  await screen.findByText('Atendente de Demonstração')
  expect(screen.queryByText('Demonstração')).toBeNull()
})

test('a gateway out of reach at first keeps nobody from writing, and is asked until it answers', async () => {
  const { user, line } = openPage(await openHouse(), { ways: { other: lostOnItsWay } })
  await eventually(field.service).toHaveFocus()
  await user.type(field.service(), '11000')

  line.ways.other = straight

  await screen.findByText('Atendente de Demonstração')
  await screen.findByText('Demonstração')
  expect(field.service()).toHaveValue('11000')
})

test('neither banner nor session moves the focus when they arrive', async () => {
  const held = holding()
  const { user } = openPage(await openHouse(), { ways: { other: held.way } })
  await eventually(field.service).toHaveFocus()
  await user.click(field.phone())
  expect(screen.queryByText('Atendente de Demonstração')).toBeNull()

  held.letGo()

  await screen.findByText('Atendente de Demonstração')
  await screen.findByText('Demonstração')
  expect(field.phone()).toHaveFocus()
})
