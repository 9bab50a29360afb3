import type { Fetch } from '#src/ui/fetch-whole.ts'

/** What becomes of one request between page and gateway; `send` lets it through, changed or not. */
export type Way = (send: (change?: Change) => Promise<Response>) => Promise<Response>
type Change = (init: RequestInit) => RequestInit

/** A request as it leaves the page, and what the page showed and kept in that moment. */
type Leaving = {
  key: string | null
  /** The number of the attempt, where the same is sent again. */
  resend: string | null
  /** The call that it is about. */
  call: string | null
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

/** What that proxy adds to a signed-in attendant's request. */
export const headersOf = (usuario: string, nome: string) => ({
  'x-auth-proxy-secret': proxySecret,
  'x-forwarded-user': usuario,
  'x-forwarded-name': nome,
})

export const asUser = (usuario: string, nome: string) => withHeaders(headersOf(usuario, nome))

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
const customerPath = '/api/v1/integracao/cliente'
const sendPath = new RegExp(`^${ticketPath}/([^/]+)(?:/(.+))?$`)

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
export function createLine(url: string, usual: Way) {
  const posts: Leaving[] = []
  const asked: string[] = []
  const looked: string[] = []
  const requests: string[] = []
  const ways = { post: usual, ask: usual, look: usual, list: usual, lookUp: usual, other: usual }
  const { cookies, cookieHeader, dress, keep } = createBrowser(url)

  const overLine: Fetch = (path, init = {}) => {
    requests.push(`${init.method ?? 'GET'} ${path}`)
    const send = async (change: Change = (same) => same) =>
      keep(await fetch(new URL(path, url), change(dress(init))))
    if (path.startsWith(`${ticketPath}?hoje`)) return ways.list(send)
    if (path.startsWith(customerPath)) return ways.lookUp(send)
    const [, key, act] = sendPath.exec(path) ?? []
    if (key && !act) {
      asked.push(key)
      return ways.ask(send)
    }
    if (key && act === 'conferir') {
      looked.push(key)
      return ways.look(send)
    }
    if (path !== ticketPath) return ways.other(send)
    const headers = new Headers(init.headers)
    posts.push({
      key: headers.get('idempotency-key'),
      resend: headers.get('x-reenvio'),
      call: headers.get('x-chamada'),
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
