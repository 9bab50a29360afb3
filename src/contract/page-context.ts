import * as z from 'zod/mini'
import { modos } from './modos.ts'

/** `GET /api/sessao`: who is signed in, and whether HubSoft is the stand-in (design §5 and §7). */
export type Sessao = {
  atendente: { nome: string; usuario: string }
  modo: (typeof modos)[number]
  demo: boolean
}

/** The person behind a request: the user name that owns a send, and the name that HubSoft is told. */
export type Attendant = Sessao['atendente']

const cor = z.string().check(z.regex(/^#[\da-f]{6}$/))

/** The accent of one theme: on buttons and links, under the pointer, behind a word, and what is written on it. */
const coresDoTema = z.object({
  destaque: cor,
  destaque_forte: cor,
  destaque_suave: cor,
  sobre_destaque: cor,
})

export type CoresDoTema = z.infer<typeof coresDoTema>

/** The operator's name, logo and colours; null where the page shows its own. */
const marca = z.object({
  nome: z.nullable(z.string()),
  /** Its address, on our own origin. */
  logo: z.nullable(z.string()),
  /** The logo's width over its height. */
  proporcao: z.nullable(z.number().check(z.positive())),
  cores: z.nullable(z.object({ claro: coresDoTema, escuro: coresDoTema })),
})

export type Marca = z.infer<typeof marca>

export const noMarca: Marca = { nome: null, logo: null, proporcao: null, cores: null }

/** A guide for the description: its name, and the lines that ask for what the technician needs. */
const modelo = z.object({
  nome: z.string(),
  linhas: z.array(z.string()),
  /** What such tickets are; one of the types that are offered. */
  id_tipo_atendimento: z.catch(z.optional(z.int()), undefined),
})

export type Modelo = z.infer<typeof modelo>

/** A type that tickets may have, by the name that HubSoft has for it. */
const tipoDeAtendimento = z.object({ id_tipo_atendimento: z.int(), descricao: z.string() })

export type TipoDeAtendimento = z.infer<typeof tipoDeAtendimento>

/** `GET /api/configuracao`: what the page may know of the gateway's configuration. */
export const configuracao = z.object({
  /** IANA name for the times on the page. */
  fuso_horario: z.string(),
  // A page may be newer or older than the gateway it talks to: what it can't read here it does without.
  modo: z.catch(z.enum(modos), 'proxy'),
  /** HubSoft's last word: whether it answers, and takes our account; since when not (ISO 8601). */
  hubsoft: z.catch(
    z.object({
      situacao: z.enum(['no_ar', 'fora_do_ar', 'conta_recusada']),
      desde: z.nullable(z.string()),
    }),
    { situacao: 'no_ar', desde: null },
  ),
  /** Services to try, when HubSoft is the stand-in. */
  servicos_de_demonstracao: z.array(z.object({ id_cliente_servico: z.int(), mostra: z.string() })),
  marca: z.catch(marca, noMarca),
  modelos: z.catch(z.array(modelo), []),
  /** Origins whose pages may show this one in a frame, and speak with it. */
  origens_de_incorporacao: z.catch(z.array(z.string()), []),
  /** What may be chosen of, the default first; none where HubSoft's own default goes. */
  tipos_de_atendimento: z.catch(z.array(tipoDeAtendimento), []),
  /** Whether a customer's notices are shown. */
  avisos: z.catch(z.boolean(), true),
})

export type Configuracao = z.infer<typeof configuracao>

/** What of it stays as it is while the gateway runs. */
export type FixedConfiguracao = Omit<Configuracao, 'hubsoft'>
