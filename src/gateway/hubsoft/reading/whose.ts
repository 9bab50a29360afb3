import { compact, longestText, lossy } from '../../../contract/compact.ts'
import { splitDescription } from '../../../contract/reference.ts'

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
 * was appended it may still be this send's (hubsoft §16). What is signed as another send only
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
 * `rewritten`: another text, which nobody signed and HubSoft marks as come by its API (Q8); the manual's own
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
