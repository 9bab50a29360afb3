import { groupDigits } from './group-digits.ts'

const words = ['zero', 'um', 'dois', 'três', 'quatro', 'cinco', 'seis', 'sete', 'oito', 'nove']

export type Six = 'seis' | 'meia'

/** A long number as it is read aloud; on the phone many say "meia" for six, since it can't be misheard. */
export function spellDigits(digits: string, six: Six): string {
  const wordOf = (digit: string) => (digit === '6' ? six : words[Number(digit)])
  return groupDigits(digits)
    .map((group) => [...group].map(wordOf).join(' '))
    .join(' · ')
}
