import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { referenceOf } from '#src/contract/reference.ts'
import { changed, hold, lostOnItsWay, type Way, withHeaders } from '../line.ts'
import {
  button,
  eventually,
  field,
  foldedDescription,
  heading,
  resultado,
  send,
  typical,
} from '../on-screen.ts'
import { backInTab, openForm, untilNotKnown } from '../open-page.tsx'
import { openUnknown, understand, untilLateLook } from '../open-unknown.tsx'
import { novo } from '../outcomes.ts'

const sentAgain = (key: string | null | undefined) => ({ key, resend: '2' })
const stillUnknown = () => heading('Não sei se o atendimento foi aberto')

test('nothing is sent again before the person has understood that there may be two tickets', async () => {
  const { user, line } = await openUnknown()
  expect(screen.queryByRole('checkbox')).toBeNull()
  expect(button('Enviar de novo…')).toHaveAttribute('aria-expanded', 'false')

  await user.click(button('Enviar de novo…'))

  expect(button('Enviar de novo…')).toHaveAttribute('aria-expanded', 'true')
  const advice = screen.getByText(
    'Antes de enviar confiro mais uma vez. Se o atendimento aparecer, ou se a lista do HubSoft não provar nada, nada é enviado.',
  )
  expect(screen.queryByRole('button', { name: 'Enviar mesmo assim' })).toBeNull()
  const understood = screen.getByRole('checkbox', {
    name: 'Entendi que pode haver dois atendimentos',
  })
  expect(understood).not.toBeChecked()
  expect(understood).toHaveFocus()
  expect(understood).toHaveAccessibleDescription(advice.textContent ?? '')
  await user.keyboard('{Enter}')
  await user.click(understood)
  expect(button('Enviar mesmo assim')).toBeVisible()
  await user.click(understood)
  expect(screen.queryByRole('button', { name: 'Enviar mesmo assim' })).toBeNull()
  await user.click(button('Enviar de novo…'))
  expect(screen.queryByRole('checkbox')).toBeNull()
  await understand(user)
  await user.keyboard('{Escape}')
  expect(screen.queryByRole('checkbox')).toBeNull()
  expect(button('Enviar de novo…')).toHaveFocus()
  await user.keyboard('{Enter}')
  expect(screen.getByRole('checkbox')).not.toBeChecked()
  expect(line.posts).toHaveLength(1)
})

test('sent again, the same goes out with the same key and the next number, and opens one ticket', async () => {
  const { user, line, house } = await openUnknown({ ticket: { email: 'bia@x.com.br' } })

  await user.click(await understand(user))

  expect(await heading('Atendimento aberto')).toHaveFocus()
  const [first, second] = line.posts
  expect(second).toMatchObject({ ...sentAgain(first?.key), body: first?.body })
  expect(first?.resend).toBeNull()
  expect(line.posts).toHaveLength(2)
  expect(location.pathname).toBe(`/atendimentos/${first?.key}`)
  expect(house.emulator.ledger.tickets).toHaveLength(1)
  expect(screen.queryByText('Confirmado depois da conferência.')).toBeNull()
  await eventually(() => sessionStorage.length).toBe(0)
})

test('by keyboard alone it is sent again with six keys, and never without the tick', async () => {
  const { user, line, house } = await openUnknown()
  expect(screen.getByRole('heading', { level: 1 })).toHaveFocus()

  const keys = ['{Tab}', '{Tab}', '{Tab}', '{Enter}', ' ', '{Enter}']
  for (const key of keys) await user.keyboard(key)

  await heading('Atendimento aberto')
  expect(keys.length).toBeLessThanOrEqual(6)
  expect(line.posts).toHaveLength(2)
  expect(house.emulator.ledger.tickets).toHaveLength(1)
})

test('two clicks send once, and while it is on its way the form says so and can’t be changed', async () => {
  const { user, line, house } = await openUnknown()
  const held = hold(line, 'post')
  const sure = await understand(user)

  // In the same moment, before anything could be painted.
  sure.click()
  sure.click()

  await screen.findByText('Abrindo o atendimento no HubSoft…')
  expect(button('Abrindo…')).toHaveAttribute('aria-disabled', 'true')
  expect(field.description()).toHaveValue(typical.description)
  expect(field.description()).toHaveAttribute('readonly')
  await eventually(() => screen.getByRole('heading', { level: 1 })).toHaveFocus()
  // The first attempt may be open, whatever comes of this one.
  expect(resultado()).toBe('incerto')
  await user.keyboard('{Control>}{Enter}{/Control}')
  held.letGo()
  await heading('Atendimento aberto')
  expect(line.posts).toHaveLength(2)
  expect(house.emulator.ledger.tickets).toHaveLength(1)
})

