import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { Notice } from '#src/ui/notice.tsx'

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
