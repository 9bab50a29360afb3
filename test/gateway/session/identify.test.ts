import { randomUUID } from 'node:crypto'
import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http'
import pino from 'pino'
import { expect, test } from 'vitest'
import { createLog } from '#src/gateway/log.ts'
import { identifyByProxy, type ProxySettings } from '#src/gateway/session/identify.ts'
import { normalizedDuring } from '../../contract/normalized.ts'
import { hostileTexts } from '../../hostile-texts.ts'
import { arrivalFrom } from '../arrival.ts'
import {
  behindProxy,
  enterHouse,
  newTicket,
  openHouse,
  shareHouse,
  signedIn,
  told,
} from '../running.ts'

const secret = 'segredo-do-proxy-com-mais-de-32-letras'

/** One for all that are only asked who they are. */
const house = shareHouse(() => enterHouse({ env: behindProxy }))

/** Who the gateway takes the sender of these headers for; null where it is nobody. */
async function sessionFor(headers: OutgoingHttpHeaders, env = {}) {
  const isOther = Object.keys(env).length > 0
  const { send } = isOther ? await openHouse({ env: { ...behindProxy, ...env } }) : house()
  const { status, body } = await send('/api/sessao', { headers })
  return status === 200 ? Object(body).atendente : { status, codigo: Object(body).codigo }
}

const nobody = { status: 401, codigo: 'sessao_expirada' }
/** As bytes on the wire: Node writes header values in Latin-1. */
const utf8 = (name: string) => Buffer.from(name).toString('latin1')

test('the trusted proxy with its secret says who it is', async () => {
  const { status, body, headers } = await house().send('/api/sessao', {
    headers: signedIn('ana', 'Ana'),
  })

  expect(status).toBe(200)
  expect(body).toEqual({
    atendente: { usuario: 'ana', nome: 'Ana' },
    modo: 'proxy',
    demo: true,
  })
  expect(headers).not.toHaveProperty('set-cookie')
})

test.each([
  ['without a name header', signedIn('ana')],
  ['with an empty name header', signedIn('ana', '')],
  ['with a blank name header', signedIn('ana', '  ')],
])('%s the user stands for the name', async (_how, headers) => {
  expect(await sessionFor(headers)).toEqual({ usuario: 'ana', nome: 'ana' })
})

test.each<[string, OutgoingHttpHeaders]>([
  ['no header at all', {}],
  ['a user without the secret', { 'x-forwarded-user': 'ana' }],
  ['the secret without a user', { 'x-auth-proxy-secret': secret }],
  ['an empty user', signedIn('')],
  ['a blank user', signedIn(' \t ')],
  ['a wrong secret', { ...signedIn('ana'), 'x-auth-proxy-secret': `${secret}x` }],
  [
    'the beginning of the secret',
    { ...signedIn('ana'), 'x-auth-proxy-secret': secret.slice(0, -1) },
  ],
  ['the secret in capitals', { ...signedIn('ana'), 'x-auth-proxy-secret': secret.toUpperCase() }],
  ['an empty secret', { ...signedIn('ana'), 'x-auth-proxy-secret': '' }],
  ['two secrets', { ...signedIn('ana'), 'x-auth-proxy-secret': [secret, secret] }],
  ['two users', { ...signedIn('ana'), 'x-forwarded-user': ['ana', 'bia'] }],
  ['the same user twice', { ...signedIn('ana'), 'x-forwarded-user': ['ana', 'ana'] }],
  ['two names', { ...signedIn('ana'), 'x-forwarded-name': ['Ana', 'Bia'] }],
])('%s is nobody: 401', async (_what, headers) => {
  expect(await sessionFor(headers)).toEqual(nobody)
})

test('a secret may hold any character', async () => {
  const AUTH_PROXY_SECRET = 'coração-índigo-'.repeat(3)

  expect(
    await sessionFor(
      { ...signedIn('ana'), 'x-auth-proxy-secret': utf8(AUTH_PROXY_SECRET) },
      { AUTH_PROXY_SECRET },
    ),
  ).toEqual({ usuario: 'ana', nome: 'ana' })
})

test('the proxy’s own header names replace ours', async () => {
  const env = { AUTH_PROXY_HEADER: 'Remote-User', AUTH_PROXY_NAME_HEADER: 'Remote-Name' }
  const own = { 'remote-user': 'ana', 'remote-name': 'Ana', 'x-auth-proxy-secret': secret }

  expect(await sessionFor({ ...own, 'x-forwarded-user': 'bia' }, env)).toEqual({
    usuario: 'ana',
    nome: 'Ana',
  })
  expect(await sessionFor(signedIn('ana', 'Ana'), env)).toEqual(nobody)
})

test.each([
  ['UTF-8', utf8('José Ávila 🙂'), 'José Ávila 🙂'],
  ['Latin-1', 'José Ávila', 'José Ávila'],
  ['UTF-8 with accents apart', utf8('Jose\u0301'), 'José'],
  ['UTF-8 with unseen characters', utf8('Ana\u200b \u202eLima'), 'Ana Lima'],
  ['many spaces', 'Ana \t  Lima', 'Ana Lima'],
])('a name in %s is read as people write it', async (_how, name, read) => {
  expect(await sessionFor(signedIn('ana', name))).toEqual({ usuario: 'ana', nome: read })
})

/** A request from this peer with these headers, as they came. */
function requestFrom(peer: string | undefined, rawHeaders: string[]): IncomingMessage {
  const { incoming } = arrivalFrom(peer)
  incoming.rawHeaders = rawHeaders
  return incoming
}

