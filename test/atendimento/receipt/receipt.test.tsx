import { cleanup, screen, within } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { expect, test } from 'vitest'
import type { Opened } from '#src/atendimento/send/outcome.ts'
import type { Sessao } from '#src/contract/page-context.ts'
import { shownAtendimento } from '#src/contract/shown-ticket.ts'
import type { House } from '../../house.ts'
import { brandedConfiguracao, seedAnswer } from '../../samples.ts'
import {
  button,
  eventually,
  foldedDescription,
  heading,
  resultado,
  send,
  typical,
} from '../on-screen.ts'
import { openForm } from '../open-page.tsx'
import { enviado, outcomes } from '../outcomes.ts'
import { showOutcome } from '../show-outcome.tsx'

const protocol = () => document.getElementById('protocolo')
const groups = () => [...(protocol()?.children ?? [])].map((group) => group.textContent)
const copied = () => navigator.clipboard.readText()
const ticketOf = ({ emulator }: House) => emulator.ledger.tickets[0]?.atendimento

/** What the list beside a name says. */
function recorded(name: string) {
  const list = within(screen.getByRole('region', { name: 'O que foi registrado' }))
  return list.getByText(name, { selector: 'dt' }).nextElementSibling
}

const sessaoOf = (usuario: string): Sessao => ({
  atendente: { usuario, nome: 'Ana Souza' },
  modo: 'local',
  demo: false,
})

/** The receipt of the manual's own ticket. */
function showReceipt(more: Partial<Opened> = {}, sessao = sessaoOf('ana')) {
  showOutcome({ ...outcomes.opened, enviado, openedBy: 'Ana Souza', ...more }, { sessao })
  return userEvent.setup({ delay: null })
}

test('a ticket that was opened is the receipt, to people and programs, also after a reload', async () => {
  const { user, house, reload } = await openForm()
  await send(user)

  const title = await heading('Atendimento aberto')
  expect(title).toHaveFocus()
  expect(title).toHaveAttribute('tabindex', '-1')
  const digits = ticketOf(house)?.protocolo ?? ''
  expect(digits).toMatch(/^\d{20}$/)
  expect(document.title).toBe(`Atendimento aberto – protocolo ${digits}`)
  expect(resultado()).toBe('aberto')
  expect(document.querySelector('form')).toBeNull()
  expect(protocol()?.textContent).toBe(digits)
  expect(protocol()).toHaveAttribute('translate', 'no')
  expect(groups().map((group) => group?.length)).toEqual([4, 4, 4, 4, 4])
  expect(foldedDescription()?.textContent).toBe(typical.description)
  expect(foldedDescription()?.closest('details')).not.toHaveAttribute('open')
  expect(within(screen.getByRole('main')).queryByText(/Atendente:|REF |VIA API/)).toBeNull()
  await screen.findByText('DEMONSTRAÇÃO: não dite este protocolo')

  reload()

  await heading('Atendimento aberto')
  expect(protocol()?.textContent).toBe(digits)
  // Not the API account.
  expect(ticketOf(house)?.usuario_abertura).toBeTruthy()
  expect(recorded('Aberto por')).toHaveTextContent(/^Atendente de Demonstração$/)
  expect(screen.getByRole('main')).not.toHaveTextContent(ticketOf(house)?.usuario_abertura ?? '')
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
  expect(recorded('Serviço')).toHaveTextContent('11000')
  expect(screen.queryByText('Cliente', { selector: 'dt' })).toBeNull()
  expect(screen.queryByText('Aberto em', { selector: 'dt' })).toBeNull()
  expect(screen.getByRole('main')).not.toHaveTextContent(/null|undefined|NaN/)
})

test('the protocol is spelt for dictation, six as “meia” until this attendant prefers “seis”', async () => {
  const spoken = () => document.getElementById('protocolo-ditado')?.textContent
  const withMeia = /^dois zero um oito · um um um meia · um zero cinco oito · dois um meia$/
  const user = showReceipt()
  expect(spoken()).toMatch(withMeia)

  await user.click(button('dizer “seis” para o 6'))
  expect(spoken()).toMatch(/um um um seis · .* · dois um seis$/)
  cleanup()
  showReceipt()
  expect(spoken()).toMatch(/um um um seis/)
  cleanup()
  showReceipt({}, sessaoOf('bruno'))
  expect(spoken()).toMatch(withMeia)
  cleanup()
  showReceipt()
  await user.click(button('dizer “meia” para o 6'))
  expect(spoken()).toMatch(withMeia)
})

