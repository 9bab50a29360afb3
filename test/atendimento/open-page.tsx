import { configure, type RenderResult, render, screen } from '@testing-library/react'
import { userEvent } from '@testing-library/user-event'
import { StrictMode } from 'react'
import { expect, onTestFinished, vi } from 'vitest'
import { App } from '#src/app.tsx'
// Loaded later by the page; here it is never what a test waits for.
import '#src/atendimento/form/later-form.ts'
import '#src/atendimento/later-screens.ts'
import { createDrafts } from '#src/atendimento/send/drafts.ts'
import '#src/contract/page-answers.ts'
import type { Fetch } from '#src/ui/fetch-whole.ts'
import { type House, startHouse } from '../house.ts'

// For what comes over real sockets and after real pauses, on a machine that does other things too.
const patienceMs = 60_000
configure({ asyncUtilTimeout: patienceMs })
vi.setConfig({ testTimeout: 2 * patienceMs })

/** Expects something of a value that need not be so yet. */
export const eventually = <Value,>(read: () => Value) =>
  expect.poll(read, { timeout: patienceMs, interval: 20 })

/** What becomes of one request between page and gateway; `send` lets it through, changed or not. */
export type Way = (send: (change?: Change) => Promise<Response>) => Promise<Response>
type Change = (init: RequestInit) => RequestInit

/** A request as it leaves the page, and what the page showed and kept in that moment. */
type Leaving = {
  key: string | null
  /** The number of the attempt, where the same is sent again. */
  resend: string | null
  body: unknown
  address: string
  kept: [string, string][]
}

export const straight: Way = (send) => send()

export const lostOnItsWay: Way = () => Promise.reject(new TypeError('fetch failed'))

/** The gateway gets it and works; its answer is lost. */
export const answerLost: Way = async (send) => {
  await (await send()).text()
  throw new TypeError('fetch failed')
}

/** Another server's answer in place of the gateway's, which got the request all the same. */
export const answeredBy =
  (url: string): Way =>
  async (send) => {
    await (await send()).text()
    return fetch(url)
  }

export const changed =
  (change: Change): Way =>
  (send) =>
    send(change)

export const withHeaders = (extra: Record<string, string>) =>
  changed((init) => {
    const headers = new Headers(init.headers)
    for (const [name, value] of Object.entries(extra)) headers.set(name, value)
    return { ...init, headers }
  })

const proxySecret = 'um-segredo-com-mais-de-32-caracteres'

/** Attendants sign in at the intranet, whose proxy this machine is. */
export const proxied = {
  AUTH_MODE: 'proxy',
  AUTH_PROXY_SECRET: proxySecret,
  TRUSTED_PROXIES: '127.0.0.1',
}

/** As that proxy hands a signed-in attendant's request on. */
export const asUser = (usuario: string, nome = usuario) =>
  withHeaders({
    'x-auth-proxy-secret': proxySecret,
    'x-forwarded-user': usuario,
    'x-forwarded-name': nome,
  })

/** Holds answers back until `letGo`. */
export function holding(): { way: Way; letGo: () => void } {
  const { promise, resolve } = Promise.withResolvers<void>()
  const way: Way = async (send) => {
    const response = await send()
    await promise
    return response
  }
  return { way, letGo: () => resolve() }
}

/** Holds the answers to one kind of request back, from now on. */
export function hold(line: Line, kind: keyof Line['ways']) {
  const { way, letGo } = holding()
  line.ways[kind] = way
  return { letGo }
}

const ticketPath = '/api/v1/integracao/atendimento'

/** What a browser adds to a request by itself, and keeps of an answer. */
function createBrowser(url: string) {
  const cookies = new Map<string, string>()
  const cookieHeader = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  return {
    cookies,
    cookieHeader,
    dress(init: RequestInit): RequestInit {
      const headers = new Headers(init.headers)
      if (init.method && init.method !== 'GET') headers.set('origin', new URL(url).origin)
      const cookie = cookieHeader()
      if (cookie) headers.set('cookie', cookie)
      return { ...init, headers }
    },
    keep(response: Response): Response {
      for (const line of response.headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
        if (/; *Max-Age=0\b/i.test(line)) cookies.delete(name)
        else cookies.set(name, value)
      }
      return response
    },
  }
}

/** The line between page and gateway: sees everything, and can be cut, tampered with or slowed down. */
function createLine(url: string, usual: Way) {
  const posts: Leaving[] = []
  const asked: string[] = []
  const looked: string[] = []
  const requests: string[] = []
  const ways = { post: usual, ask: usual, look: usual, list: usual, other: usual }
  const { cookies, cookieHeader, dress, keep } = createBrowser(url)

  const overLine: Fetch = (path, init = {}) => {
    requests.push(`${init.method ?? 'GET'} ${path}`)
    const send = async (change: Change = (same) => same) =>
      keep(await fetch(new URL(path, url), change(dress(init))))
    if (!path.startsWith(ticketPath)) return ways.other(send)
    if (path === `${ticketPath}?hoje`) return ways.list(send)
    if (init.method !== 'POST') {
      asked.push(path.slice(ticketPath.length + 1))
      return ways.ask(send)
    }
    if (path.endsWith('/conferir')) {
      looked.push(path.slice(ticketPath.length + 1, -'/conferir'.length))
      return ways.look(send)
    }
    const headers = new Headers(init.headers)
    posts.push({
      key: headers.get('idempotency-key'),
      resend: headers.get('x-reenvio'),
      body: JSON.parse(String(init.body)),
      address: location.pathname,
      kept: Object.entries({ ...sessionStorage }),
    })
    return ways.post(send)
  }
  const browser = { cookies, cookieHeader, keep }
  return { fetch: overLine, posts, asked, looked, requests, ways, ...browser }
}

