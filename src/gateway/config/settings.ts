import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import * as z from 'zod/mini'

export type Environment = Record<string, string | undefined>

/** A secret as it was at start, and the file that it came from, which may change meanwhile. */
export type Secret = { value: string; file?: string }

// A URL takes "*" and ";" for parts of a host's name, and a security policy for something else.
const originForm = /^https?:\/\/(?:\[[\da-f:.]+\]|[\w-]+(?:\.[\w-]+)*)(?::\d+)?$/

/** Scheme, host and port alone: "https://abrir.provedor.com.br". */
export const origin = z
  .string()
  .check(
    z.refine(
      (value) => originForm.test(value) && URL.canParse(value) && new URL(value).origin === value,
    ),
  )
export const wholeNumber = (least: number, most: number) =>
  z.pipe(
    z.string().check(z.regex(/^\d+$/)),
    z.pipe(z.transform(Number), z.int().check(z.gte(least), z.lte(most))),
  )

/** An IP address, or a block of them: "10.0.0.0/8". */
export function isAddress(entry: string): boolean {
  const [address = '', prefix, ...rest] = entry.split('/')
  const longest = isIP(address) === 6 ? 128 : 32
  // A block of every address would believe anybody.
  const isPrefix =
    prefix === undefined ||
    (/^\d{1,3}$/.test(prefix) && Number(prefix) > 0 && Number(prefix) <= longest)
  return isIP(address) !== 0 && isPrefix && rest.length === 0
}

/** "file:data/novo-atendimento.db" → the path of the SQLite file. */
export const databaseFile = z.pipe(
  z.string().check(z.regex(/^file:(?!\/\/|:)[^?#]*[^/?#]$/)),
  z.transform((value: string) => value.slice('file:'.length)),
)

/** Entries between spaces or commas. */
export const list = z.pipe(
  z.string(),
  z.transform((value: string) => value.split(/[\s,]+/).filter(Boolean)),
)

export function isTimeZone(value: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('pt-BR', { timeZone: value }))
  } catch {
    return false
  }
}

/** `'none'`, whose quotes an environment file loses, or origins between spaces. */
export const frameAncestors = z.union([
  z.pipe(
    z.literal(["'none'", 'none']),
    z.transform((): string[] => []),
  ),
  z.pipe(list, z.array(origin)),
])

/** A secret out of its file's text: editors end a file with a line break. */
export const secretIn = (text: string) => text.replace(/\r?\n$/, '')

/** Reads variables one by one and remembers, for each fault, name, what was read and what is wanted. */
export function createSettingsReader(env: Environment) {
  const faults: string[] = []
  const fault = (line: string) => {
    faults.push(line)
    return undefined
  }

  function readFile(name: string): string | undefined {
    const path = env[name]
    if (!path) return undefined
    try {
      return readFileSync(path, 'utf8')
    } catch {
      return fault(`${name}: "${path}" can't be read; wanted: the path of a readable file`)
    }
  }

  function read<Value>(
    name: string,
    schema: z.ZodMiniType<Value>,
    wanted: string,
  ): Value | undefined {
    const typed = env[name]
    if (typed === undefined || typed === '') return undefined
    const result = schema.safeParse(typed)
    // An address may hold a password before its @, and a token behind its question mark.
    const shown = typed.replace(/^(\w+:\/+)?.*@/s, '$1***@').replace(/\?.*/s, '?***')
    return result.success ? result.data : fault(`${name}: "${shown}" was read; wanted: ${wanted}`)
  }

  /** A secret, or the file that holds it (NAME_FILE); its value is never repeated. */
  function secret(name: string): Secret | undefined {
    const [value, path] = [env[name], env[`${name}_FILE`]]
    if (value && path)
      return fault(`${name}: set together with ${name}_FILE; wanted: one of the two`)
    if (value) return { value }
    const text = readFile(`${name}_FILE`)
    if (text === undefined || path === undefined) return undefined
    const held = secretIn(text)
    return held === ''
      ? fault(`${name}_FILE: "${path}" is empty; wanted: a file that holds the value`)
      : { value: held, file: path }
  }

  const isSet = (name: string) => Boolean(env[name] || env[`${name}_FILE`])

  return { faults, fault, read, readFile, secret, isSet }
}

export type SettingsReader = ReturnType<typeof createSettingsReader>
