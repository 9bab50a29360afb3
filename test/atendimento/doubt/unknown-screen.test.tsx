import { screen, waitFor, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test } from 'vitest'
import { callKeys } from '#src/contract/fields.ts'
import { referenceOf } from '#src/contract/reference.ts'
import { hold, holding, lostOnItsWay, straight, type Way } from '../line.ts'
import { button, eventually, foldedDescription, heading, resultado } from '../on-screen.ts'
import { backInTab, comeBackToTab } from '../open-page.tsx'
import { openUnknown, untilLateLook, untilNextLook } from '../open-unknown.tsx'
import { chave, enviado, outcomes } from '../outcomes.ts'
import { showOutcome } from '../show-outcome.tsx'

// What the gateway says of its own looks.
const conferred = () => screen.queryByText(/^(Conferi \d|Não consigo confirmar)/)?.textContent

test('an outcome nobody knows is said plainly, with the reference by which to look for it, and nothing sends by itself', async () => {
  const { user, line, house, reload } = await openUnknown({
    ticket: { service: '11.000', phone: '+55 37 99911-2233', workOrder: true },
  })

  expect(screen.getByRole('heading', { level: 1 })).toHaveFocus()
  expect(document.title).toBe('Não sei se o atendimento foi aberto')
  expect(resultado()).toBe('incerto')
  const main = screen.getByRole('main')
  expect(main).toHaveTextContent(
    /Não abra outro ainda\. Enviei às \d\d:\d\d e a resposta do HubSoft não chegou\./,
  )
  expect(conferred()).toMatch(/^Conferi \d+ vezes os atendimentos do serviço 11000\.$/)
  const reference = referenceOf(line.posts[0]?.key ?? '')
  expect(main).toHaveTextContent(
    'Diga ao cliente: Seu pedido foi registrado e eu retorno com o protocolo.',
  )
  expect(screen.getByRole('region', { name: 'Procure no HubSoft' })).toHaveTextContent(
    `Entre os atendimentos do serviço 11000, o que tem na descrição:${reference}Copiar a referênciaSe abrir à mão, escreva a referência no fim da descrição.`,
  )
  expect(
    within(main)
      .getAllByRole('button')
      .map((one) => one.textContent),
  ).toEqual([
    'Conferir agora',
    'Copiar meus dados',
    'Enviar de novo…',
    'Abrir próximo atendimento',
    'Copiar a referência',
  ])
  const sent = screen.getByRole('region', { name: 'O que foi enviado' })
  expect(sent).toHaveTextContent(/Serviço11000.*Telefone\(37\) 99911-2233.*OSPedida/)
  expect(document.querySelector('form, [type=submit]')).toBeNull()
  await user.keyboard('{Control>}{Enter}{/Control}')
  const shown = main.textContent

  reload()
  await heading('Não sei se o atendimento foi aberto')
  expect(screen.getByRole('main').textContent).toBe(shown)

  // As in another tab, which has what the gateway kept of it.
  sessionStorage.clear()
  reload()
  await heading('Não sei se o atendimento foi aberto')
  expect(screen.getByRole('main').textContent).toBe(shown)
  expect(line.posts).toHaveLength(1)
  expect(house.ticketRequests()).toHaveLength(1)
})

test('what was sent is shown and can be copied, field by field, as it went out', async () => {
  showOutcome({ ...outcomes.unknown, enviado })
  const sent = screen.getByRole('region', { name: 'O que foi enviado' })
  const shown = within(sent).getAllByRole('definition')
  expect(shown.map(({ textContent }) => textContent)).toEqual([
    '11000',
    'Bianca Couto',
    // The ending is paper's.
    '(37) 99911-2233final 2233',
    'Pedida',
  ])
  expect(foldedDescription()).toHaveTextContent('Sem internet desde ontem.')
  const onPaper = screen.getByText('Sem protocolo: isto não é um comprovante.')
  expect(onPaper).toHaveAttribute('aria-hidden', 'true')

  const user = userEvent.setup()
  await user.click(button('Copiar meus dados'))

  await screen.findByText('Dados copiados.')
  const lines = (await navigator.clipboard.readText()).split('\n')
  expect(lines).toHaveLength(callKeys.length)
  expect(lines).toContain('E-mail: (em branco)')
  expect(lines.filter((line) => !line.endsWith(': (em branco)'))).toEqual([
    'Código do serviço: 11000',
    'Nome do solicitante: Bianca Couto',
    'Telefone: (37) 99911-2233',
    'Descrição: Sem internet desde ontem.',
    'Abrir ordem de serviço: Sim',
  ])

  await user.click(button('Copiar a referência'))
  await screen.findByText('Referência copiada.')
  expect(await navigator.clipboard.readText()).toBe(referenceOf(chave))
})

test('neither a question without an answer nor a gateway that has lost its record takes the screen away', async () => {
  const { line } = await openUnknown()
  const unknownKey = '7d0b6c0e-7a55-4f5c-9d3a-3f0f1f6f0a01'
  for (const way of [
    lostOnItsWay,
    (async (send) => fetch((await send()).url.replace(/[^/]+$/, unknownKey))) satisfies Way,
  ]) {
    const before = line.asked.length
    line.ways.ask = way
    await backInTab(() => line.asked.length).toBeGreaterThan(before + 1)
  }

  expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent(
    'Não sei se o atendimento foi aberto',
  )
  // Which the screen of a lost record, of the same name, has not.
  expect(button('Conferir agora')).toBeVisible()
  expect(resultado()).toBe('incerto')
})