const settings: ProxySettings = {
  header: 'X-Forwarded-User',
  nameHeader: 'X-Forwarded-Name',
  secret: () => secret,
  trusted: ['10.0.0.7', '192.168.0.0/24', 'fd00::/8'],
  clock: { monotonicMs: () => 0 },
  log: pino({ level: 'silent' }),
}
const speaking = ['X-Auth-Proxy-Secret', secret, 'X-Forwarded-User', 'ana']

test.each([
  ['10.0.0.7', true],
  ['10.0.0.8', false],
  ['::ffff:10.0.0.7', true],
  ['::FFFF:10.0.0.7', true],
  ['::ffff:10.0.0.8', false],
  ['192.168.0.255', true],
  ['192.168.1.0', false],
  ['::ffff:192.168.0.9', true],
  ['fd12::1', true],
  ['fe80::1', false],
  ['::1', false],
  [undefined, false],
])('the peer %s is trusted: %s', (peer, isTrusted) => {
  const attendant = identifyByProxy(settings)({ incoming: requestFrom(peer, speaking) })

  expect(attendant).toEqual(isTrusted ? { usuario: 'ana', nome: 'ana' } : null)
})

test.each([
  ['two users', ['x-forwarded-user', 'bia']],
  ['two secrets', ['X-AUTH-PROXY-SECRET', 'x']],
])('%s in two spellings of one header are nobody', (_what, again) => {
  const incoming = requestFrom('10.0.0.7', [...speaking, ...again])

  expect(identifyByProxy(settings)({ incoming })).toBeNull()
})

test('a value that looks like the name of a header is no header', () => {
  const incoming = requestFrom('10.0.0.7', [...speaking, 'X-Other', 'X-Forwarded-Name', 'Y', 'Bia'])

  expect(identifyByProxy(settings)({ incoming })).toEqual({ usuario: 'ana', nome: 'ana' })
})

test('two users that are alike for very long are never one: who is too long is nobody', () => {
  const world = { now: 0 }
  const lines: string[] = []
  const identify = identifyByProxy({
    ...settings,
    clock: { monotonicMs: () => world.now },
    log: createLog({ level: 'info', destination: { write: (line) => void lines.push(line) } }),
  })
  const asUser = (user: string) =>
    identify({
      incoming: requestFrom('10.0.0.7', [
        ...speaking.slice(0, 3),
        Buffer.from(user).toString('latin1'),
      ]),
    })

  // Each of them two UTF-16 units.
  expect(asUser('🙂'.repeat(200))).toMatchObject({ usuario: '🙂'.repeat(200) })
  // Four units each, until they are one.
  const written = 'ᾂ'.normalize('NFD').repeat(200)
  expect(asUser(written)).toMatchObject({ usuario: 'ᾂ'.repeat(200) })
  expect(asUser(`${written}x`)).toBeNull()
  expect(asUser(`${'x'.repeat(200)}1`)).toBeNull()
  expect(asUser(`${'x'.repeat(200)}2`)).toBeNull()

  world.now = 59_999
  expect(asUser('x'.repeat(201))).toBeNull()
  expect(lines).toHaveLength(1)
  world.now = 60_000
  expect(asUser('x'.repeat(201))).toBeNull()
  expect(lines).toHaveLength(2)
  expect(lines.join('')).not.toContain('xxx')
})

test('what no user or name can be is not normalised', async () => {
  const hostile = Buffer.from(hostileTexts(15_000).marks).toString('latin1')
  const [secretAndUser, name] = [speaking.slice(0, 3), 'X-Forwarded-Name']

  const texts = await normalizedDuring(() => {
    identifyByProxy(settings)({ incoming: requestFrom('10.0.0.7', [...secretAndUser, hostile]) })
    identifyByProxy(settings)({ incoming: requestFrom('10.0.0.7', [...speaking, name, hostile]) })
  })

  expect(Math.max(...texts.map((text) => text.length))).toBe(800)
})

test('a name is cut after two hundred characters, and never within one', () => {
  const name = Buffer.from(`x${'🙂'.repeat(200)}`).toString('latin1')
  const incoming = requestFrom('10.0.0.7', [...speaking, 'X-Forwarded-Name', name])

  const attendant = identifyByProxy(settings)({ incoming })

  expect(attendant).toEqual({ usuario: 'ana', nome: `x${'🙂'.repeat(199)}` })
})

test('what is not the trusted proxy is nobody, whomever it says it speaks for', () => {
  const incoming = requestFrom('10.0.0.8', [...speaking, 'X-Forwarded-For', '10.0.0.7'])

  expect(identifyByProxy(settings)({ incoming })).toBeNull()
})

test('without a socket there is nobody', () => {
  expect(identifyByProxy(settings)({})).toBeNull()
})

test('the ticket in HubSoft carries the attendant’s name', async () => {
  const { post, ledger } = await openHouse({ env: behindProxy })

  const answer = await post(newTicket, { headers: signedIn('jose.avila', utf8('José | Ávila')) })

  expect(ledger.tickets[0]?.body.descricao).toMatch(/ \| Atendente: José Ávila \| REF [^|]+$/)
  expect(told(answer)).toMatchObject({ atendente: 'José | Ávila' })
})

test('an attendant whose shown name changed is still the owner of what they sent', async () => {
  const { post, ask } = await openHouse({ env: behindProxy })
  const key = randomUUID()
  await post(newTicket, { key, headers: signedIn('ana', 'Ana Lima') })

  const answer = await ask(key, { headers: signedIn('ana', 'Ana Reis') })

  expect(told(answer)).toMatchObject({ status: 'success', atendente: 'Ana Lima' })
})

test('in the demo identity headers mean nothing', async () => {
  const { send } = await openHouse()

  const { body } = await send('/api/sessao', { headers: signedIn('ana', 'Ana') })

  expect(body).toMatchObject({ atendente: { usuario: 'demo', nome: 'Atendente de Demonstração' } })
})
