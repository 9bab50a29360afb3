import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import {
  button,
  eventually,
  field,
  heading,
  holding,
  openForm,
  resultado,
  send,
  straight,
  typical,
} from '../open-page.tsx'

const refused = () => screen.findByRole('region', { name: 'O HubSoft não abriu este atendimento' })
const notSent = () => screen.findByRole('region', { name: 'Nada foi aberto' })
const sentences = (notice: HTMLElement) =>
  within(notice)
    .queryAllByRole('listitem')
    .map((item) => item.textContent)

test('a refusal is shown with HubSoft’s own sentence, takes the focus and keeps the text', async () => {
  const { user, house } = await openForm()

  // The stand-in's cancelled service.
  await send(user, { service: '11013', email: 'bia@x.com.br' })

  const notice = await refused()
  expect(notice).toHaveFocus()
  expect(notice).toHaveTextContent(/O HubSoft respondeu:/)
  expect(sentences(notice)).toEqual([
    'O serviço informado encontra-se cancelado e não permite abertura de atendimento.',
  ])
  expect(notice).toHaveTextContent('Nada foi aberto. Seus dados continuam aqui.')
  expect(field.service()).toHaveValue('11013')
  expect(field.email()).toHaveValue('bia@x.com.br')
  expect(field.description()).toHaveValue(typical.description)
  expect(field.description()).not.toHaveAttribute('readonly')
  expect(resultado()).toBe('recusado')
  expect(document.title).toBe('O HubSoft não abriu este atendimento')
  expect(house.emulator.ledger.tickets).toEqual([])
})

const invalid = 'Os dados fornecidos são inválidos'
const phoneMissing = 'O campo telefone é obrigatório.'
const notInteger = 'O campo id cliente servico deve ser do tipo integer'

test.each([
  [
    'no list of errors',
    'refused-without-errors',
    [expect.stringContaining('pendências cadastrais')],
  ],
  ['a list of errors', 'refused-errors-array', [invalid, phoneMissing]],
  ['errors by field', 'refused-errors-object', [invalid, phoneMissing, notInteger]],
  [
    'the framework’s own 422',
    'validation-422',
    ['The given data was invalid.', phoneMissing, notInteger],
  ],
] as const)('a refusal with %s is read out sentence by sentence', async (_name, fault, said) => {
  const { user, house } = await openForm()
  house.emulator.faults.inject({ route: 'atendimento', fault })

  await send(user)

  expect(sentences(await refused())).toEqual(said)
  expect(resultado()).toBe('recusado')
})

test('HubSoft’s sentences are text: its markup is not the page’s', async () => {
  const { user, house } = await openForm()
  const msg = '<b onclick="alert(1)">Cliente</b> com <script>alert(1)</script> pendências'
  house.emulator.faults.inject({ route: 'atendimento', fault: 'refused', msg })

  await send(user)

  const notice = await refused()
  expect(sentences(notice)).toEqual(['Cliente com alert(1) pendências'])
  expect(notice.querySelector('b, script')).toBeNull()
})

test('a refusal that names one field links to it, with the same words beside the field', async () => {
  const { user, house } = await openForm()
  house.emulator.faults.inject({ route: 'atendimento', fault: 'refused-errors-array' })
  await send(user)
  const message = 'Telefone: o HubSoft não aceitou este valor. Confira com o cliente.'

  const link = within(await refused()).getByRole('link', { name: message })
  expect(link).toHaveAttribute('href', '#campo-telefone')
  expect(document.getElementById('erro-telefone')).toHaveTextContent(`Erro: ${message}`)
  expect(field.phone()).toHaveAttribute('aria-invalid', 'true')
  await user.click(link)

  expect(field.phone()).toHaveFocus()
})

test('an unknown service is said at its field, with its number', async () => {
  const { user } = await openForm()

  await send(user, { service: '99999' })

  within(await refused()).getByRole('link', {
    name: 'Código do serviço: o HubSoft não reconhece o serviço 99999. Confira com o cliente.',
  })
  expect(field.service()).toHaveAttribute('aria-invalid', 'true')
})

test('a refusal that names two fields links to none', async () => {
  const { user, house } = await openForm()
  house.emulator.faults.inject({ route: 'atendimento', fault: 'refused-errors-object' })

  await send(user)

  expect(within(await refused()).queryByRole('link')).toBeNull()
  expect(document.querySelector('[aria-invalid]')).toBeNull()
})

