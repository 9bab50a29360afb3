import { readFileSync } from 'node:fs'
import type { Logger } from 'pino'
import * as z from 'zod/mini'
import type { Attendant } from '../../contract/page-context.ts'
import { cleanLine } from '../../contract/typed-text.ts'
import { createFileReader } from '../file-reader.ts'
import { isPasswordHash } from './passwords.ts'

/** An entry of ATTENDANTS_FILE; `senha` is the password's hash. */
export type ListedAttendant = Attendant & { senha: string }

type ReadAttendants =
  | { kind: 'list'; attendants: ListedAttendant[] }
  | { kind: 'missing' }
  | { kind: 'unreadable' }
  /** Entries count from 1; without one it is no list at all. */
  | { kind: 'malformed'; entry?: number; field?: string }

export const longestName = 100

/** The one form of a user name, however it is typed: "  Ana.Lima " and "ANA.LIMA" are "ana.lima". */
export const toUserName = (typed: string) => cleanLine(typed).toLowerCase()

export const userName = z.pipe(
  z.pipe(z.string(), z.transform(toUserName)),
  z.string().check(z.regex(/^\S+$/), z.maxLength(longestName)),
)

export const shownName = z.pipe(
  z.pipe(
    z.string(),
    z.transform((typed: string) => cleanLine(typed, 'NFC')),
  ),
  z.string().check(z.minLength(1), z.maxLength(longestName)),
)

const list = z.array(
  z.strictObject({
    usuario: userName,
    nome: shownName,
    senha: z.string().check(z.refine(isPasswordHash)),
  }),
)

export function readAttendants(file: string): ReadAttendants {
  let json: unknown
  try {
    json = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    if (error instanceof SyntaxError) return { kind: 'malformed' }
    const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT'
    return { kind: isMissing ? 'missing' : 'unreadable' }
  }
  const read = list.safeParse(json)
  if (!read.success) {
    const [place, field] = read.error.issues[0]?.path ?? []
    if (typeof place !== 'number') return { kind: 'malformed' }
    const entry = place + 1
    return field === undefined
      ? { kind: 'malformed', entry }
      : { kind: 'malformed', entry, field: String(field) }
  }
  const users = read.data.map(({ usuario }) => usuario)
  const again = users.findIndex((usuario, place) => users.indexOf(usuario) < place)
  if (again >= 0) return { kind: 'malformed', entry: again + 1, field: 'usuario' }
  return { kind: 'list', attendants: read.data }
}

/**
 * Who may sign in, as the file says now: it is read again when it has changed. One that can't be read
 * leaves the last list standing and is told in the log.
 */
export function createAttendants(file: string, log: Logger) {
  const nobody = new Map<string, ListedAttendant>()
  const listed = createFileReader([file], nobody, () => {
    const read = readAttendants(file)
    if (read.kind === 'list') return new Map(read.attendants.map((one) => [one.usuario, one]))
    log.error(read, 'the attendants’ file can’t be read: kept the last list')
    return null
  })
  // At once: what spoils the file before anybody comes leaves the list of the start standing.
  listed()
  return {
    /** By the one form of the user name. */
    find: (usuario: string): ListedAttendant | undefined => listed().get(usuario),
  }
}

export type Attendants = ReturnType<typeof createAttendants>