test('the customer’s message is offered as text, for WhatsApp in a window of its own, and by e-mail', async () => {
  const message =
    'Olá, Bianca! Seu atendimento foi aberto em 16/11/2018. Protocolo: 201811161058216. Ordem de serviço nº 320: aguardando agendamento.'
  const user = showReceipt({ enviado: { ...enviado, email: 'bia+rede@x.com.br' } })

  await user.click(button('Copiar mensagem para o cliente'))
  await screen.findByText('Mensagem copiada.')
  expect(await copied()).toBe(message)

  const whatsApp = screen.getByRole('link', {
    name: 'WhatsApp: abrir com a mensagem para o cliente',
  })
  const chat = new URL(whatsApp.getAttribute('href') ?? '')
  expect([chat.origin, chat.pathname]).toEqual(['https://wa.me', '/5537999112233'])
  expect(chat.searchParams.get('text')).toBe(message)
  expect(whatsApp).toHaveAttribute('target', '_blank')
  expect(whatsApp).toHaveAttribute('rel', 'noopener noreferrer')

  const mail = screen.getByRole('link', { name: 'E-mail: escrever ao cliente' })
  const letter = new URL(mail.getAttribute('href') ?? '')
  expect([letter.protocol, decodeURIComponent(letter.pathname)]).toEqual([
    'mailto:',
    'bia+rede@x.com.br',
  ])
  expect(letter.searchParams.get('subject')).toBe('Protocolo 201811161058216')
  expect(letter.searchParams.get('body')).toBe(message)
})

test('a landline gets no WhatsApp, and who has no address no e-mail', () => {
  showReceipt({ enviado: { ...enviado, telefone: '3734151100' } })

  expect(screen.queryByRole('link', { name: /WhatsApp|e-mail/i })).toBeNull()
  expect(recorded('Telefone')).toHaveTextContent('(37) 3415-1100')
})

test('what was recorded is listed, and over a real HubSoft nothing warns against telling it', () => {
  showReceipt({ enviado: { ...enviado, email: 'bia@x.com.br' } })

  for (const [name, value] of [
    ['Cliente', 'BIANCA COUTO'],
    ['Serviço', '11000 · NEXT-NV_1MBPS'],
    ['Solicitante', 'Bianca Couto'],
    ['E-mail', 'bia@x.com.br'],
    ['Situação', 'Aguardando Análise'],
    ['Aberto em', '16/11/2018'],
    ['Aberto por', 'Ana Souza'],
  ] as const) {
    expect(recorded(name)).toHaveTextContent(value)
  }
  expect(recorded('Telefone')).toHaveTextContent('(37) 99911-2233')
  expect(screen.queryByText(/demonstração/i)).toBeNull()
})

test('where the gateway has let the fields go, HubSoft’s record is shown, still without signature', () => {
  const descricao_abertura =
    'Sem sinal. | Atendente: Ana | REF 7F3K-2Q9D | ATENDIMENTO ABERTO VIA API'
  const ticket = shownAtendimento.parse({ ...seedAnswer.atendimento, descricao_abertura })
  showReceipt({ atendimento: ticket, enviado: undefined })

  expect(protocol()?.textContent).toBe('201811161058216')
  expect(foldedDescription()?.textContent).toBe('Sem sinal.')
  expect(recorded('Cliente')).toHaveTextContent('BIANCA COUTO')
  expect(screen.queryByText('Solicitante', { selector: 'dt' })).toBeNull()
  expect(screen.queryByText('Telefone', { selector: 'dt' })).toBeNull()
  expect(screen.queryAllByRole('link')).toEqual([])
  expect(document.body.innerHTML).not.toMatch(/86214941081|69\.9|REF 7F3K/)
})

