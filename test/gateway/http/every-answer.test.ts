import { expect, test } from 'vitest'
import { type Answer, shareHouse } from '../running.ts'
import { enterAnsweringHouse, type Kind, kinds } from './answer-kinds.ts'
import { inside, uuid } from './expect-problem.ts'

const policy = (frameAncestors: string) =>
  `default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors ${frameAncestors}`

const asJson = {
  'cache-control': 'no-store',
  'content-type': /^application\/json(; charset=utf-8)?$/i,
}
const byWhat: Record<string, typeof asJson> = {
  page: { 'cache-control': 'no-cache', 'content-type': /^text\/html; charset=utf-8$/i },
  file: { 'cache-control': 'no-cache', 'content-type': /^image\/svg\+xml/ },
  asset: {
    'cache-control': 'public, max-age=31536000, immutable',
    'content-type': /^text\/javascript; charset=utf-8$/i,
  },
}

/** What depends on the one answer, and says nothing of how it may be used. */
const ofTheAnswer =
  /^(date|connection|keep-alive|content-length|transfer-encoding|location|retry-after|vary|idempotency-replayed)$/

/** All headers of an answer but those, for a page that nobody may embed. */
function expectHeaders({ headers }: Answer, [, , what]: Kind, more: object = {}) {
  const own = byWhat[what] ?? asJson
  const said = Object.entries(headers).filter(([name]) => !ofTheAnswer.test(name))
  expect(Object.fromEntries(said)).toEqual({
    'cache-control': own['cache-control'],
    ...(own['cache-control'] === 'no-cache' && { etag: expect.stringMatching(/^"[\w-]{22}"$/) }),
    'content-type': expect.stringMatching(own['content-type']),
    'content-security-policy': policy("'none'"),
    'x-frame-options': 'DENY',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'origin-agent-cluster': '?1',
    'x-dns-prefetch-control': 'off',
    'x-download-options': 'noopen',
    'x-permitted-cross-domain-policies': 'none',
    'x-xss-protection': '0',
    'x-request-id': expect.stringMatching(uuid),
    ...more,
  })
}

/** Design §5's shape, and nothing of the inside. */
function expectError({ headers, text, body }: Answer, [name, , codigo]: Kind) {
  expect(JSON.stringify(headers)).not.toMatch(inside)
  if (name.endsWith('head')) return expect(text).toBe('')
  expect(text).not.toMatch(inside)
  expect(body).toMatchObject({
    status: 'error',
    msg: expect.stringMatching(/^\p{Lu}.*[.]$/u),
    codigo,
    id_requisicao: headers['x-request-id'],
  })
  const allowed = /^(status|msg|codigo|id_requisicao|campos|errors|enviado|enviado_em|atendente)$/
  for (const key of Object.keys(Object(body))) expect(key).toMatch(allowed)
}

const FRAME_ANCESTORS = 'https://intranet.example http://localhost:3000'
const [plain, framed] = [
  shareHouse(() => enterAnsweringHouse()),
  shareHouse(() =>
    enterAnsweringHouse({ PUBLIC_ORIGIN: 'https://abrir.example', FRAME_ANCESTORS }),
  ),
]

test.each(kinds)('%s (%i, %s) says what it may and nothing else', async (...kind) => {
  const answer = await plain().answerOf(kind)

  expect(answer.status).toBe(kind[1])
  expectHeaders(answer, kind)
  if (kind[1] >= 400) expectError(answer, kind)
})

test.each(kinds)(
  'over https and framed by the settings’ origins, %s (%i, %s) says so',
  async (...kind) => {
    const answer = await framed().answerOf(kind)

    expect(answer.status).toBe(kind[1])
    expect(answer.headers).not.toHaveProperty('x-frame-options')
    expectHeaders({ ...answer, headers: { ...answer.headers, 'x-frame-options': 'DENY' } }, kind, {
      'content-security-policy': policy(FRAME_ANCESTORS),
      'strict-transport-security': 'max-age=31536000',
    })
  },
)
