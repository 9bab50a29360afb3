import { render, screen } from '@testing-library/react'
import { expect, onTestFinished, test } from 'vitest'
import type { TicketOutcome } from '#src/atendimento/send/outcome.ts'
import { AskingScreen, NoticeWhileLoading } from '#src/atendimento/while-loading.tsx'

const reason = 'Parte desta página não chegou: recarregue a página.'
const untold: TicketOutcome = { kind: 'not-told', reason }
const title = 'Ainda não sei se o atendimento foi aberto'

test('without what reads an answer a send’s own address warns, and says to reload the page', () => {
  onTestFinished(() => {
    document.title = ''
  })
  const { rerender } = render(<AskingScreen outcome={undefined} />)
  expect(screen.getByRole('heading', { name: 'Consultando o envio' })).toHaveFocus()

  rerender(<AskingScreen outcome={untold} />)

  expect(screen.getByRole('heading', { name: title })).toHaveFocus()
  expect(document.title).toBe(title)
  screen.getByText('Não abra outro ainda.')
  expect(screen.getByRole('status')).toHaveTextContent(reason)
})

test('above the form of that send it says the same', () => {
  render(<NoticeWhileLoading outcome={untold} isSessionOver={false} onSendAgain={() => {}} />)

  const notice = screen.getByRole('region', { name: title })
  expect(notice).toHaveTextContent(`Não abra outro ainda.${reason}`)
})
