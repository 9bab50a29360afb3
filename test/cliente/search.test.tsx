import { fireEvent, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { holding, straight, type Way } from '../atendimento/line.ts'
import { button, eventually, field, send } from '../atendimento/on-screen.ts'
import {
  activeOption,
  announced,
  foundList,
  lookUps,
  openSearch,
  options,
  search,
} from './caller.ts'

const texts = () => options().map(({ textContent }) => textContent)

test('a name is looked up once it is typed, and Enter picks the first of the services without sending', async () => {
  const { user, line } = await openSearch()

  await user.type(search(), 'bianca')
  expect(screen.getByText('Procurando por nome…')).toBeVisible()
  await foundList()

  expect(lookUps(line)).toEqual(['nome_razaosocial bianca'])
  expect(texts()).toEqual([
    expect.stringMatching(
      /^Bianca Couto Habilitado Serviço 11000 · NEXT-NV_1MBPS · \*{3}\.\*{3}\.\*{3}-81 /,
    ),
    expect.stringMatching(/^Bianca Couto Suspenso por débito Serviço 11001 · /),
  ])
  expect(search()).toHaveAttribute('aria-expanded', 'true')
  expect(search()).toHaveAttribute('aria-controls', screen.getByRole('listbox').id)
  expect(search()).toHaveAttribute('aria-activedescendant', activeOption().id)
  expect(announced()).toContain('2 serviços encontrados.')

  await user.keyboard('{Enter}')

  expect(field.service()).toHaveValue('11000')
  expect(search()).toHaveFocus()
  expect(search()).toHaveValue('')
  expect(search()).toHaveAttribute('aria-expanded', 'false')
  expect(options()).toEqual([])
  await user.keyboard('{Enter}')
  expect(line.posts).toEqual([])
  expect(screen.queryByText(/para corrigir$/)).toBeNull()
})

test('the arrows, Home and End walk through the list, Esc closes it and then empties the field', async () => {
  const { user } = await openSearch()
  await user.type(search(), 'fátima')
  await foundList()
  const activeAfter = async (keys: string) => {
    await user.keyboard(keys)
    return activeOption().textContent
  }

  expect(await activeAfter('{ArrowDown}')).toContain('Serviço 11009')
  expect(await activeAfter('{ArrowDown}{ArrowDown}')).toContain('Serviço 11008')
  expect(await activeAfter('{ArrowUp}')).toContain('Serviço 11010')
  expect(await activeAfter('{Home}')).toContain('Serviço 11008')
  expect(await activeAfter('{End}')).toContain('Serviço 11010')
  await user.keyboard('{Escape}')
  expect(options()).toEqual([])
  expect(search()).toHaveValue('fátima')
  expect(await activeAfter('{ArrowDown}')).toContain('Serviço 11010')
  await user.keyboard('{Escape}{Escape}')
  expect(search()).toHaveValue('')
  expect(field.service()).toHaveValue('')
})

test('what was searched for goes as the form is cleared', async () => {
  const { user } = await openSearch()
  await user.type(field.service(), '1')
  await user.type(search(), '86214941081')
  await foundList()
  await user.clear(field.service())
  await user.click(button('Abrir atendimento'))
  await eventually(field.name).toHaveAttribute('aria-invalid', 'true')
  await user.type(field.name(), 'B')
  expect(search()).toHaveValue('86214941081')

  await user.click(button('Limpar formulário'))

  expect(search()).toHaveValue('')
})

test('Tab leaves the list without picking, a click picks', async () => {
  const { user } = await openSearch()
  await user.type(search(), 'fátima')
  await foundList()

  await user.tab()

  expect(options()).toEqual([])
  expect(field.service()).toHaveValue('')
  expect(field.name()).toHaveFocus()
  await user.click(search())
  await user.click(screen.getByRole('option', { name: /Serviço 11009/ }))
  expect(field.service()).toHaveValue('11009')
  expect(search()).toHaveFocus()
})

test('Enter asks at once, and nobody is asked below three letters or digits', async () => {
  const { user, line } = await openSearch()

  await user.type(search(), 'bi{Enter}')
  expect(screen.getByText('Digite pelo menos 3 letras do nome.')).toBeVisible()
  await user.type(search(), 'a{Enter}')

  expect(lookUps(line)).toEqual(['nome_razaosocial bia'])
  await foundList()
  await user.clear(search())
  await user.type(search(), '86214941081{Enter}')
  await foundList()
  expect(lookUps(line).slice(1)).toEqual(['cpf_cnpj 86214941081'])
})

test('Enter held down asks, and picks nothing that nobody has read', async () => {
  const { user } = await openSearch()
  await user.type(search(), 'fátima{Enter}')
  await foundList()

  fireEvent.keyDown(search(), { key: 'Enter', repeat: true })
  expect(field.service()).toHaveValue('')

  await user.keyboard('{Enter}')
  expect(field.service()).toHaveValue('11008')
})

test('short digits may be a service’s number or a customer’s: each option says which', async () => {
  const { user, line } = await openSearch()

  await user.type(search(), '1204')
  await foundList()

  expect(lookUps(line)).toEqual(['id_cliente_servico 1204', 'codigo_cliente 1204'])
  expect(texts()).toEqual([
    expect.stringContaining('Cliente 1204 · Serviço 11000 · '),
    expect.stringContaining('Cliente 1204 · Serviço 11001 · '),
  ])
  await user.clear(search())
  await user.type(search(), '11001')
  await eventually(texts).toEqual([expect.stringContaining('débito Serviço 11001')])
})

test('a late answer about another term is dropped, and its request broken off', async () => {
  const { user, line } = await openSearch()
  const { way, letGo } = holding()
  const signals: AbortSignal[] = []
  const held: Way = (send) =>
    way(() =>
      send((init) => {
        if (init.signal) signals.push(init.signal)
        return init
      }),
    )
  line.ways.lookUp = held
  await user.type(search(), 'joão{Enter}')
  await eventually(() => signals.length).toBe(1)
  line.ways.lookUp = straight

  await user.clear(search())
  await user.type(search(), 'yara{Enter}')
  await foundList()
  letGo()

  expect(signals[0]?.aborted).toBe(true)
  expect(texts()).toEqual([expect.stringContaining('Yara Imaginária')])
})

test.each([
  [
    'a customer of fifty services',
    'condomínio',
    50,
    /^CONDOMÍNIO FICTÍCIO DAS AMOSTRAS Habilitado Serviço 11100/,
  ],
  [
    'two customers of one name',
    'joão da silva',
    2,
    /^João da Silva Exemplo .*\*{3}\.\*{3}\.\*{3}-04/,
  ],
  ['markup in a name', 'bruno', 1, /^<b>bruno<\/B> <script>alert\("1524"\)<\/script> /i],
])('%s: each of the services can be picked', async (_, typed, count, first) => {
  const { user } = await openSearch()

  await user.type(search(), `${typed}{Enter}`)
  await foundList()

  expect(texts()).toHaveLength(count)
  expect(new Set(texts()).size).toBe(count)
  expect(texts()[0]).toMatch(first)
  expect(document.querySelector('form script, form b')).toBeNull()
  await user.keyboard('{End}{Enter}')
  expect(field.service()).not.toHaveValue('')
})

const none = 'Não encontrei ninguém por nome. Confira com quem liga.'
const typedAnyway = 'Você pode digitar o código do serviço.'
test.each([
  ['array', none],
  ['http-404', none],
  ['error', none],
] as const)(
  'nobody is found, told as %s: that is said, and the ticket is sent',
  async (form, said) => {
    const { user } = await openSearch({ emulator: { switches: { none: form } } })

    await user.type(search(), 'ninguém{Enter}')

    await screen.findAllByText(said)
    expect(options()).toEqual([])
    await send(user)
    await screen.findByRole('heading', { name: 'Atendimento aberto' })
  },
)

test.each([
  ['failing', 'http-500', `Não consegui procurar agora. ${typedAnyway}`],
  ['limited', 'too-many', /^Muitas consultas seguidas: espere \d+ s\. Você pode digitar/],
  ['not allowed', 'forbidden', /^O HubSoft não deixa procurar: avise o responsável/],
] as const)(
  'the search %s: that is said, asked anew with Enter, and the ticket is sent',
  async (_, fault, said) => {
    const { user, house } = await openSearch()
    house.emulator.faults.inject({ route: 'consulta', fault, times: 2 })

    await user.type(search(), 'bianca{Enter}')

    await screen.findAllByText(said)
    await send(user)
    await screen.findByRole('heading', { name: 'Atendimento aberto' })
  },
)