test('where HubSoft’s list can’t be read first, nothing is sent again and the screen says so', async () => {
  const { user, line, house } = await openUnknown()
  house.emulator.faults.inject({ route: 'listagem', fault: 'refused', times: 100 })
  const keptInTab = () => Object.values({ ...sessionStorage }).map((one) => JSON.parse(one))
  const before = keptInTab()

  await user.click(await understand(user))

  expect(
    await screen.findByRole('region', { name: 'Nada foi enviado de novo.' }),
  ).toHaveTextContent(
    'Antes de enviar eu confiro na lista do HubSoft, e não consigo confirmar por ela se o atendimento foi aberto. Tente de novo em alguns minutos, ou procure você no HubSoft.',
  )
  expect(await stillUnknown()).toHaveFocus()
  expect(resultado()).toBe('incerto')
  expect(line.posts).toHaveLength(2)
  expect(house.emulator.ledger.tickets).toEqual([])
  // Whoever reads its time in the list is told when it really went out.
  expect(keptInTab()).toEqual(before)
  house.emulator.faults.clear()
  await user.click(await understand(user))
  await heading('Atendimento aberto')
  expect(line.posts[2]).toMatchObject(sentAgain(line.posts[0]?.key))
})

test('a third attempt has the third number', async () => {
  const { user, line, house } = await openUnknown()
  house.emulator.faults.inject({ route: 'atendimento', fault: 'reset-before' })
  await user.click(await understand(user))
  await untilNotKnown()

  await user.click(await understand(user))

  await heading('Atendimento aberto')
  expect(line.posts.map(({ resend }) => resend)).toEqual([null, '2', '3'])
  expect(house.emulator.ledger.tickets).toHaveLength(1)
})

test('a reload in the middle of it asks, and sends nothing', async () => {
  const { user, line, house, reload } = await openUnknown()
  const held = hold(line, 'post')
  await user.click(await understand(user))
  await eventually(() => house.emulator.ledger.tickets).toHaveLength(1)

  reload()

  await heading('Atendimento aberto')
  held.letGo()
  expect(line.posts).toHaveLength(2)
  expect(house.emulator.ledger.tickets).toHaveLength(1)
})

test('lost on its way, it has sent nothing, and the screen is the same', async () => {
  const { user, line, house } = await openUnknown()
  line.ways.post = lostOnItsWay
  const ask = hold(line, 'ask')

  await user.click(await understand(user))

  await screen.findByText(/^A resposta se perdeu\./)
  ask.letGo()
  expect(await stillUnknown()).toHaveFocus()
  expect(button('Enviar de novo…')).toBeVisible()
  expect(house.emulator.ledger.tickets).toEqual([])
})

test('a resend that is turned away leaves the send as unknown as it was, and says why', async () => {
  const { user, line, house } = await openUnknown()
  const ways: [Way, RegExp][] = [
    [withHeaders({ origin: 'https://outro.example' }), /veio de outro site/],
    [
      changed((init) => ({ ...init, body: JSON.stringify({ ...novo, nome: 'Zé' }) })),
      /com outros dados/,
    ],
    [withHeaders({ 'x-reenvio': 'dois' }), /X-Reenvio/],
  ]
  for (const [way, why] of ways) {
    line.ways.post = way

    await user.click(await understand(user))

    await eventually(() =>
      screen.queryByRole('region', { name: /^Nada foi enviado de novo\./ }),
    ).toHaveTextContent(why)
    expect(await stillUnknown()).toHaveFocus()
    expect(location.pathname).toBe(`/atendimentos/${line.posts[0]?.key}`)
    expect(resultado()).toBe('incerto')
    expect(button('Conferir agora')).toBeVisible()
  }
  expect(house.emulator.ledger.tickets).toEqual([])
})

test('in a tab that has no text of it, what the gateway kept goes out again', async () => {
  const { user, line, house, reload } = await openUnknown()
  sessionStorage.clear()
  reload()
  await stillUnknown()
  const held = hold(line, 'post')

  await user.click(await understand(user))

  await screen.findByRole('button', { name: 'Abrindo…' })
  expect(field.description()).toHaveValue(typical.description)
  held.letGo()
  await heading('Atendimento aberto')
  expect(line.posts[1]?.body).toEqual(line.posts[0]?.body)
  expect(house.emulator.ledger.tickets).toHaveLength(1)
})

/** HubSoft says no to the second attempt. */
async function openRefusedAgain() {
  const page = await openUnknown()
  page.house.emulator.faults.inject({ route: 'atendimento', fault: 'refused-errors-array' })
  await page.user.click(await understand(page.user))
  const title = await heading('O HubSoft recusou o novo envio')
  return { ...page, title }
}

