import { type Context, Hono } from 'hono'
import { deleteCookie, setCookie } from 'hono/cookie'
import type { Logger } from 'pino'
import * as z from 'zod/mini'
import { faultsByField } from '../../contract/novo-atendimento.ts'
import type { Sessao } from '../../contract/page-context.ts'
import { signInMessages } from '../../contract/sign-in-messages.ts'
import type { Identify } from '../session/identify.ts'
import { expectAttendant, expectJson } from './guards.ts'
import type { LocalSessions } from './open-sign-in.ts'
import { type GatewayEnv, malformed, noSuchRoute, problem } from './problem.ts'
import { readJsonBody } from './read-json-body.ts'

type Deps = {
  identify: Identify
  authMode: Sessao['modo']
  isDemo: boolean
  local: LocalSessions | null
  log: Logger
}

const largestBody = {
  bytes: 4 * 1024,
  msg: 'O pedido passa de 4 KiB. Confira o usuário e a senha.',
}

const filled = (error: string, form: RegExp) => z.string({ error }).check(z.regex(form, { error }))
const credentials = z.strictObject({
  usuario: filled(signInMessages.usuario, /\S/),
  senha: filled(signInMessages.senha, /./s),
})

/** `GET`, `POST` and `DELETE /api/sessao` (design §5): who is signed in, signing in, signing out. */
export function sessionRoutes({ identify, authMode, isDemo, local, log }: Deps) {
  const sessao = (atendente: Sessao['atendente']): Sessao => ({
    atendente,
    modo: authMode,
    demo: isDemo,
  })
  const routes = new Hono<GatewayEnv>().get('/', expectAttendant(identify), (c) =>
    c.json(sessao(c.get('attendant'))),
  )
  if (!local) return routes.on(['POST', 'DELETE'], '/', noSuchRoute)

  const { signIn, cookie, marksCookie } = local
  const cookiesOf = (c: Context<GatewayEnv>) => c.env.incoming?.headers.cookie
  const endOld = (c: Context<GatewayEnv>) => signIn.end(cookie.valuesIn(cookiesOf(c)))

  return routes
    .post('/', expectJson(), async (c) => {
      const body = await readJsonBody(c, largestBody)
      if (body.kind === 'refused') return problem(c, body.refusal)
      const typed = credentials.safeParse(body.json)
      if (!typed.success) {
        const msg = 'Corrija os campos antes de entrar.'
        return problem(c, { ...malformed, msg, campos: faultsByField(typed.error) })
      }

      const marks = marksCookie.marksIn(cookiesOf(c))
      const outcome = await signIn.signIn(c.env, { ...typed.data, marks })
      switch (outcome.kind) {
        case 'signed-in':
          // The new one stands, and they go on under it.
          await endOld(c).catch((err: unknown) => log.error({ err }, 'a session was not ended'))
          setCookie(c, cookie.name, outcome.id, cookie.options)
          setCookie(c, marksCookie.name, marksCookie.valueOf(outcome.marks), marksCookie.options)
          return c.json(sessao(outcome.attendant))
        case 'not-kept':
          return notKept(c)
        case 'no-database':
          return noDatabase(c)
        case 'refused':
          log.warn({ reason: 'credentials' }, 'sign-in refused')
          return refused(c)
        case 'wait':
          log.warn({ reason: `limit:${outcome.limit}` }, 'sign-in refused')
          return wait(c, outcome.waitS)
      }
    })
    .delete('/', async (c) => {
      await endOld(c)
      deleteCookie(c, cookie.name, cookie.options)
      return c.body(null, 204)
    })
}

function refused(c: Context<GatewayEnv>) {
  const msg = 'Usuário ou senha não conferem. Confira e tente de novo.'
  return problem(c, { status: 401, codigo: 'credenciais_recusadas', msg })
}

function notKept(c: Context<GatewayEnv>) {
  const msg =
    'Não consegui registrar a sua entrada: o disco do servidor pode estar cheio. Avise o responsável pelo sistema.'
  return problem(c, { status: 500, codigo: 'erro_interno', msg })
}

const noDatabaseS = 60

function noDatabase(c: Context<GatewayEnv>) {
  const msg =
    'Não consegui conferir a sua entrada: este servidor não alcança o banco de dados agora. Tente de novo em um minuto; se continuar, avise o responsável pelo sistema.'
  return problem(c, { status: 503, codigo: 'consulta_indisponivel', msg, waitS: noDatabaseS })
}

function wait(c: Context<GatewayEnv>, waitS: number) {
  const msg = `Foram muitas tentativas de entrar. Espere ${inWords(waitS)} e tente de novo.`
  return problem(c, { status: 429, codigo: 'muitas_requisicoes', msg, waitS })
}

function inWords(seconds: number): string {
  const [count, unit] = seconds < 60 ? [seconds, 'segundo'] : [Math.ceil(seconds / 60), 'minuto']
  return `${count} ${unit}${count === 1 ? '' : 's'}`
}
