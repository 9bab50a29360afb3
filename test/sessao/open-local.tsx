import { screen } from '@testing-library/react'
import { onTestFinished } from 'vitest'
import { button, eventually, field } from '../atendimento/on-screen.ts'
import { openHouse, openPage } from '../atendimento/open-page.tsx'
import { ana, bia, letIn } from '../house.ts'

export const userField = () => screen.getByRole('textbox', { name: 'Usuário' })
export const passwordField = () => screen.getByLabelText('Senha')
export const panel = () => screen.queryByRole('region', { name: 'Entrar de novo' })
export const hasForm = () => screen.queryByRole('textbox', { name: 'Descrição' }) !== null

/** The page of a gateway where Ana and Bia sign in on the page; nobody has yet. */
export async function openLocal() {
  const people = await letIn(ana, bia)
  onTestFinished(people.remove)
  const house = await openHouse({ env: people.env, demoServices: [] })
  const page = openPage(house)
  await screen.findByLabelText('Senha')
  const { user, line } = page

  const fillIn = async ({ usuario, senha }: { usuario: string; senha: string }) => {
    await user.clear(userField())
    if (usuario) await user.type(userField(), usuario)
    if (senha) await user.type(passwordField(), senha)
  }
  const signIn = async (person: Parameters<typeof fillIn>[0]) => {
    await fillIn(person)
    await user.click(button('Entrar'))
  }
  /** As in another window of the same browser. */
  async function signInElsewhere({ usuario, senha }: typeof ana) {
    const answer = await fetch(`${house.url}/api/sessao`, {
      method: 'POST',
      headers: {
        cookie: line.cookieHeader(),
        origin: house.url,
        'content-type': 'application/json',
      },
      body: JSON.stringify({ usuario, senha }),
    })
    line.keep(answer)
  }
  const signInsSent = () => line.requests.filter((one) => one === 'POST /api/sessao').length
  return {
    ...page,
    house,
    people,
    fillIn,
    signIn,
    signInElsewhere,
    signInsSent,
    /** As in another tab of the same browser, or from the server's side: the page hears nothing of it. */
    async endSession() {
      const headers = { cookie: line.cookieHeader(), origin: house.url }
      const { status } = await fetch(`${house.url}/api/sessao`, { method: 'DELETE', headers })
      if (status !== 204) throw new Error(`HTTP ${status}`)
    },
  }
}

/** The same, with Ana signed in and the empty form before her. */
export async function openSignedIn() {
  const page = await openLocal()
  await page.signIn(ana)
  await screen.findByText(ana.nome)
  await eventually(field.service).toHaveFocus()
  return page
}
