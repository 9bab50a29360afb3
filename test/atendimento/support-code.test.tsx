import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { answerLost, lostOnItsWay, straight, type Way, withHeaders } from './line.ts'
import { conferring, eventually, send, unreachable } from './on-screen.ts'
import { comeBackToTab, openForm } from './open-page.tsx'

/** Notes the request id under which the gateway logged what it answered. */
function noting(way: Way = straight) {
  const ids: (string | null)[] = []
  return {
    ids,
    way: (async (send) => {
      const response = await way(send)
      ids.push(response.headers.get('x-request-id'))
      return response
    }) satisfies Way,
  }
}

const codeIn = (region: HTMLElement) =>
  /^Código para o suporte: ([\da-f-]{36})$/.exec(
    within(region).getByText(/^Código para o suporte/).textContent ?? '',
  )?.[1]

const fromElsewhere = withHeaders({ origin: 'https://outro.example' })

test.each([
  ['refused', { service: '11013' }, straight, 'O HubSoft não abriu este atendimento'],
  ['not sent', {}, straight, 'Nada foi aberto'],
  ['turned away at our own door', {}, fromElsewhere, 'O envio não foi aceito'],
])('a send that was %s carries the id of the gateway’s log', async (what, ticket, way, title) => {
  const { user, line, house } = await openForm()
  const noted = noting(way)
  line.ways.post = noted.way
  if (what === 'not sent') house.refuseNextSend()

  await send(user, ticket)

  expect(codeIn(await screen.findByRole('region', { name: title }))).toBe(noted.ids[0])
})

/** A gateway whose log can't be written for the requests that `isHit` names: it answers 500. */
const breakingLog = (isHit: (line: string) => boolean) => ({
  logTo(line: string) {
    if (isHit(line)) throw new Error('no space left on device')
  },
})

test('a fault of ours that keeps the outcome from being asked says so, with the id of the asking', async () => {
  const { user, line } = await openForm(
    breakingLog((text) => text.includes('/:chave"') && text.includes('"status":200')),
  )
  const noted = noting()
  line.ways.post = answerLost
  line.ways.ask = noted.way

  await send(user)

  const said = await conferring(/Erro nosso, não do que você digitou\./)
  expect(said).toHaveTextContent('Não envie de novo.')
  expect(document.title).toBe('Ainda não sei se o atendimento foi aberto')
  expect(noted.ids).toContain(codeIn(screen.getByRole('main')))
})

test('an asking in vain in between doesn’t take the id of the send away', async () => {
  const { user, line } = await openForm(breakingLog((text) => text.includes('"status":415')))
  const noted = noting(withHeaders({ 'content-type': 'text/plain' }))
  line.ways.post = noted.way
  line.ways.ask = lostOnItsWay
  await send(user)
  await unreachable()
  expect(codeIn(screen.getByRole('main'))).toBe(noted.ids[0])

  line.ways.ask = straight
  comeBackToTab()

  expect(codeIn(await screen.findByRole('region', { name: 'Nada foi aberto' }))).toBe(noted.ids[0])
})

test('without an answer there is no code to hand on', async () => {
  const { user, line } = await openForm()
  line.ways.post = answerLost
  line.ways.ask = lostOnItsWay

  await send(user)

  await unreachable()
  await eventually(() => screen.queryByText(/Código para o suporte/)).toBeNull()
})
