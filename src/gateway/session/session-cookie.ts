import { type CookieOptions, parse } from 'hono/utils/cookie'

type Origins = {
  publicOrigin: URL
  /** Origins that may embed the page. */
  frameAncestors: string[]
}

/**
 * The cookie that holds a session's id (design §7).
 *
 * Without Max-Age: on a computer that attendants share, closing the browser signs out. How long a
 * session lasts is the gateway's to say anyway.
 */
export const createSessionCookie = (origins: Origins) => createCookie('sessao', origins)

/** The cookie that holds the marks of who has signed in in this browser: it says who nobody is. */
export function createMarksCookie(origins: Origins) {
  const { valuesIn, name, options } = createCookie('aparelho', origins)
  return {
    name,
    options: { ...options, maxAge: marksLastS },
    marksIn: (header?: string) => valuesIn(header).flatMap((value) => value.split('.')),
    valueOf: (marks: string[]) => marks.join('.'),
  }
}

const marksLastS = 90 * 24 * 60 * 60

function createCookie(ownName: string, { publicOrigin, frameAncestors }: Origins) {
  const isHttps = publicOrigin.protocol === 'https:'
  const name = isHttps ? `__Host-${ownName}` : ownName
  const isFramed = frameAncestors.some((one) => one !== publicOrigin.origin)
  return {
    name,
    options: isHttps ? overHttps(isFramed) : ({ ...common, sameSite: 'Strict' } as const),
    /** What a request's Cookie header holds under this name, each value once. */
    valuesIn(header = ''): string[] {
      const values = header.split(';').flatMap((pair) => parse(pair, name)[name] ?? [])
      return [...new Set(values)]
    },
  }
}

export type SessionCookie = ReturnType<typeof createSessionCookie>
export type MarksCookie = ReturnType<typeof createMarksCookie>

const common = { path: '/', httpOnly: true } as const

function overHttps(isFramed: boolean): CookieOptions {
  const secure = { ...common, secure: true } as const
  return isFramed
    ? { ...secure, sameSite: 'None', partitioned: true }
    : { ...secure, sameSite: 'Strict' }
}
