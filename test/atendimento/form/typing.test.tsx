import { fireEvent, screen } from '@testing-library/react'
import { expect, test } from 'vitest'
import { field, fill } from '../on-screen.ts'
import { openBareForm } from './bare-form.tsx'

/** Letter by letter and at once, so that no pause comes between. */
function typeAtOnce(control: HTMLElement, text: string, before = '') {
  for (const end of [...text].keys()) {
    fireEvent.input(control, { target: { value: before + text.slice(0, end + 1) } })
  }
}

test.each([
  ['name', 'Bianca Couto'],
  ['phone', '37999112233'],
  ['email', 'bia@gmail.con'],
  ['description', 'CPF 862.149.410-81'],
] as const)('with a letter in the field %s nothing of the form is rendered', async (name, text) => {
  const { renders } = await openBareForm()
  const before = renders()

  typeAtOnce(field[name](), text)

  expect(renders()).toBe(before)
})

test('a long text is not rendered anew either, once it has been looked through', async () => {
  const { user, renders } = await openBareForm()
  const text = 'Sem acesso desde segunda. '.repeat(80)
  await user.click(field.description())
  await user.paste(text)
  fireEvent.blur(field.description())
  const before = renders()

  typeAtOnce(field.description(), 'Luz vermelha.', text)

  expect(renders()).toBe(before)
})

test('what is said of a field is right as soon as that is left', async () => {
  await openBareForm()
  typeAtOnce(field.phone(), '37999112233')
  expect(screen.queryByText('Celular · (37) 99911-2233')).toBeNull()
  fireEvent.blur(field.phone())
  screen.getByText('Celular · (37) 99911-2233')

  typeAtOnce(field.description(), 'CPF 862.149.410-81')
  fireEvent.blur(field.description())
  screen.getByText(/^Parece um CPF/)
})

test('and as soon as it is sent', async () => {
  const { user, sent } = await openBareForm()
  await fill(user)
  await user.click(field.email())
  typeAtOnce(field.email(), 'bia@gmail.con')

  fireEvent.keyDown(field.email(), { code: 'Enter', ctrlKey: true })

  screen.getByRole('button', { name: 'Você quis dizer gmail.com?' })
  expect(sent).toMatchObject([{ email: 'bia@gmail.con' }])
})
