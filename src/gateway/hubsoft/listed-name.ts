import * as z from 'zod/mini'
import { cleanLine, countCharacters } from '../../contract/typed-text.ts'

const longestRead = 500
const longestName = 60

/** What HubSoft's staff called an entry of a list: on one line, and no longer than a page has room for. */
const name = z.pipe(
  z.string(),
  z.transform((text: string) => {
    const line = cleanLine(text.slice(0, longestRead), 'NFC')
    if (countCharacters(line) <= longestName) return line
    return `${[...line].slice(0, longestName - 1).join('')}…`
  }),
)

// Q22
const digits = z.string().check(z.regex(/^\d{1,10}$/))
const id = z.union([z.int(), z.pipe(digits, z.transform(Number))])

/** Of an entry: 0 and '' where it can't be read, which is no id and no name of anything. */
export const listedId = z.catch(id, 0)
export const listedName = z.catch(name, '')
