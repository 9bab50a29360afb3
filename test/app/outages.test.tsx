import { act, render, screen } from '@testing-library/react'
import { expect, onTestFinished, test, vi } from 'vitest'
import { Outages } from '#src/app/outages.tsx'
import type { Configuracao } from '#src/contract/page-context.ts'
import { lostOnItsWay, straight } from '../atendimento/line.ts'
import { field } from '../atendimento/on-screen.ts'
import { openForm, untilLookedAgain } from '../atendimento/open-page.tsx'
import { quietConfiguracao } from '../samples.ts'

const since = '2026-11-24T17:02:00.000Z'

function outages(hubsoft: Configuracao['hubsoft'] | undefined) {
  const configuracao = hubsoft && { ...quietConfiguracao, hubsoft }
  return <Outages configuracao={configuracao} now={() => new Date('2026-11-24T19:00:00Z')} />
}

const outage =
  'HubSoft fora do ar desde 14:02. Pode continuar escrevendo; o envio só sai quando ele voltar e você clicar.'

test.each([
  ['down', { situacao: 'fora_do_ar', desde: since }, outage],
  [
    'down since nobody knows when',
    { situacao: 'fora_do_ar', desde: null },
    'HubSoft fora do ar. Pode continuar escrevendo; o envio só sai quando ele voltar e você clicar.',
  ],
  [
    'refusing our account',
    { situacao: 'conta_recusada', desde: since },
    'O HubSoft não aceita a conta da integração desde 14:02. Avise o responsável pelo sistema.',
  ],
  [
    'refusing it since yesterday',
    { situacao: 'conta_recusada', desde: '2026-11-23T17:02:00Z' },
    'O HubSoft não aceita a conta da integração desde 23/11, 14:02. Avise o responsável pelo sistema.',
  ],
] as const)('HubSoft %s is told in a region that was there before', (_name, hubsoft, said) => {
  const { rerender } = render(outages(undefined))
  const regions = screen.getAllByRole('status')
  expect(regions.map((region) => region.textContent)).toEqual(regions.map(() => ''))

  rerender(outages(hubsoft))

  expect(regions).toContain(screen.getByText(said).parentElement)
})

test('HubSoft back is told where it was told to be away, and only then', () => {
  const { rerender } = render(outages({ situacao: 'no_ar', desde: null }))
  expect(screen.queryByText('HubSoft de volta.')).toBeNull()
  rerender(outages({ situacao: 'fora_do_ar', desde: since }))
  const region = screen.getByText(outage).parentElement

  rerender(outages({ situacao: 'no_ar', desde: null }))
  expect(region).toHaveTextContent(/^HubSoft de volta\.$/)

  rerender(outages({ situacao: 'fora_do_ar', desde: since }))
  expect(region).toHaveTextContent(outage)
})

test('that HubSoft is back is said for a while, and its room is kept until another screen', () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  onTestFinished(() => history.replaceState(null, '', '/'))
  const { rerender } = render(outages({ situacao: 'fora_do_ar', desde: since }))
  const region = screen.getByText(outage).parentElement
  rerender(outages({ situacao: 'no_ar', desde: null }))
  expect(region).toHaveTextContent('HubSoft de volta.')

  act(() => void vi.advanceTimersByTime(10_000))

  expect(region).toHaveTextContent(/^$/)
  expect(region).toHaveAttribute('data-room', outage)
  act(() => history.pushState(null, '', '/atendimentos'))
  expect(region).toHaveAttribute('data-room', '')
})

test('looking at the configuration again changes nothing on the page, answered or not', async () => {
  const { user, line } = await openForm()
  const banner = await screen.findByText('Demonstração')
  await user.type(field.name(), 'Bia')
  for (const way of [lostOnItsWay, straight]) await untilLookedAgain(line, way)
  await user.type(field.name(), 'nca')

  expect(screen.getByText('Demonstração')).toBe(banner)
  expect(field.name()).toHaveValue('Bianca')
  expect(field.name()).toHaveFocus()
  expect(screen.getByText('Atendente de Demonstração')).toBeInTheDocument()
})
