import { randomBytes } from 'node:crypto'
import type { EmulatorContext, EmulatorHandler } from './handler.ts'
import { htmlPage, type JsonObject, phpJson, readFields, unauthenticated } from './wire.ts'

/** The one API account that may sign in. */
export type Credentials = {
  client_id: string
  client_secret: string
  username: string
  password: string
}

type TokenDeps = { now: () => Date; expiresInS: number }

export function createTokens({ now, expiresInS }: TokenDeps) {
  const expiryOf = new Map<string, number>()

  function issue(): JsonObject {
    const access_token = randomBytes(24).toString('base64url')
    expiryOf.set(access_token, now().getTime() + expiresInS * 1000)
    const refresh_token = randomBytes(24).toString('base64url')
    return { access_token, expires_in: expiresInS, refresh_token, token_type: 'Bearer' }
  }

  return {
    issue,
    isGood: (token: string) => (expiryOf.get(token) ?? Number.NEGATIVE_INFINITY) > now().getTime(),
    /** Q25: what a server update does to every token at once. */
    revokeAll: () => expiryOf.clear(),
  }
}

export type Tokens = ReturnType<typeof createTokens>

/** `POST /oauth/token`: password grant, JSON or form. */
export function signIn(tokens: Tokens, accepted: Credentials): EmulatorHandler {
  return async (c) => {
    const fields = readFields(await c.req.text(), c.req.header('content-type'))
    const refused = missingField(fields) ?? wrongGrant(fields) ?? wrongAccount(fields, accepted)
    return refused ?? phpJson(tokens.issue())
  }
}

/** Lets a request through to `handler` when its bearer token is known, unexpired and not revoked. */
export function withToken(tokens: Tokens, handler: EmulatorHandler): EmulatorHandler {
  return async (c) => {
    const token = /^Bearer (\S+)$/i.exec(c.req.header('authorization') ?? '')?.[1]
    if (token !== undefined && tokens.isGood(token)) return handler(c)
    return wantsJson(c) ? unauthenticated() : toSignInPage(c)
  }
}

/** Laravel's rule: the first type of `Accept` decides. */
export function wantsJson(c: EmulatorContext): boolean {
  return /[/+]json/.test((c.req.header('accept') ?? '').split(',')[0] ?? '')
}

function toSignInPage(c: EmulatorContext): Response {
  const location = new URL('/login', c.req.url).href
  return htmlPage(`Redirecting to ${location}`, 302, { location })
}

function missingField(fields: JsonObject): Response | null {
  const names = ['grant_type', 'client_id', 'client_secret', 'username', 'password']
  const missing = names.find((name) => (fields[name] ?? '') === '')
  if (missing === undefined) return null
  const hint = `Check the \`${missing}\` parameter`
  return oauthError(
    400,
    'invalid_request',
    'The request is missing a required parameter, includes an invalid parameter value, includes a parameter more than once, or is otherwise malformed.',
    { hint },
  )
}

function wrongGrant({ grant_type }: JsonObject): Response | null {
  if (grant_type === 'password') return null
  return oauthError(
    400,
    'unsupported_grant_type',
    'The authorization grant type is not supported by the authorization server.',
  )
}

function wrongAccount(fields: JsonObject, accepted: Credentials): Response | null {
  // A client id is digits; clients send it as a number, too (hubsoft §2).
  const isClient =
    String(fields.client_id) === accepted.client_id &&
    fields.client_secret === accepted.client_secret
  if (!isClient) return oauthError(401, 'invalid_client', 'Client authentication failed')

  const isUser = fields.username === accepted.username && fields.password === accepted.password
  return isUser ? null : wrongUser()
}

export function wrongUser(): Response {
  return oauthError(401, 'invalid_credentials', 'The user credentials were incorrect.')
}

function oauthError(
  status: number,
  error: string,
  message: string,
  extra: JsonObject = {},
): Response {
  return phpJson({ error, error_description: message, ...extra, message }, status)
}
