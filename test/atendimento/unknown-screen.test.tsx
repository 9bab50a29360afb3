import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { referenceOf } from '#src/contract/reference.ts'
import { impatient } from '../house.ts'
import {
  button,
  comeBackToTab,
  eventually,
  field,
  heading,
  lostOnItsWay,
  openForm,
  resultado,
  send,
  typical,
  untilNotKnown,
} from './open-page.tsx'

test('an outcome nobody knows is said plainly, with the reference by which to look for it', async () => {
  const { user, line, house } = await openForm({ env: impatient })
  house.emulator.faults.inject({ route: 'atendimento', fault: 'reset-after' })

  await send(user, { workOrder: true })

  await untilNotKnown()
  expect(screen.getByRole('heading', { level: 1 })).toHaveFocus()
  expect(document.title).toBe('Não sei se o atendimento foi aberto')
  expect(resultado()).toBe('incerto')
  const main = screen.getByRole('main')
  expect(main).toHaveTextContent(
    /Enviei os dados às \d\d:\d\d, mas a resposta do HubSoft não chegou\. Não abra outro ainda\./,
  )
  expect(main).toHaveTextContent('Não consegui conferir os atendimentos do serviço 11000.')
  const reference = referenceOf(line.posts[0]?.key ?? '')
  expect(main).toHaveTextContent(
    `Se abrir à mão no HubSoft, escreva no fim da descrição: ${reference}`,
  )
  expect(main).toHaveTextContent(
    'Diga ao cliente: Seu pedido foi registrado e eu retorno com o protocolo.',
  )
  expect(main).toHaveTextContent(
    `Procure no HubSoft, entre os atendimentos do serviço 11000, um cuja descrição contenha ${reference}.`,
  )
  // The very words by which the ticket can be found in HubSoft.
  expect(house.emulator.ledger.tickets).toMatchObject([
    { atendimento: { descricao_abertura: expect.stringContaining(reference) } },
  ])
  expect(main).not.toHaveTextContent('O servidor não tem registro')
})

test('nothing on the not-known screen sends again', async () => {
  const { user, line, house } = await openForm()
  line.ways.post = lostOnItsWay
  await send(user)
  await heading('Não sei se o atendimento foi aberto')

  expect(screen.getAllByRole('button').map((one) => one.textContent)).toEqual([
    'Copiar meus dados',
    'Abrir próximo atendimento',
  ])
  expect(document.querySelector('form, [type=submit]')).toBeNull()
  await user.keyboard('{Control>}{Enter}{/Control}')
  expect(line.posts).toHaveLength(1)
  expect(house.emulator.ledger.requests).toEqual([])
})

test('what was sent is shown and can be copied, field by field, as it went out', async () => {
  const { user, line } = await openForm()
  line.ways.post = lostOnItsWay
  await send(user, { service: '11.000', phone: '+55 37 99911-2233', workOrder: true })
  await heading('Não sei se o atendimento foi aberto')

  const sent = screen.getByRole('region', { name: 'O que foi enviado' })
  expect(within(sent).getAllByRole('definition')).toHaveLength(6)
  await user.click(button('Copiar meus dados'))

  await screen.findByText('Dados copiados.')
  expect(await navigator.clipboard.readText()).toBe(
    [
      'Código do serviço: 11000',
      'Nome do solicitante: Bianca Couto',
      'Telefone: (37) 99911-2233',
      'E-mail: (em branco)',
      'Descrição: Sem internet desde ontem.',
      'Abrir ordem de serviço: Sim',
    ].join('\n'),
  )
})

test('a send that the gateway doesn’t know says so, and leaves both explanations open', async () => {
  const { user, line } = await openForm()
  line.ways.post = lostOnItsWay

  await send(user)

  expect(await heading('Não sei se o atendimento foi aberto')).toHaveFocus()
  expect(screen.getByRole('main')).toHaveTextContent(
    'O servidor não tem registro deste envio: pode ter sido reiniciado depois dele, ou o envio não chegou até lá.',
  )
  expect(resultado()).toBe('incerto')
})

test('Alt+9 leads on to the next customer, and the send stays in the list', async () => {
  const { user, line } = await openForm()
  line.ways.post = lostOnItsWay
  await send(user)
  await heading('Não sei se o atendimento foi aberto')

  await user.keyboard('{Alt>}9{/Alt}')

  await screen.findByText(/: não sei se foi aberto\.$/)
  await eventually(field.service).toHaveFocus()
  expect(field.description()).not.toHaveValue(typical.description)
  expect(resultado()).toBeUndefined()
})

test('a question without an answer doesn’t take the not-known screen away', async () => {
  const { user, line, house } = await openForm({ env: impatient })
  house.emulator.faults.inject({ route: 'atendimento', fault: 'reset-after' })
  await send(user)
  await untilNotKnown()
  const before = line.asked.length
  line.ways.ask = lostOnItsWay

  await eventually(() => {
    comeBackToTab()
    return line.asked.length
  }).toBeGreaterThan(before + 1)
  expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent(
    'Não sei se o atendimento foi aberto',
  )
  expect(screen.getAllByText(/^REF /).length).toBeGreaterThan(0)
})

test('a reload of the not-known screen is the same screen, by asking', async () => {
  const { user, line, reload } = await openForm()
  line.ways.post = lostOnItsWay
  await send(user)
  await heading('Não sei se o atendimento foi aberto')
  const shown = screen.getByRole('main').textContent

  reload()

  await heading('Não sei se o atendimento foi aberto')
  expect(screen.getByRole('main').textContent).toBe(shown)
  expect(line.posts).toHaveLength(1)
})

test('a send that arrived late after all becomes its receipt when the attendant comes back to the tab', async () => {
  const { user, line, house } = await openForm()
  const late: (() => Promise<Response>)[] = []
  line.ways.post = (send) => {
    late.push(send)
    return Promise.reject(new TypeError('fetch failed'))
  }
  await send(user)
  await heading('Não sei se o atendimento foi aberto')
  await Promise.all(late.map((arrive) => arrive()))

  comeBackToTab()

  expect(await heading('Atendimento aberto')).toHaveFocus()
  expect(resultado()).toBe('aberto')
  expect(line.posts).toHaveLength(1)
  expect(house.emulator.ledger.tickets).toHaveLength(1)
})
