import { screen, waitFor, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { anasHeaders, openAsAna } from '../../app/open-as-ana.ts'
import { asUser, hold, holding, lostOnItsWay, straight } from '../line.ts'
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
} from '../on-screen.ts'
import { backInTab, comeBackToTab, inTheEnd, openForm, openHouse, openPage } from '../open-page.tsx'
import { openHouseWithPending, sendFromElsewhere } from './send-from-elsewhere.ts'

const logPath = '/atendimentos'
const toLog = () => screen.getByRole('link', { name: /^Meus envios de hoje/ })
const backToForm = () => screen.getByRole('link', { name: 'Voltar ao formulário' })
const rowsShown = () =>
  screen
    .getAllByRole('row')
    .slice(1)
    .map((row) =>
      within(row)
        .queryAllByRole('cell')
        .map((cell) => cell.textContent),
    )
/** Only the situation, without the link in it. */
const outcomesShown = () =>
  rowsShown().map((cells) => cells.at(3)?.replace(/ ver o envio: [\d:]+/, ''))
const linkOf = (key: string) =>
  screen
    .getAllByRole('link', { name: /^ver o envio: / })
    .find((link) => link.getAttribute('href') === `${logPath}/${key}`)

/** The page at the log's address, over a gateway that knows of nothing yet. */
async function openLog() {
  const house = await openHouse()
  return { house, open: (ways = {}) => openPage(house, { path: logPath, ways }) }
}

test('what was sent today is listed, newest first, with protocol, first name, service, OS and what came of it', async () => {
  const { house, open } = await openLog()
  const first = await sendFromElsewhere(house, {
    abrir_os: true,
    descricao: 'Só a Ana sabe disto.',
  })
  const second = await sendFromElsewhere(house, { id_cliente_servico: 11007, abrir_os: true })
  const third = await sendFromElsewhere(house, { id_cliente_servico: 11002, nome: 'Zé da Silva' })

  const { user } = open()

  // While its file comes its name stands above nothing.
  await eventually(() => screen.getByRole('heading', { name: 'Meus envios de hoje' })).toHaveFocus()
  expect(document.title).toBe('Meus envios de hoje')
  await screen.findByText('Nada a conferir. 3 clientes ainda sem o protocolo.')
  const copy = (protocol: string) => expect.stringMatching(new RegExp(`^${protocol} Copiar`))
  const opened = expect.stringMatching(/^Aberto ver o envio: \d\d:\d\d$/)
  const notTold = expect.stringMatching(/^Falta informar/)
  expect(rowsShown()).toEqual([
    [copy(third.protocol), 'Zé serviço 11002', 'Não', opened, notTold],
    [copy(second.protocol), 'Bianca serviço 11007', 'Pedida, não criada', opened, notTold],
    [copy(first.protocol), 'Bianca serviço 11000', expect.stringMatching(/^\d+$/), opened, notTold],
  ])
  expect(screen.getAllByRole('link', { name: /^ver o envio: \d\d:\d\d$/ })).toHaveLength(3)
  expect(resultado()).toBeUndefined()
  // Neither a document nor the description nor a phone or whole name.
  expect(document.body).not.toHaveTextContent(/Couto|Só a Ana|99911|\d{3}\.\d{3}\.\d{3}-\d{2}/i)

  await user.click(button(`Copiar protocolo ${second.protocol}`))
  await screen.findByText('Copiado.')
  expect(await navigator.clipboard.readText()).toBe(second.protocol)

  await user.click(linkOf(second.key) ?? document.body)
  await heading('Atendimento aberto')
  expect(document.getElementById('protocolo')).toHaveTextContent(second.protocol)
  history.back()
  expect(await heading('Meus envios de hoje')).toHaveFocus()
})

