import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import * as z from 'zod/mini'
import { startAndSend, stockMachine } from './drill/install/stock-machine.ts'

// One cell of `npm run drill:install`: the oldest Node that the README promises, with its npm. Without development's
// packages, which take twice the time and have no part in it. Fails where neither npm's registry nor its cache is there.
test('a clean copy installed by the npm of Node 20 starts, opens a ticket, and stops without a trace', async () => {
  const machine = await stockMachine('10.8.2', '20.18.1')
  onTestFinished(machine.remove)

  const installed = await machine.run('ci', '--prefer-offline', '--omit=dev')

  expect(installed).toMatchObject({ code: 0 })
  expect(await machine.run('run', 'check')).toMatchObject({ code: 0 })
  expect(await startAndSend(machine)).toBeNull()
}, 180_000)

// npm judges them by its own Node, not by the one that runs them, and leaves out in silence what it finds too new:
// Vite then stops. Whoever updates such a package takes its `engines` out of the lockfile.
test('npm skips no part of a tool because its Node is old', () => {
  const lockfile = z.object({
    packages: z.record(
      z.string(),
      z.object({ cpu: z.optional(z.unknown()), engines: z.optional(z.unknown()) }),
    ),
  })
  const text = readFileSync(join(import.meta.dirname, '../package-lock.json'), 'utf8')
  const native = Object.entries(lockfile.parse(JSON.parse(text)).packages).filter(
    ([, { cpu }]) => cpu,
  )
  const least = (engines: unknown) => Number(/\d+/.exec(JSON.stringify(engines ?? 0)))

  expect(native.length).toBeGreaterThan(20)
  expect(native.filter(([, { engines }]) => least(engines) >= 20)).toEqual([])
})
