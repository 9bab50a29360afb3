/** Texts that take long to read for their length, each of so many bytes as UTF-8, nearly. */
export function hostileTexts(bytes: number) {
  const fill = (unit: string) => unit.repeat(Math.floor(bytes / Buffer.byteLength(unit)))
  const half = (unit: string) => unit.repeat(Math.floor(bytes / 2 / Buffer.byteLength(unit)))
  return {
    // Each of the first becomes two marks, which sort behind all of the others.
    marks: `a${half('\u0344')}${half('\u0316')}`,
    'marks in turns': `a${fill('\u0344\u0316')}`,
    'marks that are letters': `a${fill('\u0316\uFF9E')}`,
    'a letter that becomes eighteen': fill('\uFDFA'),
    spaces: `a${fill(' ')}a`,
    'passwords to be': fill('senha: ;'),
    addresses: fill('a@'),
  }
}
