import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { lostOnItsWay, proxied } from '../line.ts'
import { eventually, field, heading, resultado, send } from '../on-screen.ts'
import { backInTab, inTheEnd, openForm, openHouse, openPage, sendInVain } from '../open-page.tsx'
import { openHouseWithPending, sendFromElsewhere } from './send-from-elsewhere.ts'

const shown = () => screen.findByRole('region', { name: 'Últimos envios' })
const items = () =>
  within(screen.getByRole('region', { name: 'Últimos envios' }))
    .getAllByRole('listitem')
    .map((item) => item.textContent)
const links = () => screen.getAllByRole('link', { name: /^Ver o envio: / })
const notKnown = /^A conferirVer o envio: .* · não sei se foi aberto$/
/** What stands of an open send: protocol, its button, time, name and what came of it. */
const opened = (protocol: string, said = 'aberto', nome = 'Bianca Couto') =>
  expect.stringMatching(
    new RegExp(`^${protocol} Copiar protocolo \\d+Ver o envio: \\d\\d:\\d\\d · ${nome} · ${said}$`),
  )

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

test('what isn’t known of a send from another computer stands beside the empty form, and leads to it', async () => {
  const { house, keys } = await openHouseWithLost(1)
  const { user, line } = openPage(house)

  await shown()

  await inTheEnd(() => items()).toEqual([
    expect.stringMatching(
      /^A conferirVer o envio: \d\d:\d\d · serviço 11000 \(Bianca Couto\) · não sei se foi aberto$/,
    ),
  ])
  await eventually(field.service).toHaveFocus()
  expect(resultado()).toBeUndefined()
  await user.click(links()[0] ?? document.body)
  await heading('Não sei se o atendimento foi aberto')
  expect(location.pathname).toBe(`/atendimentos/${keys[0]}`)
  expect(line.posts).toEqual([])
})

test('the last three sends of which all is known stand there too, the newest first, to be copied', async () => {
  const house = await openHouse()
  const sent = [await sendFromElsewhere(house, { nome: 'Um' })]
  sent.push(await sendFromElsewhere(house, { nome: 'Marta Diniz', abrir_os: true }))
  await sendFromElsewhere(house, { id_cliente_servico: 11013, nome: 'João Lima' })
  sent.push(await sendFromElsewhere(house, { id_cliente_servico: 11007, abrir_os: true }))
  const { user } = openPage(house)

  await shown()

  const [, second, third] = sent.map(({ protocol }) => protocol)
  expect(items()).toEqual([
    opened(third ?? '', 'aberto, OS não criada'),
    expect.stringMatching(/^RecusadoVer o envio: \d\d:\d\d · João Lima · o HubSoft não abriu$/),
    opened(second ?? '', 'aberto com OS', 'Marta Diniz'),
  ])
  expect(await shown()).not.toHaveTextContent('99911')

  await user.click(screen.getByRole('button', { name: `Copiar protocolo ${third}` }))

  await screen.findByText('Copiado.')
  expect(await navigator.clipboard.readText()).toBe(third)
  await user.click(links()[0] ?? document.body)
  await heading('Atendimento aberto')
})

test('a send of this tab’s that the gateway lists as well is one line', async () => {
  const { house } = await openHouseWithLost(1)
  const { user } = openPage(house)
  await shown()
  // Of the same service it would be asked about first, where somebody types slowly enough to be shown its list.
  await sendInVain(user, house, { service: '11002' })

  await user.keyboard('{Alt>}9{/Alt}')

  await eventually(links).toHaveLength(2)
  await eventually(field.service).toHaveFocus()
  // How far the other one is, the list may not have heard yet.
  await inTheEnd(() => items()).toEqual([
    expect.stringMatching(notKnown),
    expect.stringMatching(notKnown),
  ])
})

