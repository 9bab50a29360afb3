import * as z from 'zod/mini'
import { longestText } from './compact.ts'

// HubSoft sends the same field as text or number depending on route and version, an empty object
// as `[]` (Q15) and leaves keys out: a ticket that was opened must not be lost over any of that, so
// every field but the protocol reads as null when it can't be read.

const readableText = z.union([z.string(), z.pipe(z.number(), z.transform(String))])
const short = z.pipe(
  readableText,
  z.transform((value) => value.slice(0, longestText)),
)
const text = z.catch(z.nullable(short), null)

const digits = z.string().check(z.regex(/^\d{1,15}$/))
const integer = z.catch(z.nullable(z.union([z.int(), z.pipe(digits, z.transform(Number))])), null)

/** The items of a list, also where PHP made it an index-keyed object; what is no object is left out. */
function listItems(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).filter((item) => typeof item === 'object' && item !== null)
}

function listOf<Item>(item: z.ZodMiniType<Item>) {
  const readItems = (value: unknown) =>
    listItems(value).flatMap((one) => {
      const read = item.safeParse(one)
      return read.success ? [read.data] : []
    })
  return z.pipe(z.optional(z.unknown()), z.transform(readItems))
}

/** "201811161058216": 15 to 20 digits, kept as text since 20 digits don't fit a number (Q3). */
const protocolo = z.pipe(
  readableText,
  z.pipe(
    z.transform((value: string) => value.trim()),
    z.string().check(z.maxLength(60), z.regex(/^\d*[1-9]\d*$/)),
  ),
)

/** The part of the subscriber that a page may see (hubsoft §12). */
const shownCliente = z.object({ codigo_cliente: integer, nome_razaosocial: text })

const shownServico = z.object({
  numero_plano: integer,
  nome: text,
  status: text,
  status_prefixo: text,
})

const shownOrdemServico = z.object({
  numero_ordem_servico: text,
  tipo: text,
  status: text,
  status_fechamento: text,
  data_cadastro: text,
  data_inicio_programado: text,
  data_termino_programado: text,
  data_inicio_executado: text,
  data_termino_executado: text,
  servico: z.catch(z.nullable(shownServico), null),
})

/**
 * The allow-list: what a browser may see of an opened ticket. Parsing drops every other key.
 *
 * @see hubsoft §12
 */
export const shownAtendimento = z.object({
  id_atendimento: integer,
  protocolo,
  descricao_abertura: text,
  tipo_atendimento: text,
  status: text,
  usuario_abertura: text,
  data_cadastro: text,
  data_fechamento: text,
  cliente: z.catch(z.nullable(shownCliente), null),
  servico: z.catch(z.nullable(shownServico), null),
  ordens_servico: listOf(shownOrdemServico),
})

export type ShownAtendimento = z.infer<typeof shownAtendimento>
export type ShownOrdemServico = z.infer<typeof shownOrdemServico>
