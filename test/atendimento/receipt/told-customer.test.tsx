import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { answerLost, hold, lostOnItsWay, straight } from '../line.ts'
import { button, eventually, heading, send } from '../on-screen.ts'
import { openForm } from '../open-page.tsx'

const chip = (name: string) => button(name)
const pressed = () =>
  screen.queryAllByRole('button', { pressed: true }).map(({ textContent }) => textContent)
const noted = /^Anotado às \d\d:\d\d\.$/

/** The page on the receipt of a ticket that was just opened. */
async function openReceipt(ticket?: Parameters<typeof send>[1]) {
  const page = await openForm()
  await send(page.user, ticket)
  await heading('Atendimento aberto')
  const informed = async () => {
    const response = await fetch(
      new URL(`/api/v1/integracao${location.pathname.replace('s/', '/')}`, page.house.url),
    )
    return Object(await response.json()).informado
  }
  return { ...page, informed }
}

test('that the customer has the protocol is noted with one click, and stands after a reload', async () => {
  const { user, reload, informed } = await openReceipt()
  expect(screen.getByRole('group', { name: 'O cliente já tem o protocolo:' })).toBeVisible()
  expect(pressed()).toEqual([])

  await user.click(chip('por telefone'))

  expect((await screen.findByText(noted)).closest('[role="status"]')).not.toBeNull()
  expect(pressed()).toEqual(['por telefone'])
  expect(chip('por telefone')).toHaveFocus()
  expect(await informed()).toMatchObject({ canal: 'telefone' })
  reload()
  await screen.findByText(noted)
  expect(pressed()).toEqual(['por telefone'])
})

test('another way takes its place, and it can be taken back, without losing the focus', async () => {
  const { user, informed } = await openReceipt({ email: 'bia@x.com.br' })
  await user.click(chip('por telefone'))
  await screen.findByText(noted)
  await user.click(chip('e-mail'))
  await eventually(pressed).toEqual(['e-mail'])

  await user.click(button('Desfazer a anotação'))

  await eventually(pressed).toEqual([])
  expect(screen.queryByText(noted)).toBeNull()
  expect(chip('e-mail')).toHaveFocus()
  expect(await informed()).toBeNull()
  await user.click(chip('WhatsApp'))
  await eventually(pressed).toEqual(['WhatsApp'])
  await user.click(chip('WhatsApp'))
  await eventually(pressed).toEqual([])
})

test('nothing is shown as noted before the gateway has said so', async () => {
  const { user, line } = await openReceipt()
  const held = hold(line, 'other')

  await user.click(chip('WhatsApp'))

  await eventually(() => line.requests).toContainEqual(expect.stringMatching(/^PUT .*\/informado$/))
  expect(pressed()).toEqual([])
  expect(screen.queryByText(noted)).toBeNull()
  held.letGo()
  await screen.findByText(noted)
})

test('what couldn’t be noted is said, shows nothing as noted, and can be tried again', async () => {
  const { user, line, informed } = await openReceipt()
  line.ways.other = lostOnItsWay

  await user.click(chip('por telefone'))

  await screen.findByText('Não consegui anotar. Tente de novo.')
  expect(pressed()).toEqual([])
  expect(await informed()).toBeNull()
  line.ways.other = straight
  await user.click(chip('por telefone'))
  await screen.findByText(noted)
  expect(screen.queryByText('Não consegui anotar. Tente de novo.')).toBeNull()
})

test('where only the answer was lost, asking shows that it is noted', async () => {
  const { user, line } = await openReceipt()
  line.ways.other = answerLost

  await user.click(chip('por telefone'))

  await screen.findByText(noted)
  expect(pressed()).toEqual(['por telefone'])
  await eventually(() => screen.queryByText('Não consegui anotar. Tente de novo.')).toBeNull()
})

test('who gave no e-mail is told by none, and going on needs no note', async () => {
  const { user } = await openReceipt()
  expect(screen.queryByRole('button', { name: 'e-mail' })).toBeNull()

  await user.click(button('Abrir próximo atendimento'))

  await heading('Abrir atendimento')
})
