import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { hold, straight } from '../atendimento/line.ts'
import { button, eventually, field, heading, send } from '../atendimento/on-screen.ts'
import { card, foundList, lookUps, openSearch, search, untilAnnounced } from './caller.ts'

/** The card's terms with what is said of them. */
const factsOf = (shown: HTMLElement) =>
  within(shown)
    .getAllByRole('term')
    .map(({ textContent, nextElementSibling }) => [textContent, nextElementSibling?.textContent])

test('the service in the field is looked up once its number is typed, and shows who is calling', async () => {
  const { user, line } = await openSearch()

  await user.type(field.service(), '11000')
  const shown = await card('Bianca Couto')

  expect(lookUps(line)).toEqual(['id_cliente_servico 11000'])
  expect(factsOf(shown)).toEqual([
    ['Serviço', '11000 · NEXT-NV_1MBPS'],
    ['Endereço', expect.stringMatching(/./)],
    ['Conexão', expect.stringMatching(/^(?:Conectado|Caiu|Sem conexão).* segundo o RADIUS$/)],
    ['CPF', '***.***.***-81'],
  ])
  expect(shown).toHaveTextContent('Habilitado')
  expect(document.body.textContent).not.toMatch(/86214941081|99911-?2233/)
  await untilAnnounced('Serviço 11000: Bianca Couto, plano NEXT-NV_1MBPS, habilitado.')
  expect(field.service()).toHaveFocus()
})

test('an outage is said before anything else, without whoever wrote it', async () => {
  const { user } = await openSearch()

  await user.type(field.service(), '11028')
  const shown = await card('Vilma Figurada')

  const [notice, facts] = [
    within(shown).getByRole('heading', { name: 'Aviso de rede' }),
    within(shown).getAllByRole('term'),
  ]
  expect(notice.compareDocumentPosition(facts[0] ?? shown)).toBe(Node.DOCUMENT_POSITION_FOLLOWING)
  expect(shown).toHaveTextContent('Antes de abrir, confira se o caso é este.')
  expect(document.body.textContent).not.toContain('Otávio')
  await untilAnnounced(
    expect.stringMatching(
      /^Serviço 11028: .* Aviso de rede para este cliente: Existe um rompimento/,
    ),
  )
})

test('one key takes holder, phone and e-mail over, and the next empty field has the focus', async () => {
  const { user } = await openSearch()
  await user.type(field.service(), '11000')
  await card('Bianca Couto')
  await user.tab()
  expect(search()).toHaveFocus()
  await user.tab()
  expect(button('Usar titular e fone final 2233')).toHaveFocus()

  await user.keyboard('{Enter}')

  expect(field.name()).toHaveValue('Bianca Couto')
  expect(field.phone()).toHaveValue('(37) 99911-2233')
  expect(field.email()).toHaveValue('bianca.couto@example.com')
  expect(field.name()).toHaveAccessibleDescription(/Veio de: cadastro do HubSoft/)
  expect(field.description()).toHaveFocus()
})

const useHolder = () => button(/^Usar titular/)

const roundabouts: [string, (page: Awaited<ReturnType<typeof openSearch>>) => unknown][] = [
  ['the page is loaded anew', ({ reload }) => reload()],
  [
    'the form is cleared, and that is taken back',
    async ({ user }) => {
      await user.click(button('Limpar formulário'))
      await user.click(button('Desfazer a limpeza'))
    },
  ],
  [
    'the list of the day is looked at',
    async ({ user }) => {
      await user.click(screen.getByRole('link', { name: /^Meus envios/ }))
      await heading('Meus envios de hoje')
      await user.click(screen.getByRole('link', { name: 'Voltar ao formulário' }))
    },
  ],
]
test.each(roundabouts)(
  'nothing of a customer goes out for another’s service after %s',
  async (_, goRound) => {
    const page = await openSearch()
    const { user } = page
    await user.type(field.service(), '11000')
    await card('Bianca Couto')
    await user.click(useHolder())

    await goRound(page)

    await card('Bianca Couto')
    expect(field.name()).toHaveValue('Bianca Couto')
    expect(field.name()).toHaveAccessibleDescription(/Veio de: cadastro do HubSoft/)
    await user.clear(field.service())
    await user.type(field.service(), '11031')
    await card('Yara Imaginária')
    for (const name of ['name', 'phone', 'email'] as const) expect(field[name]()).toHaveValue('')
  },
)

