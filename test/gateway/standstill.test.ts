import { once } from 'node:events'
import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import * as z from 'zod/mini'
import { watchStandstill } from '#src/gateway/standstill.ts'
import { listen } from '../process.ts'

const nothing = new Int32Array(new SharedArrayBuffer(4))
const standStill = (ms: number) => void Atomics.wait(nothing, 0, 0, ms)

/** Since 1970, as another thread tells it, too. */
const sinceMs = (ms: number) => performance.timeOrigin + ms

function watch() {
  const watched = watchStandstill()
  onTestFinished(watched.stop)
  return watched
}

/** A client that goes on while this thread stands still, and says when it asked. */
async function startClient(port: number) {
  const client = new Worker(
    `const { connect } = require('node:net')
    const { parentPort } = require('node:worker_threads')
    parentPort.on('message', () => {
      const socket = connect(${port}, '127.0.0.1', () => {
        const atMs = performance.timeOrigin + performance.now()
        socket.write('GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n')
        parentPort.postMessage(atMs)
      })
    })
    parentPort.postMessage(0)`,
    { eval: true },
  )
  onTestFinished(async () => void (await client.terminate()))
  await once(client, 'message')
  return client
}

test('what is read after a standstill may have come since it began, however busy the process is on waking', async () => {
  const { serve, earliestMs } = watch()
  const server = createServer()
  onTestFinished(() => void server.close().closeAllConnections())
  const client = await startClient(await listen(server))
  serve()
  const beganMs = performance.now()
  await expect.poll(earliestMs).toBeGreaterThan(beganMs)

  const asked = once(client, 'message')
  const read = once(server, 'request').then(earliestMs)
  client.postMessage('ask')
  setTimeout(standStill, 0, 700)
  // Due by then, too, and after whatever else looks at the clock.
  setTimeout(standStill, 300, 400)

  const [askedMs] = z.parse(z.tuple([z.number()]), await asked)
  expect(sinceMs(await read)).toBeLessThanOrEqual(askedMs)
})

test('what is read while a process lives came just now', async () => {
  const { serve, earliestMs } = watch()
  serve()

  for (const nowMs of [performance.now(), performance.now()]) {
    await expect.poll(earliestMs).toBeGreaterThan(nowMs)
  }
})

test('what came before anybody could be answered came at the earliest at the start', async () => {
  const { earliestMs } = watch()
  const startedMs = earliestMs()

  await sleep(300)

  expect(earliestMs()).toBe(startedMs)
})
