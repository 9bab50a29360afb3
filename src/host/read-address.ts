import { chamada } from '../contract/chamada.ts'
import { type CallKey, callKeys, emptyTicket, isCallKey } from '../contract/fields.ts'
import { type Call, type CallValues, type Ignored, longestValue, readLabel } from './call.ts'
import type { FromAddress } from './from-address.ts'

// All fields at their longest, each letter escaped.
const longestPart = 150_000

/** Where whoever opens the page leaves a trace: in logs and in a Referer. What is said of people isn't read there. */
const inQuery = ['id_cliente_servico', 'abrir_os', 'chamada']
const inFragment = [...callKeys, 'origem', 'chamada']

/**
 * Reads what an address says of a call. Values stay text as they came: the form's rules look at them, as at all that
 * is typed, when it is sent.
 *
 * @returns null where it says nothing that the page knows
 */
export function readAddress({ query, fragment }: FromAddress): Call | null {
  const found = [...read(query, inQuery), ...read(fragment.replace(/^#/, ''), inFragment)]
  const count = (name: string) => found.filter(([other]) => other === name).length
  const once = new Map(found.filter(([name]) => count(name) === 1))
  const values: CallValues = {}
  const ignored: Ignored[] = callKeys
    .filter((name) => count(name) > 1)
    .map((campo) => ({ campo, motivo: 'repetido' }))
  for (const [campo, text] of once) {
    if (!isCallKey(campo)) continue
    const value = readValue(campo, text)
    if (value === undefined) ignored.push({ campo, motivo: 'formato' })
    else Object.assign(values, { [campo]: value })
  }
  const call = chamada.safeParse(once.get('chamada')).data
  if (Object.keys(values).length + ignored.length === 0 && call === undefined) return null
  const label = readLabel(once.get('origem') ?? '')
  return {
    chamada: call,
    values,
    ignored,
    origin: { label: label ? `um link (diz ser: ${label})` : 'um link', rank: 'address' },
  }
}

/** What it says of these, and says anything of. */
function read(part: string, names: readonly string[]): [string, string][] {
  if (part.length > longestPart) return []
  return [...new URLSearchParams(part)].filter(
    ([name, text]) => names.includes(name) && text !== '',
  )
}

/** Undefined for what no form takes. */
function readValue(name: CallKey, text: string): string | boolean | undefined {
  if (typeof emptyTicket[name] === 'string') return text.length > longestValue ? undefined : text
  return text === 'true' || text === 'false' ? text === 'true' : undefined
}
