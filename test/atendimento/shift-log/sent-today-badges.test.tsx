import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { holding, lostOnItsWay, straight } from '../line.ts'
import { eventually, heading, send } from '../on-screen.ts'
import { backInTab, openForm, openHouse, openPage, sendInVain } from '../open-page.tsx'
import { openHouseWithPending, sendFromElsewhere } from './send-from-elsewhere.ts'

/** What stands beside the link to the list. */
const counts = () =>
  within(screen.getByRole('navigation', { name: 'Telas' }))
    .getByRole('link', { name: /^Meus envios de hoje/ })
    .parentElement?.textContent?.replace(/^Meus envios de hojeEnvios/, '')
    .trim()

const list = '/api/v1/integracao/atendimento?hoje'
const hourMs = 3_600_000

test('how many were sent and how many aren’t known stands beside the link, once that is known', async () => {
  const { house } = await openHouseWithPending()
  for (const nome of ['Um', 'Dois']) await sendFromElsewhere(house, { nome })
  const { line } = openPage(house, { ways: { list: lostOnItsWay } })
  await eventually(() => line.requests).toContain(`GET ${list}`)
  expect(counts()).toBe('')

  line.ways.list = straight

  await backInTab(counts).toBe('3 envios 1 a conferir')
})

test('nothing is counted while the list is on its way', async () => {
  const house = await openHouse()
  await sendFromElsewhere(house)
  const held = holding()
  const { line } = openPage(house, { ways: { list: held.way } })
  await eventually(() => line.requests).toContain(`GET ${list}`)
  expect(counts()).toBe('')

  held.letGo()

  await eventually(counts).toBe('1 envio')
})

test('a send counts as soon as the gateway has said what came of it', async () => {
  const { user, house } = await openForm()
  await send(user)
  await heading('Atendimento aberto')
  await eventually(counts).toBe('1 envio')
  await user.keyboard('{Alt>}9{/Alt}')

  await sendInVain(user, house)

  await eventually(counts).toBe('2 envios 1 a conferir')
})

test('nothing is asked between the answer and the screen that shows it', async () => {
  const { user, line, house } = await openForm()
  await eventually(() => line.requests).toContain(`GET ${list}`)
  const asked = () => line.requests.filter((request) => request === `GET ${list}`).length
  let askedBefore = 0
  let askedUntilShown = 0
  line.ways.post = async (send) => {
    const response = await send()
    askedBefore = asked()
    return response
  }
  const watch = new MutationObserver(() => {
    if (document.querySelector('#protocolo')) askedUntilShown ||= asked()
  })
  watch.observe(document.body, { subtree: true, childList: true })

  await send(user)

  await eventually(counts).toBe('1 envio')
  watch.disconnect()
  expect(house.emulator.ledger.tickets).toHaveLength(1)
  expect(askedUntilShown).toBe(askedBefore)
})

test('what is left of former days is none of today’s', async () => {
  const house = await openHouse()
  await sendFromElsewhere(house)
  house.skip(17 * hourMs)
  await sendFromElsewhere(house)

  openPage(house, { now: () => new Date(Date.now() + 17 * hourMs) })

  await eventually(counts).toBe('1 envio')
})
