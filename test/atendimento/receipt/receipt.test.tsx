import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { shownAtendimento } from '#src/contract/shown-ticket.ts'
import { seedAnswer } from '../../samples.ts'
import {
  button,
  createLine,
  eventually,
  field,
  foldedDescription,
  heading,
  openForm,
  openHouse,
  openPage,
  resultado,
  send,
  typical,
  withHeaders,
} from '../open-page.tsx'
import { outcomes } from '../outcomes.ts'
import { showOutcome } from '../show-outcome.tsx'

const protocol = () => document.getElementById('protocolo')
const copied = () => navigator.clipboard.readText()
const ticketOf = ({ emulator }: Awaited<ReturnType<typeof openHouse>>) =>
  emulator.ledger.tickets[0]?.atendimento

/** What the list beside a name says. */
function recorded(name: string) {
  const list = within(screen.getByRole('region', { name: 'O que foi registrado' }))
  return list.getByText(name, { selector: 'dt' }).nextElementSibling
}

async function openReceipt(other?: Parameters<typeof send>[1]) {
  const page = await openForm()
  await send(page.user, other)
  await heading('Atendimento aberto')
  return page
}

test('the receipt takes the focus and says protocol and outcome to people and programs', async () => {
  const { house } = await openReceipt()

  const title = await heading('Atendimento aberto')
  expect(title).toHaveFocus()
  expect(title).toHaveAttribute('tabindex', '-1')
  expect(document.title).toBe(`Atendimento aberto – protocolo ${ticketOf(house)?.protocolo}`)
  expect(resultado()).toBe('aberto')
  expect(document.querySelector('form')).toBeNull()
})

test('the protocol is exactly HubSoft’s digits, in groups without a space between', async () => {
  const { house } = await openReceipt()
  const digits = ticketOf(house)?.protocolo ?? ''

  expect(digits).toMatch(/^\d{20}$/)
  expect(protocol()?.textContent).toBe(digits)
  expect(protocol()).toHaveAttribute('translate', 'no')
  const groups = [...(protocol()?.children ?? [])].map((group) => group.textContent)
  expect(groups.map((group) => group?.length)).toEqual([4, 4, 4, 4, 4])
  expect(groups.join('')).toBe(digits)
})

test('a protocol of 15 digits stands alone and whole, too', async () => {
  const { user, house } = await openForm({ emulator: { protocolDigits: 15 } })

  await send(user)

  await heading('Atendimento aberto')
  expect(protocol()?.textContent).toBe(ticketOf(house)?.protocolo)
  expect(protocol()?.textContent).toMatch(/^\d{15}$/)
  expect([...(protocol()?.children ?? [])].map((group) => group.textContent?.length)).toEqual([
    4, 4, 4, 3,
  ])
})

test.each(['protocol-as-number', 'msg-lies'] as const)(
  'the protocol is the true one where HubSoft’s answer has the fault %s',
  async (fault) => {
    const { user, house } = await openForm()
    house.emulator.faults.inject({ route: 'atendimento', fault })

    await send(user)

    await heading('Atendimento aberto')
    expect(protocol()?.textContent).toBe(ticketOf(house)?.protocolo)
  },
)

test('the protocol is spelt for dictation, six as “meia” until the attendant prefers “seis”', async () => {
  // 26 October 2026: a day with sixes.
  const { user, reload } = await openForm({
    emulator: { now: () => new Date('2026-10-26T16:06:16Z') },
  })
  await send(user)
  await heading('Atendimento aberto')
  const spoken = () => screen.getByText('Para ditar:').parentElement
  const start = /^Para ditar: dois zero dois (meia|seis) · um zero dois (meia|seis) · /
  expect(spoken()?.textContent).toMatch(start)
  expect(spoken()).toHaveTextContent('meia')
  expect(spoken()).not.toHaveTextContent('seis')

  await user.click(button('Dizer “seis” para o 6'))
  expect(spoken()).toHaveTextContent('seis')
  expect(spoken()).not.toHaveTextContent('meia')

  reload()
  await heading('Atendimento aberto')
  await eventually(spoken).not.toHaveTextContent('meia')
  await user.click(button('Dizer “meia” para o 6'))
  expect(spoken()).not.toHaveTextContent('seis')
})

