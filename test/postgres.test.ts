import { expect, test } from 'vitest'
import { startProgram } from './process.ts'

test('a program that brings a PostgreSQL ends as it would without', async () => {
  const drill = "await import('./postgres.ts'); process.exitCode = 3"
  const command = [process.execPath, '--input-type=module', '-e', drill]

  const { exit } = startProgram(command, import.meta.dirname, { PATH: process.env.PATH })

  expect(await exit).toEqual([3, null])
})
