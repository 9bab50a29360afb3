import { Hono } from 'hono'
import type { Clientes, ProtocolNoted, TicketsOfService } from '../../../contract/cliente.ts'
import type { LookUps } from '../../clientes/look-ups.ts'
import { readSearch, readService } from '../../clientes/read-search.ts'
import { expectJson, expectOwnSite, type Guard } from '../guards.ts'
import { type GatewayEnv, malformed, problem } from '../problem.ts'
import { readTicketId, readTold } from '../tickets/ticket-request.ts'
import { whyNotShown } from './cliente-problems.ts'

export const clientePath = '/api/v1/integracao/cliente'

type Deps = {
  lookUps: LookUps
  /** Of an attendant's look-ups. */
  limit: Guard
}

/** `GET …/cliente`, `GET …/cliente/atendimento`: who is calling, what is open already, and who has its protocol (design §5). */
export function clienteRoutes({ lookUps, limit }: Deps) {
  return new Hono<GatewayEnv>()
    .get('/', expectOwnSite(), limit, async (c) => {
      const { busca = '', termo_busca = '' } = c.req.query()
      const read = readSearch(busca, termo_busca)
      if ('fault' in read) return problem(c, { ...malformed, msg: read.fault })

      const { usuario } = c.get('attendant')
      const shown = await lookUps.find(usuario, read.value, c.req.raw.signal)

      if (shown.kind !== 'shown') return problem(c, whyNotShown(shown))
      const { clientes, mayHaveMore: ha_mais } = shown
      const msg = whoWasFound(clientes.length, ha_mais)
      return c.json({ status: 'success', msg, clientes, ha_mais } satisfies Clientes)
    })
    .get('/atendimento', expectOwnSite(), limit, async (c) => {
      const { busca = '', termo_busca = '' } = c.req.query()
      const read = readService(busca, termo_busca)
      if ('fault' in read) return problem(c, { ...malformed, msg: read.fault })

      const { usuario } = c.get('attendant')
      const shown = await lookUps.ticketsOf(usuario, read.value, c.req.raw.signal)

      if (shown.kind !== 'shown') return problem(c, whyNotShown(shown))
      const { tickets: atendimentos, readAt } = shown
      const msg = howManyAreOpen(atendimentos.filter(({ aberto }) => aberto).length)
      const lido_em = readAt.toISOString()
      return c.json({ status: 'success', msg, lido_em, atendimentos } satisfies TicketsOfService)
    })
    .put('/atendimento/:id_atendimento/informado', expectJson(), async (c) => {
      const id = readTicketId(c.req.param('id_atendimento'))
      if (id === null) return problem(c, noTicketId)
      const read = await readTold(c)
      if (read.kind === 'refused') return problem(c, read.refusal)

      const { usuario } = c.get('attendant')
      const informado = await lookUps.noteTold(usuario, id, read.canal)

      const msg = informado
        ? 'Anotado: o cliente tem o protocolo.'
        : 'Anotado: o cliente ainda não tem o protocolo.'
      return c.json({ status: 'success', msg, informado } satisfies ProtocolNoted)
    })
}

const noTicketId = {
  ...malformed,
  msg: 'O número do atendimento precisa ser um inteiro a partir de 1.',
}

function whoWasFound(count: number, mayHaveMore: boolean): string {
  if (count === 0) return 'Não encontrei ninguém no HubSoft.'
  const found = count === 1 ? 'Encontrei 1 cliente.' : `Encontrei ${count} clientes.`
  return mayHaveMore ? `${found} Pode haver mais: procure por algo mais exato.` : found
}

function howManyAreOpen(count: number): string {
  if (count === 0) return 'Este serviço não tem atendimento aberto.'
  return `Este serviço já tem ${count === 1 ? '1 atendimento aberto' : `${count} atendimentos abertos`}.`
}
