import { render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { Button, OutsideLink } from '#src/ui/button.tsx'

test('a button in a form submits nothing unless told so', async () => {
  const submitted: string[] = []
  render(
    <form
      onSubmit={(event) => {
        event.preventDefault()
        submitted.push('submitted')
      }}
    >
      <Button>Limpar</Button>
      <Button type="submit" look="primary">
        Enviar
      </Button>
    </form>,
  )

  await userEvent.click(screen.getByRole('button', { name: 'Limpar' }))
  expect(submitted).toEqual([])
  await userEvent.click(screen.getByRole('button', { name: 'Enviar' }))
  expect(submitted).toEqual(['submitted'])
})

test('a link to elsewhere opens in a window that knows nothing of ours', () => {
  render(<OutsideLink href="https://wa.me/55">Abrir no WhatsApp</OutsideLink>)

  const link = screen.getByRole('link', { name: 'Abrir no WhatsApp' })
  expect(link).toHaveAttribute('target', '_blank')
  expect(link).toHaveAttribute('rel', 'noopener noreferrer')
})