test('what isn’t known comes first, and it is said not to open it again', async () => {
  const { house, open } = await openLog()
  house.emulator.faults.inject({ route: 'atendimento', fault: 'reset-before' })
  const lost = await sendFromElsewhere(house)
  house.emulator.faults.inject({ route: 'atendimento', fault: 'too-many' })
  await sendFromElsewhere(house)
  await sendFromElsewhere(house, { id_cliente_servico: 11013 })
  await sendFromElsewhere(house)

  const { user } = open()

  await heading('Meus envios de hoje')
  await screen.findByRole('table')
  await inTheEnd(() => outcomesShown()).toEqual([
    'A conferirnão sei se foi aberto.',
    'Aberto',
    'Recusado',
    'Não enviado',
  ])
  expect(screen.getByText(/^1 a conferir\./)).toHaveTextContent(
    '1 a conferir: não abra de novo antes de saber. 1 cliente ainda sem o protocolo.',
  )
  expect(rowsShown().map(([protocol]) => protocol)).toEqual([
    'sem protocolo',
    expect.stringMatching(/^\d+ Copiar/),
    'nada foi aberto',
    'nada foi aberto',
  ])
  await user.click(linkOf(lost.key) ?? document.body)

  await heading('Não sei se o atendimento foi aberto')
  expect(location.pathname).toBe(`${logPath}/${lost.key}`)
})

test('until the gateway has answered, the list says that it asks, and where nothing was sent it says so', async () => {
  const { open } = await openLog()
  const held = holding()

  open({ list: held.way })

  await screen.findByText('Consultando o servidor…')
  expect(await heading('Meus envios de hoje')).toHaveFocus()
  held.letGo()
  await screen.findByText('Você não enviou nenhum atendimento nas últimas 16 horas.')
  expect(await heading('Meus envios de hoje')).toHaveFocus()
  expect(screen.queryByRole('table')).toBeNull()
})

test('a gateway that can’t be asked is no empty list, is asked again by hand, and takes away none that came', async () => {
  const { house, open } = await openLog()
  const { protocol } = await sendFromElsewhere(house)
  const { user, line } = open({ list: lostOnItsWay })
  await screen.findByText(
    'Não consegui a lista do servidor. Não sei o que você já enviou hoje; pergunto de novo sozinho.',
  )
  expect(await heading('Meus envios de hoje')).toBeVisible()
  expect(document.body).not.toHaveTextContent('Você não enviou nenhum')
  line.ways.list = straight

  await user.click(button('Atualizar a lista'))

  await heading('Meus envios de hoje')
  await screen.findByText(/^Nada a conferir\./)
  expect(button('Atualizar a lista')).toHaveFocus()
  line.ways.list = lostOnItsWay

  await user.click(button('Atualizar a lista'))

  await screen.findByText(
    /^Não consegui a lista do servidor\. O que está abaixo é de \d\d:\d\d; pergunto de novo sozinho\.$/,
  )
  expect(rowsShown()[0]?.[0]).toContain(protocol)
})

test('what was listed before is not shown while a newer list is on its way', async () => {
  const { house, pending, letHubsoftAnswer } = await openHouseWithPending()
  const { user, line } = openPage(house, { path: logPath })
  await screen.findByText(/^1 a conferir\./)
  letHubsoftAnswer()
  await user.click(linkOf(pending.key) ?? document.body)
  await heading('Atendimento aberto')
  // The top bar has asked anew.
  await waitFor(() => expect(screen.queryByText('1 a conferir')).toBeNull())
  const held = hold(line, 'list')

  await user.click(toLog())

  await screen.findByText('Consultando o servidor…')
  expect(screen.getByRole('main')).not.toHaveTextContent(/conferir/)
  held.letGo()
  await heading('Meus envios de hoje')
  await eventually(outcomesShown).toEqual(['Aberto'])
})

test('what the gateway says instead of a list is said, with the code for whoever looks into it', async () => {
  const { open } = await openLog()
  const msg = 'Muitas consultas. Espere 30 segundos.'
  const answer = { status: 'error', codigo: 'muitas_requisicoes', msg, id_requisicao: 'req-7' }

  open({ list: async () => Response.json(answer, { status: 429 }) })

  await screen.findByText(`${msg} Não sei o que você já enviou hoje; pergunto de novo sozinho.`)
  expect(screen.getByText('req-7')).toBeVisible()
})

