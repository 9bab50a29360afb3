import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { OutcomeNotice } from '#src/atendimento/form/outcome-notice.tsx'
import type { TicketOutcome } from '#src/atendimento/send/outcome.ts'
import { toTyped } from '#src/atendimento/send/posted.ts'
import { button, eventually, field, heading, resultado, send, typical } from '../on-screen.ts'
import { openForm } from '../open-page.tsx'
import { enviado, outcomes } from '../outcomes.ts'
import { openBareForm } from './bare-form.tsx'

const refused = () => screen.getByRole('region', { name: 'O HubSoft não abriu este atendimento' })
const notSent = () => screen.getByRole('region', { name: 'Nada foi aberto' })
const sentences = () =>
  within(refused())
    .queryAllByRole('listitem')
    .map((item) => item.textContent)

const openFormAfter = (outcome: TicketOutcome) =>
  openBareForm({ typed: toTyped(enviado), outcome, Notice: OutcomeNotice })

test('a refused ticket says why and keeps its text; mended, it goes out with a new key and opens one ticket', async () => {
  const { user, line, house } = await openForm()
  // The stand-in's cancelled service.
  await send(user, { service: '11013', email: 'bia@x.com.br' })

  await eventually(() => document.activeElement).toBe(
    await screen.findByRole('region', { name: 'O HubSoft não abriu este atendimento' }),
  )
  expect(refused()).toHaveTextContent(/O HubSoft respondeu:/)
  expect(sentences()).toEqual([
    'O serviço informado encontra-se cancelado e não permite abertura de atendimento.',
  ])
  expect(refused()).toHaveTextContent('Nada foi aberto. Seus dados continuam aqui.')
  expect(field.service()).toHaveValue('11013')
  expect(field.email()).toHaveValue('bia@x.com.br')
  expect(field.description()).toHaveValue(typical.description)
  expect(field.description()).not.toHaveAttribute('readonly')
  expect(resultado()).toBe('recusado')
  expect(document.title).toBe('O HubSoft não abriu este atendimento')
  expect(house.emulator.ledger.tickets).toEqual([])

  await user.clear(field.service())
  await user.type(field.service(), '11000')
  await user.click(button('Abrir atendimento'))

  await heading('Atendimento aberto')
  const [first, second] = line.posts
  expect(line.posts).toHaveLength(2)
  expect(second?.key).not.toBe(first?.key)
  expect(location.pathname).toBe(`/atendimentos/${second?.key}`)
  expect(house.emulator.ledger.tickets).toMatchObject([{ id_cliente_servico: 11000 }])
  await eventually(() => sessionStorage.length).toBe(0)
})

test.each([
  { said: [] },
  { said: ['Os dados fornecidos são inválidos', 'O campo telefone é obrigatório.'] },
  { said: ['<b onclick="alert(1)">Cliente</b> com pendências'] },
])('HubSoft’s sentences are read out one by one, as text: $said', async ({ said }) => {
  await openFormAfter({ ...outcomes.refused, sentences: said })

  expect(sentences()).toEqual(said)
  expect(refused().querySelector('b')).toBeNull()
  expect(within(refused()).queryByRole('link')).toBeNull()
  expect(document.querySelector('[aria-invalid]')).toBeNull()
})

test('a refusal that names one field links to it, with the same words beside the field', async () => {
  const message = 'Telefone: o HubSoft não aceitou este valor. Confira com o cliente.'
  const { user } = await openFormAfter({ ...outcomes.refused, campos: { telefone: message } })

  const link = within(refused()).getByRole('link', { name: message })
  expect(link).toHaveAttribute('href', '#campo-telefone')
  expect(document.getElementById('erro-telefone')).toHaveTextContent(`Erro: ${message}`)
  expect(field.phone()).toHaveAttribute('aria-invalid', 'true')
  await user.click(link)

  expect(field.phone()).toHaveFocus()
})

test('a missing permission is a refusal that sends the attendant to whoever can help', async () => {
  const { user, house } = await openForm()
  house.emulator.setPermissions({ create: false })

  await send(user)

  expect(
    await screen.findByRole('region', { name: 'O HubSoft não abriu este atendimento' }),
  ).toHaveTextContent('a conta da integração não tem permissão. Avise o responsável pelo sistema.')
  expect(sentences()).toEqual(['O Usuário não possui a permissão desejada!'])
})

test('two refusals in a row each take the focus', async () => {
  const { change } = await openFormAfter(outcomes.refused)
  expect(refused()).toHaveFocus()

  change({ outcome: outcomes.sending })
  expect(screen.queryByText(/O HubSoft não abriu/)).toBeNull()
  change({ outcome: { ...outcomes.refused } })

  expect(refused()).toHaveFocus()
})

test('what for certain was not sent goes out again with the same key, corrected text included, and opens one ticket', async () => {
  const { user, line, house } = await openForm()
  house.refuseNextSend()
  await send(user)

  const notice = await screen.findByRole('region', { name: 'Nada foi aberto' })
  expect(notice).toHaveFocus()
  expect(notice).toHaveTextContent(
    'O atendimento não foi aberto: não consegui falar com o HubSoft. Envie de novo em um minuto.',
  )
  expect(notice.textContent?.match(/dados continuam aqui/g)).toHaveLength(1)
  expect(resultado()).toBe('nao-enviado')
  expect(document.title).toBe('Nada foi aberto')
  await user.type(field.description(), ' Luz vermelha.')
  await user.click(within(notice).getByRole('button', { name: 'Tentar de novo' }))

  await heading('Atendimento aberto')
  expect(resultado()).toBe('aberto')
  const [first, second] = line.posts
  expect(line.posts).toHaveLength(2)
  expect(second?.key).toBe(first?.key)
  expect(house.emulator.ledger.tickets).toMatchObject([
    {
      body: { descricao: expect.stringMatching(/^Sem internet desde ontem\. Luz vermelha\. \| /) },
    },
  ])
})

test('trying again checks the fields first', async () => {
  const { user, sent } = await openFormAfter(outcomes['not-sent'])

  await user.clear(field.description())
  await user.click(within(notSent()).getByRole('button', { name: 'Tentar de novo' }))

  await screen.findByRole('link', { name: 'Descrição: escreva o que o cliente relatou.' })
  await eventually(() => document.activeElement?.id).toBe('resumo-de-erros')
  expect(sent).toEqual([])
})

test('the focus is not lost with the button that tried again', async () => {
  const { user, sent, change } = await openFormAfter(outcomes['not-sent'])
  await user.click(within(notSent()).getByRole('button', { name: 'Tentar de novo' }))
  await eventually(() => sent).toHaveLength(1)

  change({ outcome: outcomes.sending })

  expect(screen.getByRole('heading', { level: 1 })).toHaveFocus()
})
