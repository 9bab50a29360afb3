// What breaks here breaks as it does with people: a page that a translating browser takes apart, an answer
// that this browser can't show, a clock that fails.
import { screen } from '@testing-library/react'
import { expect, onTestFinished, test } from 'vitest'
import { hold, type Way } from '../atendimento/line.ts'
import {
  button,
  eventually,
  field,
  fill,
  heading,
  resultado,
  send,
  typical,
} from '../atendimento/on-screen.ts'
import {
  comeBackToTab,
  openHouse,
  openPage,
  sendInVain,
  untilLookedAgain,
} from '../atendimento/open-page.tsx'
import { sendFromElsewhere } from '../atendimento/shift-log/send-from-elsewhere.ts'
import { ana, letIn } from '../house.ts'

const broken = 'Esta tela parou de funcionar'
const partBroken =
  'Esta parte da página parou de funcionarCopie o que escreveu e recarregue a página.'
const elsewhere = 'Marte/Olimpo'

/** The page over a house, with what its boundaries caught, and a clock that can be stopped. */
async function openBreakable(options?: Parameters<typeof openHouse>[0]) {
  const house = await openHouse({ demoServices: [], ...options })
  const caught: unknown[] = []
  let isStopped = false
  const page = openPage(house, {
    onCaughtError: (error) => caught.push(error),
    now() {
      if (isStopped) throw new Error(`${typical.name}: the clock stands still`)
      return new Date()
    },
  })
  return {
    ...page,
    house,
    caught,
    stopClock(stopped = true) {
      isStopped = stopped
    },
  }
}

async function openBreakableForm(options?: Parameters<typeof openHouse>[0]) {
  const page = await openBreakable(options)
  await eventually(field.service).toHaveFocus()
  return page
}

/** The gateway names a time zone that this browser doesn't know. */
const inUnknownZone: Way = async (send) => {
  const response = await send()
  const text = (await response.text()).replace(
    /"fuso_horario":"[^"]+"/,
    `"fuso_horario":"${elsewhere}"`,
  )
  return new Response(text, response)
}

/** As a translating browser does: another element round this one. */
function wrapInFont(element: Element | null | undefined) {
  const font = document.createElement('font')
  element?.replaceWith(font)
  if (element) font.append(element)
}

const textOf = (name: string) => screen.getByRole('region', { name })

test('a form that breaks under the typing shows every letter, keeps them, and sends nothing', async () => {
  const { user, caught, line, reload } = await openBreakableForm()
  await screen.findByText('Atendente de Demonstração')
  await fill(user, { workOrder: true })
  wrapInFont(await screen.findByText(/^Celular/))

  await user.type(field.phone(), '4')

  expect(await heading(broken)).toHaveFocus()
  expect(document.title).toBe(broken)
  expect(caught).toHaveLength(1)
  const text = textOf('O que não foi enviado')
  for (const word of [...Object.values(typical), `${typical.phone}4`, 'Pedida']) {
    expect(text).toHaveTextContent(word)
  }
  expect(screen.getByRole('main')).toHaveTextContent('Nada foi enviado deste formulário.')
  expect(screen.getByRole('main')).not.toHaveTextContent(/removeChild|not a child/)
  await user.click(button('Copiar meus dados'))
  expect(await navigator.clipboard.readText()).toContain(`Telefone: ${typical.phone}4`)
  await user.keyboard('{Control>}{Enter}{/Control}')
  expect(line.posts).toEqual([])
  expect(button('Recarregar')).toBeVisible()
  expect(screen.getByRole('main')).toHaveTextContent(
    'O que não foi enviado está guardado nesta aba.',
  )

  reload()

  await eventually(field.phone).toHaveValue(`${typical.phone}4`)
})

test('a send under way goes on where its screen breaks, and its protocol comes', async () => {
  const { user, line, house, stopClock, reload } = await openBreakableForm()
  const held = hold(line, 'post')
  await send(user)
  await screen.findByRole('button', { name: 'Abrindo…' })

  stopClock()

  await heading(broken)
  screen.getByText(
    'Este envio já pode ter aberto o atendimento. Não envie de novo e não abra outro ainda.',
  )
  expect(textOf('O que foi enviado')).toHaveTextContent(typical.description)
  expect(screen.queryByText('O que não foi enviado')).toBeNull()
  expect(screen.getByRole('main')).not.toHaveTextContent('the clock')
  held.letGo()
  await screen.findByText('O atendimento foi aberto.')
  const { protocolo } = house.emulator.ledger.tickets[0]?.atendimento ?? {}
  expect(document.getElementById('protocolo')).toHaveTextContent(protocolo ?? 'a protocol')

  stopClock(false)
  reload()

  await heading('Atendimento aberto')
  expect(line.posts).toHaveLength(1)
  expect(house.emulator.ledger.tickets).toHaveLength(1)
})

