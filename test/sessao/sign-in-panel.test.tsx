import { screen, within } from '@testing-library/react'
import { expect, test } from 'vitest'
import { hold, lostOnItsWay, straight, type Way } from '../atendimento/line.ts'
import { button, eventually, heading, send, typical } from '../atendimento/on-screen.ts'
import { ana, bia } from '../house.ts'
import { hasForm, openLocal, openSignedIn, passwordField, userField } from './open-local.tsx'

const refusal = () => screen.findByRole('region', { name: 'Não foi possível entrar' })

test('without a session signing in is the whole page, with its first field in focus', async () => {
  await openLocal()

  await heading('Entrar no Novo Atendimento')
  expect(document.title).toBe('Entrar no Novo Atendimento')
  await eventually(userField).toHaveFocus()
  expect(hasForm()).toBe(false)
  expect(screen.queryByText(/sessão expirou/)).toBeNull()
  expect(document.querySelectorAll('form')).toHaveLength(1)
  expect(document.querySelectorAll('form [type="submit"]')).toHaveLength(1)
  // What a password manager looks for; and no keyboard mends the user's name.
  expect(userField()).toHaveAttribute('autocomplete', 'username')
  expect(userField()).toHaveAttribute('autocapitalize', 'off')
  expect(userField()).toHaveAttribute('spellcheck', 'false')
  expect(passwordField()).toHaveAttribute('type', 'password')
  expect(passwordField()).toHaveAttribute('autocomplete', 'current-password')
})

test.each([
  [
    'both',
    '',
    '',
    'Há 2 campos para corrigir',
    ['Usuário: digite seu usuário.', 'Senha: digite sua senha.'],
  ],
  ['the user', '', 'x', 'Há 1 campo para corrigir', ['Usuário: digite seu usuário.']],
  ['a user of spaces', '  ', 'x', 'Há 1 campo para corrigir', ['Usuário: digite seu usuário.']],
  ['the password', 'ana', '', 'Há 1 campo para corrigir', ['Senha: digite sua senha.']],
])('left out, %s is asked for, nothing is sent', async (_name, usuario, senha, title, messages) => {
  const { user, signIn, signInsSent } = await openLocal()

  await signIn({ usuario, senha })

  const summary = await screen.findByRole('region', { name: title })
  expect(summary).toHaveFocus()
  const links = within(summary).getAllByRole('link')
  expect(links.map((link) => link.textContent)).toEqual(messages)
  expect(document.title).toBe('Erro: Entrar no Novo Atendimento')
  for (const message of messages) {
    const input = message.startsWith('Senha') ? passwordField() : userField()
    expect(input).toHaveAttribute('aria-invalid', 'true')
    expect(input).toHaveAccessibleDescription(message.replace(/^(\S+): /, 'Erro: $1:'))
  }
  expect(signInsSent()).toBe(0)
  const [first] = links
  if (first) await user.click(first)
  expect(messages[0]?.startsWith('Senha') ? passwordField() : userField()).toHaveFocus()
})

test('a wrong password is refused in the gateway’s words, emptied, and the user’s name stays', async () => {
  const { signIn, user, signInsSent } = await openLocal()

  await signIn({ ...ana, senha: 'errada' })

  const notice = await refusal()
  await eventually(() => notice).toHaveFocus()
  expect(notice).toHaveTextContent('Usuário ou senha não conferem.')
  expect(notice).not.toHaveTextContent('Código para o suporte')
  expect(userField()).toHaveValue('ana')
  expect(passwordField()).toHaveValue('')
  expect(document.title).toBe('Erro: Entrar no Novo Atendimento')
  await user.type(passwordField(), 'errada de novo{Enter}')
  await eventually(signInsSent).toBe(2)
  await eventually(() =>
    screen.getByRole('region', { name: 'Não foi possível entrar' }),
  ).toHaveFocus()
  await user.type(passwordField(), `${ana.senha}{Enter}`)
  await screen.findByText('Ana Souza')
})

