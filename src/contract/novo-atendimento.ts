import * as z from 'zod/mini'
import { readDescription } from './description.ts'
import { readEmail } from './email.ts'
import type { WireKey } from './fields.ts'
import { messages, unknownKey, wrongType } from './messages.ts'
import { readPhone } from './phone.ts'
import type { Reading } from './reading.ts'
import { readRequesterName } from './requester-name.ts'
import { readServiceId } from './service-id.ts'
import { readTicketType } from './ticket-type.ts'

export function readWith<Typed, Value>(read: (typed: Typed) => Reading<Value>) {
  return z.transform<Typed, Value>((typed, { issues }) => {
    const reading = read(typed)
    if ('value' in reading) return reading.value
    issues.push({ code: 'custom', message: reading.fault, input: typed })
    return z.NEVER
  })
}

export function text(key: WireKey | 'mensagem', empty: string) {
  return z.string({
    error: ({ input }) => (input === undefined ? empty : wrongType(key, 'um texto')),
  })
}

// A number is asked for before it is written out: 11.125 would read as eleven thousand.
const readWireServiceId = (typed: string | number): Reading<number> =>
  typeof typed === 'string' || Number.isInteger(typed)
    ? readServiceId(String(typed))
    : { fault: messages.id_cliente_servico.notDigits }

const { empty, notDigits } = messages.id_cliente_servico

export const wireServiceId = z.pipe(
  z.union([z.string(), z.number()], {
    error: ({ input }) => (input === undefined ? empty : notDigits),
  }),
  readWith(readWireServiceId),
)

const readPhoneDigits = (typed: string): Reading<string> => {
  const reading = readPhone(typed)
  return 'value' in reading ? { value: reading.value.digits } : reading
}

/**
 * The body that opens a ticket: as typed on the page or sent by a program going in, as HubSoft
 * wants it coming out. Keys keep the order of the manual's example; an empty e-mail is none.
 *
 * @see the manual, "Novo Atendimento"
 */
export const novoAtendimento = z.strictObject({
  id_cliente_servico: wireServiceId,
  descricao: z.pipe(
    text('descricao', messages.descricao.empty),
    readWith((typed: string) => readDescription(typed)),
  ),
  nome: z.pipe(
    text('nome', messages.nome.empty),
    readWith((typed: string) => readRequesterName(typed)),
  ),
  telefone: z.pipe(text('telefone', messages.telefone.empty), readWith(readPhoneDigits)),
  email: z.optional(z.pipe(text('email', ''), readWith(readEmail))),
  abrir_os: z._default(z.boolean({ error: wrongType('abrir_os', 'true ou false') }), false),
  id_tipo_atendimento: z.optional(
    z.pipe(
      z.union([z.string(), z.number()], messages.id_tipo_atendimento.noId),
      readWith(readTicketType),
    ),
  ),
} satisfies Record<WireKey, z.ZodMiniType>)

export type NovoAtendimento = z.output<typeof novoAtendimento>

/** The same once it went out: as the journal keeps it and answers tell it. */
export const enviado = z.object({
  id_cliente_servico: z.int(),
  descricao: z.string(),
  nome: z.string(),
  telefone: z.string(),
  email: z.optional(z.string()),
  abrir_os: z.boolean(),
  // Of what went out before there were any, or where none is offered, there is none.
  id_tipo_atendimento: z.optional(z.int()),
} satisfies Record<WireKey, z.ZodMiniType>)

/** The fields as posted, in the form they have on the wire. */
export type Enviado = z.infer<typeof enviado>

// Told to a person: a body may hold ten thousand.
const mostUnknown = 20
const longestKey = 60

/** The first message of each wire key: `{ telefone: 'Telefone: falta o DDD. …' }`. */
export function faultsByField({ issues }: z.core.$ZodError): Record<string, string> {
  // A Map, since a sender may name a key "constructor".
  const faultOf = new Map<string, string>()
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys.slice(0, mostUnknown)) {
        const shown = key.length > longestKey ? `${key.slice(0, longestKey)}…` : key
        faultOf.set(shown, unknownKey(shown))
      }
    } else if (issue.path.length > 0 && !faultOf.has(String(issue.path[0]))) {
      faultOf.set(String(issue.path[0]), issue.message)
    }
  }
  return Object.fromEntries(faultOf)
}
