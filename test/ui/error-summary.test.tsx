import { render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { ErrorSummary } from '#src/ui/error-summary.tsx'

test('a link shows its field’s label and focuses the field, where it is there, and leaves the address', async () => {
  const shown: (string | null)[] = []
  Element.prototype.scrollIntoView = function show() {
    shown.push(this.textContent)
  }
  const faults = ['peso', 'cor'].map((name) => ({ name, message: `Corrija: ${name}.` }))
  render(
    <>
      <ErrorSummary title="Há campos para corrigir" faults={faults} mended={[]} round={1} />
      <label htmlFor="campo-peso">Peso</label>
      <input id="campo-peso" />
    </>,
  )

  await userEvent.click(screen.getByRole('link', { name: 'Corrija: peso.' }))

  expect(screen.getByRole('textbox', { name: 'Peso' })).toHaveFocus()
  await userEvent.click(screen.getByRole('link', { name: 'Corrija: cor.' }))
  expect(shown).toEqual(['Peso'])
  expect(location.hash).toBe('')
})
