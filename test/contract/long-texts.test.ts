import { expect, test } from 'vitest'
import { readEmail } from '#src/contract/email.ts'
import { readPhone } from '#src/contract/phone.ts'
import { findPrivateData } from '#src/contract/privacy.ts'
import { readServiceId } from '#src/contract/service-id.ts'

// Four times what a body may hold: what grows with its square outlasts the runner's patience.
const long = (unit: string) => unit.repeat(256 * (1024 / unit.length))

const rows = [
  [readPhone, ['+', '9', 'a', '(', '/', '0']],
  [readServiceId, ['1.111', '1 ', 'a1 ', '+', '(']],
  [readEmail, ['a', 'a@', 'a@a.', '<', '-', 'a ']],
  [findPrivateData, ['1', '1 ', 'senha:', 'senha=x ', 'senha ', 'a1.', '.']],
] as const

test.each(rows.flatMap(([read, units]) => units.map((unit) => [read.name, unit, read] as const)))(
  '%s grows slow over no long text of %j',
  (_name, unit, read) => {
    expect(read(long(unit))).toBeDefined()
  },
)
