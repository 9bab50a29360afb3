import { act, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import type { CardProps, SearchProps } from '#src/atendimento/send/caller-parts.ts'
import { createFormInHand, type FormInHandStore } from '#src/atendimento/send/form-in-hand.ts'
import type { Origin } from '#src/atendimento/send/origin.ts'
import type { TypedTicket } from '#src/atendimento/send/typed-ticket.ts'
import type { Desk } from '#src/atendimento/send/use-desk.ts'
import { button, eventually, field } from '../../on-screen.ts'
import { openBareForm } from '../bare-form.tsx'

const pabx: Origin = { label: 'PABX', rank: 'host' }
const link: Origin = { label: 'um link', rank: 'address' }
const card: Origin = { label: 'cadastro do HubSoft', rank: 'card' }

async function openFilled(parts: Partial<Desk> = {}) {
  const formInHand = createFormInHand()
  const page = await openBareForm({}, { formInHand, ...parts })
  await eventually(formInHand.current).not.toBeNull()
  return { ...page, fillIn: fillInOf(formInHand) }
}

function fillInOf(formInHand: FormInHandStore) {
  return (values: Partial<TypedTicket>, origin = pabx) =>
    act(async () => formInHand.current()?.fillIn(values, origin))
}

test('what nobody typed says where it came from until somebody writes there', async () => {
  const { user, fillIn } = await openFilled()

  const said = await fillIn({ nome: 'Bianca Couto', telefone: '(37) 99911-2233', abrir_os: true })

  expect(said).toEqual({ applied: ['nome', 'telefone', 'abrir_os'], ignored: [] })
  expect(field.name()).toHaveValue('Bianca Couto')
  expect(field.name()).toHaveAccessibleDescription(/Veio de: PABX/)
  expect(field.workOrder()).toBeChecked()
  expect(field.workOrder()).toHaveAccessibleDescription(/Marcado por: PABX/)

  await user.type(field.name(), ' da Silva')
  await user.click(field.workOrder())

  expect(field.name()).not.toHaveAccessibleDescription(/Veio de/)
  expect(field.phone()).toHaveAccessibleDescription(/Veio de: PABX/)
  expect(field.workOrder()).not.toHaveAccessibleDescription(/Marcado por/)
})

test('what was typed stays, if only to empty the field, and the other value is offered', async () => {
  const { user, fillIn } = await openFilled()
  await user.type(field.phone(), '37 99911-2233')
  await user.type(field.name(), 'B{Backspace}')

  const said = await fillIn({ telefone: '3734151100', nome: 'Bianca Couto', descricao: 'x' })

  expect(said).toEqual({ applied: ['descricao'], ignored: ['nome', 'telefone'] })
  expect(field.phone()).toHaveValue('37 99911-2233')
  expect(field.name()).toHaveValue('')
  expect(screen.getByText(/PABX informou \(37\) 3415-1100\./)).toBeVisible()

  await user.click(button('Usar no campo Telefone'))

  expect(field.phone()).toHaveValue('3734151100')
  expect(field.phone()).toHaveFocus()
  expect(field.phone()).toHaveAccessibleDescription(/Veio de: PABX/)
  expect(screen.queryByText(/informou \(37\)/)).not.toBeInTheDocument()
})

test('of two who fill in the nearer to the person wins, whoever comes first', async () => {
  const { fillIn } = await openFilled()

  await fillIn({ nome: 'Do link', email: 'link@example.com' }, link)
  await fillIn({ nome: 'Da telefonia' }, pabx)
  await fillIn({ nome: 'Do cadastro' }, card)
  const late = await fillIn({ nome: 'Da telefonia', email: 'link@example.com' }, pabx)

  expect(field.name()).toHaveValue('Do cadastro')
  expect(late).toEqual({ applied: ['email'], ignored: ['nome'] })
  expect(screen.getByText(/PABX informou Da telefonia\./)).toBeVisible()
})

test('what a nearer one says, too, is theirs from then on', async () => {
  const { user, fillIn } = await openFilled()
  await fillIn({ nome: 'Bianca Couto' }, link)
  await user.type(field.phone(), '3734151100')

  await fillIn({ nome: 'Bianca Couto', telefone: '3734151100' }, pabx)

  expect(field.name()).toHaveAccessibleDescription(/Veio de: PABX/)
  expect(field.phone()).not.toHaveAccessibleDescription(/Veio de/)
})

test('a value put in mends the fault of its field, and clearing the form forgets where it came from', async () => {
  const { user, fillIn } = await openFilled()
  await user.click(button('Abrir atendimento'))
  await eventually(field.name).toHaveAttribute('aria-invalid', 'true')

  await fillIn({ nome: 'Bianca Couto' })

  expect(field.name()).not.toHaveAttribute('aria-invalid')

  await user.click(button('Limpar formulário'))

  expect(field.name()).not.toHaveAccessibleDescription(/Veio de/)
  await fillIn({ nome: 'Bianca Couto' })
  expect(field.name()).toHaveValue('Bianca Couto')
})

const Search = ({ onPick }: SearchProps) => (
  <button type="button" onClick={() => onPick(11002)}>
    Ademar
  </button>
)

function Card({ serviceId, onUse }: CardProps) {
  const values = { nome: `Titular de ${serviceId}`, telefone: '37999112233' }
  return (
    <button type="button" onClick={() => onUse(values, 'cadastro do HubSoft')}>
      Usar
    </button>
  )
}

test('what was taken over from one customer’s card goes as another’s service comes', async () => {
  const { user } = await openFilled({ caller: { Search, Card } })
  await user.type(field.service(), '11000')
  await user.type(field.email(), 'bia@example.com')

  await user.click(await screen.findByRole('button', { name: 'Usar' }))

  expect(field.name()).toHaveValue('Titular de 11000')
  expect(field.name()).toHaveAccessibleDescription(/Veio de: cadastro do HubSoft/)
  await eventually(field.description).toHaveFocus()
  await user.type(field.phone(), '4')

  await user.click(button('Ademar'))

  expect(field.service()).toHaveValue('11002')
  expect(field.name()).toHaveValue('')
  // Written in since, it is the attendant's.
  expect(field.phone()).toHaveValue('379991122334')
  expect(field.email()).toHaveValue('bia@example.com')
})
