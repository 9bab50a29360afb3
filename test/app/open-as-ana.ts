import { screen } from '@testing-library/react'
import { asUser, headersOf, proxied, type Way, withHeaders } from '../atendimento/line.ts'
import { eventually, field } from '../atendimento/on-screen.ts'
import { backInTab, openHouse, openPage } from '../atendimento/open-page.tsx'

export const anasHeaders = headersOf('ana', 'Ana Souza')
export const asAna = withHeaders(anasHeaders)
export const asBia = asUser('bia', 'Bia Lima')

/** The page behind the intranet's proxy, with Ana signed in there. */
export async function openAsAna() {
  const house = await openHouse({ env: proxied })
  const page = openPage(house, { way: asAna })
  await screen.findByText('Ana Souza')
  await eventually(field.service).toHaveFocus()
  const become = (way: Way) =>
    Object.assign(page.line.ways, { post: way, ask: way, list: way, other: way })
  return {
    house,
    ...page,
    become,
    /** Somebody else signs in at the intranet, and comes back to this tab. */
    async changeTo(way: Way, name: string) {
      become(way)
      await backInTab(() => screen.queryByText(name)).not.toBeNull()
    },
  }
}