test('without a list that could be read, no count is claimed', async () => {
  const { user, house, skip } = await openUnknown({ isListRefused: true })
  expect(conferred()).toBe(
    'Não consigo confirmar pela lista do HubSoft se o atendimento foi aberto.',
  )
  house.emulator.faults.clear()
  skip(untilNextLook)

  await user.click(button('Conferir agora'))

  await screen.findByText('Conferi agora: ainda não apareceu.')
  expect(conferred()).toBe('Conferi 1 vez os atendimentos do serviço 11000.')
})

test('a look by hand that finds nothing says so, and adds to the count; too soon after it the page says how long to wait', async () => {
  const { user, line, skip } = await openUnknown()
  const looks = () => Number(/\d+/.exec(conferred() ?? '')?.[0])
  const before = looks()
  const held = hold(line, 'look')
  skip(untilNextLook)

  await user.dblClick(button('Conferir agora'))

  expect(button('Conferindo…')).toHaveAttribute('aria-disabled', 'true')
  expect(button('Conferindo…')).toHaveFocus()
  held.letGo()
  expect(await screen.findByText('Conferi agora: ainda não apareceu.')).toHaveAttribute(
    'role',
    'status',
  )
  expect(button('Conferir agora')).toHaveFocus()
  expect(button('Conferir agora')).not.toHaveAttribute('aria-disabled')
  expect(looks()).toBe(before + 1)
  expect(line.looked).toEqual([line.posts[0]?.key])

  await user.click(button('Conferir agora'))

  const said = await screen.findByText(
    /^Acabei de conferir este envio no HubSoft\. Confira de novo em [1-5] segundos?\.$/,
  )
  expect(said).toHaveAttribute('role', 'status')
  expect(line.looked).toHaveLength(2)
  expect(looks()).toBe(before + 1)
  expect(resultado()).toBe('incerto')
  expect(line.posts).toHaveLength(1)
})

test('a look by hand that can’t be asked for, or whose list can’t be read, says that, and can be asked for again', async () => {
  const { user, line, house, skip } = await openUnknown()
  const before = conferred()
  line.ways.look = lostOnItsWay
  await user.click(button('Conferir agora'))
  await screen.findByText('Não consigo falar com o servidor. Tente de novo.')
  line.ways.look = straight
  skip(untilNextLook)
  house.emulator.faults.inject({ route: 'listagem', fault: 'html' })

  await user.click(button('Conferir agora'))

  await screen.findByText(
    'Agora não consigo confirmar pela lista do HubSoft se o atendimento foi aberto. Tente de novo em alguns minutos, ou procure você no HubSoft.',
  )
  expect(conferred()).toBe(before)
  expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent(
    'Não sei se o atendimento foi aberto',
  )
  skip(untilNextLook)

  await user.click(button('Conferir agora'))

  await screen.findByText('Conferi agora: ainda não apareceu.')
})

test('what the gateway finds by itself becomes the receipt by itself, said once', async () => {
  const { house, line, store, skip } = await openUnknown()
  store()
  await eventually(() => house.emulator.ledger.tickets).toHaveLength(1)
  skip(untilLateLook)

  await waitFor(() => {
    comeBackToTab()
    screen.getByRole('heading', { level: 1, name: 'Atendimento aberto' })
  })

  expect(screen.getByRole('heading', { level: 1 })).toHaveFocus()
  expect(document.title).toMatch(/^Atendimento aberto – protocolo \d+$/)
  const said = screen.getAllByRole('status').map((region) => region.textContent)
  expect(said.filter(Boolean)).toEqual([])
  expect(line.looked).toEqual([])
  expect(line.posts).toHaveLength(1)
})

test('what HubSoft stored late is found by a look by hand, whatever was asked before it says', async () => {
  const { user, house, line, store, skip } = await openUnknown()
  const held = holding()
  let answers = 0
  line.ways.ask = async (way) => {
    const response = await held.way(way)
    answers += 1
    return response
  }
  const before = line.asked.length
  await backInTab(() => line.asked.length).toBe(before + 1)
  store()
  await eventually(() => house.emulator.ledger.tickets).toHaveLength(1)
  skip(untilNextLook)
  await user.click(button('Conferir agora'))
  expect(await heading('Atendimento aberto')).toHaveFocus()
  screen.getByText('Confirmado depois da conferência.')
  expect(document.getElementById('protocolo')).toHaveTextContent(
    house.emulator.ledger.tickets[0]?.atendimento.protocolo ?? 'a protocol',
  )
  expect(resultado()).toBe('aberto')
  await eventually(() => sessionStorage.length).toBe(0)

  held.letGo()

  await eventually(() => answers).toBe(1)
  await user.click(button('Copiar protocolo'))
  await screen.findByText('Protocolo copiado.')
  expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent('Atendimento aberto')
})
