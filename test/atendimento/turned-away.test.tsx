import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { anasHeaders, asAna, openAsAna } from '../app/open-as-ana.ts'
import { changed, holding, lostOnItsWay, straight, type Way, withHeaders } from './line.ts'
import {
  button,
  eventually,
  expectForm,
  field,
  fill,
  heading,
  resultado,
  send,
  typical,
  unreachable,
} from './on-screen.ts'
import { backInTab, openForm } from './open-page.tsx'
import { sendFromElsewhere } from './shift-log/send-from-elsewhere.ts'

const longBody = changed((init) => ({ ...init, body: `${init.body}${' '.repeat(65 * 1024)}` }))
const withBody = (extra: Record<string, unknown>) =>
  changed((init) => ({
    ...init,
    body: JSON.stringify({ ...JSON.parse(String(init.body)), ...extra }),
  }))

test('turned away at our own door, whatever the reason, the form is back with the text and says why', async () => {
  const { user, line, house } = await openForm()
  await fill(user, { email: 'bia@x.com.br', workOrder: true })
  const reasons: [Way, RegExp][] = [
    [withHeaders(foreign), /Pedido recusado: veio de outro site\. Abra http.* e envie de lá\./],
    [withHeaders({ 'idempotency-key': '' }), /Falta a chave do envio/],
    [longBody, /O pedido passa de 64 KiB\. Encurte a Descrição\./],
    [withHeaders({ 'content-type': 'text/plain' }), /O corpo do pedido precisa ser JSON/],
    [
      withHeaders({ 'x-forwarded-for': '10.0.0.1' }),
      /A demonstração só atende no próprio computador\./,
    ],
    [withBody({ prioridade: 'alta' }), /Corrija os campos antes de abrir\. Nada foi enviado\./],
  ]
  for (const [way, msg] of reasons) {
    line.ways.post = way

    await user.click(button('Abrir atendimento e OS'))

    const notice = () => screen.queryByRole('region', { name: 'O envio não foi aceito' })
    await eventually(notice).toHaveTextContent(msg)
    await eventually(() => location.pathname).toBe('/')
    await eventually(notice).toHaveFocus()
    expect(notice()).toHaveTextContent('Nada foi enviado ao HubSoft. Seus dados continuam aqui.')
    expectForm({ email: 'bia@x.com.br', workOrder: true })
    expect(resultado()).toBeUndefined()
    expect(document.title).toBe('O envio não foi aceito')
    expect(screen.queryByText('A conferir')).toBeNull()
  }
  expect(line.asked).toEqual([])
  expect(house.ticketRequests()).toEqual([])

  line.ways.post = straight
  await user.click(button('Abrir atendimento e OS'))
  await heading('Atendimento aberto')
  expect(line.posts).toHaveLength(reasons.length + 1)
  expect(new Set(line.posts.map(({ key }) => key)).size).toBe(1)
  expect(house.emulator.ledger.tickets).toHaveLength(1)
})

const usedKey = '7d0b6c0e-7a55-4f5c-9d3a-3f0f1f6f0a01'
const foreign = { origin: 'https://outro.example' }
const asForeigner = withHeaders({ ...anasHeaders, ...foreign })

/** The session over, the key spent, and anything else; what each notice says, beside that the text is there. */
const refusals: [Way, string, string][] = [
  [straight, 'Sua sessão expirou', 'nada foi perdido'],
  [
    withHeaders({ ...anasHeaders, 'idempotency-key': usedKey }),
    'O envio não foi aceito',
    'Este texto não foi enviado e continua aqui. Veja o outro envio antes de enviar este.',
  ],
  [asForeigner, 'O envio não foi aceito', 'veio de outro site'],
]

/** Ana's page, where a ticket was opened with a key that isn't this tab's. */
async function openWithUsedKey() {
  const page = await openAsAna()
  await sendFromElsewhere(page.house, {}, { ...anasHeaders, 'idempotency-key': usedKey })
  page.house.emulator.ledger.clear()
  return page
}

type Opened = Awaited<ReturnType<typeof openWithUsedKey>>

const shown = (name: string) => screen.findByRole('region', { name })

async function sendUntilRefused({ user, house }: Opened) {
  house.emulator.faults.inject({ route: 'atendimento', fault: 'refused' })
  await send(user)
  await shown('O HubSoft não abriu este atendimento')
}

