import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { configuracao } from '#src/contract/page-context.ts'
import { brandedConfiguracao, quietConfiguracao } from '../../samples.ts'
import { temporaryFolder } from '../../temporary-folder.ts'
import { hold, type Way } from '../line.ts'
import { button, eventually, field, fill, heading, put, send, typical } from '../on-screen.ts'
import { openHouse, openPage, untilLookedAgain } from '../open-page.tsx'
import { openBareForm } from './bare-form.tsx'

const type = () => screen.getByRole('combobox', { name: 'Tipo de atendimento' })
const noType = () => screen.queryByRole('combobox', { name: 'Tipo de atendimento' })
const chosen = () => within(type()).getByRole('option', { selected: true }).textContent

const guides = [
  { nome: 'Queda', linhas: ['Desde quando: '], id_tipo_atendimento: 2 },
  { nome: 'Mudança', linhas: ['Endereço novo: '], id_tipo_atendimento: 9 },
  { nome: 'Outro', linhas: ['O que houve: '] },
]

/** A house that offers these, with guides of which two choose one. */
async function openOffering(types: string) {
  const TEMPLATES_FILE = join(await temporaryFolder(), 'modelos.json')
  const known = types.split(',').includes('9')
  await writeFile(TEMPLATES_FILE, JSON.stringify(known ? guides : guides.slice(2)))
  const env = { HUBSOFT_TICKET_TYPES: types, TEMPLATES_FILE }
  const house = await openHouse({ env, signsInAtStart: true })
  const firstName = async () => {
    const known = await (await fetch(`${house.url}/api/configuracao`)).json()
    return configuracao.parse(known).tipos_de_atendimento[0]?.descricao
  }
  // HubSoft's names are there by then.
  await eventually(firstName).toBe('LENTIDÃO')
  return house
}

async function openTyped() {
  const house = await openOffering('5,1,2,9')
  const page = openPage(house)
  await eventually(noType).not.toBeNull()
  await eventually(field.service).toHaveFocus()
  await screen.findByText('Você está registrando como')
  return { house, ...page }
}

type House = Awaited<ReturnType<typeof openOffering>>
const arrived = ({ emulator }: House) => Object(emulator.ledger.tickets.at(-1)?.body)

test('the default is chosen already, stands behind all that is asked for, and goes out', async () => {
  const { user, house, line } = await openTyped()
  expect(
    within(type())
      .getAllByRole('option')
      .map((one) => one.textContent),
  ).toEqual(['LENTIDÃO', 'SAC', 'SEM CONEXÃO', 'MUDANÇA DE ENDEREÇO'])
  expect(chosen()).toBe('LENTIDÃO')
  field.workOrder().focus()
  await user.tab()
  expect(type()).toHaveFocus()
  await user.tab()
  expect(button('Abrir atendimento')).toHaveFocus()

  await send(user)

  await heading('Atendimento aberto')
  // Said by the page, which has shown it: another may be the gateway's default by then.
  expect(line.posts[0]?.body).toMatchObject({ id_tipo_atendimento: 5 })
  expect(arrived(house)).toMatchObject({ id_tipo_atendimento: 5 })
  expect(screen.getByText('Tipo', { selector: 'dt' }).nextElementSibling).toHaveTextContent(
    'LENTIDÃO',
  )
})

test('what is chosen goes out, outlives a reload, and “Limpar” brings the default back', async () => {
  const { user, house, reload } = await openTyped()
  await user.selectOptions(type(), 'SAC')
  await fill(user)
  reload()
  await eventually(noType).not.toBeNull()
  expect(chosen()).toBe('SAC')

  await user.click(button('Limpar formulário'))
  expect(chosen()).toBe('LENTIDÃO')
  await user.click(button('Desfazer a limpeza'))
  expect(chosen()).toBe('SAC')
  await user.click(button('Abrir atendimento'))

  await heading('Atendimento aberto')
  expect(arrived(house)).toMatchObject({ id_tipo_atendimento: 1 })
  await user.click(button('Abrir próximo atendimento'))
  await eventually(noType).not.toBeNull()
  expect(chosen()).toBe('LENTIDÃO')
})

test.each(['5', ''])('with %j for types there is no field', async (types) => {
  const house = await openHouse({ env: { HUBSOFT_TICKET_TYPES: types } })
  const { user, line } = openPage(house)
  await untilLookedAgain(line, (send) => send())

  await send(user)

  await heading('Atendimento aberto')
  expect(noType()).toBeNull()
  expect(line.posts[0]?.body).not.toHaveProperty('id_tipo_atendimento')
  expect(arrived(house).id_tipo_atendimento).toBe(types ? 5 : undefined)
})

test('a guide chooses its type, says so, and takes it back with its lines', async () => {
  const { user } = await openTyped()
  await user.click(await screen.findByRole('button', { name: 'Modelo Queda' }))

  screen.getByText('Modelo “Queda” posto na Descrição. Tipo: SEM CONEXÃO.')
  expect(chosen()).toBe('SEM CONEXÃO')
  await user.click(button('Desfazer na Descrição'))
  expect(chosen()).toBe('LENTIDÃO')
  expect(field.description()).toHaveValue('')

  // What one guide chose another may choose anew, one without a type leaves it, and the first comes back to it.
  await user.click(button('Modelo Queda'))
  await user.click(button('Modelo Mudança'))
  screen.getByText('Modelo “Mudança” posto na Descrição. Tipo: MUDANÇA DE ENDEREÇO.')
  await user.click(button('Modelo Outro'))
  screen.getByText('Modelo “Outro” posto na Descrição.')
  expect(chosen()).toBe('MUDANÇA DE ENDEREÇO')
  await user.click(button('Modelo Queda'))
  screen.getByText('O modelo “Queda” já está na Descrição. Tipo: SEM CONEXÃO.')
  expect(chosen()).toBe('SEM CONEXÃO')
})