export type Line = ReturnType<typeof createLine>

/** Moves the clock of the house that was opened last. */
let skip = (_ms: number) => {}

type HouseOptions = Parameters<typeof startHouse>[0]

/** The real house, closed after the test. */
export async function openHouse(options?: HouseOptions): Promise<House> {
  const house = await startHouse(options)
  onTestFinished(house.stop)
  skip = house.skip
  return house
}

type PageOptions = {
  path?: string
  /** What becomes of every request, but for those of a kind that `ways` names. */
  way?: Way
  ways?: Partial<Line['ways']>
  now?: () => Date
  /** Gets what the page's boundaries caught; else React prints it, which fails the test. */
  onCaughtError?: (error: unknown) => void
}

/** The whole page in this document, over a real gateway. */
export function openPage({ url }: House, options: PageOptions = {}) {
  const { path = '/', way = straight, ways, now = () => new Date(), onCaughtError } = options
  const line = createLine(url, way)
  Object.assign(line.ways, ways)
  // As in index.html.
  document.documentElement.lang = 'pt-BR'
  // jsdom has no layout, and so nothing to scroll.
  Element.prototype.scrollIntoView = () => {}
  history.replaceState(null, '', path)
  onTestFinished(leaveNothing)

  const mount = (): RenderResult => {
    const openStore = () => sessionStorage
    const drafts = createDrafts({ openStore, newKey: () => crypto.randomUUID(), now })
    // As in main.tsx: what an effect does twice it does wrong.
    return render(<App fetch={line.fetch} drafts={drafts} now={now} />, {
      wrapper: StrictMode,
      ...(onCaughtError && { onCaughtError }),
    })
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

/** The page with its empty form, over a house of its own, once the first field has the focus. */
export async function openForm(options?: HouseOptions) {
  const house = await openHouse(options)
  const page = openPage(house)
  await eventually(field.service).toHaveFocus()
  return { house, ...page }
}

export type Page = ReturnType<typeof openPage>
export type User = Page['user']

function leaveNothing() {
  sessionStorage.clear()
  localStorage.clear()
  history.replaceState(null, '', '/')
  document.title = ''
  delete document.documentElement.dataset.resultado
}

export const field = {
  service: () => screen.getByRole('textbox', { name: 'Código do serviço' }),
  name: () => screen.getByRole('textbox', { name: 'Nome do solicitante' }),
  phone: () => screen.getByRole('textbox', { name: 'Telefone' }),
  email: () => screen.getByRole('textbox', { name: 'E-mail (opcional)' }),
  description: () => screen.getByRole('textbox', { name: 'Descrição' }),
  workOrder: () => screen.getByRole('checkbox', { name: 'Abrir ordem de serviço' }),
}

export const button = (name: string | RegExp) => screen.getByRole('button', { name })
export const heading = (name: string) => screen.findByRole('heading', { level: 1, name })
/** The description as folded away on the screen; a second one is for paper. */
export const foldedDescription = () =>
  screen.getByText('Descrição', { selector: 'summary' }).nextElementSibling
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
  // By role it would cost more than all the rest, time after time.
  await inTheEnd(() => document.querySelector('h1'), ms).toHaveTextContent(
    'Não sei se o atendimento foi aberto',
  )
}

export const resultado = () => document.documentElement.dataset.resultado

export const typical = {
  service: '11000',
  name: 'Bianca Couto',
  phone: '(37) 99911-2233',
  description: 'Sem internet desde ontem.',
}

type Ticket = typeof typical & { email?: string; workOrder?: boolean }

/** Behind what is there already; pasted, since most tests aren't about the typing. */
export async function put(user: User, control: HTMLElement, text: string) {
  await user.click(control)
  await user.paste(text)
}

/** Fills the form; the fields named in `other` differ from the typical ticket. */
export async function fill(user: User, other: Partial<Ticket> = {}) {
  const { workOrder, ...texts }: Ticket = { ...typical, ...other }
  for (const name of ['service', 'name', 'phone', 'email', 'description'] as const) {
    const text = texts[name]
    if (text) await put(user, field[name](), text)
  }
  if (workOrder) await user.click(field.workOrder())
}

/** The typical ticket stands in the form, but for the fields named in `other`. */
export function expectForm(other: Partial<Ticket> = {}) {
  const { workOrder = false, ...texts } = { email: '', ...typical, ...other }
  const names = ['service', 'name', 'phone', 'email', 'description'] as const
  for (const name of names) expect(field[name]()).toHaveValue(texts[name])
  if (workOrder) expect(field.workOrder()).toBeChecked()
  else expect(field.workOrder()).not.toBeChecked()
}

export function expectEmptyForm() {
  expectForm({ service: '', name: '', phone: '', description: '' })
  expect(location.pathname).toBe('/')
}

/** Fills the form and sends it with the button. */
export async function send(user: User, other: Partial<Ticket> = {}) {
  await fill(user, other)
  await user.click(button(/^Abrir atendimento/))
}

/** HubSoft breaks the send off, and nobody knows of a ticket. */
export async function sendInVain(user: User, { emulator }: House) {
  emulator.faults.inject({ route: 'atendimento', fault: 'reset-before' })
  await send(user)
  await untilNotKnown()
}