test('nothing typed is overwritten by the record', async () => {
  const { user } = await openSearch()
  await user.type(field.service(), '11000')
  await card('Bianca Couto')
  await user.type(field.name(), 'Zélia')

  await user.click(button('Usar titular e fone final 2233'))

  expect(field.name()).toHaveValue('Zélia')
  expect(field.phone()).toHaveValue('(37) 99911-2233')
})

test('what a search has found is shown as it is picked, without another look-up', async () => {
  const { user, line } = await openSearch()
  await user.type(search(), 'yara{Enter}')
  await foundList()

  await user.keyboard('{Enter}')

  expect(await card('Yara Imaginária')).toBeVisible()
  expect(lookUps(line)).toEqual(['nome_razaosocial yara'])
})

test('a customer without a number offers the holder alone, a suspended service says so', async () => {
  const { user } = await openSearch()
  await user.type(field.service(), '11045')
  const shown = await card(/^Olívia/)
  expect(
    within(shown)
      .getAllByRole('button')
      .map(({ textContent }) => textContent),
  ).toEqual(['Usar titular'])

  await user.clear(field.service())
  await user.type(field.service(), '11001')

  expect(await card('Bianca Couto')).toHaveTextContent('Suspenso por débito')
})

const goesOn = 'Isso não impede abrir o atendimento.'
test.each([
  ['down', 'http-500', `Não consegui consultar o serviço agora. ${goesOn}`],
  ['limited', 'too-many', /^Muitas consultas seguidas: espere \d+ s\. Isso não impede/],
  ['not allowed', 'forbidden', /^O HubSoft não deixa consultar o serviço: avise o responsável/],
] as const)('the look-up is %s: that is said, and asked anew by hand', async (_, fault, said) => {
  const { user, house } = await openSearch()
  house.emulator.faults.inject({ route: 'consulta', fault, times: 2 })
  await user.type(field.service(), '11000')
  await screen.findAllByText(said)
  expect(field.service()).toHaveFocus()

  house.emulator.faults.clear()
  house.skip(60_000)
  await user.click(button('Consultar de novo'))

  const shown = await card('Bianca Couto')
  // The button has gone: by Tab it goes on from where that was.
  await user.tab()
  expect(within(shown).getAllByRole('button')[0]).toHaveFocus()
})

test.each(['array', 'http-404', 'error'] as const)(
  'a service that isn’t known, told as %s, is said, and can be sent',
  async (none) => {
    const { user } = await openSearch({ emulator: { switches: { none } } })

    await user.type(field.service(), '99999')

    const said = 'Não encontrei o serviço 99999. Confira o número. Você ainda pode enviar.'
    await screen.findAllByText(said)
    await untilAnnounced(said)
  },
)

test('a look-up that takes long is told after a second, and neither typing nor sending waits for it', async () => {
  const { user, line } = await openSearch()
  const { letGo } = hold(line, 'lookUp')

  await user.type(field.service(), '11000')
  await screen.findByText('Procurando o serviço 11000…', { selector: 'p' })
  await untilAnnounced('Procurando o serviço 11000…')
  await send(user, { service: '' })

  await screen.findByRole('heading', { name: 'Atendimento aberto' })
  letGo()
})

test('a late answer about another number is dropped', async () => {
  const { user, line } = await openSearch()
  const { letGo } = hold(line, 'lookUp')
  await user.type(field.service(), '11000')
  await screen.findByText('Procurando o serviço 11000…', { selector: 'p' })
  line.ways.lookUp = straight

  await user.clear(field.service())
  await user.type(field.service(), '11031')
  await card('Yara Imaginária')
  letGo()

  expect(screen.queryByRole('region', { name: 'Bianca Couto' })).toBeNull()
})

test('what was found goes with the form: the next call asks anew', async () => {
  const { user, line } = await openSearch()
  await user.type(field.service(), '11000')
  await card('Bianca Couto')

  await user.click(button('Limpar formulário'))
  expect(screen.queryByRole('region', { name: 'Bianca Couto' })).toBeNull()
  await user.type(field.service(), '11000')
  await card('Bianca Couto')

  await eventually(() => lookUps(line)).toHaveLength(2)
})
