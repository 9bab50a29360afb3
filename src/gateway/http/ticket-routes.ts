import { type Context, Hono } from 'hono'
import * as z from 'zod/mini'
import {
  faultsByField,
  type NovoAtendimento,
  novoAtendimento,
} from '../../contract/novo-atendimento.ts'
import type { Clock } from '../clock.ts'
import type { TicketRow } from '../journal/ticket-row.ts'
import type { Submitted, TicketDesk } from '../send/desk.ts'
import type { LookedNow } from '../send/looks.ts'
import { expectJson } from './guards.ts'
import {
  type GatewayEnv,
  inSeconds,
  malformed,
  type Problem,
  problem,
  tooManyRequests,
} from './problem.ts'
import { readJsonBody } from './read-json-body.ts'
import {
  createSinceFormat,
  retryNotSentS,
  type TicketAnswer,
  ticketAnswer,
} from './ticket-answers.ts'

type Deps = {
  desk: TicketDesk
  clock: Clock
  /** IANA name for the times in messages. */
  timeZone: string
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

// "Attempt 2": the first one was no resend.
const attemptNumber = z.pipe(
  z.string().check(z.regex(/^([2-9]|[1-9]\d{1,3})$/)),
  z.transform(Number),
)

// In the day's list; it goes on where `proxima` says.
const place = z.optional(z.pipe(z.string().check(z.regex(/^\d{1,6}$/)), z.transform(Number)))

/** `POST …/atendimento`, and what asks about a send: by key, by day, by a look now (design §5). */
export function ticketRoutes({ desk, clock, timeZone }: Deps) {
  const formatSince = createSinceFormat(timeZone)
  const describe = (c: RouteContext, row: TicketRow) =>
    ticketAnswer(row, new Date(clock.wallMs()), c.get('requestId'), {
      formatSince,
      toWall: desk.toWall,
    })

  function answerWith(c: RouteContext, row: TicketRow, replayed: boolean, resend?: number) {
    const { httpStatus, body, retryAfterS } = whyNotResent(
      describe(c, row),
      { row, replayed, resend },
      desk.lookWaitS,
    )
    if (body.status !== 'error') c.header('Location', `${ticketPath}/${row.key}`)
    if (retryAfterS !== undefined) c.header('Retry-After', String(retryAfterS))
    if (replayed) c.header('Idempotency-Replayed', 'true')
    return c.json(body, httpStatus)
  }

  return new Hono<GatewayEnv>()
    .post('/', expectJson(), async (c) => {
      const key = ticketKey.safeParse(c.req.header('idempotency-key'))
      if (!key.success) return malformedHeader(c, 'idempotency-key')
      const attempt = z.optional(attemptNumber).safeParse(c.req.header('x-reenvio'))
      if (!attempt.success) return malformedHeader(c, 'x-reenvio')
      const novo = await readTicket(c)
      if (novo instanceof Response) return novo

      const submitted = await desk.submit({
        key: key.data,
        attendant: c.get('attendant'),
        novo,
        resend: attempt.data,
        overLimitS: c.get('overLimitS'),
      })
      switch (submitted.kind) {
        case 'row':
          return answerWith(c, submitted.row, submitted.replayed, attempt.data)
        case 'too-many':
          return problem(c, tooManyRequests(submitted.waitS, 'Nada foi enviado.'))
        default:
          return problem(c, problems[submitted.kind])
      }
    })
    .get('/', async (c, next) => {
      // Nothing else is ever listed.
      if (c.req.query('hoje') === undefined) return next()
      return listToday(c, desk, describe)
    })
    .get('/:chave', async (c) => {
      const row = await findOwn(c, desk)
      return row instanceof Response ? row : c.json(describe(c, row).body)
    })
    .post('/:chave/conferir', async (c) => {
      const row = await findOwn(c, desk)
      if (row instanceof Response) return row
      const looked = await desk.lookNow(row)
      if (looked.kind !== 'looked') return lookLater(c, looked)
      return c.json(describe(c, looked.row).body)
    })
}

type Resent = { row: TicketRow; replayed: boolean; resend: number | undefined }

/** A resend after which nobody knows more than before says why. */
function whyNotResent(
  answer: TicketAnswer,
  { row: { attempt, looks }, replayed, resend = 0 }: Resent,
  lookWaitS: () => number,
): TicketAnswer {
  const isHeldBack = attempt < resend
  // A repeat of one that did leave tells what came of that.
  const wasTurnedAway = attempt === resend && !replayed
  if (answer.body.status !== 'unknown' || !(isHeldBack || wasTurnedAway)) return answer
  const say = (msg: string) => ({ ...answer, body: { ...answer.body, msg } })
  const waitS = isHeldBack ? lookWaitS() : 0
  if (waitS > 0) {
    const wait = `ele pediu para esperar ${inSeconds(waitS)}`
    return {
      ...say(`${looksFirst}, e ${wait}. Tente de novo depois disso; não abra outro ainda.`),
      retryAfterS: waitS,
    }
  }
  if (isHeldBack && looks.at(-1)?.wasRead === false) {
    return say(
      `${looksFirst}, e não consigo confirmar por ela se o atendimento foi aberto. Tente de novo em alguns minutos, ou procure você no HubSoft.`,
    )
  }
  return say('Não consegui enviar agora. Tente de novo em um minuto; não abra outro ainda.')
}

const looksFirst = 'Antes de enviar eu confiro na lista do HubSoft'

/** What this attendant sent today, as much of it as one answer holds. */
async function listToday(
  c: RouteContext,
  desk: TicketDesk,
  describe: (c: RouteContext, row: TicketRow) => TicketAnswer,
) {
  const from = place.safeParse(c.req.query('a_partir'))
  if (!from.success) {
    const msg = 'a_partir precisa ser o número que a lista deu em proxima.'
    return problem(c, { ...malformed, msg })
  }
  const { rows, next } = await desk.sentToday(c.get('attendant').usuario, from.data ?? 0)
  const atendimentos = rows.map((row) => ({ ...describe(c, row).body, chave: row.key }))
  const msg = 'O que você enviou nas últimas 16 horas e o que ainda não se sabe.'
  const more = next === null ? {} : { proxima: next }
  return c.json({ status: 'success', msg, atendimentos, ...more })
}

/** The send that the path names, where it is this attendant's; else what to answer. */
async function findOwn(c: RouteContext, desk: TicketDesk): Promise<TicketRow | Response> {
  const key = ticketKey.safeParse(c.req.param('chave'))
  if (!key.success) {
    return problem(c, { ...malformed, msg: 'A chave do envio precisa ser um UUID.' })
  }
  const row = await desk.find(key.data)
  if (!row) return problem(c, problems['unknown-key'])
  const isOwn = row.attendant.usuario === c.get('attendant').usuario
  return isOwn ? row : problem(c, problems['other-attendant'])
}

/** The ticket in the body; else what to answer. */
async function readTicket(c: RouteContext): Promise<NovoAtendimento | Response> {
  const body = await readJsonBody(c, largestBody)
  if (body.kind === 'refused') return problem(c, body.refusal)
  const novo = novoAtendimento.safeParse(body.json)
  if (novo.success) return novo.data
  const msg = 'Corrija os campos antes de abrir. Nada foi enviado.'
  return problem(c, { ...malformed, msg, campos: faultsByField(novo.error) })
}

const headerFaults = {
  'idempotency-key': 'Falta a chave do envio (Idempotency-Key: um UUID).',
  'x-reenvio': 'X-Reenvio precisa ser o número da tentativa seguinte, a partir de 2.',
} as const

const malformedHeader = (c: RouteContext, name: keyof typeof headerFaults) =>
  problem(c, { ...malformed, msg: headerFaults[name] })

/** The key of a POST that is no person's resend: of those an earlier attempt may have been opened. */
export function firstKeyOf({ req }: RouteContext): string | null {
  const key = ticketKey.safeParse(req.header('idempotency-key'))
  return key.success && req.header('x-reenvio') === undefined ? key.data : null
}

/** Nothing leaves while the journal can't be read; what it knows of this key, nobody can say. */
export function notRecorded(c: RouteContext) {
  const msg =
    'Este pedido não foi enviado: este servidor não consegue registrar envios agora. Envie de novo em um minuto; se continuar, avise o responsável pelo sistema.'
  return problem(c, { status: 503, codigo: 'nao_enviado', msg, waitS: retryNotSentS })
}

function lookLater(c: RouteContext, { kind, waitS }: Exclude<LookedNow, { kind: 'looked' }>) {
  const why =
    kind === 'wait'
      ? 'Acabei de conferir este envio no HubSoft.'
      : 'Não conferi: o HubSoft pediu para esperar.'
  const msg = `${why} Confira de novo em ${inSeconds(waitS)}.`
  return problem(c, { status: 429, codigo: 'muitas_requisicoes', msg, waitS })
}

/** What is known of no send of this attendant's. */
const problems = {
  'other-attendant': {
    status: 409,
    codigo: 'chave_de_outro_atendente',
    msg: 'Este envio é de outro atendente; nada seu foi enviado.',
  },
  'unknown-key': {
    status: 404,
    codigo: 'chave_desconhecida',
    msg: 'Este servidor não tem registro deste envio.',
  },
  'key-reused': {
    status: 422,
    codigo: 'chave_reutilizada',
    msg: 'Este envio já foi feito com outros dados, talvez em outra aba. Nada novo foi enviado.',
  },
} as const satisfies Record<Exclude<Submitted['kind'], 'row' | 'too-many'>, Problem>