test('a server out of reach refuses nobody: what was typed stays, to be sent again', async () => {
  const { signIn, line, user } = await openLocal()
  line.ways.other = lostOnItsWay

  await signIn(ana)

  expect(await refusal()).toHaveTextContent('Não consigo falar com o servidor. Tente de novo.')
  expect(passwordField()).toHaveValue(ana.senha)
  line.ways.other = straight
  await user.click(button('Entrar'))
  await screen.findByText('Ana Souza')
})

test('while it is on its way a second click or Enter sends nothing more', async () => {
  const { fillIn, line, user, signInsSent } = await openLocal()
  const held = hold(line, 'other')
  await fillIn(ana)

  await user.dblClick(button('Entrar'))

  const waiting = await screen.findByRole('button', { name: 'Entrando…' })
  expect(waiting).toHaveAttribute('aria-disabled', 'true')
  expect(waiting).toHaveFocus()
  expect(passwordField()).toHaveAttribute('readonly')
  await user.type(userField(), '{Enter}')
  expect(signInsSent()).toBe(1)
  held.letGo()
  await screen.findByText('Ana Souza')
})

test('a browser that keeps no cookie is told apart from a wrong password', async () => {
  const { signIn, line } = await openLocal()
  const forgetful: Way = async (send) => {
    const response = await send()
    line.cookies.clear()
    return response
  }
  line.ways.other = forgetful

  await signIn(ana)

  expect(await refusal()).toHaveTextContent(/^Não foi possível entrarO navegador não guardou/)
  expect(hasForm()).toBe(false)
})

test('a fault of the gateway’s comes with its code for the support', async () => {
  const { signIn, line } = await openLocal()
  line.ways.other = (send) => send((init) => ({ ...init, body: 'x'.repeat(5000) }))

  await signIn(ana)

  expect(await refusal()).toHaveTextContent(/Código para o suporte: [\da-f-]{36}$/)
})

test('what only the gateway finds wrong with a field stands beside it', async () => {
  const { signIn, line } = await openLocal()
  line.ways.other = (send) =>
    send((init) => ({ ...init, body: JSON.stringify({ usuario: '', senha: 'x' }) }))

  await signIn(ana)

  const link = within(await refusal()).getByRole('link')
  expect(link).toHaveTextContent(/^Usuário: /)
  expect(userField()).toHaveAccessibleDescription('Erro: Usuário:digite seu usuário.')
})

test('a send’s address without a session leads through signing in to what became of the send', async () => {
  const { user, reload, endSession, signIn } = await openSignedIn()
  await send(user)
  await heading('Atendimento aberto')
  await endSession()

  reload()

  await heading('Entrar no Novo Atendimento')
  expect(screen.getByRole('main')).not.toHaveTextContent(typical.name)
  await signIn(ana)
  await heading('Atendimento aberto')
})

test('alone, too, the sign-in says that text is kept in this tab, and what becomes of it', async () => {
  const { user, reload, endSession, signIn } = await openSignedIn()
  await endSession()
  await send(user)
  await screen.findByRole('region', { name: 'Entrar de novo' })
  // What is still on its way isn't text that waits.
  await screen.findByRole('button', { name: 'Abrir atendimento' })

  reload()

  await heading('Entrar no Novo Atendimento')
  expect(screen.getByRole('heading', { level: 2 })).toHaveTextContent('Há texto guardado nesta aba')
  expect(screen.getByRole('main')).toHaveTextContent(
    'O texto aparece quando a pessoa que escreveu entrar de novo; se outra entrar, é apagado.',
  )
  expect(document.body).not.toHaveTextContent(typical.description)
  await signIn(bia)
  await screen.findByText('Este rascunho pertence a Ana Souza.')
  expect(screen.queryByText('Há texto guardado nesta aba')).toBeNull()
  expect(JSON.stringify({ ...sessionStorage })).not.toContain(typical.description)
})
