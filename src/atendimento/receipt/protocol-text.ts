/**
 * The protocol in groups for the eye and the voice: fours from the left, and where one digit would
 * stand alone the last five as 3 + 2.
 *
 * @param protocol "201811161058216", or any number of digits
 * @returns ["2018", "1116", "1058", "216"]
 * @see form-ux.md A-15
 */
export function groupDigits(protocol: string): string[] {
  const groups = protocol.match(/\d{1,4}/g) ?? []
  if (protocol.length % 4 !== 1 || protocol.length < 5) return groups
  return [...groups.slice(0, -2), protocol.slice(-5, -2), protocol.slice(-2)]
}

const words = ['zero', 'um', 'dois', 'três', 'quatro', 'cinco', 'seis', 'sete', 'oito', 'nove']

/** The protocol as it is read aloud; on the phone many say "meia" for six, since it can't be misheard. */
export function spellProtocol(protocol: string, six: 'seis' | 'meia'): string {
  const wordOf = (digit: string) => (digit === '6' ? six : words[Number(digit)])
  return groupDigits(protocol)
    .map((group) => [...group].map(wordOf).join(' '))
    .join(' · ')
}