async function reloadRefused(page: Opened) {
  await sendUntilRefused(page)
  page.reload()
  await shown('O HubSoft não abriu este atendimento')
}

const waysIn: [string, (page: Opened) => Promise<void>][] = [
  [
    'a reload of what never got to the gateway',
    async ({ user, line, reload }) => {
      line.ways.post = lostOnItsWay
      await send(user)
      await shown('Nada foi aberto')
      reload()
      await shown('Nada foi aberto')
    },
  ],
  ['a reload of a refusal', reloadRefused],
  [
    'a refusal in a tab that knows nothing of it',
    async (page) => {
      await sendUntilRefused(page)
      sessionStorage.clear()
      page.reload()
      await shown('O HubSoft não abriu este atendimento')
    },
  ],
  [
    'Back and Forward',
    async (page) => {
      await reloadRefused(page)
      history.back()
      await eventually(() => field.description()).toHaveValue('')
      history.forward()
      await shown('O HubSoft não abriu este atendimento')
    },
  ],
  [
    'the list above an empty form, of a send turned away meanwhile',
    async ({ user, line }) => {
      const held = holding()
      line.ways.post = (send) => held.way(() => asForeigner(send))
      await send(user)
      await eventually(() => line.posts).toHaveLength(1)
      history.back()
      await eventually(() => location.pathname).toBe('/')
      held.letGo()
      await screen.findByText(/ · não foi enviado$/)
      await user.click(screen.getByRole('link', { name: /serviço 11000/ }))
      await shown('O envio não foi aceito')
    },
  ],
]

test.each(waysIn)('opened by %s, what is turned away stays and says why', async (_name, comeIn) => {
  const page = await openWithUsedKey()
  const { user, line, house } = page
  await comeIn(page)
  let text = typical.description

  for (const [way, title, msg] of refusals) {
    line.ways.post = way
    line.ways.other = way === straight ? straight : asAna
    await user.type(field.description(), '!')
    text += '!'
    await user.click(button('Abrir atendimento'))

    const notice = () => screen.queryByRole('region', { name: title })
    await eventually(notice).toHaveTextContent(msg)
    await eventually(notice).toHaveFocus()
    expectForm({ description: text })
    expect(location.pathname).toMatch(/^\/atendimentos\/./)
    expect(resultado()).toBeUndefined()
    line.ways.other = asAna
    await backInTab(() => screen.queryByRole('region', { name: 'Sua sessão expirou' })).toBeNull()
  }
  expect(house.emulator.ledger.tickets).toEqual([])

  line.ways.post = asAna
  await user.click(button('Abrir atendimento'))
  await heading('Atendimento aberto')
  expect(house.emulator.ledger.tickets).toMatchObject([
    { body: { descricao: expect.stringContaining(`${text} | `) } },
  ])
  await eventually(() => sessionStorage.length).toBe(0)
})

test('a send that met the end of a session which is back says that nothing was sent, and is ready to be', async () => {
  const { user, line, house } = await openAsAna()
  // As where the intranet signs in anew by itself.
  line.ways.post = straight

  await send(user)

  const notice = await shown('Nada foi enviado')
  expect(notice).toHaveTextContent(
    'Sua sessão tinha acabado quando você enviou, e já está de volta. Seus dados continuam aqui: envie de novo.',
  )
  expect(screen.queryByRole('region', { name: 'Sua sessão expirou' })).toBeNull()
  expect(screen.getAllByRole('status').map((one) => one.textContent)).toContain(
    'Nada foi enviado. Já pode abrir o atendimento.',
  )
  expect(document.title).toBe('Nada foi enviado')
  await eventually(() => button('Abrir atendimento')).toHaveFocus()
  line.ways.post = asAna
  await user.keyboard('{Enter}')
  await heading('Atendimento aberto')
  expect(line.posts[1]?.key).toBe(line.posts[0]?.key)
  expect(house.emulator.ledger.tickets).toHaveLength(1)
})

