import { fireEvent, render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { WholeClicks } from '#src/ui/whole-clicks.ts'

test('the second of two quick clicks takes the focus only where it meets what the first one met', () => {
  render(
    <>
      <WholeClicks />
      <p>Bianca Couto</p>
      <p>Digite o código do serviço</p>
    </>,
  )
  const found = screen.getByText('Bianca Couto')
  const between = screen.getByText('Digite o código do serviço')

  fireEvent.click(found, { detail: 1 })

  expect(fireEvent.mouseDown(found, { detail: 2 })).toBe(true)
  expect(fireEvent.mouseDown(between, { detail: 2 })).toBe(false)
})
