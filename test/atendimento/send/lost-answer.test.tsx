import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { answeredBy, answerLost, holding, lostOnItsWay, straight, type Way } from '../line.ts'
import {
  button,
  eventually,
  field,
  foldedDescription,
  heading,
  resultado,
  send,
  typical,
  unreachable,
} from '../on-screen.ts'
import { comeBackToTab, openForm, openHouse, type Page } from '../open-page.tsx'
import { untilNextLook } from '../open-unknown.tsx'
import { sendFromElsewhere } from '../shift-log/send-from-elsewhere.ts'

const halfAnAnswer: Way = async (send) => {
  const text = await (await send()).text()
  return new Response(text.slice(0, text.length / 2))
}

/** The newest ticket's protocol is read, by asking. */
async function expectProtocolRead({ line, house }: Awaited<ReturnType<typeof openForm>>) {
  await heading('Atendimento aberto')
  expect(line.posts).toHaveLength(house.emulator.ledger.tickets.length)
  expect(line.asked).toContain(line.posts.at(-1)?.key)
  const ticket = house.emulator.ledger.tickets.at(-1)
  expect(document.getElementById('protocolo')).toHaveTextContent(
    ticket?.atendimento.protocolo ?? 'a protocol',
  )
  expect(resultado()).toBe('aberto')
}

test('however the answer to a send is lost, the page asks and reads the protocol', async () => {
  const page = await openForm()
  const { user, line, house } = page
  const ways = [
    answerLost,
    halfAnAnswer,
    // A maintenance page, or a proxy's error page.
    answeredBy(`${house.emulatorUrl}/login`),
    answeredBy(`${house.emulatorUrl}/nada`),
  ]
  for (const [place, way] of ways.entries()) {
    line.ways.post = way

    await send(user)

    await expectProtocolRead(page)
    expect(house.emulator.ledger.tickets).toHaveLength(place + 1)
    await user.click(button('Abrir próximo atendimento'))
    await eventually(field.service).toHaveFocus()
  }
})

test('a send that never got to the gateway opened nothing, and goes out with the same key', async () => {
  const { user, line, house } = await openForm()
  line.ways.post = lostOnItsWay

  await send(user)

  const notice = await screen.findByRole('region', { name: 'Nada foi aberto' })
  expect(notice).toHaveTextContent(
    'Este envio não chegou ao HubSoft: nada foi aberto. Pode tentar de novo.',
  )
  expect(line.asked).toEqual(line.posts.map(({ key }) => key))
  expect(house.ticketRequests()).toEqual([])

  line.ways.post = straight
  await user.click(within(notice).getByRole('button', { name: 'Tentar de novo' }))

  await heading('Atendimento aberto')
  expect(line.posts.map(({ key }) => key)).toEqual([line.posts[0]?.key, line.posts[0]?.key])
  expect(house.emulator.ledger.tickets).toHaveLength(1)
})

/** A send that its network holds back: `arrive` lets it get to the gateway after all. */
function holdingBack() {
  const late: (() => Promise<Response>)[] = []
  const way: Way = (send) => {
    late.push(send)
    return Promise.reject(new TypeError('fetch failed'))
  }
  return { way, arrive: () => Promise.all(late.map((send) => send())) }
}

test('a send that gets there late after all becomes its receipt when the attendant comes back to the tab', async () => {
  const { user, line, house } = await openForm()
  const { way, arrive } = holdingBack()
  line.ways.post = way
  await send(user)
  await screen.findByRole('region', { name: 'Nada foi aberto' })
  await arrive()

  comeBackToTab()

  expect(await heading('Atendimento aberto')).toHaveFocus()
  expect(resultado()).toBe('aberto')
  expect(line.posts).toHaveLength(1)
  expect(house.emulator.ledger.tickets).toHaveLength(1)
})

