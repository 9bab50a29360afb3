import * as z from 'zod/mini'
import { integer, textOf } from '../../contract/hubsoft-fields.ts'
import { cleanLine, countCharacters } from '../../contract/typed-text.ts'

const longestRead = 500
const longestName = 60

/** What HubSoft's staff called an entry of a list: on one line, and no longer than a page has room for. */
function nameOf(text: string): string {
  const line = cleanLine(text, 'NFC')
  if (countCharacters(line) <= longestName) return line
  return `${[...line].slice(0, longestName - 1).join('')}…`
}

/** Of an entry: 0 and '' where it can't be read, which is no id and no name of anything. */
export const listedId = z.pipe(
  integer,
  z.transform((id: number | null) => id ?? 0),
)
export const listedName = z.pipe(
  textOf(longestRead),
  z.transform((text: string | null) => (text === null ? '' : nameOf(text))),
)
