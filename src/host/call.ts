import type { CallKey, emptyTicket } from '../contract/fields.ts'
import { cleanLine } from '../contract/typed-text.ts'

type Empty = typeof emptyTicket

/** What a call brings along for the form: texts as they came, and a tick. Where the ticket goes the form says. */
export type CallValues = {
  [Key in CallKey]?: Empty[Key] extends string ? string : boolean
}

/** A field whose value wasn't taken as it came, and why. */
export type Ignored = { campo: string; motivo: string }

/** A customer on the line, as an address or the page around ours tells of them. */
export type Call = {
  /** Of the message that told of it, which is answered. */
  id?: string | undefined
  /** As the phone system names it. */
  chamada?: string | undefined
  values: CallValues
  ignored: Ignored[]
  origin: { label: string; rank: 'host' | 'address' }
}

/** No field takes more; a longer text is nobody's call. */
export const longestValue = 4000

const longestLabel = 30

/** Another's words for themselves, as one line that can't be mistaken for more; empty where they are none. */
export const readLabel = (text: string): string =>
  text.length > longestLabel ? '' : cleanLine(text)
