import { act, fireEvent, screen, within } from '@testing-library/react'
import { expect, onTestFinished, test, vi } from 'vitest'
import { descriptionLimit } from '#src/contract/description.ts'
import { builtInTemplates } from '#src/gateway/config/built-in-templates.ts'
import { brandedConfiguracao } from '../../../samples.ts'
import { hold } from '../../line.ts'
import { button, eventually, expectForm, field, fill, heading, put } from '../../on-screen.ts'
import { openForm, openHouse, openPage } from '../../open-page.tsx'

const toolbar = () => screen.findByRole('toolbar', { name: 'Modelos para a Descrição' })
const [first] = builtInTemplates
const lines = (first?.linhas ?? []).join('\n')
const openFormWithGuides = async () => {
  const page = await openForm()
  return { ...page, bar: await toolbar() }
}

test('the guides are those of the gateway, one stop of the Tab key behind the text', async () => {
  const { user, bar } = await openFormWithGuides()
  const chips = within(bar).getAllByRole('button')
  expect(chips.map((one) => one.textContent)).toEqual(builtInTemplates.map(({ nome }) => nome))
  expect(chips.map((one) => one.getAttribute('aria-label'))).toEqual(
    builtInTemplates.map(({ nome }) => `Modelo ${nome}`),
  )

  await user.click(field.description())
  await user.tab()
  expect(chips[0]).toHaveFocus()
  await user.keyboard('{ArrowRight}{ArrowRight}')
  expect(chips[2]).toHaveFocus()
  await user.tab()
  expect(field.workOrder()).toHaveFocus()
  // Back to where it was left.
  await user.tab({ shift: true })
  expect(chips[2]).toHaveFocus()
  for (const [keys, place] of [
    ['{Home}', 0],
    ['{ArrowLeft}', chips.length - 1],
    ['{ArrowRight}', 0],
    ['{End}', chips.length - 1],
  ] as const) {
    await user.keyboard(keys)
    expect(chips[place]).toHaveFocus()
  }
})

test('a guide is written behind what stands there, with the caret where the first answer goes', async () => {
  const { user, bar } = await openFormWithGuides()
  await put(user, field.description(), 'Cliente no trabalho.')

  await user.click(within(bar).getByRole('button', { name: 'Modelo Sem conexão' }))

  expect(field.description()).toHaveFocus()
  expect(field.description()).toHaveValue(`Cliente no trabalho.\n\n${lines}`)
  screen.getByText('Modelo “Sem conexão” posto na Descrição.')
  await user.keyboard('ontem')
  expect(field.description()).toHaveValue(
    `Cliente no trabalho.\n\n${lines.replace('Desde quando: ', 'Desde quando: ontem')}`,
  )
  expect(screen.queryByRole('button', { name: 'Desfazer na Descrição' })).toBeNull()
})

test('a letter taken back after a guide has its sentence said no second time', async () => {
  const { user, bar } = await openFormWithGuides()
  await user.click(within(bar).getByRole('button', { name: 'Modelo Sem conexão' }))
  screen.getByText('Modelo “Sem conexão” posto na Descrição.')

  await user.keyboard('a{Backspace}')

  expect(field.description()).toHaveValue(lines)
  expect(screen.queryByText('Modelo “Sem conexão” posto na Descrição.')).toBeNull()
  expect(screen.queryByRole('button', { name: 'Desfazer' })).toBeNull()
})

test('a guide of which the page has only the name says so, and writes nothing', async () => {
  const house = await openHouse()
  const { user } = openPage(house, {
    embedded: brandedConfiguracao,
    ways: { other: (send) => send().then(() => new Promise(() => undefined)) },
  })

  await user.click(within(await toolbar()).getByRole('button', { name: 'Modelo Sem conexão' }))

  screen.getByText('O modelo “Sem conexão” ainda não chegou.')
  expect(field.description()).toHaveValue('')
})

test('Desfazer takes the guide out again', async () => {
  const { user, bar } = await openFormWithGuides()
  await put(user, field.description(), 'Cliente no trabalho.')
  await user.click(within(bar).getByRole('button', { name: 'Modelo Queda' }))

  await user.click(button('Desfazer na Descrição'))

  expect(field.description()).toHaveValue('Cliente no trabalho.')
  expect(field.description()).toHaveFocus()
  expect(screen.queryByRole('button', { name: 'Desfazer na Descrição' })).toBeNull()
})

test('a guide that stands there is not written again: on to its first question without an answer', async () => {
  const { user, bar } = await openFormWithGuides()
  const chip = within(bar).getByRole('button', { name: 'Modelo Sem conexão' })
  await user.click(chip)
  await user.keyboard('ontem')

  await user.click(chip)

  await screen.findByText('O modelo “Sem conexão” já está na Descrição.')
  await user.keyboard('apagadas')
  expect(field.description()).toHaveValue(
    lines
      .replace('Desde quando: ', 'Desde quando: ontem')
      .replace('(PON, LOS): ', '(PON, LOS): apagadas'),
  )
})

test('a guide that doesn’t fit is not written, and that is said', async () => {
  const { user, bar } = await openFormWithGuides()
  const long = 'a'.repeat(descriptionLimit)
  await put(user, field.description(), long)

  await user.click(within(bar).getByRole('button', { name: 'Modelo Queda' }))

  await screen.findByText(/^O modelo “Queda” não cabe: passaria do limite em \d+\.$/)
  expect(field.description()).toHaveValue(long)
})

test('questions without an answer are named, tied to the field, block nothing and are sent as they stand', async () => {
  const { user, bar, house } = await openFormWithGuides()
  await fill(user, { description: 'Só à tarde.' })
  await user.click(within(bar).getByRole('button', { name: 'Modelo Financeiro' }))
  await user.keyboard('fatura')

  const said = await screen.findByText('4 perguntas sem resposta')
  expect(said).toHaveAttribute('role', 'status')
  expect(field.description()).toHaveAccessibleDescription(
    expect.stringContaining('sem resposta: Fatura de que mês, Pago em'),
  )
  expect(field.description()).not.toHaveAttribute('aria-invalid')

  await user.click(button('Abrir atendimento'))
  await heading('Atendimento aberto')
  const [sent] = house.emulator.ledger.tickets
  await eventually(() => sent?.atendimento.descricao_abertura).toContain('Fatura de que mês:')
})

test('while it is sent no guide can be put in', async () => {
  const { user, bar, line } = await openFormWithGuides()
  await fill(user)
  const held = hold(line, 'post')
  await user.click(button('Abrir atendimento'))

  const chip = within(bar).getByRole('button', { name: 'Modelo Queda' })
  await eventually(() => chip.getAttribute('aria-disabled')).toBe('true')
  await user.click(chip)

  expectForm()
  held.letGo()
  await heading('Atendimento aberto')
})

test('Desfazer is there for eight seconds, and no longer', async () => {
  const { bar } = await openFormWithGuides()
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  onTestFinished(() => {
    vi.useRealTimers()
  })
  fireEvent.click(within(bar).getByRole('button', { name: 'Modelo Queda' }))

  act(() => vi.advanceTimersByTime(7900))
  button('Desfazer na Descrição')
  act(() => vi.advanceTimersByTime(200))

  expect(screen.queryByRole('button', { name: 'Desfazer na Descrição' })).toBeNull()
  expect(screen.queryByText('Modelo “Queda” posto na Descrição.')).toBeNull()
})