test('the preference for “seis” is one attendant’s, not the computer’s', async () => {
  const secret = 'um-segredo-com-mais-de-32-caracteres'
  const env = { AUTH_MODE: 'proxy', AUTH_PROXY_SECRET: secret, TRUSTED_PROXIES: '127.0.0.1' }
  const house = await openHouse({ env })
  const as = (name: string) =>
    withHeaders({ 'x-auth-proxy-secret': secret, 'x-forwarded-user': name })
  const line = createLine(house.url, as('ana'))
  const { user, reload } = openPage(house, { line })
  await screen.findByText('ana')
  await send(user)
  await heading('Atendimento aberto')
  await user.click(button('Dizer “seis” para o 6'))
  button('Dizer “meia” para o 6')

  Object.assign(line.ways, { post: as('bruno'), ask: as('bruno'), other: as('bruno') })
  reload('/')
  await screen.findByText('bruno')
  await send(user)

  await heading('Atendimento aberto')
  button('Dizer “seis” para o 6')
})

test('copying the protocol copies its digits and nothing else, and says so', async () => {
  const { user, house } = await openReceipt()

  await user.click(button('Copiar protocolo'))

  expect(await screen.findByText('Protocolo copiado.')).toHaveAttribute('role', 'status')
  expect(await copied()).toBe(ticketOf(house)?.protocolo)
  expect(button('Copiar protocolo')).toHaveFocus()
})

test('the customer’s message has first name, protocol and work order, and is copied as text', async () => {
  const { user, house } = await openReceipt({ workOrder: true })
  const ticket = ticketOf(house)

  await user.click(button('Copiar mensagem para o cliente'))

  await screen.findByText('Mensagem copiada.')
  expect(await copied()).toBe(
    `Olá, Bianca! Seu atendimento foi aberto em ${ticket?.data_cadastro}. Protocolo: ${ticket?.protocolo}. ` +
      `Ordem de serviço nº ${ticket?.ordens_servico[0]?.numero_ordem_servico}: aguardando agendamento.`,
  )
})

test('WhatsApp is offered for a mobile number, with the message ready, in a window of its own', async () => {
  const { house } = await openReceipt()

  const link = screen.getByRole('link', { name: 'Abrir no WhatsApp' })
  const { origin, pathname, searchParams } = new URL(link.getAttribute('href') ?? '')
  expect([origin, pathname]).toEqual(['https://wa.me', '/5537999112233'])
  expect(searchParams.get('text')).toContain(`Protocolo: ${ticketOf(house)?.protocolo}.`)
  expect(link).toHaveAttribute('target', '_blank')
  expect(link).toHaveAttribute('rel', 'noopener noreferrer')
  expect(screen.queryByRole('link', { name: 'Enviar por e-mail' })).toBeNull()
})

test('a landline gets no WhatsApp', async () => {
  await openReceipt({ phone: '(37) 3415-1100' })

  expect(screen.queryByRole('link', { name: 'Abrir no WhatsApp' })).toBeNull()
  expect(recorded('Telefone')).toHaveTextContent('(37) 3415-1100')
})

test('an e-mail is offered where there is an address', async () => {
  const { house } = await openReceipt({ email: 'bia+rede@x.com.br' })

  const link = screen.getByRole('link', { name: 'Enviar por e-mail' })
  const { protocol: scheme, pathname, searchParams } = new URL(link.getAttribute('href') ?? '')
  expect([scheme, decodeURIComponent(pathname)]).toEqual(['mailto:', 'bia+rede@x.com.br'])
  expect(searchParams.get('subject')).toBe(`Protocolo ${ticketOf(house)?.protocolo}`)
  expect(searchParams.get('body')).toMatch(/^Olá, Bianca! Seu atendimento foi aberto em /)
})

