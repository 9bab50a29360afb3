import { chmod, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import pino from 'pino'
import { expect, test } from 'vitest'
import { createAccountReader, createSecretReader } from '#src/gateway/config/secret-reader.ts'
import { markOf } from '#src/gateway/file-mark.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

function keptLog() {
  const lines: string[] = []
  return { lines, log: pino({}, { write: (line: string) => void lines.push(line) }) }
}

/** A secret in a file that holds `value`, as configuration read it at start. */
async function secretInFile(value: string) {
  const file = join(await temporaryFolder(), 'segredo')
  await writeFile(file, `${value}\n`)
  const { lines, log } = keptLog()
  return { file, lines, read: createSecretReader({ value, file }, log) }
}

test('a secret of the environment is what it was at start', () => {
  const { log } = keptLog()

  expect(createSecretReader({ value: 'segredo' }, log)()).toBe('segredo')
})

test('a secret’s file that was written anew is read anew', async () => {
  const { file, read, lines } = await secretInFile('velho')
  expect(read()).toBe('velho')

  await writeFile(file, 'novo em folha\n')

  expect(read()).toBe('novo em folha')
  expect(lines).toEqual([])
})

test('so is one that was put in the place of the old, which is how it is best done', async () => {
  const { file, read } = await secretInFile('velho')
  await writeFile(`${file}.novo`, 'outro\n')

  await rename(`${file}.novo`, file)

  expect(read()).toBe('outro')
})

test('so is one behind a link that was turned, the way containers hand secrets over', async () => {
  const path = await temporaryFolder()
  await Promise.all(['1', '2'].map((name) => mkdir(join(path, name))))
  await writeFile(join(path, '1', 'segredo'), 'velho')
  await writeFile(join(path, '2', 'segredo'), 'outro')
  await symlink(join(path, '1'), join(path, 'agora'))
  const file = join(path, 'agora', 'segredo')
  const read = createSecretReader({ value: 'velho', file }, keptLog().log)

  await symlink(join(path, '2'), join(path, 'depois'))
  await rename(join(path, 'depois'), join(path, 'agora'))

  expect(read()).toBe('outro')
})

test.each([
  ['is gone', (file: string) => rm(file)],
  ['is empty', (file: string) => writeFile(file, '\n')],
  ['is a folder', (file: string) => rm(file).then(() => mkdir(file))],
])('while the file %s the last secret serves, which the log says once', async (_what, spoil) => {
  const { file, lines, read } = await secretInFile('velho')

  await spoil(file)

  expect([read(), read()]).toEqual(['velho', 'velho'])
  expect(lines.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({ level: 50, file }),
  ])
  expect(lines.join()).not.toContain('velho')
})

test('a file that is back after it was gone serves again', async () => {
  const { file, read } = await secretInFile('velho')
  await rm(file)
  read()

  await writeFile(file, 'de volta')

  expect(read()).toBe('de volta')
})

test('a secret that is not good enough leaves the last one standing', async () => {
  const value = 'x'.repeat(32)
  const file = join(await temporaryFolder(), 'segredo')
  await writeFile(file, value)
  const { lines, log } = keptLog()
  const read = createSecretReader({ value, file }, log, (one) => one.length >= 32)

  await writeFile(file, 'x'.repeat(31))
  expect(read()).toBe(value)
  expect(lines).toHaveLength(1)
  await writeFile(file, 'y'.repeat(32))

  expect(read()).toBe('y'.repeat(32))
})

test('a file that is made readable, and not written, has changed too', async () => {
  const file = join(await temporaryFolder(), 'segredo')
  await writeFile(file, 'x')
  const before = markOf(file)

  await chmod(file, 0o600)

  expect(markOf(file)).not.toBe(before)
})

test('HubSoft’s account is read as it is now, whichever of its four parts changed', async () => {
  const path = await temporaryFolder()
  const names = ['client_id', 'client_secret', 'username', 'password'] as const
  const secrets = names.map((name) => ({ value: `${name} 1`, file: join(path, name) }))
  await Promise.all(secrets.map(({ value, file }) => writeFile(file, value)))
  const [client_id, client_secret, username, password] = secrets
  if (!client_id || !client_secret || !username || !password) throw new Error('four secrets')
  const read = createAccountReader({ client_id, client_secret, username, password }, keptLog().log)

  for (const [place, name] of names.entries()) {
    await writeFile(join(path, name), `${name}, new`)
    const isNew = (other: number) => other <= place
    const expected = names.map((one, other) => [one, isNew(other) ? `${one}, new` : `${one} 1`])

    expect(read()).toEqual(Object.fromEntries(expected))
  }
})
