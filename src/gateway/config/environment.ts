import { readFileSync } from 'node:fs'
import * as z from 'zod/mini'

export type Environment = Record<string, string | undefined>

/** A secret as it was at start, and the file that it came from, which may change meanwhile. */
export type Secret = { value: string; file?: string }

/** A secret out of its file's text: editors end a file with a line break. */
export const secretIn = (text: string) => text.replace(/\r?\n$/, '')

export const wholeNumber = (least: number, most: number) =>
  z.pipe(
    z.string().check(z.regex(/^\d+$/)),
    z.pipe(z.transform(Number), z.int().check(z.gte(least), z.lte(most))),
  )

/** Entries between spaces or commas. */
export const list = z.pipe(
  z.string(),
  z.transform((value: string) => value.split(/[\s,]+/).filter(Boolean)),
)

const found = (value: string) => `foi lido "${value}"`
export const notSet = 'sem valor'

/**
 * Reads variables one by one, of which one that is set to nothing counts as not set. Remembers each fault as a
 * line for the operator: the variable, what was found (never a secret's value), what is expected.
 */
export function createReader(env: Environment) {
  const faults: string[] = []

  function fault(names: string, what: string, expected: string) {
    faults.push(`${names}: ${what}; esperado: ${expected}`)
    return undefined
  }

  const typed = (name: string) => env[name] || undefined

  function read<Value>(
    name: string,
    schema: z.ZodMiniType<Value>,
    expected: string,
  ): Value | undefined {
    const value = typed(name)
    if (value === undefined) return undefined
    const result = schema.safeParse(value)
    // An address may hold a password before its @, and a token behind its question mark.
    const shown = value.replace(/^(\w+:\/+)?.*@/s, '$1***@').replace(/\?.*/s, '?***')
    return result.success ? result.data : fault(name, found(shown), expected)
  }

  function readBytes(name: string): Buffer | undefined {
    const path = typed(name)
    if (path === undefined) return undefined
    try {
      return readFileSync(path)
    } catch {
      return fault(name, `"${path}" não pode ser lido`, 'o caminho de um arquivo legível')
    }
  }

  const readFile = (name: string) => readBytes(name)?.toString('utf8')

  /** A secret, or the file that holds it (NAME_FILE); its value is never repeated. */
  function secret(name: string): Secret | undefined {
    const fileName = `${name}_FILE`
    const [value, file] = [typed(name), typed(fileName)]
    if (value && file) return fault(name, `definida junto com ${fileName}`, 'uma das duas')
    if (value) return { value }
    const text = readFile(fileName)
    if (text === undefined || file === undefined) return undefined
    const held = secretIn(text)
    if (held !== '') return { value: held, file }
    return fault(fileName, `"${file}" está vazio`, 'um arquivo com o valor')
  }

  return {
    faults,
    fault,
    /** The same for what was read and doesn't go with the rest. */
    misfit: (name: string, value: string, expected: string) => fault(name, found(value), expected),
    names: Object.keys(env),
    typed,
    read,
    readBytes,
    readFile,
    secret,
    isSecretSet: (name: string) => Boolean(typed(name) ?? typed(`${name}_FILE`)),
  }
}

export type Reader = ReturnType<typeof createReader>
