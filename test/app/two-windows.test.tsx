// Two people in one browser: the windows share one session, and none of them is hidden and shown again.
import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { button, eventually, fill, send } from '../atendimento/on-screen.ts'
import { comeBackToTab } from '../atendimento/open-page.tsx'
import { bia } from '../house.ts'
import { openSignedIn } from '../sessao/open-local.tsx'
import { asBia, openAsAna } from './open-as-ana.ts'

test('a text of Ana’s is never opened in the name of who signed in in another window', async () => {
  const { user, house, line, signInElsewhere } = await openSignedIn()
  await fill(user)
  await signInElsewhere(bia)

  await user.click(button(/^Abrir atendimento/))

  await screen.findByText(/Este rascunho pertence a Ana/)
  expect(line.posts).toHaveLength(1)
  expect(house.emulator.ledger.tickets).toEqual([])
})

test('nor by a send that is quicker than the look at who is there', async () => {
  const { user, house, line, become } = await openAsAna()
  await fill(user)
  become(asBia)
  const slow = Promise.withResolvers<void>()
  line.ways.other = async (way) => {
    await slow.promise
    return asBia(way)
  }
  comeBackToTab()

  await user.keyboard('{Control>}{Enter}{/Control}')
  await eventually(() => line.posts.length).toBe(1)
  slow.resolve()

  await screen.findByText('Bia Lima')
  expect(house.emulator.ledger.tickets).toEqual([])
})

test('a send of Ana’s that is being checked isn’t called another’s when Bia’s session answers', async () => {
  const { user, house, become } = await openAsAna()
  house.emulator.faults.inject({ route: 'atendimento', fault: 'reset-after' })
  house.emulator.faults.inject({ route: 'listagem', fault: 'list-empty', times: 1000 })
  await send(user)
  await screen.findByText(/^Sem resposta até agora\./)

  become(asBia)
  window.dispatchEvent(new Event('focus'))

  await screen.findByText('Bia Lima')
  expect(house.emulator.ledger.tickets).toHaveLength(1)
  expect(screen.getByRole('main')).not.toHaveTextContent('nada seu foi enviado')
})
