import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { lostOnItsWay } from '../atendimento/line.ts'
import { button, eventually, field, heading, send } from '../atendimento/on-screen.ts'
import { backInTab } from '../atendimento/open-page.tsx'
import { sendFromElsewhere } from '../atendimento/shift-log/send-from-elsewhere.ts'
import { card, openSearch, untilAnnounced } from './caller.ts'

const openOnes = (name: string) => screen.findByRole('region', { name })
const items = (shown: HTMLElement) =>
  within(shown)
    .getAllByRole('listitem')
    .map(({ textContent }) => textContent)

test('what is open for the service already is listed below its card, and read out', async () => {
  const { user } = await openSearch()

  await user.type(field.service(), '11003')
  const shown = await openOnes('Já existem 2 abertos')

  expect(items(shown)).toEqual([
    expect.stringMatching(/^\d{15,20}ontem · Pendente · sem OSPediu a segunda via do boleto/),
    expect.stringMatching(
      /\d{15,20}\d\d\/\d\d · Pendente · 2 OSInternet cai à noite <b>todos os dias<\/b> Técnico/,
    ),
  ])
  await untilAnnounced(
    expect.stringMatching(/^Já existem 2 abertos: o mais novo, protocolo [\d ]+\.$/),
  )
})

test('a service with none open shows no list, nor one with a draft alone', async () => {
  const { user, line } = await openSearch()
  await user.type(field.service(), '11012')

  await card('Helena Rascunho')
  await eventually(() =>
    line.requests.filter((one) => one.includes('/cliente/atendimento')),
  ).toHaveLength(1)

  expect(screen.queryByRole('region', { name: /^Já existe/ })).toBeNull()
})

test('its protocol is given in place: large, in words, to be copied; Esc puts it away', async () => {
  const { user } = await openSearch()
  await user.type(field.service(), '11028')
  const shown = await openOnes('Já existe 1 aberto')
  const give = within(shown).getByRole('button', { name: /^Dar este protocolo/ })

  await user.click(give)

  expect(give).toHaveAttribute('aria-expanded', 'true')
  expect(shown).toHaveTextContent('Para ditar')
  await user.click(within(shown).getByRole('button', { name: 'Copiar protocolo' }))
  expect(await navigator.clipboard.readText()).toMatch(/^\d{15,20}$/)
  expect(document.getElementById('protocolo')).toBeNull()
  await user.keyboard('{Escape}')
  expect(give).toHaveAttribute('aria-expanded', 'false')
  expect(give).toHaveFocus()
  await user.dblClick(give)
  expect(give).toHaveAttribute('aria-expanded', 'true')
})

test('that the customer has the old protocol is noted, for whoever asks next, and taken back', async () => {
  const { user, reload } = await openSearch()
  const give = async () => {
    await user.type(field.service(), '11028')
    const shown = await openOnes('Já existe 1 aberto')
    await user.click(within(shown).getByRole('button', { name: /^Dar este protocolo/ }))
    return shown
  }
  await give()

  await user.click(button('por telefone'))

  await screen.findByText(/^Anotado às \d\d:\d\d\.$/)
  expect(button('por telefone')).toHaveAttribute('aria-pressed', 'true')
  sessionStorage.clear()
  reload('/')
  await screen.findByRole('combobox')
  const shown = await give()
  expect(items(shown)).toEqual([expect.stringMatching(/ · dado às \d\d:\d\dCliente sem sinal/)])
  await user.click(button('Desfazer a anotação'))
  await eventually(() => button('por telefone').getAttribute('aria-pressed')).toBe('false')
})

test('where that can’t be noted it is said, and nothing is shown as noted', async () => {
  const { user, line } = await openSearch()
  await user.type(field.service(), '11028')
  const shown = await openOnes('Já existe 1 aberto')
  await user.click(within(shown).getByRole('button', { name: /^Dar este protocolo/ }))
  line.ways.lookUp = lostOnItsWay

  await user.click(button('WhatsApp'))

  await screen.findByText('Não consegui anotar. Tente de novo.')
  expect(button('WhatsApp')).toHaveAttribute('aria-pressed', 'false')
})

test('the list is read anew: a ticket that somebody opens meanwhile is said', async () => {
  const { user, house } = await openSearch()
  await user.type(field.service(), '11028')
  await openOnes('Já existe 1 aberto')

  const { protocol } = await sendFromElsewhere(house, { id_cliente_servico: 11028 })

  await backInTab(() =>
    screen.queryByRole('region', { name: 'Já existem 2 abertos' }),
  ).toHaveTextContent(protocol)
})

test('a ticket that somebody opens between look and send is said before another is, and listed', async () => {
  const { user, house } = await openSearch()
  await user.type(field.service(), '11028')
  await openOnes('Já existe 1 aberto')
  const { protocol } = await sendFromElsewhere(house, { id_cliente_servico: 11028 })

  await send(user, { service: '' })

  await screen.findByText(new RegExp(`abriu um atendimento deste serviço.*${protocol}`))
  expect(await openOnes('Já existem 2 abertos')).toHaveTextContent(protocol)
  await user.click(button('Abrir outro mesmo assim'))
  await heading('Atendimento aberto')
})

test('where the list can’t be read that is said, since none shown doesn’t mean none open', async () => {
  const { user, house } = await openSearch()
  house.emulator.faults.inject({ route: 'listagem', fault: 'http-500', times: 5 })

  await user.type(field.service(), '11028')

  expect(await card('Vilma Figurada')).toBeVisible()
  await screen.findByText('Não consegui ver se este serviço já tem atendimento aberto.')
})
