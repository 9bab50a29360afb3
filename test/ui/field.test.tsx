import { render, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { Field } from '#src/ui/field.tsx'

type Extras = Partial<Omit<Parameters<typeof Field>[0], 'children'>>

const show = (extras: Extras = {}) =>
  render(
    <Field name="cor" label="Cor" {...extras}>
      {(control) => <input {...control} />}
    </Field>,
  )
const control = () => screen.getByRole('textbox', { name: 'Cor' })

test('hint and fault describe the control, in this order', () => {
  show({ hint: 'A da parede.', error: 'Cor: escolha uma.' })

  expect(control()).toHaveAttribute('aria-describedby', 'dica-cor erro-cor')
  expect(document.getElementById('dica-cor')).toHaveTextContent('A da parede.')
  expect(document.getElementById('erro-cor')?.textContent).toBe('Erro: Cor: escolha uma.')
  expect(control()).toHaveAttribute('aria-invalid', 'true')
})

test('a fault that is there is shown once, whatever was mended before', () => {
  show({ error: 'Cor: escolha outra.', mended: 'Cor: escolha uma.' })

  expect(screen.getByText('escolha outra.')).toBeInTheDocument()
  expect(screen.queryByText('escolha uma.')).toBeNull()
})

test('a read-out stands below the control', () => {
  show({ aside: 'Azul claro' })

  expect(control().compareDocumentPosition(screen.getByText('Azul claro'))).toBe(
    Node.DOCUMENT_POSITION_FOLLOWING,
  )
})

test.each([
  ['stacked', Node.DOCUMENT_POSITION_PRECEDING],
  ['checkbox', Node.DOCUMENT_POSITION_FOLLOWING],
] as const)('in the layout "%s" the label is on its own side of the control', (layout, side) => {
  show({ layout })

  expect(control().compareDocumentPosition(screen.getByText('Cor'))).toBe(side)
})
