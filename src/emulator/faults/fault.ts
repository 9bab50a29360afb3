import * as z from 'zod/mini'
import type { EmulatorContext } from '../handler.ts'

const routes = ['token', 'atendimento', 'mensagem', 'listagem', 'consulta', 'leitura'] as const
export type FaultRoute = (typeof routes)[number]

/** A request that meets a fault. */
export type Exchange = {
  c: EmulatorContext
  route: FaultRoute
  /** Does what was asked for, and answers truly. */
  carryOut: () => Promise<Response>
  wait: (ms: number) => Promise<void>
  now: () => Date
  /** Has the next request to another route meet this. */
  afterwards: (route: FaultRoute, act: (exchange: Exchange) => Response) => void
}

type Shape = { route: z.ZodMiniType<FaultRoute> }

/** One kind of fault: what an order of it says besides `fault` and `times`, and what it does. */
export function fault<Own extends Shape>(
  shape: Own,
  act: (exchange: Exchange, order: z.output<z.ZodMiniObject<Own>>) => Response | Promise<Response>,
) {
  const schema = z.object(shape)
  return {
    shape,
    /** What one order of it says, and does. */
    read(order: object) {
      const parsed = schema.safeParse(order)
      if (!parsed.success) return { sentences: sentencesOf(parsed.error) }
      const { data } = parsed
      return { said: data, act: (exchange: Exchange) => act(exchange, data) }
    },
  }
}

export const sentencesOf = ({ issues }: z.core.$ZodError) => issues.map(({ message }) => message)

const only = (where: string) => `This fault only exists on ${where}.`
export const onTickets = { route: z.literal('atendimento', only('route "atendimento"')) }
/** Where something is stored. */
export const onSends = {
  route: z.enum(['atendimento', 'mensagem'], only('routes "atendimento" and "mensagem"')),
}
export const onTicketLists = { route: z.literal('listagem', only('route "listagem"')) }
export const onLists = {
  route: z.enum(['listagem', 'consulta'], only('routes "listagem" and "consulta"')),
}
export const onRefusing = {
  route: z.enum(
    ['atendimento', 'mensagem', 'listagem', 'consulta'],
    only('routes "atendimento", "mensagem", "listagem" and "consulta"'),
  ),
}
export const onTicketsAndLists = {
  route: z.enum(
    ['atendimento', 'mensagem', 'listagem'],
    only('routes "atendimento", "mensagem" and "listagem"'),
  ),
}
export const onAnyRoute = {
  route: z.enum(
    routes,
    'route must be "token", "atendimento", "mensagem", "listagem", "consulta" or "leitura".',
  ),
}

/** A whole number of at least `least`, `otherwise` where it is left out. */
export function count(name: string, least: 0 | 1, otherwise: number) {
  const sentence = `${name} must be a whole number from ${least}.`
  return z._default(z.int(sentence).check(z.gte(least, sentence)), otherwise)
}

const duration = 'ms must be a number of milliseconds, 0 or more.'
export const ms = z.number(duration).check(z.gte(0, duration))
export const stored = z._default(z.boolean('stored must be true or false.'), false)
export const byApi = z._default(z.boolean('byApi must be true or false.'), false)
export const msg = z.optional(z.string('msg must be a text.'))

/** The name of one thing in a table. */
export function keyOf<Table extends object>(parameter: string, table: Table) {
  const names = Object.keys(table)
  return z.custom<keyof Table>(
    (value) => typeof value === 'string' && names.includes(value),
    `${parameter} must be one of ${names.join(', ')}.`,
  )
}

/** Whose ticket somebody else's answer is about. */
export const protocolo = z._default(z.string('protocolo must be a text.'), '20181116105821604417')