test('a missing permission is a refusal that sends the attendant to whoever can help', async () => {
  const { user, house } = await openForm()
  house.emulator.setPermissions({ create: false })

  await send(user)

  const notice = await refused()
  expect(notice).toHaveTextContent(
    'a conta da integração não tem permissão. Avise o responsável pelo sistema.',
  )
  expect(sentences(notice)).toEqual(['O Usuário não possui a permissão desejada!'])
})

test('a refused ticket, mended, goes out with a new key and opens one ticket', async () => {
  const { user, line, house } = await openForm()
  await send(user, { service: '11013' })
  await refused()

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

test('two refusals in a row each take the focus', async () => {
  const { user, line, house } = await openForm()
  await send(user, { service: '11013' })
  await refused()
  const held = holding()
  line.ways.post = held.way

  await user.click(button('Abrir atendimento'))
  await screen.findByRole('button', { name: 'Abrindo…' })
  expect(screen.queryByText(/O HubSoft não abriu/)).toBeNull()
  held.letGo()

  await eventually(refused).toHaveFocus()
  expect(house.emulator.ledger.tickets).toEqual([])
})

test('what for certain was not sent says so, takes the focus and can be tried again', async () => {
  const { user, line, house } = await openForm()
  house.refuseNextSend()

  await send(user)

  const notice = await notSent()
  expect(notice).toHaveFocus()
  expect(notice).toHaveTextContent(
    'O atendimento não foi aberto: não consegui falar com o HubSoft. Envie de novo em um minuto.',
  )
  expect(notice.textContent?.match(/dados continuam aqui/g)).toHaveLength(1)
  expect(field.description()).toHaveValue(typical.description)
  expect(resultado()).toBe('nao-enviado')
  expect(document.title).toBe('Nada foi aberto')
  expect(line.posts).toHaveLength(1)
  await user.click(within(notice).getByRole('button', { name: 'Tentar de novo' }))

  await heading('Atendimento aberto')
  expect(resultado()).toBe('aberto')
  expect(house.emulator.ledger.tickets).toHaveLength(1)
})

test('what was not sent goes out with the same key, corrected text included, and opens one ticket', async () => {
  const { user, line, house } = await openForm()
  house.refuseNextSend()
  await send(user)
  await notSent()

  await user.type(field.description(), ' Luz vermelha.')
  await user.click(button('Abrir atendimento'))

  await heading('Atendimento aberto')
  const [first, second] = line.posts
  expect(line.posts).toHaveLength(2)
  expect(second?.key).toBe(first?.key)
  expect(house.emulator.ledger.tickets).toMatchObject([
    {
      body: { descricao: expect.stringMatching(/^Sem internet desde ontem\. Luz vermelha\. \| /) },
    },
  ])
})

test('trying again without anything typed still checks the fields first', async () => {
  const { user, line, house } = await openForm()
  house.refuseNextSend()
  await send(user)
  const notice = await notSent()

  await user.clear(field.description())
  await user.click(within(notice).getByRole('button', { name: 'Tentar de novo' }))

  await screen.findByRole('link', { name: 'Descrição: escreva o que o cliente relatou.' })
  await eventually(() => document.activeElement?.id).toBe('resumo-de-erros')
  expect(line.posts).toHaveLength(1)
})

test('the focus is not lost with the button that tried again', async () => {
  const { user, line, house } = await openForm()
  house.refuseNextSend()
  await send(user)
  const notice = await notSent()
  const held = holding()
  line.ways.post = held.way

  await user.click(within(notice).getByRole('button', { name: 'Tentar de novo' }))

  await screen.findByRole('button', { name: 'Abrindo…' })
  await eventually(() => screen.getByRole('heading', { level: 1 })).toHaveFocus()
  held.letGo()
  line.ways.post = straight
  await heading('Atendimento aberto')
})

test('asked to wait, the page says how long', async () => {
  const { user, house } = await openForm()
  house.emulator.faults.inject({ route: 'atendimento', fault: 'too-many' })

  await send(user)

  const notice = await notSent()
  expect(notice).toHaveFocus()
  expect(notice).toHaveTextContent(
    'O atendimento não foi aberto: o HubSoft pediu para esperar 37 segundos.',
  )
  within(notice).getByRole('button', { name: 'Tentar de novo' })
  expect(resultado()).toBe('nao-enviado')
  expect(house.emulator.ledger.tickets).toEqual([])
})

test('an account that HubSoft doesn’t take is the operator’s to mend, and nothing was opened', async () => {
  const { user, house } = await openForm()
  house.emulator.faults.inject({ route: 'token', fault: 'unauthorized' })

  await send(user)

  expect(await notSent()).toHaveTextContent(
    'o HubSoft não aceitou a conta da integração. Avise o responsável pelo sistema.',
  )
  expect(resultado()).toBe('nao-enviado')
})
