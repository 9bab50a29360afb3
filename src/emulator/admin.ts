import { type Context, Hono } from 'hono'
import type * as z from 'zod/mini'
import { type Faults, readFaultOrder } from './faults/faults.ts'
import type { Ledger } from './ledger.ts'
import { type Permissions, permissions } from './permissions.ts'
import type { createSwitches } from './switches.ts'
import { isObject, readJson } from './wire.ts'

type Deps = {
  faults: Faults
  ledger: Ledger
  switches: ReturnType<typeof createSwitches>
  revokeTokens: () => void
  setPermissions: (granted: Permissions) => void
  closeTicket: (protocolo: string) => boolean
}

const loopback = /^(127\.0\.0\.1|localhost|\[::1\])$/

/** Whether a page of another site asks, or one that made its name point here. */
function isCrossSite(c: Context): boolean {
  const { host, hostname } = new URL(c.req.url)
  const origin = c.req.header('origin')
  const site = c.req.header('sec-fetch-site') ?? 'none'
  return (
    !loopback.test(hostname) ||
    (origin !== undefined && origin !== `http://${host}`) ||
    !['same-origin', 'none'].includes(site)
  )
}

/** For tests and drills, below a path that no client of HubSoft is ever configured with. */
export function adminRoutes(deps: Deps) {
  const { faults, ledger, switches, revokeTokens, setPermissions, closeTicket } = deps
  return new Hono()
    .use(async (c, next) => {
      if (isCrossSite(c)) return c.json({ error: 'No page of another site may ask here.' }, 403)
      return next()
    })
    .post('/faults', async (c) => {
      const order = readFaultOrder(readJson(await c.req.text()))
      if ('sentences' in order) return c.json({ error: order.sentences.join(' ') }, 400)
      faults.inject(order)
      return c.json(order.said, 201)
    })
    .delete('/faults', (c) => {
      faults.clear()
      return c.body(null, 204)
    })
    .get('/switches', (c) => c.json(switches.current()))
    .patch('/switches', async (c) => {
      const body = readJson(await c.req.text())
      if (!isObject(body)) return c.json({ error: 'The switches must be a JSON object.' }, 400)
      const { data, error } = switches.set(body)
      return error ? badInput(c, error) : c.json(data)
    })
    .put('/permissions', async (c) => {
      const granted = permissions.safeParse(readJson(await c.req.text()))
      if (!granted.success) return badInput(c, granted.error)
      setPermissions(granted.data)
      return c.json(granted.data)
    })
    .post('/revoke-tokens', (c) => {
      revokeTokens()
      return c.body(null, 204)
    })
    .post('/tickets/:protocolo/close', (c) =>
      closeTicket(c.req.param('protocolo'))
        ? c.body(null, 204)
        : c.json({ error: 'No ticket has this protocol.' }, 404),
    )
    .get('/ledger', (c) => {
      const { tickets, messages, requests } = ledger
      return c.json({ tickets, messages, requests })
    })
    .delete('/ledger', (c) => {
      ledger.clear()
      return c.body(null, 204)
    })
    .all('*', (c) => c.json({ error: `No such admin route: ${c.req.method} ${c.req.path}.` }, 404))
}

function badInput(c: Context, { issues }: z.core.$ZodError) {
  const sentences = issues.map((issue) =>
    issue.code === 'unrecognized_keys' ? `Unknown key: ${issue.keys.join(', ')}.` : issue.message,
  )
  return c.json({ error: sentences.join(' ') }, 400)
}
