import { existsSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { startProgram } from './process.ts'

test('what a killed run of the tests had made is gone all the same', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'test-'))
  const killed = `
    const { removeAfterUs } = await import('./remove-after-us.ts')
    removeAfterUs(${JSON.stringify(folder)})
    process.kill(process.pid, 'SIGKILL')`
  const command = [process.execPath, '--input-type=module', '-e', killed]

  const { exit } = startProgram(command, import.meta.dirname, { PATH: process.env.PATH })

  expect(await exit).toEqual([null, 'SIGKILL'])
  await expect.poll(() => existsSync(folder)).toBe(false)
})