test('a send that settles while the list is shown keeps its place, and the focus', async () => {
  const { house, pending: slow, letHubsoftAnswer } = await openHouseWithPending()
  const quick = await sendFromElsewhere(house)
  openPage(house, { path: logPath })
  await screen.findByRole('table')
  expect(outcomesShown()).toEqual(['A conferirainda sem resposta.', 'Aberto'])
  linkOf(slow.key)?.focus()
  letHubsoftAnswer()

  await backInTab(() => outcomesShown()).toEqual(['Aberto', 'Aberto'])

  expect(linkOf(slow.key)).toHaveFocus()
  const standing = screen.getByText(/^Nada a conferir\. 2 clientes ainda sem o protocolo\./)
  expect(standing).toHaveTextContent(/O envio das \d\d:\d\d foi aberto: protocolo [\d ]+\.$/)
  expect(standing).toHaveAttribute('role', 'status')
  expect(
    screen.getAllByRole('link', { name: /^ver o envio/ }).map((link) => link.getAttribute('href')),
  ).toEqual([slow, quick].map(({ key }) => `${logPath}/${key}`))
})

test('what is being typed is all there after a look at the list, by the way back or by Back', async () => {
  const { user, line } = await openForm()
  await fill(user, { email: 'bia@x.com.br', workOrder: true })

  for (const leave of [() => user.click(backToForm()), () => history.back()]) {
    await user.click(toLog())
    await heading('Meus envios de hoje')
    expect(location.pathname).toBe(logPath)
    expect(document.querySelector('form')).toBeNull()
    await leave()

    await heading('Abrir atendimento')
    expect(location.pathname).toBe('/')
    expectForm({ email: 'bia@x.com.br', workOrder: true })
  }
  await user.click(button('Abrir atendimento e OS'))
  await heading('Atendimento aberto')
  expect(line.posts).toHaveLength(1)
})

test('from a refused text that is being mended the way back leads to it, also after a reload', async () => {
  const { user, line, reload } = await openForm()
  await send(user, { service: '11013' })
  await screen.findByRole('region', { name: 'O HubSoft não abriu este atendimento' })
  const { pathname } = location
  reload()
  await screen.findByRole('region', { name: 'O HubSoft não abriu este atendimento' })
  await user.type(field.description(), ' Desde ontem.')

  await user.click(toLog())
  await heading('Meus envios de hoje')
  await eventually(outcomesShown).toEqual(['Recusado'])
  await user.click(backToForm())

  await screen.findByRole('region', { name: 'O HubSoft não abriu este atendimento' })
  expect(location.pathname).toBe(pathname)
  expect(field.description()).toHaveValue(`${typical.description} Desde ontem.`)
  expect(line.posts).toHaveLength(1)
})

test('from a text that was refused a moment ago the way back leads to what HubSoft said of it', async () => {
  const { user } = await openForm()
  await send(user, { service: '11013' })
  await screen.findByRole('region', { name: 'O HubSoft não abriu este atendimento' })
  const { pathname } = location

  await user.click(toLog())
  await heading('Meus envios de hoje')
  await user.click(backToForm())

  await screen.findByRole('region', { name: 'O HubSoft não abriu este atendimento' })
  expect(location.pathname).toBe(pathname)
})

test('a history that holds something else leads no further than to the form', async () => {
  const { open } = await openLog()
  open()
  await heading('Meus envios de hoje')

  history.replaceState('https://outro.example/atendimentos', '', `${logPath}/`)

  await eventually(() => location.pathname).toBe(`${logPath}/`)
  await eventually(backToForm).toHaveAttribute('href', '/')
})

test('with the session over the list says to sign in, and is there once that is done', async () => {
  const { user, line, become, house } = await openAsAna()
  await sendFromElsewhere(house, {}, anasHeaders)
  become(straight)
  await user.click(toLog())

  await screen.findByRole('region', { name: 'Sua sessão expirou' })
  await screen.findByText(
    'Entre de novo. Não sei o que você já enviou hoje; depois pergunto de novo sozinho.',
  )
  become(asUser('ana', 'Ana Souza'))

  await waitFor(() => {
    comeBackToTab()
    screen.getByText(/^Nada a conferir\./)
  })
  expect(screen.queryByRole('region', { name: 'Sua sessão expirou' })).toBeNull()
  expect(line.posts).toEqual([])
})

