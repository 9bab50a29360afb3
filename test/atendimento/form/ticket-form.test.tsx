import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { emptyTicket } from '#src/contract/fields.ts'
import { button, eventually, field, fill } from '../on-screen.ts'
import { openForm } from '../open-page.tsx'
import { openBareForm } from './bare-form.tsx'

/** Behind it stands what is read out while somebody types. */
const only = (hint: string) => new RegExp(`^${hint}\\s*$`)
const summary = () => screen.findByRole('region', { name: /para corrigir$/ })
const links = () =>
  screen
    .queryAllByRole('link')
    .filter((link) => link.closest('#resumo-de-erros'))
    .map((link) => link.textContent)
const noService = 'Código do serviço: digite o número do serviço do cliente.'
const noName = 'Nome do solicitante: digite o nome de quem está falando.'
const noPhone = 'Telefone: digite o telefone com DDD.'
const noDescription = 'Descrição: escreva o que o cliente relatou.'

test('the page is one main with one heading, one form and one way to submit it', async () => {
  await openForm()

  expect(screen.getAllByRole('main')).toHaveLength(1)
  const main = within(screen.getByRole('main'))
  expect(main.getByRole('heading', { level: 1 })).toHaveTextContent('Abrir atendimento')
  expect(main.getByRole('heading', { level: 1 })).toHaveAttribute('tabindex', '-1')
  expect(document.querySelectorAll('form')).toHaveLength(1)
  expect(document.querySelector('form')).toHaveAttribute('novalidate')
  expect([...document.querySelectorAll('[type=submit]')]).toEqual([button('Abrir atendimento')])
  expect(button('Abrir atendimento')).not.toHaveAttribute('aria-disabled')
  main.getByText('Todos os campos são obrigatórios, menos os opcionais.')
})

test('the fields stand in the order of a call, in three named groups', async () => {
  await openBareForm()

  const groups = screen.getAllByRole('group')
  expect(groups.map((group) => group.querySelector('legend')?.textContent)).toEqual([
    'Serviço',
    'Quem está falando',
    'O que aconteceu',
  ])
  const names = groups.map((group) =>
    [...group.querySelectorAll('[name]')].map((control) => control.getAttribute('name')),
  )
  expect(names).toEqual([
    ['id_cliente_servico'],
    ['nome', 'telefone', 'email'],
    ['descricao', 'abrir_os'],
  ])
})

test.each([
  [
    'id_cliente_servico',
    'Código do serviço',
    'Número do serviço no HubSoft.',
    { inputmode: 'numeric', autocomplete: 'off', 'aria-required': 'true', spellcheck: 'false' },
  ],
  [
    'nome',
    'Nome do solicitante',
    'Pode não ser o titular.',
    { autocapitalize: 'words', autocomplete: 'off', 'aria-required': 'true', spellcheck: 'false' },
  ],
  [
    'telefone',
    'Telefone',
    'Com DDD.',
    { type: 'tel', inputmode: 'tel', autocomplete: 'off', 'aria-required': 'true' },
  ],
  [
    'email',
    'E-mail (opcional)',
    '',
    { type: 'email', inputmode: 'email', autocomplete: 'off', spellcheck: 'false' },
  ],
  [
    'descricao',
    'Descrição',
    'Não escreva senha, CPF nem dados de cartão. Será acrescentado: Atendente: Ana Souza.',
    { rows: '5', autocomplete: 'off', 'aria-required': 'true', spellcheck: 'true' },
  ],
  [
    'abrir_os',
    'Abrir ordem de serviço',
    'Só se for preciso visita técnica; o setor técnico recebe na hora.',
    {},
  ],
])('%s is labelled "%s", with its hint tied to it', async (name, label, hint, attributes) => {
  await openBareForm()

  const control = screen.getByLabelText(label)

  expect(control).toHaveAttribute('name', name)
  expect(control).toHaveAttribute('id', `campo-${name}`)
  expect(control).toHaveAccessibleName(label)
  expect(control).toHaveAccessibleDescription(only(hint))
  for (const [attribute, value] of Object.entries(attributes)) {
    expect(control).toHaveAttribute(attribute, value)
  }
})

test('nothing is left to the browser: no native checks, no placeholders, no number fields', async () => {
  await openBareForm()

  expect(document.querySelectorAll('[required], [placeholder], [maxlength]')).toHaveLength(0)
  expect(document.querySelectorAll('[type=number], dialog')).toHaveLength(0)
  expect(field.email()).not.toHaveAttribute('aria-required')
  expect(field.workOrder()).not.toBeChecked()
})

test.each([
  ['Código do serviço', {}],
  ['Telefone', { id_cliente_servico: '11000', nome: 'Bianca Couto' }],
  ['Descrição', { id_cliente_servico: '11000', nome: 'Bianca Couto', telefone: '37999112233' }],
  [
    'Descrição',
    {
      id_cliente_servico: '11000',
      nome: 'Bianca Couto',
      telefone: '37999112233',
      descricao: 'Sem internet.',
    },
  ],
])('the first focus is on %s where %j is filled already', async (label, filled) => {
  await openBareForm({ typed: { ...emptyTicket, ...filled } })

  await eventually(() => screen.getByRole('textbox', { name: label })).toHaveFocus()
})