test('of three tickets of one send, all but one are to be closed', () => {
  showReceipt({ otherProtocols: ['201811161058217', '201811161058218'] })

  const warning = screen.getByRole('region', { name: 'Há 3 atendimentos deste envio no HubSoft' })
  expect(warning).toHaveTextContent('feche todos menos um no HubSoft.')
  expect(
    within(warning)
      .getAllByRole('button')
      .map(({ textContent }) => textContent),
  ).toEqual([
    'Copiar protocolo 201811161058216',
    'Copiar protocolo 201811161058217',
    'Copiar protocolo 201811161058218',
  ])
  expect(protocol()?.textContent).toBe('201811161058216')
})

test('a description in markup is shown as the text it is', () => {
  showReceipt({ enviado: { ...enviado, descricao: '<img src=x onerror=alert(1)> & cia.' } })

  expect(foldedDescription()?.textContent).toBe('<img src=x onerror=alert(1)> & cia.')
  expect(document.querySelector('img')).toBeNull()
})

test('paper begins with the operator’s name, where there is one', () => {
  showOutcome(outcomes.opened, { configuracao: brandedConfiguracao })

  const name = screen.getByText(brandedConfiguracao.marca.nome ?? 'a name')
  expect(name).toHaveAttribute('aria-hidden', 'true')
})

test('what only paper shows is kept from readers: the protocol in one piece, the unfolded description', () => {
  showReceipt()

  expect(screen.getByText('Protocolo: 201811161058216')).toHaveAttribute('aria-hidden', 'true')
  const descriptions = screen.getAllByText(enviado.descricao)
  expect(descriptions).toHaveLength(2)
  for (const copy of descriptions) {
    expect(copy === foldedDescription() || copy.closest('[aria-hidden="true"]')).toBeTruthy()
  }
})

test('where printing is blocked and nothing happens, a window of its own is offered', async () => {
  const user = showReceipt()

  // jsdom prints nothing, like a frame without allow-modals.
  await user.click(button('Imprimir comprovante'))

  const link = await screen.findByRole('link', { name: 'Abrir para impressão' })
  expect(link).toHaveAttribute('href', location.pathname)
  expect(link).toHaveAttribute('target', '_blank')
  await eventually(() => document.activeElement).toBe(link)
})

test('Alt+9 leads on to the next ticket, and only with no other key', async () => {
  const user = showReceipt()
  const here = location.pathname

  await user.keyboard('9{Control>}{Alt>}9{/Alt}{/Control}{Shift>}{Alt>}9{/Alt}{/Shift}')
  expect(location.pathname).toBe(here)
  await user.keyboard('{Alt>}9{/Alt}')
  expect(location.pathname).toBe('/')
})

test('the heading, which has the focus, leads to the protocol in words; the first stop of Tab copies it', async () => {
  const user = showReceipt()
  const title = screen.getByRole('heading', { level: 1 })
  expect(title).toHaveFocus()

  expect(title).toHaveAccessibleDescription(/^dois zero um oito · /)
  await user.tab()
  expect(button('Copiar protocolo')).toHaveFocus()
  await user.keyboard('{Enter}')
  const said = await screen.findByText('Protocolo copiado.')
  expect(said).toHaveAttribute('role', 'status')

  // It stands where the button's word is, until the next thing is done.
  await user.tab()
  expect(said).toBeEmptyDOMElement()
})

test('without a work order it says so in a word, and claims nothing of what nobody remembers', () => {
  const atendimento = { ...outcomes.opened.atendimento, ordens_servico: [] }
  showReceipt({ atendimento, enviado: { ...enviado, abrir_os: false } })
  screen.getByText('sem ordem de serviço')
  expect(recorded('OS')).toHaveTextContent('Nenhuma, como pedido')
  cleanup()

  showReceipt({ atendimento, enviado: undefined })
  screen.getByText('sem ordem de serviço')
  expect(recorded('OS')?.textContent).toBe('Nenhuma')
})

test('a service that isn’t as it should be is said to be so', () => {
  const { atendimento } = outcomes.opened
  const servico = {
    numero_plano: 1,
    nome: 'NEXT',
    status: 'Suspenso',
    status_prefixo: 'suspenso_debito',
  }
  showReceipt({ atendimento: { ...atendimento, servico } })

  expect(recorded('Situação do serviço')).toHaveTextContent('Suspenso')
})
