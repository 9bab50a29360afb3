import { messages, warnings } from './messages.ts'
import type { Reading } from './reading.ts'
import { cleanLine } from './typed-text.ts'

/** "37999112233" for a mobile, "3734151100" for a landline. */
export type Phone = { digits: string; kind: 'mobile' | 'landline' }

// Anatel's 67 area codes.
const areaCode = /^(?:1[1-9]|2[12478]|3[1-578]|4[1-9]|5[1345]|6[1-9]|7[134579]|8[1-9]|9[1-9])/

/** Whether a number's first two digits are a Brazilian area code (DDD). */
export function hasAreaCode(digits: string): boolean {
  return areaCode.test(digits)
}

/** What is wrong with how the number was written, before its digits are counted. */
function faultInWriting(text: string, written: string): string | undefined {
  const { telefone } = messages
  if (!text) return telefone.empty
  if (/\p{L}/u.test(text)) return telefone.letters

  const numbers = text.split(/[/,;|]/).filter((piece) => piece.replace(/\D/g, '').length >= 8)
  if (numbers.length > 1) return telefone.several
  if (/[^\d ()./+,;|\p{Pd}−]/u.test(text)) return telefone.symbols

  const prefix = /^(0(?:[3589]00|303))\d{6,7}$/.exec(written)?.[1]
  if (prefix) return telefone.nonGeographic(prefix)

  const isForeign = /^00(?!55\d{10,11}$)/.test(written) || /^[^+]*\+\D*(?!55)\d/.test(text)
  return isForeign ? telefone.foreign : undefined
}

/** Drops country code, then trunk 0 or 0 + carrier: by length alone, since 55 is also an area code. */
function dropPrefixes(written: string): string {
  return written
    .replace(/^0055(?=\d{10,11}$)/, '')
    .replace(/^55(?=\d{10,11}$)/, '')
    .replace(/^0(?:\d\d)?(?=\d{10,11}$)/, '')
}

function faultInDigits(digits: string): string | undefined {
  const { telefone } = messages
  if (digits.length < 10) return telefone.noAreaCode
  if (digits.length > 11) return telefone.tooManyDigits
  if (!hasAreaCode(digits)) return telefone.unknownAreaCode(digits.slice(0, 2))
  if (digits.length === 11) return digits[2] === '9' ? undefined : telefone.mobileWithoutNine
  return /^..[2-5]/.test(digits) ? undefined : telefone.noNinthDigit
}

/** What a number is that was read. */
export const kindOf = (digits: string): Phone['kind'] =>
  digits.length === 11 ? 'mobile' : 'landline'

/**
 * Reads a phone number the way people type or paste it: "(37) 99911-2233", "+55 37 3415-1100",
 * "0 15 37 99911-2233".
 *
 * @see design B-1
 */
export function readPhone(typed: string): Reading<Phone> {
  const text = cleanLine(typed)
  const written = text.replace(/\D/g, '')
  const digits = dropPrefixes(written)

  const fault = faultInWriting(text, written) ?? faultInDigits(digits)
  if (fault) return { fault }

  const value: Phone = { digits, kind: kindOf(digits) }
  return /(\d)\1{7}$/.test(digits) ? { value, warning: warnings.repeatedDigits } : { value }
}
