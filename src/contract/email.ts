import { messages, warnings } from './messages.ts'
import type { Reading } from './reading.ts'
import { cleanLine } from './typed-text.ts'

const popularDomains = [
  'gmail.com',
  'hotmail.com',
  'outlook.com',
  'yahoo.com.br',
  'icloud.com',
  'live.com',
  'uol.com.br',
  'bol.com.br',
  'terra.com.br',
  'yahoo.com',
  'hotmail.com.br',
  'outlook.com.br',
  'msn.com',
  'ig.com.br',
  'globo.com',
  'globomail.com',
  'oi.com.br',
  'r7.com',
  'zipmail.com.br',
  'protonmail.com',
  'googlemail.com',
]

const longestTyped = 500 // an address of 254 and the name that mail programs put before it

const address =
  /^[a-z\d!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z\d!#$%&'*+/=?^_`{|}~-]+)*@(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+[a-z][a-z\d-]*[a-z\d]$/i

// "nao", "naotem", "sem", "sememail", "teste", "xxx": what is typed when there is no address.
const invented =
  /^(?:(?:nao|sem)(?:tem|tenho|possui|informad[oa]|informou|existe|consta|usa)?(?:e?mail)?|teste?|(.)\1{2,})$/

/** How many letters were left out, added or changed on the way from one to the other (Levenshtein). */
function typosBetween(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, place) => place)
  for (const letter of one) {
    let [diagonal = 0] = row
    let left = diagonal
    row = row.map((above, place) => {
      const changed = diagonal + Number(letter !== other[place - 1])
      left = place === 0 ? above + 1 : Math.min(above + 1, left + 1, changed)
      diagonal = above
      return left
    })
  }
  return row.at(-1) ?? 0
}

/** The popular domain that one in lower case seems to mean; null where it is known, or like none. */
function suggestDomain(typed: string): string | null {
  // Whatever is longer than this is like none of them.
  const domain = typed.slice(0, 20)
  const popular = popularDomains.reduce((best, one) =>
    typosBetween(domain, one) < typosBetween(domain, best) ? one : best,
  )
  const typos = typosBetween(domain, popular)
  // Short names have too many honest neighbours; a slip rarely hits the first letter, but another
  // company's name does ("serra.com.br", "mail.com").
  const allowed = Math.min(2, (popular.indexOf('.') - 1) >> 1)
  return typos > 0 && typos <= allowed && domain[0] === popular[0] ? popular : null
}

function isInvented(local: string, domain: string): boolean {
  const words = [local.replace(/[._-]/g, '').toLowerCase(), domain.replace(/\..*/, '')]
  return words.some((word) => invented.test(word))
}

/**
 * Reads an optional e-mail address, also as copied from a mail program: "Bianca <bia@x.com.br>".
 *
 * @returns the address with its domain in lower case; undefined when the field was left empty; as a
 *   suggestion the address with the popular domain that it seems to mean
 * @see design B-4
 */
export function readEmail(typed: string): Reading<string | undefined> {
  const text = cleanLine(typed)
  if (!text) return { value: undefined }

  // Asked first: searching a text of a whole body for addresses would take seconds.
  if (text.length > longestTyped) return { fault: messages.email.malformed }

  const addresses = text.toLowerCase().match(/[^\s,;|/<>]+@[^\s,;|/<>]+/g)
  if (new Set(addresses).size > 1) return { fault: messages.email.several }

  const bare = text
    .replace(/^[^<>]*<([^<>]*)>$/, '$1')
    .replace(/^mailto:([^?]*).*/i, '$1')
    .trim()
  const at = bare.indexOf('@')
  const local = bare.slice(0, at)
  const domain = bare.slice(at + 1).toLowerCase()
  // RFC 5321's lengths.
  if (bare.length > 254 || local.length > 64 || !address.test(bare)) {
    return { fault: messages.email.malformed }
  }

  const value = `${local}@${domain}`
  if (isInvented(local, domain)) return { value, warning: warnings.inventedAddress }
  const suggestion = suggestDomain(domain)
  return suggestion ? { value, suggestion: `${local}@${suggestion}` } : { value }
}
