// Without user-event's `setup`, which brings a clipboard: this file needs to have none.
import { render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, onTestFinished, test } from 'vitest'
import { CopyButton } from '#src/ui/copy-button.tsx'

const byHand = 'Não consegui copiar. Pressione Ctrl+C.'

test('here is no clipboard, as in a frame that may not copy', () => {
  expect(navigator.clipboard).toBeUndefined()
})

test('where copying is forbidden the digits are left selected, to be copied by hand', async () => {
  render(
    <>
      <p id="protocolo">
        <span>2018</span>
        <span>1116</span>
      </p>
      <CopyButton text="20181116" done="Protocolo copiado." sourceId="protocolo">
        Copiar protocolo
      </CopyButton>
    </>,
  )

  await userEvent.click(screen.getByRole('button', { name: 'Copiar protocolo' }))

  expect(await screen.findByText(byHand)).toBe(screen.getByRole('status'))
  expect(document.getSelection()?.toString()).toBe('20181116')
  expect(screen.queryByText('Protocolo copiado.')).toBeNull()
  expect(screen.queryByRole('textbox')).toBeNull()
})

test('a text that stands nowhere on the page is shown, selected and focused', async () => {
  render(
    <CopyButton text={'Olá, Bianca!\nProtocolo: 1.'} done="Mensagem copiada.">
      Copiar mensagem
    </CopyButton>,
  )

  await userEvent.click(screen.getByRole('button', { name: 'Copiar mensagem' }))

  const area = await screen.findByRole<HTMLTextAreaElement>('textbox', {
    name: 'Texto para copiar',
  })
  screen.getByText(byHand)
  expect(area).toHaveValue('Olá, Bianca!\nProtocolo: 1.')
  expect(area).toHaveAttribute('readonly')
  expect([area.selectionStart, area.selectionEnd]).toEqual([0, area.value.length])
  expect(document.querySelectorAll('textarea')).toHaveLength(1)
  await userEvent.keyboard('{Escape}')
  expect(screen.queryByRole('textbox')).toBeNull()
  expect(screen.getByRole('button', { name: 'Copiar mensagem' })).toHaveFocus()
})

test('where only the old way of copying works it is used, and the focus goes back', async () => {
  const taken: (string | undefined)[] = []
  // jsdom has no `execCommand`, allowed or not: this one notes what a browser would copy.
  document.execCommand = (command) => {
    const area = document.querySelector('textarea')
    taken.push(command, area?.value.slice(area.selectionStart, area.selectionEnd))
    return true
  }
  onTestFinished(() => void Reflect.deleteProperty(document, 'execCommand'))
  render(
    <CopyButton text="20181116" done="Protocolo copiado.">
      Copiar protocolo
    </CopyButton>,
  )

  await userEvent.click(screen.getByRole('button'))

  await screen.findByText('Protocolo copiado.')
  expect(taken).toEqual(['copy', '20181116'])
  expect(screen.getByRole('button')).toHaveFocus()
  expect(document.querySelector('textarea')).toBeNull()
})