test('a fault that only the gateway finds is listed and linked like the page’s own', async () => {
  const { user, line, house } = await openForm()
  line.ways.post = withBody({ telefone: '999112233', nome: ' ' })

  await send(user)

  const summary = await screen.findByRole('region', { name: 'Há 2 campos para corrigir' })
  await eventually(() => document.activeElement).toBe(summary)
  expect(
    within(summary)
      .getAllByRole('link')
      .map((link) => link.textContent),
  ).toEqual([
    'Nome do solicitante: digite o nome de quem está falando.',
    'Telefone: falta o DDD. Exemplo: (37) 99911-2233.',
  ])
  expect(field.phone()).toHaveAttribute('aria-invalid', 'true')
  expect(document.title).toBe('Erro: Abrir atendimento')
  expect(screen.queryByRole('region', { name: 'O envio não foi aceito' })).toBeNull()
  expect(location.pathname).toBe('/')
  line.ways.post = straight
  await user.click(button('Abrir atendimento'))
  await heading('Atendimento aberto')
  expect(house.emulator.ledger.tickets).toHaveLength(1)
})

test('whatever opened nothing, not sent or refused, is reached from `/` until it is sent', async () => {
  const { user, house, reload } = await openForm()
  house.emulator.faults.inject({ route: 'atendimento', fault: 'too-many' })
  await send(user)
  await shown('Nada foi aberto')
  reload()
  await shown('Nada foi aberto')
  history.pushState(null, '', '/')
  await screen.findByRole('link', {
    name: / · serviço 11000 \(Bianca Couto\) · o texto está nesta aba/,
  })
  await send(user, { service: '11013', description: 'Outro assunto.' })
  await shown('O HubSoft não abriu este atendimento')

  reload('/')

  await eventually(field.description).toHaveValue(typical.description)
  const listed = within(await shown('Últimos envios')).getAllByRole('listitem')
  expect(listed.map((item) => item.textContent)).toEqual([
    expect.stringMatching(
      /^RecusadoVer o envio: \d\d:\d\d · serviço 11013 \(Bianca Couto\) · o texto está nesta aba$/,
    ),
  ])
  await user.click(button('Abrir atendimento'))
  await heading('Atendimento aberto')
  await user.click(button('Abrir próximo atendimento'))
  await user.click(await screen.findByRole('link', { name: / · serviço 11013 / }))
  await shown('O HubSoft não abriu este atendimento')
  expect(field.description()).toHaveValue('Outro assunto.')
  await user.clear(field.service())
  await user.type(field.service(), '11000')
  await user.click(button('Abrir atendimento'))
  await heading('Atendimento aberto')
  expect(house.emulator.ledger.tickets).toHaveLength(2)
  await eventually(() => sessionStorage.length).toBe(0)
})

test('clearing one text leaves the other that is being typed as it is, and can be taken back', async () => {
  const { user, line, house } = await openForm()
  line.ways.post = lostOnItsWay
  line.ways.ask = lostOnItsWay
  await send(user)
  await unreachable()
  await user.keyboard('{Alt>}9{/Alt}')
  await eventually(() => location.pathname).toBe('/')
  await fill(user, { service: '11002', description: 'Outro assunto.' })
  line.ways.post = straight
  line.ways.ask = straight
  await user.click(screen.getByRole('link', { name: /serviço 11000/ }))
  await backInTab(() => screen.queryByRole('region', { name: 'Nada foi aberto' })).not.toBeNull()
  await user.type(field.description(), ' Luz vermelha.')

  await user.click(button('Limpar formulário'))

  await eventually(() => location.pathname).toBe('/')
  expect(field.service()).toHaveValue('11002')
  expect(field.description()).toHaveValue('Outro assunto.')
  expect(screen.getByText('O outro formulário foi limpo.')).toHaveRole('status')
  expect(JSON.stringify({ ...sessionStorage })).not.toContain(typical.description)
  await user.click(button('Desfazer a limpeza'))
  await shown('Nada foi aberto')
  expect(field.description()).toHaveValue(`${typical.description} Luz vermelha.`)
  await user.click(button('Abrir atendimento'))
  await heading('Atendimento aberto')
  await user.click(button('Abrir próximo atendimento'))
  await eventually(field.description).toHaveValue('Outro assunto.')
  expect(screen.queryByText('O outro formulário foi limpo.')).toBeNull()
  expect(house.emulator.ledger.tickets).toHaveLength(1)
})
