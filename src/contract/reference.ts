/** A ticket's text together with who sent it and the reference by which it is found again. */
type SignedDescription = {
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

/** An attendant's name as HubSoft is told it: without `|`, 60 code points at most. */
export const signerName = (attendant: string) =>
  [...attendant.replaceAll('|', ' ').replace(/\s+/g, ' ').trim()].slice(0, 60).join('').trim()

/** `TEXT | Atendente: NAME | REF XXXX-XXXX`, as it goes to HubSoft. */
export const joinDescription = ({ text, attendant, reference }: SignedDescription) =>
  `${text} | Atendente: ${signerName(attendant)} | ${reference}`

/** The attendant's own text out of a description that HubSoft returned, its suffix (Q8) included. */
export function splitDescription(description: string): string {
  return signature.exec(description)?.[1] ?? description.replace(vendorSuffix, '')
}
