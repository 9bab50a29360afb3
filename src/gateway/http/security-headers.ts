import { Hono, type MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'

/** Content security policy and friends, on every answer (design §7, "Always on"). */
export function securityHeaders(frameAncestors: string[], publicOrigin: URL) {
  const isFramed = frameAncestors.length > 0
  const isHttps = publicOrigin.protocol === 'https:'
  return secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'self'"],
      objectSrc: ["'none'"],
      baseUri: ["'none'"],
      formAction: ["'self'"],
      frameAncestors: isFramed ? frameAncestors : ["'none'"],
    },
    // The policy above says who may embed the page; the old header can't name an origin.
    xFrameOptions: isFramed ? false : 'DENY',
    // Not for subdomains: the provider's other hosts aren't ours to speak for.
    strictTransportSecurity: isHttps && 'max-age=31536000',
    referrerPolicy: 'no-referrer',
    permissionsPolicy: { camera: [], microphone: [], geolocation: [] },
    // The logo's own policy is stricter.
    overwrite: false,
  })
}

/** What those headers are, for answers that never pass through the app. */
export async function headersOf(security: MiddlewareHandler): Promise<Record<string, string>> {
  const answer = await new Hono()
    .use(security)
    .get('/', (c) => c.body(null))
    .request('/')
  return Object.fromEntries(answer.headers)
}
