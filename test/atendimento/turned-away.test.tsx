import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { impatient } from '../house.ts'
import {
  button,
  changed,
  createLine,
  eventually,
  field,
  heading,
  openForm,
  openHouse,
  openPage,
  resultado,
  send,
  straight,
  typical,
  type Way,
  withHeaders,
} from './open-page.tsx'

const secret = 'um-segredo-com-mais-de-32-caracteres'
const proxied = {
  AUTH_MODE: 'proxy',
  AUTH_PROXY_SECRET: secret,
  TRUSTED_PROXIES: '127.0.0.1',
}
const asUser = (user: string) =>
  withHeaders({ 'x-auth-proxy-secret': secret, 'x-forwarded-user': user })

const longBody = changed((init) => ({ ...init, body: `${init.body}${' '.repeat(65 * 1024)}` }))
const withBody = (extra: Record<string, unknown>) =>
  changed((init) => ({
    ...init,
    body: JSON.stringify({ ...JSON.parse(String(init.body)), ...extra }),
  }))

test.each<[string, Way, string, RegExp]>([
  [
    'from a foreign origin',
    withHeaders({ origin: 'https://outro.example' }),
    'O envio não foi aceito',
    /Pedido recusado: veio de outro site\. Abra http.* e envie de lá\./,
  ],
  [
    'without a key',
    withHeaders({ 'idempotency-key': '' }),
    'O envio não foi aceito',
    /Falta a chave do envio/,
  ],
  [
    'over 64 KiB',
    longBody,
    'O envio não foi aceito',
    /O pedido passa de 64 KiB\. Encurte a Descrição\./,
  ],
  [
    'of another type than JSON',
    withHeaders({ 'content-type': 'text/plain' }),
    'O envio não foi aceito',
    /O corpo do pedido precisa ser JSON/,
  ],
  [
    'through a proxy that the demo doesn’t serve',
    withHeaders({ 'x-forwarded-for': '10.0.0.1' }),
    'O envio não foi aceito',
    /A demonstração só atende no próprio computador\./,
  ],
  [
    'with a field that the gateway doesn’t know',
    withBody({ prioridade: 'alta' }),
    'O envio não foi aceito',
    /Corrija os campos antes de abrir\. Nada foi enviado\./,
  ],
])(
  'a request %s is turned away: the form is back with the text and the reason',
  async (_name, way, title, msg) => {
    const { user, line, house } = await openForm()
    line.ways.post = way

    await send(user, { email: 'bia@x.com.br', workOrder: true })

    const notice = await screen.findByRole('region', { name: title })
    await eventually(() => location.pathname).toBe('/')
    expect(notice).toHaveTextContent(msg)
    expect(notice).toHaveTextContent('Nada foi enviado ao HubSoft. Seus dados continuam aqui.')
    expect(notice).toHaveFocus()
    expect(field.service()).toHaveValue(typical.service)
    expect(field.email()).toHaveValue('bia@x.com.br')
    expect(field.description()).toHaveValue(typical.description)
    expect(field.workOrder()).toBeChecked()
    expect(resultado()).toBeUndefined()
    expect(document.title).toBe('Abrir atendimento')
    expect(screen.queryByText('A conferir')).toBeNull()
    expect(line.asked).toEqual([])
    expect(house.emulator.ledger.requests).toEqual([])

    line.ways.post = straight
    await user.click(button('Abrir atendimento e OS'))
    await heading('Atendimento aberto')
    expect(line.posts.map(({ key }) => key)).toEqual([line.posts[0]?.key, line.posts[0]?.key])
    expect(house.emulator.ledger.tickets).toHaveLength(1)
  },
)

test('a session that is over takes nothing: the text stays, and goes out with the same key', async () => {
  const house = await openHouse({ env: proxied })
  const line = createLine(house.url, asUser('ana'))
  const { user } = openPage(house, { line })
  await screen.findByText('ana')
  line.ways.post = straight

  await send(user)

  const notice = await screen.findByRole('region', { name: 'Sua sessão expirou' })
  expect(notice).toHaveFocus()
  expect(notice).toHaveTextContent(
    'Sua sessão expirou. Entre de novo para continuar; nada foi perdido.',
  )
  await eventually(() => location.pathname).toBe('/')
  expect(field.description()).toHaveValue(typical.description)
  expect(resultado()).toBeUndefined()
  line.ways.post = asUser('ana')
  await user.click(button('Abrir atendimento'))
  await heading('Atendimento aberto')
  expect(new Set(line.posts.map(({ key }) => key)).size).toBe(1)
  expect(house.emulator.ledger.tickets).toHaveLength(1)
})

test('a reload, as signing in at the intranet needs it, brings the text of a send turned away back', async () => {
  const { user, line, house, reload } = await openForm()
  line.ways.post = withHeaders({ origin: 'https://outro.example' })
  await send(user)
  await screen.findByRole('region', { name: 'O envio não foi aceito' })
  line.ways.post = straight

  reload()

  await eventually(field.description).toHaveValue(typical.description)
  await user.click(button('Abrir atendimento'))
  await heading('Atendimento aberto')
  expect(house.emulator.ledger.tickets).toHaveLength(1)
  reload('/')
  await eventually(field.description).toHaveValue('')
})

/** As from a page that doesn't say for whom it takes itself. */
function nameless(init: RequestInit, change = (same: RequestInit) => same): RequestInit {
  const changed = change(init)
  const headers = new Headers(changed.headers)
  headers.delete('x-atendente')
  return { ...changed, headers }
}

test('another attendant’s key sends nothing, says whose it is, and the next send has a new one', async () => {
  const house = await openHouse({ env: { ...proxied, ...impatient } })
  const line = createLine(house.url, asUser('ana'))
  const { user } = openPage(house, { line })
  await screen.findByText('ana')
  house.emulator.faults.inject({ route: 'atendimento', fault: 'too-many' })
  await send(user)
  await screen.findByRole('region', { name: 'Nada foi aberto' })

  line.ways.post = (send) => asUser('bruno')((change) => send((init) => nameless(init, change)))
  await user.click(button('Abrir atendimento'))

  const notice = await screen.findByRole('region', { name: 'O envio não foi aceito' })
  expect(notice).toHaveTextContent('Este envio é de outro atendente; nada seu foi enviado.')
  expect(field.description()).toHaveValue(typical.description)
  expect(house.emulator.ledger.tickets).toEqual([])

  await user.click(button('Abrir atendimento'))

  await heading('Atendimento aberto')
  const [first, second, third] = line.posts
  expect(second?.key).toBe(first?.key)
  expect(third?.key).not.toBe(first?.key)
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
