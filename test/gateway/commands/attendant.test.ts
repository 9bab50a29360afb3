import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { expect, onTestFinished, test } from 'vitest'
import { askPassword } from '#src/gateway/commands/ask-password.ts'
import { runAttendant } from '#src/gateway/commands/attendant.ts'
import { createPasswords } from '#src/gateway/session/passwords.ts'
import { writeAttendants } from '#src/gateway/session/write-attendants.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

const { isRight } = createPasswords()

const someHash = `$scrypt$ln=14,r=8,p=5$${'A'.repeat(22)}$${'A'.repeat(43)}`

/** The command, with a list of its own. */
async function openCommand() {
  const folder = await temporaryFolder()
  const file = join(folder, 'dados', 'atendentes.json')

  /** Standard input stays open unless it is told to end. */
  async function run(args: string[], { input = '', end = true } = {}) {
    const [stdin, output] = [new PassThrough(), new PassThrough()]
    stdin.write(input)
    if (end) stdin.end()
    const done = await runAttendant(args, { file, input: stdin, output })
    output.end()
    // Asked at a terminal alone.
    expect(await text(output)).toBe('')
    return done
  }

  const add = (usuario: string, nome: string, input: string) =>
    run(['add', usuario, nome], { input })
  const listed = (): { usuario: string; nome: string; senha: string }[] =>
    JSON.parse(readFileSync(file, 'utf8'))
  /** With a hash of no password, which takes its time to make. */
  const putOnList = (...people: [usuario: string, nome: string][]) =>
    writeAttendants(
      file,
      people.map(([usuario, nome]) => ({ usuario, nome, senha: someHash })),
    )
  return { folder, file, run, add, listed, putOnList }
}

const password = 'SEGREDO-da-ana'

test('who is added may sign in with the password from standard input, which is shown nowhere', async () => {
  const { add, file, listed } = await openCommand()

  expect(await add(' Ana.Lima', 'Ana  Lima', `${password}\n`)).toEqual({
    said: `Ana Lima já pode entrar, com o usuário ana.lima. A lista está em ${file}.`,
  })
  expect(listed()).toEqual([
    { usuario: 'ana.lima', nome: 'Ana Lima', senha: expect.stringMatching(/^\$scrypt\$/) },
  ])
  expect(await isRight(password, listed()[0]?.senha)).toBe(true)
  expect(readFileSync(file, 'utf8')).not.toContain('SEGREDO')
  // The operator's alone, and nothing is left beside it.
  const folder = join(file, '..')
  expect([file, folder].map((path) => statSync(path).mode & 0o777)).toEqual([0o600, 0o700])
  expect(readdirSync(folder)).toEqual(['atendentes.json'])
})

test('who is added again has the new name and password, and the others keep theirs', async () => {
  const { add, listed, putOnList } = await openCommand()
  putOnList(['ana', 'Ana Lima'], ['bia', 'Bia Couto'])
  const bia = listed()[1]

  expect(await add('ANA', 'Ana Reis', 'SEGREDO-outro\n')).toEqual({
    said: 'ana já estava na lista: o nome agora é Ana Reis, a senha foi trocada e as sessões abertas terminam.',
  })
  expect(listed()).toEqual([bia, expect.objectContaining({ usuario: 'ana', nome: 'Ana Reis' })])
  expect(await isRight('SEGREDO-outro', listed()[1]?.senha)).toBe(true)
})

test('the list shows users and names, never a hash', async () => {
  const { run, putOnList } = await openCommand()
  putOnList(['bia.couto', 'Bia Couto'], ['ana', 'Ana Lima'])

  expect(await run(['list'])).toEqual({ said: 'ana        Ana Lima\nbia.couto  Bia Couto' })
})

test('without a list nobody is on it', async () => {
  const { run, file } = await openCommand()

  expect(await run(['list'])).toEqual({ said: `Ninguém pode entrar ainda (${file}).` })
})

test('who is removed is gone, and the last one is told to be the last', async () => {
  const { run, listed, putOnList } = await openCommand()
  putOnList(['ana', 'Ana Lima'], ['bia', 'Bia Couto'])

  const first = await run(['remove', 'ANA'])
  const others = listed().map(({ usuario }) => usuario)
  const last = await run(['remove', 'bia'])

  expect(first).toEqual({ said: 'ana saiu da lista; as sessões abertas terminam.' })
  expect(others).toEqual(['bia'])
  expect(last).toEqual({
    said: expect.stringContaining('A lista ficou vazia: ninguém mais pode entrar.'),
  })
  expect(listed()).toEqual([])
})

