import { hash } from 'node:crypto'
import { Hono, type MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'

/** What stands in a page, between the tags. */
export type Inline = { style: string; script: string }

const directivesOf = (frameAncestors: string[]) => ({
  defaultSrc: ["'self'"],
  objectSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: frameAncestors.length > 0 ? frameAncestors : ["'none'"],
})

/** Content security policy and friends, on every answer (design §7, "Always on"). */
export function securityHeaders(frameAncestors: string[], publicOrigin: URL) {
  const isFramed = frameAncestors.length > 0
  const isHttps = publicOrigin.protocol === 'https:'
  return secureHeaders({
    contentSecurityPolicy: directivesOf(frameAncestors),
    // The policy above says who may embed the page; the old header can't name an origin.
    xFrameOptions: isFramed ? false : 'DENY',
    // Not for subdomains: the provider's other hosts aren't ours to speak for.
    strictTransportSecurity: isHttps && 'max-age=31536000',
    referrerPolicy: 'no-referrer',
    permissionsPolicy: { camera: [], microphone: [], geolocation: [] },
    // The logo's own policy is stricter, and the page's names what stands in it.
    overwrite: false,
  })
}

/** The same policy for a page in which exactly this style and this script stand. */
export function policyWith(frameAncestors: string[], { style, script }: Inline): string {
  const policy = {
    ...directivesOf(frameAncestors),
    scriptSrc: ownAnd(script),
    styleSrc: ownAnd(style),
  }
  return Object.entries(policy)
    .map(([name, words]) => [name.replace(/[A-Z]/g, (sign) => `-${sign.toLowerCase()}`), ...words])
    .map((words) => words.join(' '))
    .join('; ')
}

const ownAnd = (text: string) => ["'self'", `'sha256-${hash('sha256', text, 'base64')}'`]

/** What those headers are, for answers that never pass through the app. */
export async function headersOf(security: MiddlewareHandler): Promise<Record<string, string>> {
  const answer = await new Hono()
    .use(security)
    .get('/', (c) => c.body(null))
    .request('/')
  return Object.fromEntries(answer.headers)
}