test('what was recorded is listed: client, service, plan, requester, phone, state and day', async () => {
  const { house } = await openReceipt({ email: 'bia@x.com.br', workOrder: true })

  for (const [name, value] of [
    ['Cliente', 'BIANCA COUTO'],
    ['Código do serviço', '11000'],
    ['Plano', 'NEXT-NV_1MBPS'],
    ['Situação do serviço', 'Serviço Habilitado'],
    ['Solicitante', 'Bianca Couto'],
    ['E-mail', 'bia@x.com.br'],
    ['Situação', 'Aguardando Análise'],
    ['Aberto em', ticketOf(house)?.data_cadastro ?? 'a day'],
  ] as const) {
    expect(recorded(name)).toHaveTextContent(value)
  }
  expect(recorded('Telefone')).toHaveTextContent('(37) 99911-2233')
})

test('the receipt says which attendant opened it, also after a reload, and never the API account', async () => {
  const { house, reload } = await openReceipt()
  const account = ticketOf(house)?.usuario_abertura ?? ''
  expect(account).not.toBe('')
  expect(recorded('Aberto por')).toHaveTextContent(/^Atendente de Demonstração$/)

  reload()

  await heading('Atendimento aberto')
  expect(recorded('Aberto por')).toHaveTextContent(/^Atendente de Demonstração$/)
  expect(screen.getByRole('main')).not.toHaveTextContent(account)
})

test('the description is the attendant’s own, without signature, folded away', async () => {
  await openReceipt()

  expect(foldedDescription()?.textContent).toBe(typical.description)
  expect(foldedDescription()?.closest('details')).not.toHaveAttribute('open')
  expect(screen.getByText('Descrição', { selector: 'summary' })).toBeInTheDocument()
  expect(within(screen.getByRole('main')).queryByText(/Atendente:|REF |VIA API/)).toBeNull()
})

test('where the gateway has let the fields go, HubSoft’s record is shown, still without signature', () => {
  const descricao_abertura =
    'Sem sinal. | Atendente: Ana | REF 7F3K-2Q9D | ATENDIMENTO ABERTO VIA API'
  const ticket = shownAtendimento.parse({ ...seedAnswer.atendimento, descricao_abertura })
  showOutcome({ ...outcomes.opened, atendimento: ticket, openedBy: 'Ana Souza' })

  expect(protocol()?.textContent).toBe('201811161058216')
  expect(foldedDescription()?.textContent).toBe('Sem sinal.')
  expect(recorded('Cliente')).toHaveTextContent('BIANCA COUTO')
  expect(screen.queryByText('Solicitante', { selector: 'dt' })).toBeNull()
  expect(screen.queryByText('Telefone', { selector: 'dt' })).toBeNull()
  expect(screen.getAllByRole('link').map((link) => link.textContent)).toEqual([
    'Meus atendimentos de hoje',
  ])
  expect(document.body.innerHTML).not.toMatch(/86214941081|69\.9|REF 7F3K/)
})

test('of three tickets of one send, all but one are to be closed', () => {
  showOutcome({ ...outcomes.opened, otherProtocols: ['201811161058217', '201811161058218'] })

  const warning = screen.getByRole('region', { name: 'Há 3 atendimentos deste envio no HubSoft' })
  expect(warning).toHaveTextContent('feche todos menos um no HubSoft.')
  expect(
    within(warning)
      .getAllByRole('button')
      .map(({ textContent }) => textContent),
  ).toEqual(['Copiar 201811161058216', 'Copiar 201811161058217', 'Copiar 201811161058218'])
  expect(protocol()?.textContent).toBe('201811161058216')
})

test('a description in markup is shown as the text it is', async () => {
  const { house } = await openReceipt({ description: '<img src=x onerror=alert(1)> & cia.' })

  expect(foldedDescription()?.textContent).toBe('<img src=x onerror=alert(1)> & cia.')
  expect(document.querySelector('main img')).toBeNull()
  expect(house.emulator.ledger.tickets).toHaveLength(1)
})

