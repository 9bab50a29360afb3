import { serveStatic } from '@hono/node-server/serve-static'
import { Hono, type MiddlewareHandler } from 'hono'
import { secureHeaders } from 'hono/secure-headers'
import { type GatewayEnv, problem } from './problem.ts'

type PageSettings = {
  /** Folder of the build, absolute. */
  root: string
}

// File names of the build carry a hash of their content.
const forEver = 'public, max-age=31536000, immutable'
const askFirst = 'no-cache'

/** The build's files, and the page itself at every other address (design §5, last row). */
export function pageRoutes({ root }: PageSettings) {
  const file = serveStatic({ root, precompressed: true })
  const page = serveStatic({ root, path: 'index.html', precompressed: true })
  const notFound = 'Não há nada neste endereço. Volte à página inicial.'
  return new Hono<GatewayEnv>()
    .get('*', kept)
    .get('*', file)
    .get('/assets/*', (c) => problem(c, { status: 404, codigo: 'nao_encontrado', msg: notFound }))
    .get('*', page)
}

// Afterwards: serveStatic's own `onFound` is called when the answer's headers are made already.
const kept: MiddlewareHandler<GatewayEnv> = async (c, next) => {
  await next()
  if (c.res.ok) c.header('Cache-Control', c.req.path.startsWith('/assets/') ? forEver : askFirst)
}

/** Content security policy and friends, on every answer (design §7, "Always on"). */
export function pageSecurity(frameAncestors: string[], publicOrigin: URL) {
  const isFramed = frameAncestors.length > 0
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
    strictTransportSecurity: publicOrigin.protocol === 'https:' && 'max-age=31536000',
    referrerPolicy: 'no-referrer',
    permissionsPolicy: { camera: [], microphone: [], geolocation: [] },
  })
}
