import { isIP } from 'node:net'
import { type Context, Hono } from 'hono'
import type { Clock } from '../clock.ts'
import type { Metrics, Standing } from '../metrics.ts'
import type { Peers } from '../session/peers.ts'
import { isForwarded } from './guards.ts'
import type { GatewayEnv } from './problem.ts'

type Deps = { peers: Peers; metrics: Metrics; standing: Standing; clock: Clock }

const paths = ['/healthz', '/readyz', '/metrics']

/**
 * Whether a health check or Prometheus asks by the address that we listen on, as they do, and not by
 * PUBLIC_ORIGIN's name. The page and the API have no such way in.
 */
export function isProbe(c: Context<GatewayEnv>, peers: Peers): boolean {
  const host = (c.req.header('host') ?? '').toLowerCase().replace(/:\d*$/, '')
  const isAddress = host === 'localhost' || isIP(host.replace(/^\[|\]$/g, '')) !== 0
  return paths.includes(c.req.path) && isAddress && peers.isOurs(c.env)
}

/** Alive, ready, and what Prometheus reads (design §5). */
export function operatorRoutes({ peers, metrics, standing, clock }: Deps) {
  return new Hono<GatewayEnv>()
    .get('/healthz', (c) => c.json({ status: 'success' }, 200, neverStored))
    .get('/readyz', async (c) => {
      const { situacao, desde } = standing.hubsoft()
      const database = databaseWords[await standing.database()]
      const referencia = standing.isMarkLost() ? 'perdida' : 'ok'
      const found = { hubsoft: situacao, desde, ...database, referencia }
      if (situacao === 'no_ar' && database.banco !== 'falha') {
        return c.json({ status: 'success', ...found }, 200, neverStored)
      }
      // What a send would be told now.
      const codigo = 'nao_enviado'
      const msg = 'O gateway não está pronto: um atendimento enviado agora não seria aberto.'
      const body = { status: 'error', msg, codigo, id_requisicao: c.get('requestId'), ...found }
      return c.json(body, 503, { ...neverStored, 'Retry-After': '30' })
    })
    .get('/metrics', async (c, next) => {
      // Behind a proxy on this machine every stranger's peer is loopback.
      const isForSomebody = isForwarded(c) || c.req.header('x-auth-proxy-secret') !== undefined
      if (!peers.isOurs(c.env) || isForSomebody) return next()
      const type = { 'Content-Type': metrics.contentType }
      const text = await metrics.text(standing, new Date(clock.wallMs()))
      return c.body(text, 200, { ...neverStored, ...type })
    })
}

const neverStored = { 'Cache-Control': 'no-store' }

const databaseWords = {
  ok: { banco: 'ok' },
  // Only a restart helps, once the right file is there.
  gone: { banco: 'falha', banco_motivo: 'arquivo_trocado' },
  'no-write': { banco: 'falha', banco_motivo: 'nao_grava' },
  'no-answer': { banco: 'falha', banco_motivo: 'sem_resposta' },
} as const
