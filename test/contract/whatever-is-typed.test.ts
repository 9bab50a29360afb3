import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readDescription } from '#src/contract/description.ts'
import { readEmail } from '#src/contract/email.ts'
import { readPhone } from '#src/contract/phone.ts'
import type { Reading } from '#src/contract/reading.ts'
import { readRequesterName } from '#src/contract/requester-name.ts'
import { readServiceId } from '#src/contract/service-id.ts'
import { anyText } from './any-text.ts'

const phones = fc
  .tuple(
    fc.constantFrom('', '+55 ', '0055', '0', '0 15 ', '55'),
    fc.stringMatching(/^[1-9][1-9](9[0-9]{8}|[2-5][0-9]{7})$/),
  )
  .map((parts) => parts.join(''))
const ids = fc.tuple(fc.constantFrom('', 'Serviço '), fc.nat({ max: 2_200_000_000 }))
const addresses = fc.tuple(
  fc.stringMatching(/^[A-Za-z0-9.+_-]{1,12}$/),
  fc.stringMatching(/^[A-Za-z0-9.-]{1,12}\.[a-zA-Z]{2,3}$/),
)

function readDigits(typed: string): Reading<string> {
  const reading = readPhone(typed)
  return 'value' in reading ? { ...reading, value: reading.value.digits } : reading
}

type Rule = [
  field: string,
  read: (typed: string) => Reading<unknown>,
  likely: fc.Arbitrary<string>,
  value: RegExp,
]
const rules: Rule[] = [
  ['Código do serviço', readServiceId, ids.map((parts) => parts.join('')), /^[1-9]\d{0,9}$/],
  ['Nome do solicitante', readRequesterName, fc.string(), /^(?=.*\p{L}).{1,120}$/u],
  ['Telefone', readDigits, phones, /^\d{10,11}$/],
  [
    'E-mail',
    readEmail,
    fc.oneof(
      addresses.map((parts) => parts.join('@')),
      fc.emailAddress(),
    ),
    /^$|^[^\s@]{1,64}@[^\s@A-Z]+\.[^\s@A-Z]+$/,
  ],
  [
    'Descrição',
    readDescription,
    fc.string({ minLength: 3890, maxLength: 3910 }),
    /^[[\P{Cc}\n\t]--[\p{Cs}\u200b\u200e\u200f\u202a-\u202e\ufeff]]{1,3900}$/v,
  ],
]

test.each(rules)(
  '%s: whatever is typed is a value that reads the same again, or a fault that names it',
  (field, read, likely, shape) => {
    fc.assert(
      fc.property(fc.oneof(anyText, likely), (typed) => {
        const reading = read(typed)
        const { suggestion } = reading
        // What is offered can be taken, and offers nothing else.
        if (suggestion) expect(read(suggestion)).toEqual({ value: expect.anything() })
        if ('fault' in reading) {
          expect(reading.fault.startsWith(`${field}: `)).toBe(true)
          return
        }
        const value = String(reading.value ?? '')
        expect(value).toMatch(shape)
        expect(read(value)).toEqual(reading)
      }),
    )
  },
)
