import { expect, test } from 'vitest'
import type { Environment } from '#src/gateway/config/environment.ts'
import { answerOf, type Kind, kinds } from './answer-kinds.ts'
import { uuid } from './expect-problem.ts'

const policy = (frameAncestors: string) =>
  `default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors ${frameAncestors}`

const cacheControl: Record<Kind[1], string> = {
  page: 'no-cache',
  file: 'no-cache',
  asset: 'public, max-age=31536000, immutable',
  json: 'no-store',
}

const contentType: Record<Kind[1], RegExp> = {
  page: /^text\/html; charset=utf-8$/i,
  file: /^image\/svg\+xml/,
  asset: /^text\/javascript; charset=utf-8$/i,
  json: /^application\/json(; charset=utf-8)?$/i,
}

/** Each header with what it says on every answer; undefined where it must not be there. */
const everywhere: [header: string, value: unknown][] = [
  ['content-security-policy', policy("'none'")],
  ['x-frame-options', 'DENY'],
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'no-referrer'],
  ['permissions-policy', 'camera=(), microphone=(), geolocation=()'],
  ['cross-origin-opener-policy', 'same-origin'],
  ['cross-origin-resource-policy', 'same-origin'],
  ['x-request-id', expect.stringMatching(uuid)],
  ['server', undefined],
  ['x-powered-by', undefined],
  ['access-control-allow-origin', undefined],
  ['set-cookie', undefined],
  ['strict-transport-security', undefined],
]

const asked = new Map<string, ReturnType<typeof answerOf>>()

/** One answer serves for all the headers that are looked at in it. */
async function headersOf(kind: Kind, env: Environment = {}) {
  const name = JSON.stringify([kind[0], env])
  const answer = asked.get(name) ?? answerOf(kind, env)
  asked.set(name, answer)
  const { status, headers } = await answer
  expect(status).toBe(kind[2])
  return headers
}

const rows = everywhere.flatMap(([header, value]) =>
  kinds.map((kind) => ({ header, value, kind, name: kind[0], status: kind[2] })),
)

test.each(rows)('$header of $name ($status): $value', async ({ header, value, kind }) => {
  expect((await headersOf(kind))[header]).toEqual(value)
})

test.each(kinds)('how long %s is kept, as %s (%i)', async (...kind) => {
  expect((await headersOf(kind))['cache-control']).toBe(cacheControl[kind[1]])
})

test.each(kinds)('the type of %s, as %s (%i)', async (...kind) => {
  expect((await headersOf(kind))['content-type']).toMatch(contentType[kind[1]])
})

const framed = { FRAME_ANCESTORS: 'https://intranet.example http://localhost:3000' }

test.each(kinds)('who may embed %s, as %s (%i): the origins of the settings', async (...kind) => {
  const headers = await headersOf(kind, framed)

  expect(headers['content-security-policy']).toBe(policy(framed.FRAME_ANCESTORS))
  expect(headers).not.toHaveProperty('x-frame-options')
})

test.each(kinds)('over https %s, as %s (%i), keeps browsers there for a year', async (...kind) => {
  const headers = await headersOf(kind, { PUBLIC_ORIGIN: 'https://abrir.example' })

  expect(headers['strict-transport-security']).toBe('max-age=31536000')
})
