import { fireEvent, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { button, eventually, field, send } from '../../on-screen.ts'
import { openBareForm } from '../bare-form.tsx'

const cpfWarning = 'Parece um CPF, “862.149.410-81”. Todos os técnicos leem.'

const marked = () => [...document.querySelectorAll('mark')].map((mark) => mark.textContent)

test.each([
  ['CPF 862.149.410-81, sem sinal', 'um CPF', '862.149.410-81'],
  ['CNPJ 11.222.333/0001-81', 'um CNPJ', '11.222.333/0001-81'],
  ['cartão 4111 1111 1111 1111', 'um cartão', '4111 1111 1111 1111'],
  ['a senha: gato123 não entra', 'uma senha', 'senha: gato123'],
])(
  'in "%s" the page sees %s, names and marks it and says who will read it',
  async (typed, what, words) => {
    const { user } = await openBareForm()

    await user.type(field.description(), typed)

    const said = await screen.findByText(`Parece ${what}, “${words}”. Todos os técnicos leem.`)
    expect(said).toHaveAttribute('role', 'status')
    expect(field.description()).toHaveFocus()
    expect(field.description()).not.toHaveAttribute('aria-invalid')
    expect(field.description()).toHaveAccessibleDescription(expect.stringContaining(words))
    expect(marked()).toEqual([words])
    expect(document.querySelector('mark')?.parentElement).toHaveAttribute('aria-hidden', 'true')
  },
)

test('Retirar takes the private data out and Desfazer puts it back', async () => {
  const { user } = await openBareForm()
  await user.type(field.description(), 'CPF 862.149.410-81, sem sinal')
  await screen.findByText(cpfWarning)

  await user.click(button('Retirar da Descrição'))
  await screen.findByText(/^Retirado da Descrição\./)
  expect(field.description()).toHaveValue('CPF [CPF removido], sem sinal')
  await eventually(field.description).toHaveFocus()
  await eventually(() => screen.queryByText(cpfWarning)).toBeNull()

  await user.click(button('Desfazer na Descrição'))
  await eventually(field.description).toHaveValue('CPF 862.149.410-81, sem sinal')
  await eventually(field.description).toHaveFocus()
  expect(screen.queryByText(/^Retirado da Descrição\./)).toBeNull()
  await screen.findByText(cpfWarning)
})

test('what was typed after Retirar is not lost to Desfazer, which is not offered any more', async () => {
  const { user } = await openBareForm()
  await user.type(field.description(), '862.149.410-81')
  await screen.findByText(cpfWarning)
  await user.click(button('Retirar da Descrição'))
  await screen.findByRole('button', { name: 'Desfazer na Descrição' })

  await user.type(field.description(), ' e sem sinal')

  await eventually(() => screen.queryByRole('button', { name: 'Desfazer na Descrição' })).toBeNull()
  expect(field.description()).toHaveValue('[CPF removido] e sem sinal')
})

test('Manter ends the warning for that one, keeps the text and goes back into it', async () => {
  const { user, sent } = await openBareForm()
  await user.type(field.description(), 'CPF 862.149.410-81')
  await screen.findByText(cpfWarning)

  await user.click(button('Manter na Descrição'))

  await eventually(() => screen.queryByText(cpfWarning)).toBeNull()
  await eventually(field.description).toHaveFocus()
  await send(user, { description: ', sem sinal' })
  await eventually(() => sent).toMatchObject([{ descricao: 'CPF 862.149.410-81, sem sinal' }])
})

test('several are named one after the other, and each is taken out by Alt+0 while the caret stays', async () => {
  const { user } = await openBareForm()
  const area = field.description()
  await user.type(area, 'CPF 862.149.410-81, cartão 4111111111111111, fim')
  await screen.findByText(cpfWarning)
  expect(marked()).toEqual(['862.149.410-81', '4111111111111111'])

  await user.keyboard('{Alt>}0{/Alt}')
  await screen.findByText(/^Parece um cartão, “4111111111111111”/)
  expect(marked()).toEqual(['4111111111111111'])
  await user.keyboard('{Alt>}0{/Alt}')

  await screen.findByText('Retirado da Descrição.')
  expect(marked()).toEqual([])
  await user.keyboard('!')
  expect(area).toHaveValue('CPF [CPF removido], cartão [cartão removido], fim!')
})

test('without private data Alt+0 is the browser’s', async () => {
  const { user } = await openBareForm()
  await user.type(field.description(), 'sem sinal')

  expect(fireEvent.keyDown(field.description(), { code: 'Digit0', altKey: true })).toBe(true)
})

test('a mark stays with its words while somebody types on, also before them', async () => {
  const { user } = await openBareForm()
  const area = field.description()
  await user.type(area, '862.149.410-81')
  await screen.findByText(cpfWarning)

  await user.type(area, 'CPF ', { initialSelectionStart: 0, initialSelectionEnd: 0 })
  expect(marked()).toEqual(['862.149.410-81'])

  await user.click(button('Retirar da Descrição'))
  expect(area).toHaveValue('CPF [CPF removido]')
})

test('a number that passes as a CPF is none once it stands in the phone field', async () => {
  const { user } = await openBareForm()
  const warning = 'Parece um CPF, “37999112275”. Todos os técnicos leem.'
  await user.type(field.description(), 'Ligar para 37999112275')
  await screen.findByText(warning)

  await user.type(field.phone(), '(37) 99911-2275')

  await eventually(() => screen.queryByText(warning)).toBeNull()
})

test('characters are counted from 80 % of the limit, once typing pauses', async () => {
  const { user } = await openBareForm()
  await user.click(field.description())
  await user.paste('a'.repeat(3119))
  expect(screen.queryByText(/caracteres$/)).toBeNull()

  await user.type(field.description(), 'b')

  const said = await screen.findByText('3.120 de 3.900 caracteres')
  expect(said).toHaveAttribute('role', 'status')
})