/** As an operator runs it; standard input stays open. */
async function runProcess(file: string, args: string[], input: string) {
  const child = spawn(process.execPath, ['src/gateway/commands/attendant.ts', ...args], {
    env: { PATH: process.env.PATH, ATTENDANTS_FILE: file },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  onTestFinished(() => void child.kill('SIGKILL'))
  // It may have ended without reading any of it.
  child.stdin.on('error', () => {})
  child.stdin.write(input)
  const [said, fault, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ])
  return { code, said, fault }
}

test('as a process it takes one line and waits for no more; two at the same time keep two people', async () => {
  const { file, listed } = await openCommand()
  const users = ['ana', 'bia']

  const [refused, ...done] = await Promise.all([
    runProcess(file, ['ajuda'], ''),
    ...users.map((one) => runProcess(file, ['add', one, one], `${password}\r\n`)),
  ])

  const said = expect.stringMatching(/ já pode entrar, .*\n$/)
  expect(done).toEqual(users.map(() => ({ code: 0, said, fault: '' })))
  const names = listed().map(({ usuario }) => usuario)
  expect(names.toSorted()).toEqual(users)
  expect(await isRight(password, listed()[0]?.senha)).toBe(true)
  expect(readdirSync(join(file, '..'))).toEqual(['atendentes.json'])
  expect(refused).toEqual({ code: 1, said: '', fault: expect.stringMatching(/^Use um destes:/) })
})

const usage = expect.stringMatching(/^Use um destes:\n( {2}npm run attendant -- .*(\n|$)){3}$/)

test.each([
  [[]],
  [['ajuda']],
  [['add']],
  [['add', 'ana']],
  [['add', 'ana', 'Ana', 'Lima']],
  [['remove']],
  [['remove', 'ana', 'bia']],
  [['list', 'ana']],
])('%j is answered with how it is used, and ends with 1', async (args) => {
  const { run, folder } = await openCommand()

  expect(await run(args)).toEqual({ fault: usage })
  expect(readdirSync(folder)).toEqual([])
})

const lengthWanted = 'Nada foi gravado: a senha precisa ter de 10 a 200 caracteres.'

test.each<[string, [string, string, string], string]>([
  [
    'an empty user',
    ['', 'Ana', `${password}\n`],
    'USUARIO: escreva de 1 a 100 caracteres, sem espaços.',
  ],
  [
    'a user of two words',
    ['ana lima', 'Ana', `${password}\n`],
    'USUARIO: escreva de 1 a 100 caracteres, sem espaços.',
  ],
  [
    'an empty name',
    ['ana', ' ', `${password}\n`],
    'NOME: escreva de 1 a 100 caracteres, entre aspas.',
  ],
  ['no password', ['ana', 'Ana', ''], 'Nada foi gravado: nenhuma senha chegou.'],
  ['an empty line', ['ana', 'Ana', '\n'], 'Nada foi gravado: nenhuma senha chegou.'],
  ['nine characters', ['ana', 'Ana', 'SEGREDO-9\n'], lengthWanted],
  ['nine characters in more bytes', ['ana', 'Ana', 'ção🙂🙂🙂🙂🙂🙂\n'], lengthWanted],
  ['201 characters', ['ana', 'Ana', `${'S'.repeat(201)}\n`], lengthWanted],
])('%s is explained, ends with 1 and writes nothing', async (_what, arguments_, fault) => {
  const { add, folder } = await openCommand()

  expect(await add(...arguments_)).toEqual({ fault: fault })
  expect(readdirSync(folder)).toEqual([])
})

test.each<[string, (file: string) => void, (file: string) => string]>([
  [
    'no JSON',
    (file) => writeFileSync(file, 'ana'),
    (file) => `${file} não está na forma esperada. Corrija ou apague o arquivo.`,
  ],
  [
    'a list with a fault',
    (file) => writeFileSync(file, JSON.stringify([{ usuario: 'ana', nome: 'Ana', senha: 'x' }])),
    (file) => `${file} não está na forma esperada (item 1, senha). Corrija ou apague o arquivo.`,
  ],
  [
    'a folder',
    (file) => mkdirSync(file),
    (file) => `Não consigo ler ${file}: confira a permissão e o caminho (ATTENDANTS_FILE).`,
  ],
])('a file that is %s is left alone by every command', async (_what, make, fault) => {
  const { add, run, file } = await openCommand()
  mkdirSync(join(file, '..'))
  make(file)
  const before = statSync(file).mtimeMs

  expect(await add('bia', 'Bia', `${password}\n`)).toEqual({ fault: fault(file) })
  expect(await run(['remove', 'ana'])).toEqual({ fault: fault(file) })
  expect(await run(['list'])).toEqual({ fault: fault(file) })
  expect(statSync(file).mtimeMs).toBe(before)
})

test('who isn’t on the list can’t be removed', async () => {
  const { run, listed, putOnList } = await openCommand()
  putOnList(['ana', 'Ana Lima'])

  expect(await run(['remove', 'bia'])).toEqual({
    fault: 'Ninguém com o usuário bia está na lista. Veja quem está: list.',
  })
  expect(listed()).toHaveLength(1)
})

test('a list that can’t be written is explained', async () => {
  const { add, folder } = await openCommand()
  symlinkSync(join(folder, 'lugar-nenhum'), join(folder, 'dados'))

  expect(await add('ana', 'Ana Lima', `${password}\n`)).toEqual({
    fault: expect.stringMatching(/^Nada foi gravado: \S.*$/),
  })
})

/** A terminal on which this is typed, and what it shows. */
async function typeAt(typed: string) {
  const [input, output] = [Object.assign(new PassThrough(), { isTTY: true }), new PassThrough()]
  const asking = askPassword({ input, output, leastLength: 10 })
  input.end(typed)
  const asked = await asking
  output.end()
  return { asked, shown: await text(output) }
}

const questions = [
  'Senha (ao menos 10 caracteres; não aparece na tela): \n',
  'A mesma senha, mais uma vez: \n',
]

test('at a terminal the password is asked for twice, and never shown', async () => {
  const { asked, shown } = await typeAt(`${password}\r${password}\r`)

  expect(asked).toEqual({ kind: 'typed', password })
  expect(shown).toBe(questions.join(''))
})

test.each([
  ['something else the second time', `${password}\rSEGREDO-outra\r`, { kind: 'different' }, 2],
  ['only once', `${password}\r`, { kind: 'different' }, 2],
  ['nothing', '\r', { kind: 'none' }, 1],
  ['Ctrl-C', 'SEGREDO\u0003', { kind: 'none' }, 1],
  ['Ctrl-D', '\u0004', { kind: 'none' }, 1],
  ['a mistake taken back', `${password}x\u007f\r${password}\r`, { kind: 'typed', password }, 2],
])('at a terminal: %s', async (_what, typed, asked, asking) => {
  expect(await typeAt(typed)).toEqual({ asked, shown: questions.slice(0, asking).join('') })
})
