import {
  chownSync,
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { createAttendants, readAttendants } from '#src/gateway/session/attendants-file.ts'
import { aloneWith, writeAttendants } from '#src/gateway/session/write-attendants.ts'
import { temporaryFolder } from '../../temporary-folder.ts'
import { keepLog } from '../keep-log.ts'

const senha = `$scrypt$ln=14,r=8,p=5$${'A'.repeat(22)}$${'A'.repeat(43)}`
const ana = { usuario: 'ana', nome: 'Ana Lima', senha }
const bia = { usuario: 'bia', nome: 'Bia Couto', senha }

/** A file with this text, or this value in JSON. */
async function fileWith(content: unknown): Promise<string> {
  const file = join(await temporaryFolder(), 'atendentes.json')
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content))
  return file
}

test.each([
  ['ANA', 'ana'],
  ['  ana ', 'ana'],
  ['Ana.Lima@Provedor.com.br', 'ana.lima@provedor.com.br'],
  ['JOÃO', 'joão'],
  ['joa\u0303o', 'joão'],
  ['ａｎａ', 'ana'],
  ['a\u200bna', 'ana'],
])('the user name %j is the same as "%s"', async (usuario, canonical) => {
  expect(readAttendants(await fileWith([{ ...ana, usuario }]))).toMatchObject({
    attendants: [{ usuario: canonical }],
  })
})

test.each<[string, unknown, object]>([
  ['text', 'ana, bia', {}],
  ['half of it', JSON.stringify([ana, bia]).slice(0, -20), {}],
  ['an object', { ana }, {}],
  ['a list of names', ['ana'], { entry: 1 }],
  ['an unknown key', [ana, { ...bia, perfil: 'chefe' }], { entry: 2 }],
  ['nobody’s user name', [ana, { ...bia, usuario: ' ' }], { entry: 2, field: 'usuario' }],
  ['a user name of two words', [{ ...ana, usuario: 'ana lima' }], { entry: 1, field: 'usuario' }],
  ['no name', [{ usuario: 'ana', senha }], { entry: 1, field: 'nome' }],
  ['an empty name', [{ ...ana, nome: ' ' }], { entry: 1, field: 'nome' }],
  [
    'a password that is none',
    [ana, { ...bia, senha: 'senha-da-bia' }],
    { entry: 2, field: 'senha' },
  ],
  ['one user twice', [ana, bia, { ...ana, usuario: ' ANA' }], { entry: 3, field: 'usuario' }],
])('%s is malformed, and it is said where', async (_what, content, where) => {
  expect(readAttendants(await fileWith(content))).toEqual({ kind: 'malformed', ...where })
})

test('a file that is not there is told apart from one that can’t be read', async () => {
  const folder = await temporaryFolder()

  expect(readAttendants(join(folder, 'atendentes.json'))).toEqual({ kind: 'missing' })
  expect(readAttendants(folder)).toEqual({ kind: 'unreadable' })
})

test('a changed list counts at once: another name, somebody new, somebody gone', async () => {
  const file = await fileWith([ana])
  const { log, lines } = keepLog()
  const { find } = createAttendants(file, log)
  expect([find('ana'), find('bia')]).toEqual([ana, undefined])

  writeAttendants(file, [{ ...ana, nome: 'Ana Reis' }, bia])
  expect([find('ana')?.nome, find('bia')]).toEqual(['Ana Reis', bia])

  writeAttendants(file, [])
  expect([find('ana'), find('bia')]).toEqual([undefined, undefined])
  expect(lines()).toEqual([])
})

test.each<[string, (file: string) => void]>([
  ['is malformed', (file) => writeFileSync(file, '[')],
  ['is gone', (file) => rmSync(file)],
  [
    'became a folder',
    (file) => {
      rmSync(file)
      mkdirSync(file)
    },
  ],
])('a list that %s leaves the last one standing, and is told once', async (_how, spoil) => {
  const file = await fileWith([ana])
  const { log, lines } = keepLog()
  const { find } = createAttendants(file, log)

  spoil(file)

  expect([find('ana'), find('ana'), find('bia')]).toEqual([ana, ana, undefined])
  expect(lines()).toMatchObject([
    { level: 50, msg: 'the attendants’ file can’t be read: kept the last list' },
  ])

  rmSync(file, { recursive: true, force: true })
  writeAttendants(file, [bia])
  expect([find('ana'), find('bia')]).toEqual([undefined, bia])
})

test('only its owner may read the list, or look into a folder made for it', async () => {
  const folder = join(await temporaryFolder(), 'dados', 'gateway')
  const [fresh, open] = [join(folder, 'atendentes.json'), await fileWith([ana])]
  expect(statSync(open).mode & 0o077).not.toBe(0)

  for (const file of [fresh, open]) writeAttendants(file, [ana, bia])

  const modes = [fresh, open, folder, join(folder, '..')].map((path) => statSync(path).mode & 0o777)
  expect(modes).toEqual([0o600, 0o600, 0o700, 0o700])
  expect(readAttendants(fresh)).toEqual({ kind: 'list', attendants: [ana, bia] })
})

test('whoever reads the list while another is written has the old one whole', async () => {
  const file = await fileWith([ana])
  const reading = openSync(file, 'r')
  onTestFinished(() => closeSync(reading))

  writeAttendants(file, [bia])

  expect(JSON.parse(readFileSync(reading, 'utf8'))).toEqual([ana])
  expect(readAttendants(file)).toMatchObject({ attendants: [bia] })
  expect(readdirSync(join(file, '..'))).toEqual(['atendentes.json'])
})

test('a list that can’t be put in its place leaves nothing behind', async () => {
  const folder = await temporaryFolder()
  mkdirSync(join(folder, 'atendentes.json', 'x'), { recursive: true })

  expect(() => writeAttendants(join(folder, 'atendentes.json'), [ana])).toThrow()
  expect(readdirSync(folder)).toEqual(['atendentes.json'])
})

test('who changes the list waits for whoever does so now, and reads what they wrote', async () => {
  const file = await fileWith([ana])
  const link = join(await temporaryFolder(), 'link.json')
  symlinkSync(file, link)
  writeFileSync(`${file}.lock`, '')

  const read = aloneWith(link, () => readAttendants(link))
  writeAttendants(file, [ana, bia])
  rmSync(`${file}.lock`)

  expect(await read).toEqual({ kind: 'list', attendants: [ana, bia] })
  await expect(aloneWith(file, () => rmSync(join(file, 'x', 'y')))).rejects.toThrow()
  expect(readdirSync(join(file, '..'))).toEqual(['atendentes.json'])
})

test('who waits for seconds is told what to do, and changes nothing', async () => {
  const file = await fileWith([ana])
  writeFileSync(`${file}.lock`, '')

  const changed = aloneWith(file, () => writeAttendants(file, []), 0)

  await expect(changed).rejects.toThrow(`Se não há nenhum, apague ${file}.lock`)
  expect(readAttendants(file)).toMatchObject({ attendants: [ana] })
})

test('the list stays its owner’s, and a link to it a link, whoever writes it', async () => {
  const file = await fileWith([ana])
  const link = join(await temporaryFolder(), 'link.json')
  symlinkSync(file, link)
  // Only root can give a file away.
  if (process.getuid?.() === 0) chownSync(file, 4321, 4321)
  const { uid, gid } = statSync(file)

  writeAttendants(link, [bia])

  expect(readAttendants(file)).toMatchObject({ attendants: [bia] })
  expect(statSync(file)).toMatchObject({ uid, gid })
})
