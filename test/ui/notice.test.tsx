import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { Notice } from '#src/ui/notice.tsx'

test('a notice is a region named by its title', () => {
  render(
    <Notice tone="info" title="A conferir">
      <p>Um envio.</p>
    </Notice>,
  )

  expect(screen.getByRole('region', { name: 'A conferir' })).toHaveTextContent('Um envio.')
  expect(screen.getByRole('heading', { level: 2, name: 'A conferir' })).toBeInTheDocument()
})

test('a notice takes the focus only where it is told to', () => {
  render(<Notice tone="info" title="A conferir" />)
  expect(document.body).toHaveFocus()
  expect(screen.getByRole('region')).not.toHaveAttribute('tabindex')

  render(<Notice tone="error" title="Recusado" takesFocus />)
  expect(screen.getByRole('region', { name: 'Recusado' })).toHaveFocus()
})

test('two notices at once each have their own title', () => {
  render(
    <>
      <Notice tone="info" title="Um" />
      <Notice tone="info" title="Outro" />
    </>,
  )

  expect(screen.getByRole('region', { name: 'Um' })).toBeInTheDocument()
  expect(screen.getByRole('region', { name: 'Outro' })).toBeInTheDocument()
})
