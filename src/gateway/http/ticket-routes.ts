import { type Context, Hono } from 'hono'
import * as z from 'zod/mini'
import { faultsByField, novoAtendimento } from '../../contract/novo-atendimento.ts'
import type { Clock } from '../clock.ts'
import type { JournalRow } from '../journal/memory-journal.ts'
import type { TicketDesk } from '../ticket-desk.ts'
import { expectJson } from './guards.ts'
import { type GatewayEnv, malformed, problem } from './problem.ts'
import { type RateLimits, tooManyRequests } from './rate-limits.ts'
import { readJsonBody } from './read-json-body.ts'
import { createSinceFormat, ticketAnswer } from './ticket-answers.ts'

type Deps = {
  desk: TicketDesk
  clock: Clock
  /** IANA name for the times in messages. */
  timeZone: string
  countSend: RateLimits['countSend']
}
type RouteContext = Context<GatewayEnv>

export const ticketPath = '/api/v1/integracao/atendimento'

const largestBody = {
  bytes: 64 * 1024,
  msg: 'O pedido passa de 64 KiB. Encurte a Descrição. Nada foi enviado.',
}
const ticketKey = z.pipe(
  z.guid(),
  z.transform((key: string) => key.toLowerCase()),
)

/** `POST …/atendimento`, `GET …/atendimento?hoje` and `GET …/atendimento/:chave` (design §5). */
export function ticketRoutes({ desk, clock, timeZone, countSend }: Deps) {
  const formatSince = createSinceFormat(timeZone)
  const describe = (c: RouteContext, row: JournalRow) =>
    ticketAnswer(row, new Date(clock.wallMs()), c.get('requestId'), formatSince)

  function answerWith(c: RouteContext, row: JournalRow, replayed: boolean) {
    const { httpStatus, body, retryAfterS } = describe(c, row)
    if (body.status !== 'error') c.header('Location', `${ticketPath}/${row.key}`)
    if (retryAfterS !== undefined) c.header('Retry-After', String(retryAfterS))
    if (replayed) c.header('Idempotency-Replayed', 'true')
    return c.json(body, httpStatus)
  }

  /** Of any other key something is known, which is told whatever the limit. */
  async function wouldSend(key: string): Promise<boolean> {
    const row = await desk.find(key)
    return !row || row.state.kind === 'received'
  }

  return new Hono<GatewayEnv>()
    .post('/', expectJson(), async (c) => {
      const key = ticketKey.safeParse(c.req.header('idempotency-key'))
      if (!key.success) {
        const msg = 'Falta a chave do envio (Idempotency-Key: um UUID).'
        return problem(c, { ...malformed, msg })
      }
      const attendant = c.get('attendant')
      const overS = c.get('overLimitS') ?? 0
      if (overS > 0 && (await wouldSend(key.data))) return notSent(c, overS)

      // A resend is a person's decision about an unknown send: for any other key it sends nothing.
      if (c.req.header('x-reenvio') !== undefined) {
        const row = await desk.find(key.data)
        if (!row) return unknownKey(c)
        return row.attendant.usuario === attendant.usuario ? answerWith(c, row, true) : othersKey(c)
      }

      const body = await readJsonBody(c, largestBody)
      if (body.kind === 'refused') return problem(c, body.refusal)
      const novo = novoAtendimento.safeParse(body.json)
      if (!novo.success) {
        const msg = 'Corrija os campos antes de abrir. Nada foi enviado.'
        return problem(c, { ...malformed, msg, campos: faultsByField(novo.error) })
      }

      const waitS = (await wouldSend(key.data)) ? await countSend(attendant.usuario) : 0
      if (waitS > 0) return notSent(c, waitS)

      const submitted = await desk.submit({ key: key.data, attendant, novo: novo.data })
      switch (submitted.kind) {
        case 'row':
          return answerWith(c, submitted.row, submitted.replayed)
        case 'other-attendant':
          return othersKey(c)
        case 'key-reused':
          return keyReused(c)
      }
    })
    .get('/', async (c, next) => {
      // Nothing else is ever listed.
      if (c.req.query('hoje') === undefined) return next()
      const rows = await desk.sentToday(c.get('attendant').usuario)
      const atendimentos = rows.map((row) => ({
        ...describe(c, row).body,
        chave: row.key,
      }))
      const msg = 'O que você enviou nas últimas 16 horas e o que ainda não se sabe.'
      return c.json({ status: 'success', msg, atendimentos })
    })
    .get('/:chave', async (c) => {
      const key = ticketKey.safeParse(c.req.param('chave'))
      if (!key.success) {
        return problem(c, { ...malformed, msg: 'A chave do envio precisa ser um UUID.' })
      }
      const row = await desk.find(key.data)
      if (!row) return unknownKey(c)
      if (row.attendant.usuario !== c.get('attendant').usuario) return othersKey(c)
      return c.json(describe(c, row).body)
    })
}

const notSent = (c: RouteContext, waitS: number) =>
  tooManyRequests(c, { waitS, known: 'Nada foi enviado.' })

function othersKey(c: RouteContext) {
  const msg = 'Este envio é de outro atendente; nada seu foi enviado.'
  return problem(c, { status: 409, codigo: 'chave_de_outro_atendente', msg })
}

function unknownKey(c: RouteContext) {
  const msg = 'Este servidor não tem registro deste envio.'
  return problem(c, { status: 404, codigo: 'chave_desconhecida', msg })
}

function keyReused(c: RouteContext) {
  const msg =
    'Este envio já foi feito com outros dados, talvez em outra aba. Nada novo foi enviado.'
  return problem(c, { status: 422, codigo: 'chave_reutilizada', msg })
}
