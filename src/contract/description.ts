import { messages } from './messages.ts'
import type { Reading } from './reading.ts'
import { countCharacters, normalize } from './typed-text.ts'

/** In code points: with attendant and reference behind it, the text still fits 4,000. */
export const descriptionLimit = 3900

const lineEnds = /\r\n?|[\v\f\u0085\u2028\u2029]/g
const controls = /[^\P{Cc}\n\t]/gu
// Direction marks and zero-width characters, less the joiners, selectors and tags that emoji and
// other scripts are made of.
const unseen = /[\u00AD\u061C\u180E\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF]/g

/**
 * Reads what the caller reported: line breaks kept as LF, unseen characters out, ends trimmed.
 *
 * @param say what to say of it, in the words of its field
 * @see design B-5
 */
export function readDescription(
  typed: string,
  say: typeof messages.descricao | typeof messages.mensagem = messages.descricao,
): Reading<string> {
  const seen = typed
    .toWellFormed()
    .replace(lineEnds, '\n')
    .replace(controls, '')
    .replace(unseen, '')
  // NFC: this is prose, and NFKC would rewrite it ("10 m²" as "10 m2", "½" as "1⁄2").
  const text = normalize(seen, 'NFC').trim()
  if (/^[\s\p{DI}]*$/u.test(text)) return { fault: say.empty }

  const excess = countCharacters(text) - descriptionLimit
  return excess > 0 ? { fault: say.tooLong(excess, descriptionLimit) } : { value: text }
}
