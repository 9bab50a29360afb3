import { render, screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { ErrorSummary } from '#src/ui/error-summary.tsx'

const cor = { name: 'cor', message: 'Cor: escolha uma.' }
const peso = { name: 'peso', message: 'Peso: digite o peso.' }

type Props = Partial<Parameters<typeof ErrorSummary>[0]>

const summary = (props: Props) => (
  <>
    <ErrorSummary title="Há campos para corrigir" faults={[]} mended={[]} round={1} {...props} />
    <label htmlFor="campo-peso">Peso</label>
    <input id="campo-peso" />
  </>
)
const box = () => screen.getByRole('region', { name: 'Há campos para corrigir' })

test('the box takes the focus when it appears and its inside is the alert', () => {
  render(summary({ faults: [cor, peso] }))

  expect(box()).toHaveFocus()
  expect(box()).toHaveAttribute('id', 'resumo-de-erros')
  expect(within(box()).getByRole('alert')).toHaveTextContent('Há campos para corrigir')
  expect(
    within(box())
      .getAllByRole('link')
      .map((link) => [link.textContent, link.getAttribute('href')]),
  ).toEqual([
    ['Cor: escolha uma.', '#campo-cor'],
    ['Peso: digite o peso.', '#campo-peso'],
  ])
})

test('it takes the focus again with each round, and not for anything else', async () => {
  const { rerender } = render(summary({ faults: [cor, peso] }))
  screen.getByRole('textbox').focus()

  rerender(summary({ faults: [peso], mended: [cor] }))
  expect(screen.getByRole('textbox')).toHaveFocus()

  rerender(summary({ faults: [peso], round: 2 }))
  expect(box()).toHaveFocus()
})

test('what is mended is no link any more, keeps its room and alerts nobody', () => {
  render(summary({ faults: [peso], mended: [cor] }))

  expect(screen.getAllByRole('link').map((link) => link.textContent)).toEqual([peso.message])
  expect(screen.getByText(cor.message)).toHaveAttribute('aria-hidden', 'true')
  expect(screen.queryByRole('alert')).toBeNull()
})

test('a link shows the label and focuses the field without touching the address', async () => {
  const shown: (string | null)[] = []
  Element.prototype.scrollIntoView = function show() {
    shown.push(this.textContent)
  }
  render(summary({ faults: [peso] }))

  await userEvent.click(screen.getByRole('link', { name: peso.message }))

  expect(screen.getByRole('textbox', { name: 'Peso' })).toHaveFocus()
  expect(shown).toEqual(['Peso'])
  expect(location.hash).toBe('')
})

test('a link to a field that isn’t there does no harm', async () => {
  render(summary({ faults: [cor] }))

  await userEvent.click(screen.getByRole('link', { name: cor.message }))

  expect(location.hash).toBe('')
})
