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
        .getAllByRole('cell')
        .map((cell) => cell.textContent),
    )
const outcomesShown = () => rowsShown().map((cells) => cells.at(-1))
const linkOf = (key: string) =>
  screen
    .getAllByRole('link', { name: /^Ver o envio: / })
    .find((link) => link.getAttribute('href') === `${logPath}/${key}`)

/** The page at the log's address, over a gateway that knows of nothing yet. */
async function openLog() {
  const house = await openHouse()
  return { house, open: (ways = {}) => openPage(house, { path: logPath, ways }) }
}

test('what was sent today is listed, newest first, with protocol, service, first name and OS', async () => {
  const { house, open } = await openLog()
  const first = await sendFromElsewhere(house, {
    abrir_os: true,
    descricao: 'Só a Ana sabe disto.',
  })
  const second = await sendFromElsewhere(house, { id_cliente_servico: 11007, abrir_os: true })
  const third = await sendFromElsewhere(house, { id_cliente_servico: 11002, nome: 'Zé da Silva' })

  const { user } = open()

  const title = await heading('Abertos por mim hoje (3)')
  expect(title).toHaveFocus()
  expect(document.title).toBe('Abertos por mim hoje (3)')
  expect(screen.getByText('Nada a conferir.')).toBeVisible()
  const copy = (protocol: string) => `${protocol}Copiar protocolo ${protocol}`
  expect(rowsShown()).toEqual([
    [copy(third.protocol), '11002', 'Zé', 'Não', 'Aberto.'],
    [copy(second.protocol), '11007', 'Bianca', 'Pedida, não criada', 'Aberto.'],
    [copy(first.protocol), '11000', 'Bianca', expect.stringMatching(/^\d+$/), 'Aberto.'],
  ])
  expect(screen.getAllByRole('link', { name: /^Ver o envio: \d\d:\d\d$/ })).toHaveLength(3)
  expect(resultado()).toBeUndefined()
  // Neither a document nor the description nor a phone or whole name.
  expect(document.body).not.toHaveTextContent(/Couto|Só a Ana|99911|\d{3}\.\d{3}\.\d{3}-\d{2}/i)

  await user.click(button(`Copiar protocolo ${second.protocol}`))
  await screen.findByText('Protocolo copiado.')
  expect(await navigator.clipboard.readText()).toBe(second.protocol)

  await user.click(linkOf(second.key) ?? document.body)
  await heading('Atendimento aberto')
  expect(document.getElementById('protocolo')).toHaveTextContent(second.protocol)
  history.back()
  expect(await heading('Abertos por mim hoje (3)')).toHaveFocus()
})

