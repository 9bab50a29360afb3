import * as z from 'zod/mini'

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type JsonObject = { [key: string]: Json }

const json = z.json()

/** Undefined when the text is not JSON. */
export function readJson(text: string): Json | undefined {
  try {
    return json.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/**
 * The fields of a request's body: a JSON object whatever its content type, since the manual's own curl
 * sends one as a form, or a form. Of anything else PHP sees no field at all.
 */
export function readFields(text: string, contentType = ''): JsonObject {
  const body = readJson(text)
  if (isObject(body)) return trimmed(body)
  const isForm = contentType.startsWith('application/x-www-form-urlencoded')
  return isForm ? trimmed(Object.fromEntries(new URLSearchParams(text))) : {}
}

/** As the framework does to every request but its passwords: texts trimmed, empty ones null. */
export function trimmed(fields: JsonObject): JsonObject {
  const inside = (value: Json): Json => {
    if (typeof value === 'string') return value.trim() || null
    if (Array.isArray(value)) return value.map(inside)
    return isObject(value) ? trimmed(value) : value
  }
  return Object.fromEntries(
    Object.entries(fields).map(([key, value]) => [key, key === 'password' ? value : inside(value)]),
  )
}

/** As PHP encodes it: every slash escaped (Q30), no charset in the content type. */
export function phpText(body: Json): string {
  return JSON.stringify(body).replaceAll('/', '\\/')
}

export function phpJson(body: Json, status = 200, headers: Record<string, string> = {}): Response {
  return textResponse(phpText(body), status, { 'content-type': 'application/json', ...headers })
}

export function htmlPage(
  title: string,
  status = 200,
  headers: Record<string, string> = {},
): Response {
  const text = `<html>\r\n<head><title>${title}</title></head>\r\n<body>\r\n<center><h1>${title}</h1></center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n`
  return textResponse(text, status, { 'content-type': 'text/html; charset=UTF-8', ...headers })
}

/** What Laravel tells every browser and proxy: keep nothing. */
export function textResponse(
  body: string | Uint8Array<ArrayBuffer>,
  status: number,
  headers: Record<string, string>,
): Response {
  return new Response(body, {
    status,
    headers: { 'cache-control': 'no-cache, private', ...headers },
  })
}

/** E1 with sentences, E2 without: HubSoft says no at HTTP 200 (Q1). */
export function refusal(msg: string, errors: string[] = []): JsonObject {
  return { status: 'error', msg, errors }
}

export const noPermission = 'O Usuário não possui a permissão desejada!'

/** Q36: one of the few answers whose HTTP status means what it says. */
export function permissionMissing(): Response {
  return phpJson(refusal(noPermission), 403)
}

/** E9 */
export function tooMany(retryAfterS = 37): Response {
  const said = refusal('Limite de requisições excedido. Tente novamente em instantes.')
  const headers = { 'retry-after': String(retryAfterS) }
  return phpJson({ ...said, retry_after: retryAfterS }, 429, headers)
}

export function unauthenticated(): Response {
  return phpJson({ message: 'Unauthenticated.' }, 401)
}
