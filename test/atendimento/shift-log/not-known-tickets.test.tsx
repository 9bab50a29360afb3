import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { lostOnItsWay, proxied } from '../line.ts'
import { eventually, field, heading, resultado } from '../on-screen.ts'
import { backInTab, inTheEnd, openHouse, openPage, sendInVain } from '../open-page.tsx'
import { openHouseWithPending, sendFromElsewhere } from './send-from-elsewhere.ts'

const notice = () => screen.findByRole('region', { name: 'A conferir' })
const items = () =>
  within(screen.getByRole('region', { name: 'A conferir' }))
    .getAllByRole('listitem')
    .map((item) => item.textContent)

/** A house that has `count` sends of which nobody knows what became of them. */
async function openHouseWithLost(count: number) {
  const house = await openHouse()
  const keys: string[] = []
  for (let sent = 0; sent < count; sent += 1) {
    house.emulator.faults.inject({ route: 'atendimento', fault: 'reset-before' })
    keys.push((await sendFromElsewhere(house)).key)
  }
  return { house, keys }
}

test('what isn’t known of a send from another computer stands above the empty form, and leads to it', async () => {
  const { house, keys } = await openHouseWithLost(1)
  const { user, line } = openPage(house)

  await notice()

  await inTheEnd(() => items()).toEqual([
    expect.stringMatching(
      /^Enviado às \d\d:\d\d, serviço 11000 \(Bianca Couto\): não sei se foi aberto\.$/,
    ),
  ])
  await eventually(field.service).toHaveFocus()
  expect(resultado()).toBeUndefined()
  await user.click(screen.getByRole('link', { name: /^Enviado às / }))
  await heading('Não sei se o atendimento foi aberto')
  expect(location.pathname).toBe(`/atendimentos/${keys[0]}`)
  expect(line.posts).toEqual([])
})

test('a send of this tab’s that the gateway lists as well is one line', async () => {
  const { house } = await openHouseWithLost(1)
  const { user } = openPage(house)
  await notice()
  await sendInVain(user, house)

  await user.keyboard('{Alt>}9{/Alt}')

  await eventually(() => screen.queryAllByRole('link', { name: /^Enviado às / })).toHaveLength(2)
  await eventually(field.service).toHaveFocus()
  // How far the other one is, the list may not have heard yet.
  await inTheEnd(() => items()).toEqual([
    expect.stringContaining('não sei se foi aberto'),
    expect.stringContaining('não sei se foi aberto'),
  ])
})

test('a send that settles while the form is there stays on the screen, with its protocol', async () => {
  const { house, letHubsoftAnswer } = await openHouseWithPending()
  openPage(house)
  await notice()
  expect(items()).toEqual([expect.stringMatching(/: ainda sem resposta\.$/)])
  const link = screen.getByRole('link', { name: /^Enviado às / })
  link.focus()
  letHubsoftAnswer()

  await backInTab(() => items()).toEqual([expect.stringMatching(/: aberto, protocolo \d+\.$/)])

  expect(link).toHaveFocus()
})

test('once a send has been seen to be open, the next form says nothing of it', async () => {
  const { house, letHubsoftAnswer } = await openHouseWithPending()
  const { user, line } = openPage(house)
  await notice()
  letHubsoftAnswer()
  await user.click(screen.getByRole('link', { name: /^Enviado às / }))
  await heading('Atendimento aberto')
  // What was listed before says otherwise, and no newer list comes.
  line.ways.list = lostOnItsWay

  await user.keyboard('{Alt>}9{/Alt}')

  await eventually(field.service).toHaveFocus()
  expect(screen.queryByRole('region', { name: 'A conferir' })).toBeNull()
})

test('of many the newest four are named, and the rest counted', async () => {
  // One more would open the breaker, and not be sent.
  const { house, keys } = await openHouseWithLost(5)

  openPage(house)

  await notice()
  const links = screen.getAllByRole('link', { name: /^Enviado às / })
  expect(links.map((link) => link.getAttribute('href'))).toEqual(
    keys
      .toReversed()
      .slice(0, 4)
      .map((key) => `/atendimentos/${key}`),
  )
  expect(screen.getByText('E mais 1 envio.')).toBeVisible()
})

test('what is known is not among it', async () => {
  const { house } = await openHouseWithLost(1)
  await sendFromElsewhere(house)
  await sendFromElsewhere(house, { id_cliente_servico: 11013 })
  house.emulator.faults.inject({ route: 'atendimento', fault: 'too-many' })
  await sendFromElsewhere(house)

  openPage(house)

  await notice()
  expect(items()).toHaveLength(1)
})

test('before it is known who is there nobody is asked for a list', async () => {
  const house = await openHouse({ env: proxied })
  const { line } = openPage(house)

  await screen.findByRole('region', { name: 'Sua sessão expirou' })
  await eventually(field.service).toHaveFocus()
  expect(line.requests).not.toContain('GET /api/v1/integracao/atendimento?hoje')
})
