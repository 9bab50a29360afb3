import * as z from 'zod/mini'
import type { WireAnswer } from './hubsoft-answers.ts'
import { isLeak } from './planted.ts'

/** Whom the look-ups of the fuzz are for. */
export const search = { by: 'codigo_cliente', term: '1307' } as const

const lookedUp = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('found'),
    found: z.object({ clientes: z.array(z.object({ codigo_cliente: z.number() })) }),
  }),
  z.object({ kind: z.enum(['no-permission', 'too-many', 'account-refused', 'unreadable']) }),
])

/** The customers that an answer truly names, found out apart from the gateway's own way. */
function namedIn({ status, body }: WireAnswer): string[] {
  if (status < 200 || status >= 300 || body === null) return []
  try {
    const said = JSON.parse(new TextDecoder().decode(body))
    const isYes = /^\s*(success|suscess|sucesso)\s*$/i.test(String(said.status))
    if (!isYes || !Array.isArray(said.clientes)) return []
    return said.clientes.map((one: unknown) => String(Object(one).codigo_cliente).trim())
  } catch {
    return []
  }
}

/** What is wrong with what a look-up is told after this answer; null where nothing is. */
export function faultInLookUp(answer: WireAnswer, told: string): string | null {
  if (isLeak(told)) return `a planted secret: ${told}`
  const looked = lookedUp.parse(JSON.parse(told))
  const codes =
    looked.kind === 'found' ? looked.found.clientes.map((one) => one.codigo_cliente) : []
  const isNamed = namedIn(answer).includes(search.term)
  if (codes.some((code) => String(code) !== search.term)) return `somebody else: ${told}`
  if (codes.length > 0 && !isNamed) return `whom HubSoft never named: ${told}`
  if (looked.kind === 'found' && codes.length === 0 && isNamed) return 'told nobody, while there is'
  return answer.isPristine && codes.length !== 1 ? `not found, but ${told}` : null
}
