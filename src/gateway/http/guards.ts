import type { Context, MiddlewareHandler } from 'hono'
import type { Identify } from '../session/identify.ts'
import { type GatewayEnv, problem } from './problem.ts'

export type Guard = MiddlewareHandler<GatewayEnv>

const safeMethods = ['GET', 'HEAD', 'OPTIONS']

const longestTarget = 2048
const mostHeaders = 100

/**
 * The address, and how many headers: above a thousand Node leaves some out in silence, an identity
 * header that came twice among them.
 */
export function expectShortHead(): Guard {
  return async (c, next) => {
    const { url = c.req.url, rawHeaders = [] } = c.env.incoming ?? {}
    const refused = { codigo: 'requisicao_invalida' } as const
    if (url.length > longestTarget) {
      const msg = 'O endereço do pedido passa de 2.048 caracteres. Nada foi enviado.'
      return problem(c, { ...refused, status: 414, msg })
    }
    if (rawHeaders.length > 2 * mostHeaders) {
      const msg = `O pedido tem mais de ${mostHeaders} cabeçalhos. Nada foi enviado.`
      return problem(c, { ...refused, status: 431, msg })
    }
    return next()
  }
}

/** Requests for another host get 421: DNS rebinding, or an address that isn't the configured one. */
export function expectHost(publicOrigin: URL): Guard {
  const { host, hostname, port, protocol } = publicOrigin
  // Some proxies write the port that goes without saying.
  const written = [host, `${hostname}:${port || (protocol === 'https:' ? 443 : 80)}`]
  return async (c, next) => {
    const isOurs = written.includes(c.req.header('host')?.toLowerCase() ?? '')
    // An address in full ("GET http://outro/…") names a host too, and the routes see that one.
    if (isOurs && written.includes(new URL(c.req.url).host)) return next()
    const msg = `Este endereço não é o do Novo Atendimento. Abra ${publicOrigin.origin}.`
    return problem(c, { status: 421, codigo: 'host_errado', msg })
  }
}

const marksOfProxies = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
]

/** Whether a proxy hands on somebody else's request. */
export const isForwarded = (c: Context<GatewayEnv>) =>
  marksOfProxies.some((name) => c.req.header(name) !== undefined)

/** The demo signs everybody in, so it answers only to the machine that it runs on. */
export function refuseForwarded(): Guard {
  return async (c, next) => {
    if (!isForwarded(c)) return next()
    const msg = 'A demonstração só atende no próprio computador. Configure HUBSOFT_URL e AUTH_MODE.'
    return problem(c, { status: 421, codigo: 'host_errado', msg })
  }
}

const isJson = (c: Context) =>
  /^application\/json\s*(;|$)/i.test(c.req.header('content-type') ?? '')

const hasBody = (c: Context) =>
  c.req.header('transfer-encoding') !== undefined || Number(c.req.header('content-length')) > 0

/**
 * Unsafe methods come from our own page, or from a program that sends JSON, which a form of another
 * site can't: for browsers that name neither origin nor site (design §7).
 */
export function expectOwnOrigin(publicOrigin: URL): Guard {
  return async (c, next) => {
    if (safeMethods.includes(c.req.method)) return next()
    const origin = c.req.header('origin')
    const site = c.req.header('sec-fetch-site')
    if (origin === undefined && site === undefined) {
      if (isJson(c)) return next()
      if (hasBody(c)) return notJson(c)
    } else if (origin === undefined ? site === 'same-origin' : origin === publicOrigin.origin) {
      return next()
    }
    const msg = `Pedido recusado: veio de outro site. Abra ${publicOrigin.origin} e envie de lá.`
    return problem(c, { status: 403, codigo: 'origem_recusada', msg })
  }
}

/**
 * A picture in another site's page must not search in an attendant's name: that counts as theirs and is kept, though
 * the site sees nothing of it.
 */
export function expectOwnSite(): Guard {
  return async (c, next) => {
    const site = c.req.header('sec-fetch-site')
    if (site === undefined || site === 'same-origin' || site === 'none') return next()
    const msg = 'Consulta recusada: veio de outro site. Faça a consulta pela página.'
    return problem(c, { status: 403, codigo: 'origem_recusada', msg })
  }
}

/** For every route that reads a body. */
export function expectJson(): Guard {
  return async (c, next) => (isJson(c) ? next() : notJson(c))
}

function notJson(c: Context<GatewayEnv>) {
  const msg =
    'O corpo do pedido precisa ser JSON (Content-Type: application/json). Nada foi enviado.'
  return problem(c, { status: 415, codigo: 'tipo_invalido', msg })
}

export function expectAttendant(identify: Identify): Guard {
  return async (c, next) => {
    const attendant = await identify(c.env)
    if (!attendant) {
      const msg = 'Sua sessão expirou. Entre de novo para continuar; nada foi perdido.'
      return problem(c, { status: 401, codigo: 'sessao_expirada', msg })
    }
    // The page says for whom it takes itself: two windows of one browser share one session.
    const expected = c.req.header('x-atendente')
    const own = encodeURIComponent(attendant.usuario.toWellFormed())
    if (expected !== undefined && expected !== own) {
      const msg = 'Outra pessoa entrou neste navegador. Entre de novo para continuar.'
      return problem(c, { status: 401, codigo: 'sessao_expirada', msg })
    }
    c.set('attendant', attendant)
    return next()
  }
}
