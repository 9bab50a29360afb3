import { type Context, Hono } from 'hono'
import type * as z from 'zod/mini'
import { type Faults, readFaultOrder } from './faults/faults.ts'
import type { Ledger } from './ledger.ts'
import { type Permissions, permissions } from './permissions.ts'
import { readJson } from './wire.ts'

type Deps = {
  faults: Faults
  ledger: Ledger
  revokeTokens: () => void
  setPermissions: (granted: Permissions) => void
  closeTicket: (protocolo: string) => boolean
}

/** For tests and drills, below a path that no client of HubSoft is ever configured with. */
export function adminRoutes({ faults, ledger, revokeTokens, setPermissions, closeTicket }: Deps) {
  return new Hono()
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
    .get('/ledger', (c) => c.json({ tickets: ledger.tickets, requests: ledger.requests }))
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
