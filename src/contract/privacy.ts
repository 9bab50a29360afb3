import { isValidCnpj } from '@brazilian-utils/brazilian-utils/is-valid-cnpj'
import { isValidCpf } from '@brazilian-utils/brazilian-utils/is-valid-cpf'
import { privateData } from './messages.ts'
import { readPhone } from './phone.ts'

/** Where a text seems to hold private data, in UTF-16 offsets: `text.slice(start, end)`. */
export type PrivateData = { kind: keyof typeof privateData; start: number; end: number }

/** The check digit that every payment card ends in. */
function passesLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, place) => {
    const weighted = Number(digit) * (place % 2 ? 2 : 1)
    return total + (weighted > 9 ? weighted - 9 : weighted)
  }, 0)
  return sum % 10 === 0
}

function isCard(found: string): boolean {
  const digits = found.replace(/\D/g, '')
  // No card starts with 20, HubSoft's protocols do: the year. A phone with its 55 has 13 digits too.
  return !digits.startsWith('20') && passesLuhn(digits) && !('value' in readPhone(found))
}

const searches: {
  kind: PrivateData['kind']
  pattern: RegExp
  isReal: (found: string, phoneDigits?: string) => boolean
}[] = [
  {
    kind: 'cpf',
    pattern: /(?<!\d)\d{3}[ .]?\d{3}[ .]?\d{3}[ ./\p{Pd}]?\d\d(?!\d)/gu,
    isReal: (found, phoneDigits) => {
      const digits = found.replace(/\D/g, '')
      return digits !== phoneDigits && isValidCpf(digits)
    },
  },
  {
    kind: 'cnpj',
    // Letters since July 2026 (Receita Federal, "CNPJ alfanumérico"). No spaces inside, or five short
    // words and a number would pass one time in a hundred.
    pattern:
      /(?<![a-z\d])[a-z\d]{2}\.?[a-z\d]{3}\.?[a-z\d]{3}\/?[a-z\d]{4}\p{Pd}?\d\d(?![a-z\d])/giu,
    isReal: (found) => isValidCnpj(found.replace(/[^a-z\d]/gi, ''), { version: 2 }),
  },
  {
    kind: 'cartao',
    pattern: /(?<!\d)\d(?:[ \p{Pd}]?\d){12,18}(?!\d)/gu,
    isReal: isCard,
  },
  {
    kind: 'senha',
    pattern: /\b(?:senha|pass(?:word)?|pwd)[^\S\n]*[:=é][^\S\n]*\S*[^\s.,;]/giu,
    isReal: () => true,
  },
]

/**
 * Finds what doesn't belong in a text that every technician reads. A hint, not a filter: it warns.
 *
 * @param phone the phone field as typed, whose number is expected and may look like a CPF
 * @returns in order of place, none inside another
 * @see design B-5
 */
export function findPrivateData(text: string, phone = ''): PrivateData[] {
  const reading = readPhone(phone)
  const phoneDigits = 'value' in reading ? reading.value.digits : undefined

  const candidates = searches.flatMap(({ kind, pattern, isReal }) =>
    Array.from(text.matchAll(pattern))
      .filter(([found]) => isReal(found, phoneDigits))
      .map(({ 0: found, index }) => ({ kind, start: index, end: index + found.length })),
  )
  // Longest first: then what overlaps one of those before it has an end of its own inside that one.
  const longestFirst = candidates.sort((a, b) => b.end - b.start - (a.end - a.start))
  const isTaken = new Uint8Array(text.length)
  return longestFirst
    .filter(({ start, end }) => {
      const isFree = !isTaken[start] && !isTaken[end - 1]
      if (isFree) isTaken.fill(1, start, end)
      return isFree
    })
    .sort((a, b) => a.start - b.start)
}

/** The text with "[CPF removido]" where the CPF was. */
export function removePrivateData(text: string, { kind, start, end }: PrivateData): string {
  return text.slice(0, start) + privateData[kind].removed + text.slice(end)
}