test('a send that settles while the form is there keeps its place with its protocol, and is said once', async () => {
  const { house, letHubsoftAnswer } = await openHouseWithPending()
  await sendFromElsewhere(house, { nome: 'Marta Diniz' })
  openPage(house)
  await shown()
  const [first, second] = items()
  expect(first).toMatch(/ · ainda sem resposta$/)
  const [link] = links()
  link?.focus()
  letHubsoftAnswer()

  await backInTab(() => items()[0]).toEqual(opened('\\d+'))

  expect(items()[1]).toBe(second)
  expect(link).toHaveFocus()
  const protocol = items()[0]?.match(/^\d+/)?.[0]
  const news = screen.getByText(/^O envio das \d\d:\d\d foi aberto: protocolo [\d ]+\.$/)
  expect(news.closest('[role="status"]')).not.toBeNull()
  expect(news.textContent?.replace(/.*protocolo|\D/g, '')).toBe(protocol)
})

test('a send of this tab’s that turns out to be open is said once, though no list came', async () => {
  const house = await openHouse()
  house.emulator.faults.inject({ route: 'atendimento', fault: 'reset-after' })
  house.emulator.faults.inject({ route: 'listagem', fault: 'http-500', times: 2 })
  const { user } = openPage(house, { ways: { list: lostOnItsWay, lookUp: lostOnItsWay } })
  await send(user)
  await heading('Conferindo…')
  await user.keyboard('{Alt>}9{/Alt}')
  await shown()

  await inTheEnd(() => items()[0], 20_000).toMatch(/ · aberto$/)

  const news = screen.getAllByText(/^O envio das \d\d:\d\d foi aberto: protocolo [\d ]+\.$/)
  expect(news.map((one) => one.closest('[role="status"]') !== null)).toEqual([true])
})

test('once a send has been seen to be open, the next form says so of it, whatever was listed before', async () => {
  const { house, letHubsoftAnswer } = await openHouseWithPending()
  const { user, line } = openPage(house)
  await shown()
  letHubsoftAnswer()
  await user.click(links()[0] ?? document.body)
  await heading('Atendimento aberto')
  // What was listed before says otherwise, and no newer list comes.
  line.ways.list = lostOnItsWay

  await user.keyboard('{Alt>}9{/Alt}')

  await eventually(field.service).toHaveFocus()
  expect(items()).toEqual([opened('\\d+')])
  expect(screen.queryByText('A conferir')).toBeNull()
})

test('the send before stands there at once, where the list of it is on its way', async () => {
  const { user, line } = await openForm()
  await send(user)
  await heading('Atendimento aberto')

  await user.keyboard('{Alt>}9{/Alt}')

  await eventually(() => screen.queryByRole('region', { name: 'Últimos envios' })).not.toBeNull()
  expect(items()).toEqual([opened('\\d+')])
  expect(line.posts).toHaveLength(1)
})

test('of many that aren’t known the newest four are named and the rest counted, beside the last that is', async () => {
  // One more would open the breaker, and not be sent.
  const { house, keys } = await openHouseWithLost(5)
  for (const nome of ['Um', 'Dois']) await sendFromElsewhere(house, { nome })

  openPage(house)

  await shown()
  expect(links().map((link) => link.getAttribute('href'))).toEqual([
    ...keys
      .toReversed()
      .slice(0, 4)
      .map((key) => `/atendimentos/${key}`),
    expect.any(String),
  ])
  expect(items().at(-1)).toEqual(opened('\\d+', 'aberto', 'Dois'))
  expect(screen.getByText('E mais 1 envio a conferir.')).toBeVisible()
})

test('where nothing was sent there is no such list', async () => {
  const { line } = await openForm()

  await eventually(() => line.requests).toContain('GET /api/v1/integracao/atendimento?hoje')
  expect(screen.queryByText('Últimos envios')).toBeNull()
})

test('before it is known who is there nobody is asked for a list', async () => {
  const house = await openHouse({ env: proxied })
  const { line } = openPage(house)

  await screen.findByRole('region', { name: 'Sua sessão expirou' })
  await eventually(field.service).toHaveFocus()
  expect(line.requests).not.toContain('GET /api/v1/integracao/atendimento?hoje')
})
