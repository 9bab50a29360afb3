import { type Context, Hono } from 'hono'
import { timesIn } from '../../../contract/times.ts'
import type { Clock } from '../../clock.ts'
import type { TicketRow } from '../../journal/ticket-row.ts'
import type { TicketDesk } from '../../send/desk.ts'
import { expectJson } from '../guards.ts'
import { type GatewayEnv, type Problem, problem } from '../problem.ts'
import { whyNotResent } from './resend-answer.ts'
import { ticketAnswer } from './ticket-answers.ts'
import { lookLater, noProtocol, othersKey, unknownKey, whyUnsent } from './ticket-problems.ts'
import {
  messagePath,
  readKey,
  readMessage,
  readPlace,
  readSending,
  readTold,
  ticketPath,
} from './ticket-request.ts'

type Deps = {
  desk: TicketDesk
  clock: Clock
  /** IANA name for the times in messages. */
  timeZone: string
}
type RouteContext = Context<GatewayEnv>

/** `POST …/atendimento`, `…/adicionar_mensagem/:id`, and what asks about a send: by key, by day, by a look now (design §5). */
export function ticketRoutes({ desk, clock, timeZone }: Deps) {
  const { formatSince, formatWhen } = timesIn(timeZone)
  const nowByWall = () => new Date(clock.wallMs())
  const times = {
    formatSince: (since: Date) => formatSince(since, nowByWall()),
    formatWhen: (at: Date) => formatWhen(at, nowByWall()),
    toWall: desk.toWall,
  }
  const describe = (c: RouteContext, row: TicketRow) => ticketAnswer(row, c.get('requestId'), times)

  function answerPost(c: RouteContext, row: TicketRow, replayed: boolean, resend?: number) {
    const resent = { row, replayed, resend }
    const answer = whyNotResent(describe(c, row), resent, desk.lookWaitS)
    const { httpStatus, body, retryAfterS } = answer
    if (body.status !== 'error') c.header('Location', `${ticketPath}/${row.key}`)
    if (retryAfterS !== undefined) c.header('Retry-After', String(retryAfterS))
    if (replayed) c.header('Idempotency-Replayed', 'true')
    return c.json(body, httpStatus)
  }

  async function send(c: RouteContext, read: Awaited<ReturnType<typeof readSending>>) {
    if (read.kind === 'refused') return problem(c, read.refusal)
    const { key, novo, call, resend } = read

    const [attendant, overLimitS] = [c.get('attendant'), c.get('overLimitS')]
    // Before anything is compared: what comes meanwhile isn't told.
    const toldAt = nowByWall()
    const sending = { key, attendant, novo, call, resend, readAt: read.readAt, overLimitS }
    const arrived = { arrivedMs: c.get('arrivedMs'), hasHungUp: () => hasHungUp(c) }
    const submitted = await desk.submit({ ...sending, ...arrived })

    if (submitted.kind !== 'row') {
      const why = whyUnsent(submitted, attendant, times.formatWhen)
      return problem(c, submitted.kind === 'opened-meanwhile' ? { ...why, toldAt } : why)
    }
    return answerPost(c, submitted.row, submitted.replayed, resend)
  }

  return new Hono<GatewayEnv>()
    .post('/', expectJson(), async (c) => send(c, await readSending(c)))
    .post(`${messagePath}/:id`, expectJson(), async (c) => send(c, await readMessage(c)))
    .get('/', async (c, next) => {
      // Nothing else is ever listed.
      if (c.req.query('hoje') === undefined) return next()
      const read = readPlace(c)
      if (read.kind === 'refused') return problem(c, read.refusal)

      const { rows, next: proxima } = await desk.sentToday(c.get('attendant').usuario, read.from)

      const atendimentos = rows.map((row) => ({ ...describe(c, row).body, chave: row.key }))
      const msg =
        'O que você enviou nas últimas 16 horas, o que ainda não se sabe e o que falta informar ao cliente.'
      const more = proxima === null ? {} : { proxima }
      return c.json({ status: 'success', msg, atendimentos, ...more })
    })
    .get('/:chave', async (c) => {
      const found = await findOwn(c, desk)
      if (found.kind === 'refused') return problem(c, found.refusal)
      return c.json(describe(c, found.row).body)
    })
    .post('/:chave/conferir', async (c) => {
      const found = await findOwn(c, desk)
      if (found.kind === 'refused') return problem(c, found.refusal)

      const looked = await desk.lookNow(found.row)

      if (looked.kind !== 'looked') return problem(c, lookLater(looked))
      return c.json(describe(c, looked.row).body)
    })
    .put('/:chave/informado', expectJson(), async (c) => {
      const found = await findOwn(c, desk)
      if (found.kind === 'refused') return problem(c, found.refusal)
      const read = await readTold(c)
      if (read.kind === 'refused') return problem(c, read.refusal)

      const row = await desk.noteTold(found.row.key, read.canal)

      return row ? c.json(describe(c, row).body) : problem(c, noProtocol)
    })
}

/** Whether whoever asked, or the proxy in between, has ended the connection. */
function hasHungUp({ env }: RouteContext): boolean {
  const socket = env.incoming?.socket
  return socket !== undefined && (socket.readableEnded || socket.destroyed)
}

type Found = { kind: 'own'; row: TicketRow } | { kind: 'refused'; refusal: Problem }

/** The send that the path names, where it is this attendant's. */
async function findOwn(c: RouteContext, desk: TicketDesk): Promise<Found> {
  const read = readKey(c)
  if (read.kind === 'refused') return read
  const row = await desk.find(read.key)
  if (!row) return { kind: 'refused', refusal: unknownKey }
  return row.attendant.usuario === c.get('attendant').usuario
    ? { kind: 'own', row }
    : { kind: 'refused', refusal: othersKey }
}