test('what isn’t known comes first, and only what was opened is counted as opened', async () => {
  const { house, open } = await openLog()
  house.emulator.faults.inject({ route: 'atendimento', fault: 'reset-before' })
  const lost = await sendFromElsewhere(house)
  house.emulator.faults.inject({ route: 'atendimento', fault: 'too-many' })
  await sendFromElsewhere(house)
  await sendFromElsewhere(house, { id_cliente_servico: 11013 })
  await sendFromElsewhere(house)

  const { user } = open()

  await heading('Abertos por mim hoje (1)')
  await inTheEnd(() => outcomesShown()).toEqual([
    'A conferir: não sei se foi aberto.',
    'Aberto.',
    'O HubSoft não abriu.',
    'Não foi enviado: nada foi aberto.',
  ])
  expect(screen.getByText('1 envio a conferir.')).toHaveTextContent(
    '1 envio a conferir. Não o abra de novo antes de saber.',
  )
  expect(rowsShown().map(([protocol]) => /^\d+Copiar/.test(protocol ?? ''))).toEqual([
    false,
    true,
    false,
    false,
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
  expect(await heading('Abertos por mim hoje')).toHaveFocus()
  held.letGo()
  await screen.findByText('Você não enviou nenhum atendimento nas últimas 16 horas.')
  expect(await heading('Abertos por mim hoje (0)')).toHaveFocus()
  expect(screen.queryByRole('table')).toBeNull()
})

test('a gateway that can’t be asked is no empty list, is asked again by hand, and takes away none that came', async () => {
  const { house, open } = await openLog()
  const { protocol } = await sendFromElsewhere(house)
  const { user, line } = open({ list: lostOnItsWay })
  await screen.findByText(
    'Não consegui a lista do servidor. Não sei o que você já enviou hoje; pergunto de novo sozinho.',
  )
  expect(await heading('Abertos por mim hoje')).toBeVisible()
  expect(document.body).not.toHaveTextContent('Você não enviou nenhum')
  line.ways.list = straight

  await user.click(button('Atualizar'))

  await heading('Abertos por mim hoje (1)')
  expect(screen.getByText('Nada a conferir.')).toBeVisible()
  expect(button('Atualizar')).toHaveFocus()
  line.ways.list = lostOnItsWay

  await user.click(button('Atualizar'))

  await screen.findByText(
    /^Não consegui a lista do servidor\. O que está abaixo é de \d\d:\d\d; pergunto de novo sozinho\.$/,
  )
  expect(rowsShown()[0]?.[0]).toContain(protocol)
})

test('what was listed before is not shown while a newer list is on its way', async () => {
  const { house, pending, letHubsoftAnswer } = await openHouseWithPending()
  const { user, line } = openPage(house, { path: logPath })
  await screen.findByText('1 envio a conferir.')
  letHubsoftAnswer()
  await user.click(linkOf(pending.key) ?? document.body)
  await heading('Atendimento aberto')
  // The top bar has asked anew.
  await waitFor(() => expect(screen.queryByText('1 a conferir')).toBeNull())
  const held = hold(line, 'list')

  await user.click(toLog())

  await screen.findByText('Consultando o servidor…')
  expect(screen.getByRole('main')).not.toHaveTextContent(/conferir|Abertos por mim hoje \(/)
  held.letGo()
  await heading('Abertos por mim hoje (1)')
  expect(outcomesShown()).toEqual(['Aberto.'])
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
  await heading('Abertos por mim hoje (1)')
  expect(outcomesShown()).toEqual(['A conferir: ainda sem resposta.', 'Aberto.'])
  linkOf(slow.key)?.focus()
  letHubsoftAnswer()

  await backInTab(() => outcomesShown()).toEqual(['Aberto.', 'Aberto.'])

  expect(linkOf(slow.key)).toHaveFocus()
  await heading('Abertos por mim hoje (2)')
  expect(screen.getByText('Nada a conferir.')).toBeVisible()
  expect(
    screen.getAllByRole('link', { name: /^Ver o envio/ }).map((link) => link.getAttribute('href')),
  ).toEqual([slow, quick].map(({ key }) => `${logPath}/${key}`))
})

test('what is being typed is all there after a look at the list, by the way back or by Back', async () => {
  const { user, line } = await openForm()
  await fill(user, { email: 'bia@x.com.br', workOrder: true })

  for (const leave of [() => user.click(backToForm()), () => history.back()]) {
    await user.click(toLog())
    await heading('Abertos por mim hoje (0)')
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
  await heading('Abertos por mim hoje (0)')
  expect(outcomesShown()).toEqual(['O HubSoft não abriu.'])
  await user.click(backToForm())

  await screen.findByRole('region', { name: 'O HubSoft não abriu este atendimento' })
  expect(location.pathname).toBe(pathname)
  expect(field.description()).toHaveValue(`${typical.description} Desde ontem.`)
  expect(line.posts).toHaveLength(1)
})

test('a history that holds something else leads no further than to the form', async () => {
  const { open } = await openLog()
  open()
  await heading('Abertos por mim hoje (0)')

  history.replaceState('https://outro.example/atendimentos', '', `${logPath}/`)

  await eventually(() => location.pathname).toBe(`${logPath}/`)
  await heading('Abertos por mim hoje (0)')
  expect(backToForm()).toHaveAttribute('href', '/')
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
    screen.getByRole('heading', { level: 1, name: 'Abertos por mim hoje (1)' })
  })
  expect(screen.queryByRole('region', { name: 'Sua sessão expirou' })).toBeNull()
  expect(line.posts).toEqual([])
})