test('no CPF and no price ever reaches the page, whatever HubSoft sends along', async () => {
  const { user, house } = await openForm()
  house.emulator.faults.inject({ route: 'atendimento', fault: 'extra-fields' })
  await send(user, { workOrder: true })
  await heading('Atendimento aberto')

  const ticket = ticketOf(house)
  expect(ticket?.cliente.cpf_cnpj).toBe('86214941081')
  expect(ticket?.ordens_servico[0]?.servico.valor).toBe(69.9)
  const page = document.body.innerHTML
  for (const secret of ['86214941081', '862.149.410-81', '69.9', '69,9', 'SEGREDO-CAMPO-NOVO']) {
    expect(page).not.toContain(secret)
  }
})

test('where HubSoft tells next to nothing the receipt shows what there is', async () => {
  const { user, house } = await openForm()
  house.emulator.faults.inject({ route: 'atendimento', fault: 'nulls' })

  await send(user, { workOrder: true })

  await heading('Atendimento aberto')
  expect(protocol()?.textContent).toBe(ticketOf(house)?.protocolo)
  expect(recorded('Código do serviço')).toHaveTextContent('11000')
  expect(screen.queryByText('Cliente', { selector: 'dt' })).toBeNull()
  expect(screen.queryByText('Aberto em', { selector: 'dt' })).toBeNull()
  expect(screen.getByRole('main')).not.toHaveTextContent(/null|undefined|NaN/)
})

test('the demonstration warns against giving its protocol to anyone', async () => {
  await openReceipt()

  await screen.findByText('DEMONSTRAÇÃO: não dite este protocolo')
})

test('over a real HubSoft there is no such warning', async () => {
  const secret = 'um-segredo-com-mais-de-32-caracteres'
  const house = await openHouse({
    env: {
      AUTH_MODE: 'proxy',
      AUTH_PROXY_SECRET: secret,
      TRUSTED_PROXIES: '127.0.0.1',
      HUBSOFT_URL: 'http://127.0.0.1:9',
      HUBSOFT_CLIENT_ID: '7',
      HUBSOFT_CLIENT_SECRET: 'x',
      HUBSOFT_USERNAME: 'x',
      HUBSOFT_PASSWORD: 'x',
    },
    demoServices: [],
  })
  const signedIn = withHeaders({
    'x-auth-proxy-secret': secret,
    'x-forwarded-user': 'ana',
    'x-forwarded-name': 'Ana Souza',
  })
  const { user } = openPage(house, { line: createLine(house.url, signedIn) })
  await screen.findByText('Ana Souza')
  await eventually(field.service).toHaveFocus()

  await send(user)

  await heading('Atendimento aberto')
  expect(screen.queryByText(/demonstração/i)).toBeNull()
})

test('what only paper shows is kept from readers: the protocol in one piece, the unfolded description', async () => {
  const { house } = await openReceipt()

  const onPaper = screen.getByText(`Protocolo: ${ticketOf(house)?.protocolo}`)
  expect(onPaper).toHaveAttribute('aria-hidden', 'true')
  for (const copy of screen.getAllByText(typical.description)) {
    expect(copy === foldedDescription() || copy.ariaHidden === 'true').toBe(true)
  }
})

test('where printing is blocked and nothing happens, a window of its own is offered', async () => {
  const { user } = await openReceipt()

  // jsdom prints nothing, like a frame without allow-modals.
  await user.click(button('Imprimir comprovante'))

  const link = await screen.findByRole('link', { name: 'Abrir para impressão' })
  expect(link).toHaveAttribute('href', location.pathname)
  expect(link).toHaveAttribute('target', '_blank')
  await eventually(() => document.activeElement).toBe(link)
})

test('a keyboard user reaches the protocol’s copy first, and Alt+9 only with no other key', async () => {
  const { user } = await openReceipt()

  await user.tab()
  expect(button('Dizer “seis” para o 6')).toHaveFocus()
  await user.tab()
  expect(button('Copiar protocolo')).toHaveFocus()
  expect(button('Abrir próximo atendimento')).toHaveAttribute('aria-keyshortcuts', 'Alt+9')
  await user.keyboard('9{Control>}{Alt>}9{/Alt}{/Control}{Shift>}{Alt>}9{/Alt}{/Shift}')
  await heading('Atendimento aberto')
  await user.keyboard('{Alt>}9{/Alt}')
  await heading('Abrir atendimento')
})
