import { render, screen } from '@testing-library/react'
import type { ReactNode } from 'react'
import { expect, onTestFinished, test } from 'vitest'
import { GoneScreen } from '#src/atendimento/doubt/gone-screen.tsx'
import { UnknownScreen } from '#src/atendimento/doubt/unknown-screen.tsx'
import { chave, outcomes } from '../outcomes.ts'
import { AtDesk } from '../send/at-desk.tsx'

/** As in a tab that never had the text, once the gateway has let it go, too. */
function show(screenOf: ReactNode) {
  onTestFinished(() => {
    document.title = ''
  })
  render(<AtDesk>{screenOf}</AtDesk>)
  return screen.getByRole('heading', { level: 1 })
}

const showGone = (outcome: Parameters<typeof GoneScreen>[0]['outcome']) =>
  show(<GoneScreen outcome={outcome} chave={chave} onNext={() => {}} />)

test('a refusal whose text is gone still says what HubSoft said, and offers no sending', () => {
  const title = showGone({ ...outcomes.refused, requestId: 'r1' })

  expect(title).toHaveTextContent('O HubSoft não abriu este atendimento')
  expect(title).toHaveFocus()
  screen.getByText('O serviço está cancelado.')
  screen.getByText('Nada foi aberto. O texto já foi apagado.')
  screen.getByText('r1')
  expect(screen.getAllByRole('button').map(({ textContent }) => textContent)).toEqual([
    'Abrir próximo atendimento',
  ])
})

test('one after an attempt that may stand says that, and not that nothing was opened', async () => {
  showGone(outcomes['refused-again'])

  await screen.findByText(/^REF /)
  expect(document.body).toHaveTextContent('O HubSoft recusou o novo envio')
  expect(document.body).toHaveTextContent(
    /Não abra outro ainda\. Procure no HubSoft, entre os atendimentos, um cuja descrição contenha REF [\dA-Z]{4}-[\dA-Z]{4}\.O texto já foi apagado\./,
  )
  expect(document.body).not.toHaveTextContent('Nada foi aberto')
})

test('what was not sent and has no text left opened nothing', () => {
  const title = showGone({
    ...outcomes['not-sent'],
    msg: 'O HubSoft pediu para esperar. Envie de novo.',
  })

  expect(title).toHaveTextContent('Nada foi aberto')
  screen.getByText('Este envio não abriu nada. O texto já foi apagado.')
  expect(document.body).not.toHaveTextContent('Envie de novo')
})

test('a send that nobody knows the end of can’t be sent again without its text, and the screen says why', () => {
  show(
    <UnknownScreen
      outcome={{ ...outcomes.unknown, couldNotLook: true }}
      chave={chave}
      typed={undefined}
      sentWhen="às 10:58"
      onResend={() => () => {}}
      onNext={() => {}}
    />,
  )

  screen.getByText('Não posso enviar de novo daqui: os dados deste envio já foram apagados.')
  screen.getByText('Não consigo confirmar pela lista do HubSoft se o atendimento foi aberto.')
  expect(document.body).toHaveTextContent('Enviei os dados às 10:58')
  expect(screen.getAllByRole('button').map(({ textContent }) => textContent)).toEqual([
    'Conferir agora',
    'Abrir próximo atendimento',
  ])
})
