import { screen } from '@testing-library/react'
import type { Line } from '../atendimento/line.ts'
import { eventually } from '../atendimento/on-screen.ts'
import { openForm } from '../atendimento/open-page.tsx'

export const search = () => screen.getByRole('combobox', { name: 'Ou procure o cliente' })
/** The page with its empty form and the search beside it, over a house of its own. */
export async function openSearch(...options: Parameters<typeof openForm>) {
  const page = await openForm(...options)
  await screen.findByRole('combobox')
  return page
}

export const options = () => screen.queryAllByRole('option')
export const activeOption = () => screen.getByRole('option', { selected: true })
/** The list of what was found, once it is there. */
export const foundList = () => screen.findByRole('listbox', { name: 'Serviços encontrados' })

/** Whom the gateway was asked for, in the order of asking: "nome_razaosocial bianca". */
export const lookUps = ({ requests }: Line) =>
  requests.flatMap((request) => {
    const [path = '', query] = request.split('?')
    if (path !== 'GET /api/v1/integracao/cliente') return []
    const { busca, termo_busca } = Object.fromEntries(new URLSearchParams(query))
    return `${busca} ${termo_busca}`
  })

/** The part of the page that shows who is calling, once it says this of them. */
export const card = (name: string | RegExp) => screen.findByRole('region', { name })

/** Everything that is read out by itself at this moment. */
export const announced = () =>
  screen.queryAllByRole('status').flatMap(({ textContent }) => textContent || [])

export const untilAnnounced = (said: string) => eventually(announced).toContainEqual(said)
