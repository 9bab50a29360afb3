import * as z from 'zod/mini'
import { integer, listOf, readableText, text } from './hubsoft-fields.ts'

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
 * The allow-list: what a browser may see of an opened ticket. Parsing drops every other key, and a ticket that was
 * opened isn't lost over any of them but the protocol: what can't be read is null.
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
