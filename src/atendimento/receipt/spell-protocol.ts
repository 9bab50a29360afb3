import { groupDigits } from '../../ui/group-digits.ts'

const words = ['zero', 'um', 'dois', 'três', 'quatro', 'cinco', 'seis', 'sete', 'oito', 'nove']

/** The protocol as it is read aloud; on the phone many say "meia" for six, since it can't be misheard. */
export function spellProtocol(protocol: string, six: 'seis' | 'meia'): string {
  const wordOf = (digit: string) => (digit === '6' ? six : words[Number(digit)])
  return groupDigits(protocol)
    .map((group) => [...group].map(wordOf).join(' '))
    .join(' · ')
}
