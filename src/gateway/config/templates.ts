import * as z from 'zod/mini'
import type { Modelo } from '../../contract/page-context.ts'
import { cleanLine, countCharacters } from '../../contract/typed-text.ts'
import { builtInTemplates } from './built-in-templates.ts'
import type { Reader } from './environment.ts'

const [mostTemplates, mostLines] = [12, 10]
const [longestName, longestLine] = [24, 80]

const isWithin = (text: string, most: number) =>
  cleanLine(text) !== '' && countCharacters(text) <= most

const nameWanted = `um nome de até ${longestName} caracteres`
const name = z.pipe(
  z.pipe(
    z.string(nameWanted),
    z.transform((text: string) => cleanLine(text, 'NFC')),
  ),
  z.string().check(z.refine((text) => isWithin(text, longestName), nameWanted)),
)

const lineWanted = `um texto de até ${longestLine} caracteres, numa linha só`
// As it is written: the space at its end is where the answer begins.
const line = z.string(lineWanted).check(
  z.refine((text) => isWithin(text, longestLine), lineWanted),
  z.refine((text) => !/[\p{Cc}\p{Cs}\u2028\u2029]/u.test(text), lineWanted),
)

const linesWanted = `de 1 a ${mostLines} linhas, entre [ e ]`
const listWanted = `de 1 a ${mostTemplates} modelos, entre [ e ]`

const typeWanted = 'o id de um dos tipos de HUBSOFT_TICKET_TYPES'

const template = z.strictObject(
  {
    nome: name,
    linhas: z
      .array(line, linesWanted)
      .check(z.minLength(1, linesWanted), z.maxLength(mostLines, linesWanted)),
    id_tipo_atendimento: z.optional(z.int(typeWanted)),
  },
  'só "nome", "linhas" e "id_tipo_atendimento"',
)

const templates = z.array(template, listWanted).check(
  z.minLength(1, listWanted),
  z.maxLength(mostTemplates, listWanted),
  z.check(({ value, issues }) => {
    const names = value.map(({ nome }) => nome.toLowerCase())
    for (const [place, one] of names.entries()) {
      if (names.indexOf(one) === place) continue
      const message = 'um nome que nenhum outro tenha'
      issues.push({ code: 'custom', path: [place, 'nome'], message, input: value })
    }
  }),
)

/**
 * The guides for the description: the operator's file in place of all of ours.
 *
 * @param ticketTypes what a guide may choose of
 */
export function readTemplates(reader: Reader, ticketTypes: number[]): Modelo[] {
  const text = reader.readFile('TEMPLATES_FILE')
  if (text === undefined) return builtInTemplates
  const file = reader.typed('TEMPLATES_FILE')
  const read = jsonIn(text)
  if ('broken' in read) {
    reader.fault('TEMPLATES_FILE', `"${file}" não é JSON${read.broken}`, 'uma lista')
    return builtInTemplates
  }
  const result = templates.safeParse(read.value)
  // Of a list that is wrong itself nothing is known.
  const isListWrong = ticketTypes.length === 0 && reader.typed('HUBSOFT_TICKET_TYPES')
  const strange = result.success && !isListWrong ? strangeTypes(result.data, ticketTypes) : []
  const issues = result.error?.issues ?? strange
  if (result.success && issues.length === 0) return result.data
  // A text in place of a list is also of the wrong length.
  const faults = new Map(issues.map(({ path, message }) => [placeOf(path), message]))
  for (const [place, wanted] of faults) {
    reader.fault('TEMPLATES_FILE', `em "${file}", ${place} não serve`, wanted)
  }
  return builtInTemplates
}

/** A guide must not choose what the form doesn't offer. */
const strangeTypes = (read: Modelo[], ticketTypes: number[]) =>
  read.flatMap(({ id_tipo_atendimento: type }, place) =>
    type === undefined || ticketTypes.includes(type)
      ? []
      : [{ path: [place, 'id_tipo_atendimento'], message: typeWanted }],
  )

function jsonIn(text: string): { value: unknown } | { broken: string } {
  // What Node puts in place of bytes that are no UTF-8.
  if (text.includes('\ufffd')) return { broken: ' em UTF-8' }
  try {
    return { value: JSON.parse(text.replace(/^\ufeff/, '')) }
  } catch (error) {
    const said = error instanceof Error ? error.message : ''
    // Nothing else of it: it quotes the file, which may be a secret's by mistake.
    const [, line, column] = /\(line (\d+) column (\d+)\)$/.exec(said) ?? []
    if (line) return { broken: ` (linha ${line}, coluna ${column})` }
    return { broken: said.startsWith('Unexpected end') ? ' (termina no meio)' : '' }
  }
}

/** [1, 'linhas', 3] → "modelo 2, linha 4", as people count. */
function placeOf([template, part, line]: PropertyKey[]): string {
  if (template === undefined) return 'a lista'
  const at = `modelo ${Number(template) + 1}`
  if (part === undefined) return at
  return line === undefined ? `${at}, ${String(part)}` : `${at}, linha ${Number(line) + 1}`
}