test('a receipt that breaks still gives the protocol, marked where it is only a demonstration’s', async () => {
  const { user, line, house } = await openBreakableForm()
  await screen.findByText('Atendente de Demonstração')
  await untilLookedAgain(line, inUnknownZone)

  await send(user)

  expect(await heading(broken)).toHaveFocus()
  const { protocolo } = house.emulator.ledger.tickets[0]?.atendimento ?? {}
  expect(document.getElementById('protocolo')).toHaveTextContent(protocolo ?? 'a protocol')
  expect(screen.getByText('DEMONSTRAÇÃO: não dite este protocolo')).toBeVisible()
  expect(resultado()).toBe('aberto')
  expect(screen.queryByText('O que não foi enviado')).toBeNull()
  expect(screen.getByRole('link', { name: 'Abrir próximo atendimento' })).toHaveAttribute(
    'href',
    '/',
  )
})

test('a list that breaks says so, with what was left half written in the form', async () => {
  const { user, line, house } = await openBreakableForm()
  await sendFromElsewhere(house)
  await user.type(field.description(), 'Meio caminho andado')
  await untilLookedAgain(line, inUnknownZone)

  await user.click(screen.getByRole('link', { name: /^Meus envios de hoje/ }))

  await heading(broken)
  expect(textOf('O que não foi enviado')).toHaveTextContent('Meio caminho andado')
  expect(screen.getByRole('main')).not.toHaveTextContent('Nada foi enviado')
})

test('a refused text that was mended since is told apart from what was sent', async () => {
  const { user } = await openBreakableForm()
  await send(user, { service: '11013' })
  await screen.findByRole('region', { name: 'O HubSoft não abriu este atendimento' })
  await user.type(field.description(), ' Mora no 2º andar.')
  wrapInFont(screen.getByText(/^Celular/))

  await user.type(field.phone(), '4')

  await heading(broken)
  expect(textOf('O que não foi enviado')).toHaveTextContent('Mora no 2º andar.')
  expect(textOf('O que foi enviado')).not.toHaveTextContent('Mora no 2º andar.')
  expect(screen.getByText('Este envio não abriu nada.')).toBeVisible()
})

test('a click that breaks before anything leaves is no button that does nothing', async () => {
  const { user, line, stopClock } = await openBreakableForm()
  await fill(user)
  stopClock()

  await user.click(button('Abrir atendimento'))

  await heading(broken)
  expect(textOf('O que não foi enviado')).toHaveTextContent(typical.description)
  expect(line.posts).toEqual([])
})

test('a list that breaks above the form leaves the form as it is', async () => {
  const { user, line, house } = await openBreakableForm()
  await sendInVain(user, house)
  line.ways.other = inUnknownZone
  await user.click(button('Abrir próximo atendimento'))
  await screen.findByRole('region', { name: 'Últimos envios' })
  await user.type(field.name(), 'Zé')

  comeBackToTab()

  expect(await screen.findByRole('alert')).toHaveTextContent(partBroken)
  await user.type(field.name(), ' da Silva')
  expect(field.name()).toHaveValue('Zé da Silva')
  expect(field.name()).toHaveFocus()
})

/** Ana, whose session ends while she writes, so that the sign-in panel is above her form. */
async function openWithPanel() {
  const people = await letIn(ana)
  onTestFinished(people.remove)
  const page = await openBreakable({ env: people.env })
  const { user, line } = page
  await user.type(await screen.findByLabelText('Senha'), ana.senha)
  await user.type(screen.getByRole('textbox', { name: 'Usuário' }), `${ana.usuario}{Enter}`)
  await eventually(field.service).toHaveFocus()
  await fill(user)
  line.cookies.clear()
  return page
}

test('a sign-in panel that breaks leaves the form above which it stood as it is', async () => {
  const { user, caught } = await openWithPanel()
  await user.click(button('Abrir atendimento'))
  const title = await screen.findByRole('heading', { name: 'Entrar de novo' })
  wrapInFont(title)

  await user.click(button('Entrar'))

  expect(await screen.findByRole('alert')).toHaveTextContent(partBroken)
  expect(caught).toHaveLength(1)
  expect(field.description()).toHaveValue(typical.description)
  expect(document.body).not.toHaveTextContent(ana.senha)
})

test('where even what surrounds the screens breaks, what was typed can be copied', async () => {
  const { user, line, caught } = await openWithPanel()
  await user.click(field.workOrder())
  wrapInFont(screen.getByRole('main').firstElementChild)

  await user.click(button('Abrir atendimento e OS'))

  expect(await heading('A página parou de funcionar')).toHaveFocus()
  expect(caught).toHaveLength(1)
  const copy = screen.getByRole('textbox', { name: 'Copie antes o que estava escrito:' })
  expect(copy).toHaveValue(
    [
      `Código do serviço: ${typical.service}`,
      `Nome do solicitante: ${typical.name}`,
      `Telefone: ${typical.phone}`,
      `Descrição: ${typical.description}`,
      'Abrir ordem de serviço: Sim',
    ].join('\n'),
  )
  await user.keyboard('{Control>}{Enter}{/Control}')
  expect(line.posts).toHaveLength(1)
  expect(button('Recarregar')).toBeVisible()
})