test('what was asked before the text went out once more says nothing of it', async () => {
  const { user, line } = await openForm()
  line.ways.post = lostOnItsWay
  await send(user)
  await screen.findByRole('region', { name: 'Nada foi aberto' })
  const [question, answer] = [holding(), holding()]
  line.ways.ask = question.way
  comeBackToTab()
  await eventually(() => line.asked).toHaveLength(2)
  line.ways.post = answer.way

  await user.click(button('Tentar de novo'))
  question.letGo()

  await screen.findByText('Abrindo o atendimento no HubSoft…')
  expect(button('Abrindo…')).toHaveAttribute('aria-disabled', 'true')
  expect(screen.queryByRole('region', { name: 'Nada foi aberto' })).toBeNull()
  answer.letGo()
  await heading('Atendimento aberto')
})

function cut({ ways }: Page['line']) {
  ways.post = answerLost
  ways.ask = lostOnItsWay
}

test('where the gateway can’t be reached the page says it doesn’t know, and warns', async () => {
  const { user, line } = await openForm()
  cut(line)

  await send(user)

  expect(await unreachable()).toHaveTextContent(
    'Não consigo falar com o servidor. Pergunto de novo sozinho. Não envie de novo.',
  )
  const main = screen.getByRole('main')
  expect(main).toHaveTextContent('Ainda não sei se o atendimento foi aberto: não abra outro ainda.')
  expect(screen.getByRole('heading', { level: 1 })).toHaveFocus()
  expect(resultado()).toBe('incerto')
  expect(document.title).toBe('Não consigo falar com o servidor')
  expect(document.querySelector('form')).toBeNull()
  expect(foldedDescription()).toHaveTextContent(typical.description)
  await user.keyboard('{Control>}{Enter}{/Control}')
  expect(line.posts).toHaveLength(1)
  // Whether it was registered isn't known, either.
  expect(screen.getByText(/^Diga ao cliente:/)).toHaveTextContent(
    'Diga ao cliente: Anotei o seu pedido e eu retorno com o protocolo.',
  )
  screen.getByText(/este envio fica em “A conferir”.* não feche esta aba/)
  await user.click(button('Abrir próximo atendimento'))
  await screen.findByText(/ · não sei se foi aberto$/)
  await eventually(field.service).toHaveFocus()
  expect(field.description()).toHaveValue('')
})

test('while it is checked the page says what to tell the caller, and Alt+9 leads on to the next one', async () => {
  const { user, line, house } = await openForm()
  house.emulator.faults.inject({ route: 'atendimento', fault: 'reset-before' })
  house.emulator.faults.inject({ route: 'listagem', fault: 'http-500', times: 1000 })
  await send(user)
  await screen.findByText(
    'Não consigo confirmar pela lista do HubSoft se o atendimento foi aberto; continuo tentando. Não envie de novo.',
  )
  expect(screen.getByText(/^Diga ao cliente:/)).toHaveTextContent(
    'Diga ao cliente: Seu pedido foi registrado e eu retorno com o protocolo.',
  )
  expect(button('Abrir próximo atendimento')).toBeVisible()

  await user.keyboard('{Alt>}9{/Alt}')

  await screen.findByText(/ · conferindo$/)
  await eventually(field.service).toHaveFocus()
  expect(field.description()).toHaveValue('')
  // Out of reach afterwards, it was registered all the same.
  line.ways.ask = lostOnItsWay
  await user.click(screen.getByRole('link', { name: /serviço 11000/ }))
  comeBackToTab()
  await unreachable()
  expect(screen.getByText(/^Diga ao cliente:/)).toHaveTextContent('Seu pedido foi registrado')
  expect(line.posts).toHaveLength(1)
})

