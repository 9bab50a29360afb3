import { compact, longestText, lossy } from './compact.ts'

/** A ticket's text together with who sent it and the reference by which it is found again. */
export type SignedDescription = {
  /** What the attendant wrote, at most 3,900 code points. */
  text: string
  attendant: string
  /** As made by `referenceOf`: "REF 7F3K-2Q9D". */
  reference: string
}

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const signature =
  /^([\s\S]*) \| Atendente: [^|]* \| (REF [0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4})(?: \|[\s\S]*)?$/i
const vendorSuffix = / \| ATENDIMENTO ABERTO VIA [^|]*$/

// 2^128 divided by the golden ratio: multiplying by it spreads every digit of the key into the top
// bits, so that keys which differ anywhere (time-ordered ones too) get unlike references.
const spread = 0x9e3779b97f4a7c15f39cc0605cedc835n

/**
 * The short mark that ties a ticket in HubSoft to the key it was sent with.
 *
 * @param key the send's UUID, any version, either case
 * @returns "REF 7F3K-2Q9D": 40 bits in Crockford's base 32
 * @see design §6, "The reference"
 */
export function referenceOf(key: string): string {
  const mixed = BigInt.asUintN(128, BigInt(`0x${key.replaceAll('-', '')}`) * spread) >> 88n
  const symbols = Array.from({ length: 8 }, (_, place) =>
    crockford.charAt(Number((mixed >> BigInt(35 - 5 * place)) & 31n)),
  )
  return `REF ${symbols.slice(0, 4).join('')}-${symbols.slice(4).join('')}`
}

/** `TEXT | Atendente: NAME | REF XXXX-XXXX`, as it goes to HubSoft; the name without `|`, ≤ 60. */
export function joinDescription({ text, attendant, reference }: SignedDescription): string {
  const name = [...attendant.replaceAll('|', ' ').replace(/\s+/g, ' ').trim()].slice(0, 60).join('')
  return `${text} | Atendente: ${name.trim()} | ${reference}`
}

/** What is known of a send that a description may be of. */
export type Sent = {
  /** As made by `referenceOf`: "REF 7F3K-2Q9D". */
  reference: string
  /** As it went to HubSoft; null where it was removed. */
  description: string | null
}

/** `marked`: it holds the reference, and nobody signed it; `perhaps`: nothing in it tells. */
export type Whose = 'ours' | 'marked' | 'perhaps' | 'another'

/**
 * Whose a description is that HubSoft lists: shortened, in capitals, with another hyphen or without what
 * was appended it may still be this send's (hubsoft-api.md §16). What is signed as another send only
 * quotes this one.
 */
export function whoseIs({ reference, description }: Sent): (listed: string) => Whose {
  const mark = compact(reference)
  const sent = description === null ? null : lossy(description)
  return (listed) => {
    if (listed.length > longestText) return 'perhaps'
    const text = compact(listed)
    const signer = signerOf(text)
    if (signer?.mark === mark) return 'ours'
    // It may be cut behind the signature of another send that it quotes.
    if (sent && mayBeginAs(lossy(listed), sent)) return 'perhaps'
    if (signer?.mark) return 'another'
    if (text.includes(mark)) return signer ? 'perhaps' : 'marked'
    return sent ? 'another' : 'perhaps'
  }
}

/** Shorter than that, and not the whole text, a beginning may be anybody's. */
const leastBeginning = 24

/**
 * `ours`: it bears the send's own reference, and can be nobody else's. `unsaid`: it has no description to tell
 * by. `mark-lost`: it is the send's, but has lost the reference by which the send would be found again.
 * `rewritten`: another text, which nobody signed and HubSoft marks as come by its API (Q8); the seed's own
 * answer to its own request is such a one.
 */
export type WhoseAnswer = 'ours' | 'unsaid' | 'mark-lost' | 'rewritten' | 'another'

/** Whose the ticket is that HubSoft answers, with its `descricao_abertura`, to a send of this description. */
export function whoseAnswer(answered: string | null, sent: string): WhoseAnswer {
  const [text, whole] = [compact(answered ?? ''), compact(sent)]
  const mark = signerOf(whole)?.mark
  if (text === '' || mark === undefined) return 'unsaid'
  const signer = signerOf(text)
  if (signer?.mark) return signer.mark === mark ? 'ours' : 'another'
  if (!signer && text.includes(mark)) return 'ours'
  const own = compact(splitDescription(sent))
  const isLongEnough = withoutEnd(text).length >= Math.min(own.length, leastBeginning)
  if (isLongEnough && beginsAs(text, whole)) return 'mark-lost'
  return !signer && text.endsWith(compactSuffix) ? 'rewritten' : 'another'
}

/** Who signed a compact text: without a mark where the signature is cut; null where nobody did. */
export function signerOf(text: string): { mark: string | undefined } | null {
  const at = text.lastIndexOf('|atendente:')
  if (at < 0) return null
  const signed = text.slice(at)
  const [mark] =
    /(?<=\|)ref[0-9a-hjkmnp-tv-z]{8}/.exec(signed) ?? /ref[0-9a-hjkmnp-tv-z]{8}/.exec(signed) ?? []
  return { mark }
}

const compactSuffix = '|atendimentoabertoviaapi'

/** Whether the sent text may begin with it, whichever letters were lost on the way. */
function mayBeginAs(listed: string[], sent: string[]): boolean {
  return listed.some((text, reading) => beginsAs(text, sent[reading] ?? ''))
}

/** Whether the sent text begins with it, less what HubSoft or a cut puts at the end. Both are compact. */
function beginsAs(text: string, sent: string): boolean {
  return sent.startsWith(text) || sent.startsWith(withoutEnd(text))
}

function withoutEnd(text: string): string {
  const whole = text.replace(/(?:\.\.\.|…|\ufffd)+$/, '')
  const at = whole.lastIndexOf('|')
  return at >= 0 && compactSuffix.startsWith(whole.slice(at)) ? whole.slice(0, at) : whole
}

/** The attendant's own text out of a description that HubSoft returned, its suffix (Q8) included. */
export function splitDescription(description: string): string {
  return signature.exec(description)?.[1] ?? description.replace(vendorSuffix, '')
}
