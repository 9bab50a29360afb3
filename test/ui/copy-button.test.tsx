import { render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { CopyButton } from '#src/ui/copy-button.tsx'

// user-event's `setup` brings a clipboard of its own; without it jsdom has none, as where a frame may not copy.

test('a copy that worked is on the clipboard, line by line, and only then said to be', async () => {
  const user = userEvent.setup()
  render(
    <CopyButton text={'Protocolo:\n201811161058216'} done="Protocolo copiado.">
      Copiar protocolo
    </CopyButton>,
  )
  expect(screen.getByRole('status')).toBeEmptyDOMElement()

  await user.click(screen.getByRole('button', { name: 'Copiar protocolo' }))

  expect(await screen.findByText('Protocolo copiado.')).toBe(screen.getByRole('status'))
  expect(await navigator.clipboard.readText()).toBe('Protocolo:\n201811161058216')
  expect(screen.getByRole('button')).toHaveFocus()
  expect(screen.queryByRole('textbox')).toBeNull()
})