test.each([
  ['in its answer', straight],
  ['when it was asked', answerLost],
])('what was said %s to be sent is never “not sent”, its record gone', async (_when, post) => {
  const { user, line, house, reload } = await openForm()
  line.ways.post = post
  house.emulator.faults.inject({ route: 'atendimento', fault: 'reset-after' })
  house.emulator.faults.inject({ route: 'listagem', fault: 'list-empty', times: 1000 })
  await send(user)
  await screen.findByText(/^Sem resposta até agora\./)
  const restarted = await openHouse()
  const gone = `${restarted.url}/api/v1/integracao/atendimento/${line.posts[0]?.key}`
  line.ways.ask = answeredBy(gone)
  comeBackToTab()

  async function expectNotKnown() {
    await heading('Não sei se o atendimento foi aberto')
    expect(resultado()).toBe('incerto')
    const main = screen.getByRole('main')
    expect(main).not.toHaveTextContent(/nada foi aberto/i)
    expect(main).toHaveTextContent(
      /^Não sei se o atendimento foi abertoa conferir.*Não abra outro ainda\. Os dados saíram às \d\d:\d\d, e o servidor não tem mais registro deste envio\..*Entre os atendimentos do serviço 11000, o que tem na descrição:REF /,
    )
    expect(screen.queryByRole('textbox')).toBeNull()
    expect(foldedDescription()).toHaveTextContent(typical.description)
  }
  await expectNotKnown()
  expect(screen.getByRole('heading', { level: 1 })).toHaveFocus()
  reload()
  await expectNotKnown()
  await user.click(button('Abrir próximo atendimento'))
  await screen.findByText(/ · não sei se foi aberto$/)
  expect(field.description()).toHaveValue('')

  // Its record is there again.
  line.ways.ask = straight
  house.emulator.faults.clear()
  house.skip(untilNextLook)
  await user.click(screen.getByRole('link', { name: /serviço 11000/ }))
  comeBackToTab()
  await heading('Atendimento aberto')
  expect(line.posts).toHaveLength(1)
  await eventually(() => sessionStorage.length).toBe(0)
})

test('back in reach, the gateway is asked again without anyone’s doing, and nothing is sent', async () => {
  const page = await openForm()
  cut(page.line)
  await send(page.user)
  await unreachable()

  page.line.ways.ask = straight

  await expectProtocolRead(page)
})

test('the gateway can be asked by hand, too', async () => {
  const page = await openForm()
  cut(page.line)
  await send(page.user)
  await unreachable()
  page.line.ways.ask = straight

  await page.user.click(button('Perguntar agora'))

  await expectProtocolRead(page)
  expect(screen.getByRole('heading', { level: 1 })).toHaveFocus()
})

test('a key that another tab used for another text keeps this text, and leads to that send', async () => {
  const { user, line, house, reload } = await openForm()
  house.refuseNextSend()
  await send(user)
  await screen.findByRole('region', { name: 'Nada foi aberto' })
  // The same form in a second tab: same key, other text, and it was quicker.
  const [post] = line.posts
  const otherText = { descricao: 'Texto da outra aba.' }
  await sendFromElsewhere(house, otherText, { 'idempotency-key': post?.key ?? '' })
  expect(house.emulator.ledger.tickets).toHaveLength(1)

  await user.click(button('Tentar de novo'))

  const notice = await screen.findByRole('region', { name: 'O envio não foi aceito' })
  expect(within(notice).getByRole('link')).toHaveAttribute('href', `/atendimentos/${post?.key}`)
  expect(field.description()).toHaveValue(typical.description)
  expect(resultado()).toBeUndefined()
  expect(house.emulator.ledger.tickets).toHaveLength(1)

  reload(`/atendimentos/${post?.key}`)
  await heading('Atendimento aberto')
  expect(foldedDescription()).toHaveTextContent('Texto da outra aba.')
  reload('/')
  await eventually(field.description).toHaveValue(typical.description)
  await user.click(button('Abrir atendimento'))
  await heading('Atendimento aberto')
  expect(new Set(line.posts.map(({ key }) => key)).size).toBe(2)
  expect(house.emulator.ledger.tickets).toHaveLength(2)
})