const chip = (way: string, protocol: string) => button(`Informado por ${way} protocolo ${protocol}`)
const toldShown = () => rowsShown().map((cells) => cells.at(4))
const said = /^por telefone, \d\d:\d\d$/

test('who has the protocol is noted in the list, taken back there, and keeps the focus', async () => {
  const { house, open } = await openLog()
  const { protocol, key } = await sendFromElsewhere(house)
  const { user } = open()
  await screen.findByText('Nada a conferir. 1 cliente ainda sem o protocolo.')
  expect(screen.queryByRole('button', { name: /e-mail/ })).toBeNull()

  await user.click(chip('telefone', protocol))

  await screen.findByText(said)
  await screen.findByText('Nada a conferir, todos informados.')
  expect(button(`Desfazer protocolo ${protocol}`)).toHaveFocus()
  await user.keyboard('{Enter}')
  await screen.findByText('Falta informar')
  expect(chip('telefone', protocol)).toHaveFocus()
  await user.click(chip('WhatsApp', protocol))
  await screen.findByText(/^por WhatsApp, /)

  await user.click(linkOf(key) ?? document.body)

  await heading('Atendimento aberto')
  expect(await screen.findByRole('button', { name: 'WhatsApp' })).toBePressed()
  history.back()
  await screen.findByText(/^por WhatsApp, /)
  expect(screen.queryByRole('button', { name: /^Desfazer/ })).toBeNull()
})

test('what couldn’t be noted in the list is said in its row', async () => {
  const { house, open } = await openLog()
  const { protocol } = await sendFromElsewhere(house)
  const { user, line } = open()
  await screen.findByText('Falta informar')
  line.ways.other = lostOnItsWay

  await user.click(chip('telefone', protocol))

  await screen.findByText('Não consegui anotar. Tente de novo.')
  expect(toldShown()).toEqual([expect.stringMatching(/^Falta informar/)])
})

const hourMs = 3_600_000

test('what is left of former days stands behind the day, and stays where it was once it is told', async () => {
  const house = await openHouse()
  const old = await sendFromElsewhere(house, { nome: 'Marta Diniz' })
  house.skip(17 * hourMs)
  await sendFromElsewhere(house, { nome: 'João Lima' })
  const page = openPage(house, {
    path: logPath,
    now: () => new Date(Date.now() + 17 * hourMs),
  })
  await screen.findByText('De dias anteriores, com o cliente ainda sem o protocolo')
  const shown = () => rowsShown().map(([, requester]) => requester)
  expect(shown()).toEqual(['João serviço 11000', undefined, 'Marta serviço 11000'])

  await page.user.click(chip('telefone', old.protocol))
  await screen.findByText(said)
  await sendFromElsewhere(house, { nome: 'Zé' })
  await page.user.click(button('Atualizar a lista'))

  const all = ['Zé serviço 11000', 'João serviço 11000', undefined, 'Marta serviço 11000']
  await eventually(shown).toEqual(all)
  expect(toldShown().at(-1)).toMatch(/^por telefone, /)
})

test('a send is found by service, protocol or name, and how many were is said', async () => {
  const { house, open } = await openLog()
  const bianca = await sendFromElsewhere(house)
  await sendFromElsewhere(house, { id_cliente_servico: 11007, nome: 'João Água' })
  const { user } = open()
  await screen.findByRole('table')
  const search = screen.getByRole('searchbox', { name: 'Procurar nos envios' })

  await user.type(search, 'agua')

  await screen.findByText('1 de 2 envios.')
  expect(rowsShown().map(([, requester]) => requester)).toEqual(['João serviço 11007'])
  await user.clear(search)
  await user.type(search, bianca.protocol.slice(-4))
  await eventually(() => rowsShown().map(([, requester]) => requester)).toEqual([
    'Bianca serviço 11000',
  ])
  await user.type(search, 'x')
  expect(screen.getByText('Nenhum dos 2 envios.')).toHaveAttribute('role', 'status')
  expect(screen.queryByRole('table')).toBeNull()
})