test('what the person has chosen no guide changes, nor what they chose before a reload', async () => {
  const { user, reload } = await openTyped()
  await user.selectOptions(type(), 'SAC')

  await user.click(await screen.findByRole('button', { name: 'Modelo Queda' }))
  screen.getByText('Modelo “Queda” posto na Descrição.')
  expect(chosen()).toBe('SAC')

  reload()
  await user.click(await screen.findByRole('button', { name: 'Modelo Mudança' }))
  await screen.findByText('Modelo “Mudança” posto na Descrição.')
  expect(chosen()).toBe('SAC')
})

test('taking a guide back leaves a type that was chosen since', async () => {
  const { user } = await openTyped()
  await user.click(await screen.findByRole('button', { name: 'Modelo Queda' }))
  await user.selectOptions(type(), 'SAC')

  await user.click(button('Desfazer na Descrição'))

  expect(chosen()).toBe('SAC')
})

test('while it is sent the type stays as it is', async () => {
  const { user, line } = await openTyped()
  const { letGo } = hold(line, 'post')
  await send(user)
  await screen.findByText(/^Abrindo/, { selector: 'button' })

  expect(type()).toHaveAttribute('aria-readonly', 'true')
  await user.selectOptions(type(), 'SAC')

  expect(chosen()).toBe('LENTIDÃO')
  letGo()
  await heading('Atendimento aberto')
})

/** As if the gateway had been started anew with another list since. */
const offeringMore: Way = async (send) => {
  const response = await send()
  const text = await response.text()
  const more = text.replace(
    '"tipos_de_atendimento":[',
    '$&{"id_tipo_atendimento":7,"descricao":"VELHO"},',
  )
  return new Response(more, response)
}

test('a type that is offered no longer is said beside it, and another one goes', async () => {
  const house = await openOffering('5,1')
  const { user, line } = openPage(house, { ways: { other: offeringMore } })
  await eventually(noType).not.toBeNull()
  expect(chosen()).toBe('VELHO')
  await send(user)

  const link = await screen.findByRole('link', {
    name: 'Tipo de atendimento: este tipo não é oferecido aqui. Escolha outro.',
  })
  await user.click(link)
  expect(type()).toHaveFocus()
  expect(type()).toBeInvalid()
  expect(house.emulator.ledger.tickets).toEqual([])
  await user.selectOptions(type(), 'SAC')
  expect(type()).toBeValid()
  await user.click(button('Abrir atendimento'))

  await heading('Atendimento aberto')
  expect(arrived(house)).toMatchObject({ id_tipo_atendimento: 1 })
  expect(line.posts).toHaveLength(2)
})

test('what is added to a ticket has its type: it is not asked for, and no guide chooses one', async () => {
  const known = configuracao.parse({
    ...quietConfiguracao,
    modelos: guides,
    tipos_de_atendimento: [1, 2].map((id) => ({ id_tipo_atendimento: id, descricao: `T${id}` })),
  })
  const appendsTo = { id_atendimento: 301, protocolo: '1', id_cliente_servico: 11000 }
  const { user, sent } = await openBareForm({ appendsTo }, { configuracao: known })

  await user.click(await screen.findByRole('button', { name: 'Modelo Queda' }))

  screen.getByText('Modelo “Queda” posto na Descrição.')
  expect(noType()).toBeNull()
  await user.keyboard('{Control>}{Enter}{/Control}')
  expect(sent).toEqual([
    { id_atendimento: 301, mensagem: 'Desde quando:', id_cliente_servico: 11000 },
  ])
})

test.each([
  ['77,1', 'link'],
  ['77', 'paragraph'],
])('with %j for types HubSoft’s no to one is said in a %s', async (types, role) => {
  const house = await openHouse({ env: { HUBSOFT_TICKET_TYPES: types }, signsInAtStart: true })
  const { user } = openPage(house)
  await eventually(field.service).toHaveFocus()
  await send(user)

  await screen.findByText('O HubSoft respondeu:')
  await eventually(() =>
    screen.getByText(/^Tipo de atendimento: o HubSoft não aceitou este tipo\./),
  ).toHaveRole(role)
  expect(noType() === null).toBe(role === 'paragraph')
})

test('until its types have names there is only its room, and nothing is said to be chosen', async () => {
  const two = [
    ...brandedConfiguracao.tipos_de_atendimento,
    { id_tipo_atendimento: 5, descricao: 'X' },
  ]
  const house = await openOffering('5,1')
  const { user, line } = openPage(house, {
    embedded: { ...brandedConfiguracao, tipos_de_atendimento: two },
    ways: { other: (send) => send().then(() => new Promise(() => undefined)) },
  })
  await put(user, field.service(), typical.service)

  expect(noType()).toBeNull()
  expect(document.querySelector('.type')).toBeEmptyDOMElement()
  await fill(user, { service: '' })
  await user.click(button('Abrir atendimento'))

  await heading('Atendimento aberto')
  expect(line.posts[0]?.body).not.toHaveProperty('id_tipo_atendimento')
  expect(arrived(house)).toMatchObject({ id_tipo_atendimento: 5 })
})