test('refused the second time, the first may still be open: the screen and the list say so, and where to look', async () => {
  const { line, title, house, reload } = await openRefusedAgain()

  expect(title).toHaveFocus()
  const main = screen.getByRole('main')
  expect(main).not.toHaveTextContent('Nada foi aberto')
  expect(main).toHaveTextContent(
    'Não abra outro ainda. Uma tentativa anterior deste envio ainda pode ter sido aberta.',
  )
  expect(screen.getByRole('region', { name: 'Procure no HubSoft' })).toHaveTextContent(
    `Entre os atendimentos do serviço 11000, o que tem na descrição:${referenceOf(line.posts[0]?.key ?? '')}`,
  )
  screen.getByText('O campo telefone é obrigatório.')
  expect(resultado()).toBe('recusado')
  // A form would be one click from a second ticket.
  expect(screen.queryByRole('textbox')).toBeNull()
  expect(foldedDescription()).toHaveTextContent(typical.description)
  expect(button('Copiar meus dados')).toBeVisible()
  expect(house.emulator.ledger.tickets).toEqual([])
  reload('/')
  await screen.findByText(/ · o HubSoft recusou o reenvio; um envio anterior pode ter sido aberto$/)
})

test('a first refusal that may turn up all the same leaves no form, says so, and becomes the receipt', async () => {
  const { user, line, house } = await openForm()
  const { faults, ledger } = house.emulator
  house.emulator.setPermissions({ openWorkOrder: 'refused-after-storing' })
  // The gateway's look alone is to meet it.
  line.ways.lookUp = lostOnItsWay
  faults.inject({ route: 'listagem', fault: 'list-empty' })

  await send(user, { workOrder: true })

  expect(await heading('O HubSoft recusou este atendimento')).toHaveFocus()
  const main = screen.getByRole('main')
  expect(main).not.toHaveTextContent('Nada foi aberto')
  expect(main).toHaveTextContent(
    'Não abra outro ainda. O HubSoft recusou, mas o atendimento ainda pode aparecer: continuo procurando.',
  )
  expect(main).toHaveTextContent(referenceOf(line.posts[0]?.key ?? ''))
  expect(document.title).toBe('O HubSoft recusou este atendimento')
  expect(resultado()).toBe('recusado')
  expect(screen.queryByRole('textbox')).toBeNull()

  history.back()
  await screen.findByText(/ · o HubSoft recusou, mas o atendimento ainda pode aparecer$/)
  expect(field.description()).toHaveValue('')
  await user.click(screen.getByRole('link', { name: /serviço 11000/ }))
  await heading('O HubSoft recusou este atendimento')
  expect(ledger.tickets).toHaveLength(1)
  house.skip(untilLateLook)

  await backInTab(() => screen.getByRole('heading', { level: 1 }).textContent).toBe(
    'Atendimento aberto',
  )
  expect(line.posts).toHaveLength(1)
})

test('stored both times, the receipt shows both protocols, to be copied, and what to do', async () => {
  const { user, house, store, skip } = await openUnknown()
  await user.click(await understand(user))
  await heading('Atendimento aberto')
  expect(screen.queryByRole('region', { name: /atendimentos deste envio/ })).toBeNull()
  store()
  await eventually(() => house.emulator.ledger.tickets).toHaveLength(2)
  skip(untilLateLook)

  // The receipt is still open, and asks by itself, as here when the attendant comes back to it.
  await backInTab(() =>
    screen.queryByRole('region', { name: 'Há dois atendimentos deste envio no HubSoft' }),
  ).not.toBeNull()
  await eventually(() => screen.getAllByRole('status').map((one) => one.textContent)).toContain(
    'Há mais de um atendimento deste envio no HubSoft.',
  )

  const warning = screen.getByRole('region', {
    name: 'Há dois atendimentos deste envio no HubSoft',
  })
  expect(warning).toHaveTextContent('O pedido do cliente é um só: feche um no HubSoft.')
  const items = within(warning).getAllByRole('listitem')
  const protocols = house.emulator.ledger.tickets.map(({ atendimento }) => atendimento.protocolo)
  expect(items).toHaveLength(2)
  for (const protocol of protocols) {
    expect(warning).toHaveTextContent(protocol)
    await user.click(within(warning).getByRole('button', { name: `Copiar protocolo ${protocol}` }))
    await eventually(() => navigator.clipboard.readText()).toBe(protocol)
  }
  expect(protocols).toContain(document.getElementById('protocolo')?.textContent)
})
