// `npm run attendant`: who may sign in with AUTH_MODE=local. Its words are for the operator.
import { countCharacters } from '../../contract/typed-text.ts'
import { createReader } from '../config/environment.ts'
import { attendantsFileOf } from '../config/sign-in.ts'
import {
  type ListedAttendant,
  longestName,
  readAttendants,
  shownName,
  toUserName,
  userName,
} from '../session/attendants-file.ts'
import { createPasswords } from '../session/passwords.ts'
import { aloneWith, writeAttendants } from '../session/write-attendants.ts'
import { type Asking, askPassword } from './ask-password.ts'

type Place = Pick<Asking, 'input' | 'output'> & { file: string }

/** A sentence for standard output, or one for standard error, which ends with 1. */
type Done = { said: string } | { fault: string }

const passwordLength = { least: 10, most: 200 }

const usage = `Use um destes:
  npm run attendant -- add USUARIO "NOME"   põe na lista de quem pode entrar, ou troca nome e senha
  npm run attendant -- remove USUARIO       tira da lista
  npm run attendant -- list                 mostra a lista`

if (import.meta.main) {
  const { stdin, stdout, stderr } = process
  const file = attendantsFileOf(createReader(process.env))
  const done = await runAttendant(process.argv.slice(2), { file, input: stdin, output: stderr })
  if ('said' in done) {
    stdout.write(`${done.said}\n`)
  } else {
    stderr.write(`${done.fault}\n`)
    process.exitCode = 1
  }
}

/** Never rejects: whatever hinders it is told. */
export async function runAttendant(args: string[], place: Place): Promise<Done> {
  return run(args, place).catch((error: unknown) => ({
    fault: `Nada foi gravado: ${error instanceof Error ? error.message : String(error)}`,
  }))
}

async function run([command, ...args]: string[], place: Place): Promise<Done> {
  const [usuario, nome] = args
  if (command === 'add' && usuario !== undefined && nome !== undefined && args.length === 2)
    return add(usuario, nome, place)
  if (command === 'remove' && usuario !== undefined && args.length === 1)
    return aloneWith(place.file, () => remove(usuario, place.file))
  if (command === 'list' && args.length === 0) return list(place.file)
  return { fault: usage }
}

async function add(typedUser: string, typedName: string, place: Place): Promise<Done> {
  const { file, input, output } = place
  const [usuario, nome] = [userName.safeParse(typedUser), shownName.safeParse(typedName)]
  if (!usuario.success)
    return { fault: `USUARIO: escreva de 1 a ${longestName} caracteres, sem espaços.` }
  if (!nome.success)
    return { fault: `NOME: escreva de 1 a ${longestName} caracteres, entre aspas.` }
  // A list that can't be read is told before anybody types a password.
  const before = readList(file)
  if ('fault' in before) return before

  const { least, most } = passwordLength
  const asked = await askPassword({ input, output, leastLength: least })
  if (asked.kind === 'none') return { fault: 'Nada foi gravado: nenhuma senha chegou.' }
  if (asked.kind === 'different')
    return { fault: 'Nada foi gravado: as duas senhas são diferentes. Comece de novo.' }
  const length = countCharacters(asked.password)
  if (length < least || length > most)
    return { fault: `Nada foi gravado: a senha precisa ter de ${least} a ${most} caracteres.` }

  const senha = await createPasswords().hash(asked.password)
  return aloneWith(file, () => save({ usuario: usuario.data, nome: nome.data, senha }, file))
}

function save(attendant: ListedAttendant, file: string): Done {
  // Anew: somebody else may have changed it meanwhile.
  const read = readList(file)
  if ('fault' in read) return read
  const { usuario, nome } = attendant
  const others = read.attendants.filter((one) => one.usuario !== usuario)
  writeAttendants(file, [...others, attendant])
  const isNew = others.length === read.attendants.length
  return {
    said: isNew
      ? `${nome} já pode entrar, com o usuário ${usuario}. A lista está em ${file}.`
      : `${usuario} já estava na lista: o nome agora é ${nome}, a senha foi trocada e as sessões abertas terminam.`,
  }
}

function remove(typedUser: string, file: string): Done {
  const read = readList(file)
  if ('fault' in read) return read
  const usuario = toUserName(typedUser)
  const others = read.attendants.filter((one) => one.usuario !== usuario)
  if (others.length === read.attendants.length)
    return { fault: `Ninguém com o usuário ${usuario} está na lista. Veja quem está: list.` }
  writeAttendants(file, others)
  const nobody = others.length === 0 ? ' A lista ficou vazia: ninguém mais pode entrar.' : ''
  return { said: `${usuario} saiu da lista; as sessões abertas terminam.${nobody}` }
}

function list(file: string): Done {
  const read = readList(file)
  if ('fault' in read) return read
  if (read.attendants.length === 0) return { said: `Ninguém pode entrar ainda (${file}).` }
  const width = Math.max(...read.attendants.map(({ usuario }) => usuario.length))
  const lines = read.attendants.map(({ usuario, nome }) => `${usuario.padEnd(width)}  ${nome}`)
  return { said: lines.toSorted().join('\n') }
}

function readList(file: string): { attendants: ListedAttendant[] } | { fault: string } {
  const read = readAttendants(file)
  switch (read.kind) {
    case 'list':
      return read
    case 'missing':
      return { attendants: [] }
    case 'unreadable':
      return {
        fault: `Não consigo ler ${file}: confira a permissão e o caminho (ATTENDANTS_FILE).`,
      }
    case 'malformed': {
      const place =
        read.entry === undefined ? '' : ` (item ${read.entry}, ${read.field ?? 'chaves'})`
      return { fault: `${file} não está na forma esperada${place}. Corrija ou apague o arquivo.` }
    }
  }
}
