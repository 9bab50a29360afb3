import { readFileSync, writeFileSync } from 'node:fs'
import { chmod, mkdir, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createAccountReader, createSecretReader } from '#src/gateway/config/secret-reader.ts'
import { createFileReader } from '#src/gateway/file-reader.ts'
import { temporaryFolder } from '../../temporary-folder.ts'
import { keepLog } from '../keep-log.ts'

/** A secret in a file that holds `value`, as configuration read it at start. */
async function secretInFile(value: string, isGood?: (value: string) => boolean) {
  const file = join(await temporaryFolder(), 'segredo')
  await writeFile(file, `${value}\n`)
  const { log, text, lines } = keepLog()
  return { file, text, lines, read: createSecretReader({ value, file }, log, isGood) }
}

test('a secret of the environment is what it was at start', () => {
  expect(createSecretReader({ value: 'segredo' }, keepLog().log)()).toBe('segredo')
})

test.each<[string, (file: string) => Promise<void>]>([
  ['written anew', (file) => writeFile(file, 'outro\n')],
  [
    'put in the place of the old, which is how it is best done',
    async (file) => {
      await writeFile(`${file}.novo`, 'outro\n')
      await rename(`${file}.novo`, file)
    },
  ],
])('a secret’s file that was %s is read anew', async (_how, change) => {
  const { file, read, lines } = await secretInFile('velho')
  expect(read()).toBe('velho')

  await change(file)

  expect(read()).toBe('outro')
  expect(lines()).toEqual([])
})

test('so is one behind a link that was turned, the way containers hand secrets over', async () => {
  const path = await temporaryFolder()
  await Promise.all(['1', '2'].map((name) => mkdir(join(path, name))))
  await writeFile(join(path, '1', 'segredo'), 'velho')
  await writeFile(join(path, '2', 'segredo'), 'outro')
  await symlink(join(path, '1'), join(path, 'agora'))
  const file = join(path, 'agora', 'segredo')
  const read = createSecretReader({ value: 'velho', file }, keepLog().log)

  await symlink(join(path, '2'), join(path, 'depois'))
  await rename(join(path, 'depois'), join(path, 'agora'))

  expect(read()).toBe('outro')
})

test.each([
  ['is gone', (file: string) => rm(file)],
  ['is empty', (file: string) => writeFile(file, '\n')],
  ['is a folder', (file: string) => rm(file).then(() => mkdir(file))],
])('while the file %s the last secret serves, which the log says once', async (_what, spoil) => {
  const { file, text, lines, read } = await secretInFile('velho')

  await spoil(file)

  expect([read(), read()]).toEqual(['velho', 'velho'])
  expect(lines()).toEqual([expect.objectContaining({ level: 50, file })])
  expect(text()).not.toContain('velho')
})

test('a file that is back after it was gone serves again', async () => {
  const { file, read } = await secretInFile('velho')
  await rm(file)
  read()

  await writeFile(file, 'de volta')

  expect(read()).toBe('de volta')
})

test('a secret that is not good enough leaves the last one standing', async () => {
  const { file, lines, read } = await secretInFile('longo', (value) => value.length >= 5)

  await writeFile(file, 'novo')
  expect(read()).toBe('longo')
  expect(lines()).toHaveLength(1)
  await writeFile(file, 'outro')

  expect(read()).toBe('outro')
})

test('a file that is made readable, and not written, has changed too', async () => {
  const file = join(await temporaryFolder(), 'segredo')
  await writeFile(file, 'x')
  let times = 0
  const read = createFileReader([file], 0, () => ++times)
  expect([read(), read()]).toEqual([1, 1])

  await chmod(file, 0o600)

  expect(read()).toBe(2)
})

test('what is written while a file is read has changed it', async () => {
  const file = join(await temporaryFolder(), 'segredo')
  await writeFile(file, 'velho')
  const read = createFileReader([file], '', () => {
    const text = readFileSync(file, 'utf8')
    if (text === 'velho') writeFileSync(file, 'outro, mais longo')
    return text
  })

  expect([read(), read()]).toEqual(['velho', 'outro, mais longo'])
})

test('HubSoft’s account is read as it is now, whichever of its four parts changed', async () => {
  const path = await temporaryFolder()
  const names = ['client_id', 'client_secret', 'username', 'password'] as const
  const secrets = names.map((name) => ({ value: `${name} 1`, file: join(path, name) }))
  await Promise.all(secrets.map(({ value, file }) => writeFile(file, value)))
  const [client_id, client_secret, username, password] = secrets
  if (!client_id || !client_secret || !username || !password) throw new Error('four secrets')
  const read = createAccountReader({ client_id, client_secret, username, password }, keepLog().log)

  for (const [place, name] of names.entries()) {
    await writeFile(join(path, name), `${name}, new`)
    const isNew = (other: number) => other <= place
    const expected = names.map((one, other) => [one, isNew(other) ? `${one}, new` : `${one} 1`])

    expect(read()).toEqual(Object.fromEntries(expected))
  }
})
