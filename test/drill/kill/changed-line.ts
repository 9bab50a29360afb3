import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One line of the product, and what becomes of it. */
export type ChangedLine = {
  file: string
  /** As it stands there, once; however it is broken into lines. */
  line: string
  becomes: string
}

export const root = join(import.meta.dirname, '../../..')

export const sourceOf = ({ file }: ChangedLine) => readFileSync(join(root, file), 'utf8')

/** The source with that one line changed. Throws unless it stands there once. */
export function changeLine(source: string, { file, line, becomes }: ChangedLine): string {
  const [found, ...more] = source.matchAll(howeverFormatted(line))
  if (!found || more.length > 0) {
    throw new Error(`${file} should hold this line once: ${line}`)
  }
  const end = found.index + found[0].length
  return `${source.slice(0, found.index)}${becomes}${source.slice(end)}`
}

/** A formatter moves what stands between words, and ends a list that it breaks with a comma. */
function howeverFormatted(line: string): RegExp {
  const words = line.match(/\w+|[^\w\s]/g) ?? []
  const between = (word: string) => (/[)\]}]/.test(word) ? '\\s*,?\\s*' : '\\s*')
  const [first = '', ...more] = words.map((word) => [between(word), RegExp.escape(word)])
  return new RegExp([first[1], ...more.flat()].join(''), 'g')
}
