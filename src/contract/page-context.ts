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
})

export type Configuracao = z.infer<typeof configuracao>
