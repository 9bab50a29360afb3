import { type RenderResult, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { StrictMode } from 'react'
import { onTestFinished } from 'vitest'
import { hasOwnBar } from '#src/app/own-bar.ts'
import { App } from '#src/app.tsx'
// Loaded later by the page; here it is never what a test waits for.
import '#src/app/later.ts'
import { createDrafts } from '#src/atendimento/send/drafts.ts'
import { createHoldKey } from '#src/atendimento/send/hold-key.ts'
import { embeddedOf, readEmbedded } from '#src/contract/embedded.ts'
import '#src/app/hosted/hosted.tsx'
import type { Configuracao } from '#src/contract/page-context.ts'
import { takeFromAddress } from '#src/host/from-address.ts'
import { type House, startHouse } from '../house.ts'
import { createLine, type Line, straight, type Way } from './line.ts'
import { eventually, field, send, type User } from './on-screen.ts'

/** Of the house that was opened last: moves its clock, and says how often it has looked at HubSoft's list. */
let { skip, listsRead }: Pick<House, 'skip' | 'listsRead'> = { skip() {}, listsRead: () => 0 }

type HouseOptions = Parameters<typeof startHouse>[0]

/** The real house, closed after the test. */
export async function openHouse(options?: HouseOptions): Promise<House> {
  const house = await startHouse(options)
  onTestFinished(house.stop)
  skip = house.skip
  listsRead = house.listsRead
  return house
}

type PageOptions = {
  path?: string
  /** What becomes of every request, but for those of a kind that `ways` names. */
  way?: Way
  ways?: Partial<Line['ways']>
  now?: () => Date
  /** What a gateway knew as it served the page; none did, as in development, unless it is given. */
  embedded?: Configuracao
  /** Gets what the page's boundaries caught; else React prints it, which fails the test. */
  onCaughtError?: (error: unknown) => void
}

/** The whole page in this document, over a real gateway. */
export function openPage({ url }: House, options: PageOptions = {}) {
  const { path = '/', way = straight, ways, now = () => new Date() } = options
  const { onCaughtError } = options
  const embedded = options.embedded && readEmbedded(JSON.stringify(embeddedOf(options.embedded)))
  const line = createLine(url, way)
  Object.assign(line.ways, ways)
  // As in index.html.
  document.documentElement.lang = 'pt-BR'
  history.replaceState(null, '', path)
  onTestFinished(leaveNothing)

  const mount = (): RenderResult => {
    const openStore = () => sessionStorage
    const drafts = createDrafts({
      openStore,
      newKey: () => crypto.randomUUID(),
      now,
      holdKey: createHoldKey(undefined),
    })
    const call = takeFromAddress()
    // As in main.tsx: what an effect does twice it does wrong.
    return render(
      <App
        fetch={line.fetch}
        drafts={drafts}
        now={now}
        hasOwnBar={hasOwnBar()}
        embedded={embedded}
        call={call}
      />,
      { wrapper: StrictMode, ...(onCaughtError && { onCaughtError }) },
    )
  }
  let mounted = mount()
  return {
    user: userEvent.setup({ delay: null }),
    line,
    /** The same tab, loaded anew: memory is gone, session storage and (unless given) address stay. */
    reload(address = location.pathname) {
      mounted.unmount()
      history.replaceState(null, '', address)
      mounted = mount()
    },
  }
}

/** The page with its empty form, over a house of its own: its first field has the focus, and it knows whose it is. */
export async function openForm(options?: HouseOptions) {
  const house = await openHouse(options)
  const page = openPage(house)
  await eventually(field.service).toHaveFocus()
  // Of nobody's text nothing is kept in the tab.
  await screen.findByText('Você está registrando como')
  return { house, ...page }
}

export type Page = ReturnType<typeof openPage>

function leaveNothing() {
  sessionStorage.clear()
  localStorage.clear()
  history.replaceState(null, '', '/')
  document.title = ''
  delete document.documentElement.dataset.resultado
}

/** The attendant was in another tab: the page asks at once, and not only when it would have anyway. */
export const comeBackToTab = () => window.dispatchEvent(new Event('visibilitychange'))
/** What is so once the page has asked, for an attendant who comes back to the tab until then. */
export const backInTab = <Value,>(read: () => Value) =>
  eventually(() => {
    comeBackToTab()
    return read()
  })

/** Until the page has asked for session and configuration more than once, and got its answers so. */
export async function untilLookedAgain(line: Line, way: Way) {
  let looks = 0
  line.ways.other = (send) => {
    looks += 1
    return way(send)
  }
  await backInTab(() => looks).toBeGreaterThanOrEqual(4)
}

/** What is so once the gateway's patience with HubSoft has ended, by its clock. */
export function inTheEnd<Value>(read: () => Value, ms = 80_000) {
  skip(ms)
  // In steps in which a look at HubSoft's list has the time that it takes.
  return backInTab(() => {
    skip(400)
    return read()
  })
}

/** HubSoft broke the send off: until nobody knows. */
export async function untilNotKnown(ms?: number) {
  await screen.findByText(/^Sem resposta até agora\./)
  // A leap would cut the first look short.
  await eventually(listsRead).toBeGreaterThan(0)
  // By role it would cost more than all the rest, time after time.
  await inTheEnd(() => document.querySelector('h1'), ms).toHaveTextContent(
    'Não sei se o atendimento foi aberto',
  )
}

/** HubSoft breaks the send off, and nobody knows of a ticket. */
export async function sendInVain(
  user: User,
  { emulator }: House,
  ticket?: Parameters<typeof send>[1],
) {
  emulator.faults.inject({ route: 'atendimento', fault: 'reset-before' })
  await send(user, ticket)
  await untilNotKnown()
}
