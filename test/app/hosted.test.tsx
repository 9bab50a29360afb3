import { screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import {
  button,
  eventually,
  expectEmptyForm,
  expectForm,
  field,
  fill,
  heading,
  put,
  resultado,
  send,
  typical,
} from '../atendimento/on-screen.ts'
import { openForm, openHouse, openPage, sendInVain } from '../atendimento/open-page.tsx'
import { ana, bia } from '../house.ts'
import { openLocal } from '../sessao/open-local.tsx'
import { openFramed, said } from './in-a-host.ts'

const bianca = { id_cliente_servico: typical.service, nome: typical.name, telefone: typical.phone }
const otavio = { id_cliente_servico: '11302', nome: 'Otávio Exemplo', telefone: '3734151100' }

const linkTo = (fields: Record<string, string>) => `/#${new URLSearchParams(fields)}`
const calls = { origem: 'PABX', chamada: 'c-1' }

test('a link fills the form, says so and where each value came from, and only the description is left to write', async () => {
  const house = await openHouse()
  const { user, line } = openPage(house, { path: linkTo({ ...bianca, ...calls }) })
  expect(location.hash).toBe('')

  await eventually(field.phone).toHaveValue(typical.phone)
  expectForm({ description: '' })
  expect(field.name()).toHaveAccessibleDescription(/Veio de: um link \(diz ser: PABX\)/)
  await eventually(field.description).toHaveFocus()
  await eventually(said).toContain('O link preencheu 3 campos.')

  await user.paste(typical.description)
  await user.keyboard('{Control>}{Enter}{/Control}')
  await heading('Atendimento aberto')
  expect(line.posts).toMatchObject([{ call: 'c-1' }])
})

test('what comes twice in a link is left out, and named', async () => {
  openPage(await openHouse(), { path: '/#nome=Ana&nome=Bia&email=a@example.com&abrir_os=1' })

  await eventually(field.email).toHaveValue('a@example.com')
  expect(field.name()).toHaveValue('')
  await eventually(said).toContain(
    'O link preencheu 1 campo. Deixei de fora: Nome do solicitante (veio duas vezes), Abrir ordem de serviço (não consegui ler).',
  )
})

test('a link followed on an open page is a call, and goes from its address too', async () => {
  const { user } = await openForm()
  await put(user, field.name(), 'Bia')

  history.replaceState(null, '', linkTo({ ...bianca, ...calls }))
  window.dispatchEvent(new HashChangeEvent('hashchange'))

  expect(location.hash).toBe('')
  await eventually(field.phone).toHaveValue(typical.phone)
  expect(field.name()).toHaveValue('Bia')
  await eventually(said).toContain(
    'O link preencheu 2 campos. O que veio para 1 campo já com texto é oferecido embaixo',
  )
})

test('what was typed, if only to empty it, stays; what the phone system says is offered below', async () => {
  const { user, host } = await openFramed()
  await put(user, field.name(), 'Bia')
  await put(user, field.email(), 'x')
  await user.clear(field.email())

  const id = host.call({ ...bianca, email: 'a@example.com', abrir_os: true }, 'c-1')

  await eventually(() => host.answer(id)).toMatchObject({
    aplicados: ['id_cliente_servico', 'telefone', 'abrir_os'],
    ignorados: [
      { campo: 'nome', motivo: 'em-edicao' },
      { campo: 'email', motivo: 'em-edicao' },
    ],
  })
  expectForm({ name: 'Bia', description: '', workOrder: true })
  expect(field.workOrder()).toHaveAccessibleDescription(/Marcado por: PABX/)
  expect(await screen.findByText(`PABX informou ${typical.name}.`)).toBeInTheDocument()
  await user.click(button(/^Usar no campo Nome/))
  expect(field.name()).toHaveValue(typical.name)
})

test('a second message of one call adds to it, and a nearer one wins over a link', async () => {
  const { host } = await openFramed({ path: linkTo({ nome: 'Do link', telefone: '3799' }) })
  await eventually(field.name).toHaveValue('Do link')

  host.call({ nome: 'Da central' }, 'c-1')
  host.call({ email: 'a@example.com' }, 'c-1')

  await eventually(field.email).toHaveValue('a@example.com')
  expect(field.name()).toHaveValue('Da central')
  expect(field.phone()).toHaveValue('3799')
})

test('of a call that nobody took nothing is left in the next one', async () => {
  const { user, host } = await openFramed()
  host.call({ ...bianca, email: 'bia@example.com' }, 'c-1')
  await eventually(field.email).toHaveValue('bia@example.com')

  host.call(otavio, 'c-2')

  await eventually(field.name).toHaveValue(otavio.nome)
  expect(field.email()).toHaveValue('')
  await user.type(field.description(), 'Lento.')
  expect(host.of('sujo').map(({ sujo }) => sujo)).toEqual([false, true])
})

test('while somebody writes for one customer the next call waits, and is begun by a person', async () => {
  const { user, host } = await openFramed()
  host.call(bianca, 'c-1')
  await eventually(field.phone).toHaveValue(typical.phone)
  await put(user, field.description(), typical.description)

  const id = host.call(otavio, 'c-2')
  await eventually(said).toContain('Nova ligação: serviço 11302.')
  expectForm()
  expect(host.answer(id)?.aplicados).toEqual([])

  await user.click(button('Começar próximo atendimento'))
  await eventually(field.name).toHaveValue(otavio.nome)
  expect(field.description()).toHaveValue('')
  await eventually(field.description).toHaveFocus()
  expect(host.answer(id)).toMatchObject({ ignorados: [] })
  expect(said()).toMatch(/Há um rascunho de \d\d:\d\d\./)

  await user.click(button('Continuar o rascunho'))
  await eventually(field.description).toHaveValue(typical.description)
  expectForm()
})

test('what a link brought and nobody took is left out of the next one, which says whose its own is', async () => {
  const path = linkTo({ ...bianca, email: 'bia@example.com', chamada: 'c-1' })
  const { reload } = openPage(await openHouse(), { path })
  await eventually(field.email).toHaveValue('bia@example.com')
  await eventually(() => sessionStorage.length).toBe(1)

  reload(linkTo({ ...otavio, ...calls, chamada: 'c-2' }))

  await eventually(field.name).toHaveValue(otavio.nome)
  await eventually(field.name).toHaveAccessibleDescription(/Veio de: um link \(diz ser: PABX\)/)
  expect(field.email()).toHaveValue('')
  expect(said()).not.toMatch(/Há um rascunho/)
})

test('while what is written goes to a ticket that stands, the next call waits', async () => {
  const { user, host } = await openFramed()
  host.call({ ...bianca, id_cliente_servico: '11028' }, 'c-1')
  await eventually(field.phone).toHaveValue(typical.phone)
  await user.click(await screen.findByRole('button', { name: /^Acrescentar/ }))
  await heading('Acrescentar ao atendimento')

  const id = host.call(otavio, 'c-2')

  await eventually(said).toContain('Nova ligação: serviço 11302.')
  expect(host.answer(id)?.aplicados).toEqual([])
  await user.click(button('Começar próximo atendimento'))
  await eventually(field.name).toHaveValue(otavio.nome)
})

test('a draft isn’t the next call’s: that starts empty, and the draft is offered', async () => {
  const { user, reload } = await openForm()
  await fill(user)
  await eventually(() => sessionStorage.length).toBe(1)

  reload(linkTo({ ...otavio, chamada: 'c-2' }))

  await eventually(field.name).toHaveValue(otavio.nome)
  expect(field.description()).toHaveValue('')
  await eventually(said).toMatch(/Há um rascunho de \d\d:\d\d\./)
  await user.click(button('Continuar o rascunho'))
  await eventually(field.description).toHaveValue(typical.description)
})

test('the same call goes on with its draft', async () => {
  const house = await openHouse()
  const path = linkTo({ ...bianca, ...calls })
  const { user, reload } = openPage(house, { path })
  await eventually(field.phone).toHaveValue(typical.phone)
  await put(user, field.description(), typical.description)
  await eventually(() => sessionStorage.length).toBe(1)

  reload(path)

  await eventually(said).toContain('O link preencheu')
  expectForm()
  expect(said()).toMatch(/Continuando o rascunho de/)
})

test('while a send is under way no call is filled in', async () => {
  const { user, host, line } = await openFramed()
  line.ways.post = () => new Promise(() => {})
  await send(user)
  await eventually(() => location.pathname).not.toBe('/')
  const refused = host.call(otavio, 'c-2')
  expect(host.answer(refused)?.ignorados).toEqual(
    Object.keys(otavio).map((campo) => ({ campo, motivo: 'enviando' })),
  )
  // The gateway has it: nothing is lost by leaving the page.
  await eventually(() => host.of('sujo').map(({ sujo }) => sujo)).toEqual([false, true, false])
  expectForm()
})

test('over a receipt the next call waits, and the page around ours hears of the ticket', async () => {
  const { house, user, host } = await openFramed()
  host.call(bianca, 'c-1')
  await eventually(field.phone).toHaveValue(typical.phone)
  await put(user, field.description(), typical.description)
  await user.click(button('Abrir atendimento'))
  await heading('Atendimento aberto')

  const [ticket] = house.emulator.ledger.tickets
  const [opened] = host.of('aberto')
  expect(opened).toMatchObject({
    protocolo: ticket?.atendimento.protocolo,
    id_cliente_servico: 11000,
    pediu_os: false,
    chamada: 'c-1',
  })
  const again = host.call({ email: 'late@example.com' }, 'c-1')
  expect(host.answer(again)?.ignorados).toEqual([{ campo: 'email', motivo: 'ja-aberta' }])

  host.call(otavio, 'c-2')
  await user.click(await screen.findByRole('button', { name: 'Começar próximo atendimento' }))
  await eventually(field.name).toHaveValue(otavio.nome)
  expect(host.of('fechado')).toMatchObject([{ ref: opened?.ref }])
  host.say('ola')
  expect(host.of('aberto')).toEqual([opened, opened])
  expect(JSON.stringify(host.told)).not.toMatch(/Bianca|Otávio|99911|37341|example\.com|internet/)
})

test('what isn’t known is told as that, and a refusal with what it was', async () => {
  const { house, user, host } = await openFramed()
  await sendInVain(user, house)
  expect(resultado()).toBe('incerto')
  expect(host.of('incerto')).toMatchObject([{ ref: expect.stringMatching(/^REF /) }])
  const refused = host.call(otavio)
  expect(host.answer(refused)?.aplicados).toEqual([])

  await user.click(button('Abrir próximo atendimento'))
  house.emulator.faults.inject({ route: 'atendimento', fault: 'refused-errors-array' })
  await send(user)
  await screen.findByText('O HubSoft respondeu:')
  expect(host.of('recusado')).toMatchObject([{ motivo: 'recusado-pelo-hubsoft' }])
})

test('the page around ours empties what nobody touched, and nothing else', async () => {
  const { user, host } = await openFramed()
  host.call(bianca, 'c-1')
  await eventually(field.description).toHaveFocus()
  const empty = (chamada?: string) => {
    const id = crypto.randomUUID()
    host.say('limpar', { id, chamada })
    return host.answer(id)?.ignorados
  }

  expect(empty('c-2')).toEqual([{ campo: '*', motivo: 'outra-ligacao' }])
  expect(empty('c-1')).toEqual([])
  await eventually(field.phone).toHaveValue('')
  expectEmptyForm()

  await put(user, field.name(), 'Bia')
  expect(empty()).toEqual([{ campo: '*', motivo: 'em-edicao' }])
  expect(field.name()).toHaveValue('Bia')
})

test('it says when the customer has hung up, moves the focus, and chooses the theme', async () => {
  const { host } = await openFramed()
  host.call(bianca, 'c-1')
  await eventually(field.phone).toHaveValue(typical.phone)

  const fim = '2026-11-24T11:04:00-03:00'
  host.say('encerrar-ligacao', { chamada: 'c-9', fim })
  host.say('foco', { campo: 'email' })
  await eventually(field.email).toHaveFocus()
  expect(said()).not.toContain('Ligação encerrada')
  host.say('encerrar-ligacao', { chamada: 'c-1', fim })
  await eventually(said).toMatch(/Ligação encerrada em 24\/11, 11:04\./)
  host.say('foco')
  await eventually(field.description).toHaveFocus()
  host.say('tema', { tema: 'escuro' })
  expect(document.documentElement.dataset.tema).toBe('escuro')
  host.say('tema', { tema: 'sistema' })
  expect(document.documentElement.dataset.tema).toBeUndefined()
})

test('a link opened before anybody has signed in is there for who does, and gone with them', async () => {
  const { user, signIn } = await openLocal()
  const follow = (fields: Record<string, string>) => {
    history.replaceState(null, '', linkTo(fields))
    window.dispatchEvent(new HashChangeEvent('hashchange'))
  }
  follow({ ...bianca, chamada: 'c-1' })
  await signIn(ana)
  await eventually(field.phone).toHaveValue(typical.phone)
  await put(user, field.description(), typical.description)
  follow({ ...otavio, chamada: 'c-2' })
  await eventually(said).toContain('Nova ligação')

  await user.click(button('Sair'))
  await user.click(button('Apagar e sair'))
  await screen.findByLabelText('Senha')
  await signIn(bia)

  await eventually(field.service).toHaveFocus()
  expectEmptyForm()
  expect(said()).not.toMatch(/Nova ligação|O link|rascunho/)
})
