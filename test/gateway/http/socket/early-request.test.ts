import { once } from 'node:events'
import pino from 'pino'
import { expect, test } from 'vitest'
import { listen, originOf, serve, socketLimits } from '#src/gateway/http/socket/listener.ts'
import { exchange } from '../../running.ts'

const place = { host: '127.0.0.1', port: 0, tls: undefined }

test('who asks while a gateway still opens its database is answered when it has', async () => {
  const server = await listen(place, socketLimits)
  const arrived = once(server, 'request')
  const asked = exchange(originOf(place, server).href)
  await arrived

  const { stop } = serve(server, {
    fetch: () => Response.json({ msg: 'Agora sim.' }),
    ...{ security: {}, limits: socketLimits, log: pino({ level: 'silent' }) },
  })

  expect((await asked).body).toEqual({ msg: 'Agora sim.' })
  await stop()
})
