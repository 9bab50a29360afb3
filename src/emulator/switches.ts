import * as z from 'zod/mini'

const oneOf = <const Names extends readonly [string, ...string[]]>(name: string, names: Names) =>
  z.enum(names, `${name} must be ${names.map((one) => `"${one}"`).join(' or ')}.`)

/** In what real servers differ, and what a test may want out of its way; not a fault, so it stays. */
const schema = z.strictObject(
  {
    /** How the list of tickets says that all went well: live tenants, or the vendor's sample (Q2). */
    listStatus: oneOf('listStatus', ['success', 'suscess']),
    /** A ticket's keys as in the vendor's text of 2025, or in the manual's sample of 2018. */
    keys: oneOf('keys', ['2025', '2018']),
    /** A customer's keys as of 2026 or of 2024, or as in the manual, which holds the most unasked. */
    customers: oneOf('customers', ['2026', '2024', 'manual']),
    /** Whether a search by document finds its customer alone, or somebody else as well (Q23). */
    documents: oneOf('documents', ['exact', 'inexact']),
    /** How a list says that there is no ticket, and a look-up that there is nobody. */
    none: oneOf('none', ['array', 'http-404', 'error']),
    /**
     * Messages of tickets: listed where `relacoes` asks for them, never (what is asked for is ignored, Q24), or
     * unknown to this server altogether.
     */
    messages: oneOf('messages', ['listed', 'unlisted', 'no-route']),
    /** Whether too many requests meet a 429 (hubsoft §16). */
    limits: z.boolean('limits must be true or false.'),
  },
  'The switches must be a JSON object.',
)

export type Switches = z.infer<typeof schema>

const asLiveTenants: Switches = {
  listStatus: 'success',
  keys: '2025',
  customers: '2026',
  documents: 'exact',
  none: 'array',
  messages: 'listed',
  limits: false,
}

export function createSwitches(chosen: Partial<Switches> = {}) {
  let current: Switches = { ...asLiveTenants, ...chosen }
  return {
    current: () => current,
    /** Those it names; the others stay as they are. */
    set(change: object) {
      const read = schema.safeParse({ ...current, ...change })
      if (read.success) current = read.data
      return read
    },
  }
}
