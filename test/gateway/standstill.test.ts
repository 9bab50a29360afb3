import { once } from 'node:events'
import { createServer } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import * as z from 'zod/mini'
import { watchStandstill } from '#src/gateway/standstill.ts'
import { listen } from '../process.ts'
import { standStill } from '../stand-still.ts'

const askers = 10
/** Since 1970, as another thread tells it, too. */
const sinceMs = (ms: number) => performance.timeOrigin + ms

function watch() {
  const watched = watchStandstill()
  onTestFinished(watched.stop)
  return watched
}

/** Clients of another thread, each with a connection of its own; when the last of them had asked. */
async function startClients(port: number) {
  const flags = new Int32Array(new SharedArrayBuffer(8))
  const clients = new Worker(
    `const { connect } = require('node:net')
    const { parentPort, workerData } = require('node:worker_threads')
    Atomics.wait(workerData, 0, 0)
    let left = ${askers}
    const ask = () => connect(${port}, '127.0.0.1', function () {
      this.write('GET / HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n', () => {
        left -= 1
        if (left > 0) return ask()
        parentPort.postMessage(performance.timeOrigin + performance.now())
        Atomics.store(workerData, 1, 1)
        Atomics.notify(workerData, 1)
      })
    })
    ask()`,
    { eval: true, workerData: flags },
  )
  onTestFinished(async () => void (await clients.terminate()))
  await once(clients, 'online')
  const asked = once(clients, 'message').then((said) => z.parse(z.tuple([z.number()]), said)[0])
  return {
    asked,
    /** Until all of them have asked, and for that much longer. */
    beAskedMeanwhile(ms: number) {
      Atomics.store(flags, 0, 1)
      Atomics.notify(flags, 0)
      Atomics.wait(flags, 1, 0)
      standStill(ms)
    },
  }
}

test('what is read after a standstill may have come since it began, however many came and however busy the process is on waking', async () => {
  const { serve, earliestMs, noteConnection } = watch()
  const server = createServer().on('connection', noteConnection)
  onTestFinished(() => void server.close().closeAllConnections())
  const clients = await startClients(await listen(server))
  const read = new Promise<number[]>((resolve) => {
    const times: number[] = []
    server.on('request', () => {
      times.push(earliestMs())
      if (times.length === askers) resolve(times)
    })
  })
  serve()
  const beganMs = performance.now()
  await expect.poll(earliestMs).toBeGreaterThan(beganMs)

  setTimeout(clients.beAskedMeanwhile, 0, 700)
  // Due by then, too, and after whatever else looks at the clock.
  setTimeout(standStill, 300, 400)

  const latestMs = sinceMs(Math.max(...(await read)))
  expect(latestMs).toBeLessThanOrEqual(await clients.asked)
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