test('nothing is checked before the first submit, whatever is typed, left or emptied', async () => {
  const { user } = await openBareForm()

  await user.type(field.service(), 'onze mil')
  await user.tab()
  await user.type(field.phone(), '999112233')
  await user.clear(field.phone())
  await user.type(field.email(), 'bia@x')
  await user.click(field.description())
  await user.tab()

  expect(document.querySelector('[aria-invalid]')).toBeNull()
  expect(document.getElementById('resumo-de-erros')).toBeNull()
  expect(screen.queryByRole('alert')).toBeNull()
})

test('a failed submit puts the focus on a summary above the heading and sends nothing', async () => {
  const { user, sent } = await openBareForm()

  await user.click(button('Abrir atendimento'))

  const box = await summary()
  expect(box).toHaveFocus()
  expect(box).toHaveAttribute('id', 'resumo-de-erros')
  expect(box).toHaveAttribute('tabindex', '-1')
  expect(box).toHaveAccessibleName('Há 4 campos para corrigir')
  expect(document.title).toBe('Erro: Abrir atendimento')
  // The box takes the focus and its inside is the alert: one that is both is read twice or not at all.
  expect(box).not.toHaveAttribute('role')
  expect(within(box).getByRole('alert')).toHaveTextContent('Há 4 campos para corrigir')
  const heading = screen.getByRole('heading', { level: 1 })
  expect(box.compareDocumentPosition(heading)).toBe(Node.DOCUMENT_POSITION_FOLLOWING)
  expect(links()).toEqual([noService, noName, noPhone, noDescription])
  expect(sent).toEqual([])
})

test('a fault disappears as soon as it is mended, without moving the focus', async () => {
  const { user } = await openBareForm()
  await user.click(button('Abrir atendimento'))
  await summary()

  await user.type(field.name(), 'Zé')

  await eventually(links).toEqual([noService, noPhone, noDescription])
  expect(field.name()).toHaveFocus()
  expect(field.name()).not.toHaveAttribute('aria-invalid')
  expect(field.name()).toHaveAccessibleDescription(only('Pode não ser o titular.'))
  expect(await summary()).toHaveAccessibleName('Há 3 campos para corrigir')
  // Its room is kept, beside the field too, and no reader comes upon it.
  const held = [...document.querySelectorAll('form [aria-hidden=true]:is(p, li)')].map(
    (one) => one.textContent,
  )
  expect(held).toEqual([noName, `Erro: ${noName}`])
})

test('while a wrong field is being mended its message says what is wrong now', async () => {
  const { user } = await openBareForm()
  await user.click(button('Abrir atendimento'))
  await summary()

  await user.type(field.phone(), '3799911')

  const noAreaCode = 'Telefone: falta o DDD. Exemplo: (37) 99911-2233.'
  await eventually(links).toEqual([noService, noName, noAreaCode, noDescription])
  expect(document.getElementById('erro-telefone')).toHaveTextContent(`Erro: ${noAreaCode}`)
})

test('between two submits no field turns wrong that was right, mended ones included', async () => {
  const { user } = await openBareForm()
  await fill(user, { phone: '999112233', name: '' })
  await user.click(button('Abrir atendimento'))
  await summary()

  await user.type(field.name(), 'Bianca')
  await eventually(links).toHaveLength(1)
  await user.clear(field.name())
  await user.clear(field.service())
  await user.type(field.email(), 'bia@x')
  await user.type(field.phone(), '4')

  await eventually(() => field.phone()).toHaveAttribute('aria-invalid', 'true')
  expect([...document.querySelectorAll('[aria-invalid]')]).toEqual([field.phone()])
  expect(links()).toHaveLength(1)
})

test('what is left to mend is counted aloud, down to the word that all is mended', async () => {
  const { user, sent } = await openBareForm()
  await fill(user, { service: '', phone: '999112233', description: '' })
  await user.click(button('Abrir atendimento'))
  await summary()
  const regions = screen.getAllByRole('status')
  const status = () => screen.getAllByRole('status').map((region) => region.textContent)

  await user.type(field.service(), '11000')
  const said = await screen.findByText('Falta corrigir 2 campos.')
  expect(said).toHaveAttribute('aria-live', 'polite')
  expect(said).toHaveAttribute('aria-atomic', 'true')
  await user.clear(field.phone())
  await user.type(field.phone(), '37999112233')
  await eventually(status).toContain('Falta corrigir 1 campo.')
  expect(screen.queryByRole('alert')).toBeNull()
  await user.type(field.description(), 'S')

  const mended = 'Tudo corrigido. Pode abrir o atendimento.'
  await screen.findByRole('region', { name: mended })
  expect(status()).toContain(mended)
  // Which were there before there was anything to say.
  expect(regions).toContain(said)
  expect(document.title).toBe('Abrir atendimento')
  expect(links()).toEqual([])
  await user.click(button('Abrir atendimento'))
  expect(sent).toHaveLength(1)
})

test('a second failed submit takes the focus to the summary again', async () => {
  const { user } = await openBareForm()
  await user.click(button('Abrir atendimento'))
  await summary()
  await user.type(field.name(), 'Zé')
  await eventually(links).toHaveLength(3)

  await user.click(button('Abrir atendimento'))

  await eventually(() => document.activeElement?.id).toBe('resumo-de-erros')
  expect(within(await summary()).getByRole('alert')).toHaveTextContent('Há 3 campos para corrigir')
  expect(screen.queryByText(noName)).toBeNull()
})
