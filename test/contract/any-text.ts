import fc from 'fast-check'

const codeUnit = fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit))
const telling = [...'0123456789 55000037()+-/.,;|@<>aéºª´#', 'nº', '\u200b', '\u0301', '\r\n', '🙂']

/** Text nobody foresaw: lone surrogates, every script, and mixtures of what the readers look for. */
export const anyText = fc.oneof(
  fc.string({ unit: codeUnit }),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.string({ unit: fc.constantFrom(...telling), maxLength: 40 }),
)
