import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { outcomes } from './outcomes.ts'
import { showOutcome } from './show-outcome.tsx'

const buttons = () => screen.getAllByRole('button').map(({ textContent }) => textContent)

test('a refusal whose text is gone still says what HubSoft said, and offers no sending', () => {
  const title = showOutcome({ ...outcomes.refused, requestId: 'r1' })

  expect(title).toHaveTextContent('O HubSoft não abriu este atendimento')
  expect(title).toHaveFocus()
  screen.getByText('O serviço está cancelado.')
  screen.getByText('Nada foi aberto. O texto já foi apagado.')
  screen.getByText('r1')
  expect(buttons()).toEqual(['Abrir próximo atendimento'])
})

test('one after an attempt that may stand says that, and not that nothing was opened', () => {
  showOutcome(outcomes['refused-again'])

  expect(document.body).toHaveTextContent('O HubSoft recusou o novo envio')
  expect(document.body).toHaveTextContent(
    /Não abra outro ainda\. Uma tentativa anterior.*O texto já foi apagado\..*Entre os atendimentos, o que tem na descrição:REF [\dA-Z]{4}-[\dA-Z]{4}/,
  )
  expect(document.body).not.toHaveTextContent('Nada foi aberto')
})

test('what was not sent and has no text left opened nothing', () => {
  const msg = 'O HubSoft pediu para esperar. Envie de novo.'
  const title = showOutcome({ ...outcomes['not-sent'], msg })

  expect(title).toHaveTextContent('Nada foi aberto')
  screen.getByText('Este envio não abriu nada. O texto já foi apagado.')
  expect(document.body).not.toHaveTextContent('Envie de novo')
})

test('a send that nobody knows the end of can’t be sent again without its text, and the screen says why', () => {
  showOutcome({ ...outcomes.unknown, couldNotLook: true })

  screen.getByText('Não posso enviar de novo daqui: os dados deste envio já foram apagados.')
  screen.getByText('Não consigo confirmar pela lista do HubSoft se o atendimento foi aberto.')
  expect(document.body).toHaveTextContent('Os dados foram enviados e a resposta')
  expect(buttons()).toEqual(['Conferir agora', 'Abrir próximo atendimento', 'Copiar a referência'])
})
