import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import {
  identifyByCookie,
  identifyByProxy,
  type ProxySettings,
} from '#src/gateway/session/identify.ts'
import { createPeers } from '#src/gateway/session/peers.ts'
import { createSessionCookie } from '#src/gateway/session/session-cookie.ts'
import { normalizedDuring } from '../../contract/normalized.ts'
import { hostileTexts } from '../../hostile-texts.ts'
import { arrivalFrom } from '../arrival.ts'
import { behindProxy, newTicket, openHouse, signedIn, told } from '../running.ts'

const secret = 'segredo-do-proxy-com-mais-de-32-letras'
const settings: ProxySettings = {
  header: 'X-Forwarded-User',
  nameHeader: 'X-Forwarded-Name',
  secret: () => secret,
  peers: createPeers(['10.0.0.7']),
  warn: () => undefined,
}
/** As bytes on the wire, which Node reads as Latin-1. */
const utf8 = (text: string) => Buffer.from(text).toString('latin1')

type Headers = Record<string, string | string[]>
const user = 'x-forwarded-user'
const name = 'x-forwarded-name'
const shown = 'x-auth-proxy-secret'
/** What the proxy says of Ana. */
const ana = { [shown]: secret, [user]: 'ana' }

/** Whom the gateway takes the sender of these headers for. */
function attendantOf(headers: Headers, more: Partial<ProxySettings> = {}, peer = '10.0.0.7') {
  const arrival = arrivalFrom(peer)
  arrival.incoming.rawHeaders = Object.entries(headers).flatMap(([header, values]) =>
    [values].flat().flatMap((value) => [header, value]),
  )
  return identifyByProxy({ ...settings, ...more })(arrival)
}

test.each<[string, Headers]>([
  ['no name', {}],
  ['an empty name', { [name]: '' }],
  ['a blank name', { [name]: '  ' }],
])('with %s the user stands for it', (_what, more) => {
  expect(attendantOf({ ...ana, ...more })).toEqual({ usuario: 'ana', nome: 'ana' })
})

test.each<[string, Headers]>([
  ['no header at all', {}],
  ['a user without the secret', { [user]: 'ana' }],
  ['the secret without a user', { [shown]: secret }],
  ['an empty user', { ...ana, [user]: '' }],
  ['a blank user', { ...ana, [user]: ' \t ' }],
  ['a wrong secret', { ...ana, [shown]: `${secret}x` }],
  ['the beginning of the secret', { ...ana, [shown]: secret.slice(0, -1) }],
  ['the secret in capitals', { ...ana, [shown]: secret.toUpperCase() }],
  ['an empty secret', { ...ana, [shown]: '' }],
  ['two secrets', { ...ana, [shown]: [secret, secret] }],
  ['two secrets, in two spellings', { ...ana, 'X-AUTH-PROXY-SECRET': 'x' }],
  ['two users', { ...ana, [user]: ['ana', 'bia'] }],
  ['the same user twice', { ...ana, [user]: ['ana', 'ana'] }],
  ['two users, in two spellings', { ...ana, 'X-Forwarded-User': 'bia' }],
  ['two names', { ...ana, [name]: ['Ana', 'Bia'] }],
])('%s is nobody', (_what, headers) => {
  expect(attendantOf(headers)).toBeNull()
})

test('what is not the trusted proxy is nobody, whomever it says it speaks for', () => {
  expect(attendantOf({ ...ana, 'x-forwarded-for': '10.0.0.7' }, {}, '10.0.0.8')).toBeNull()
  expect(identifyByProxy(settings)({})).toBeNull()
})

test('a secret may hold any character', () => {
  const other = 'coração-índigo-'.repeat(3)

  expect(attendantOf({ ...ana, [shown]: utf8(other) }, { secret: () => other })).not.toBeNull()
})

test('the proxy’s own header names replace ours', () => {
  const own = { header: 'Remote-User', nameHeader: 'Remote-Name' }
  const said = { [shown]: secret, 'remote-user': 'ana', 'remote-name': 'Ana' }

  expect(attendantOf({ ...said, [user]: 'bia' }, own)).toEqual({ usuario: 'ana', nome: 'Ana' })
  expect(attendantOf(ana, own)).toBeNull()
})

test.each([
  ['in UTF-8', utf8('José Ávila 🙂'), 'José Ávila 🙂'],
  ['in Latin-1', 'José Ávila', 'José Ávila'],
  ['with accents apart', utf8('Jose\u0301'), 'José'],
  ['with unseen characters', utf8('Ana\u200b \u202eLima'), 'Ana Lima'],
  ['with many spaces', 'Ana \t  Lima', 'Ana Lima'],
  ['too long, cut between characters', utf8(`x${'🙂'.repeat(200)}`), `x${'🙂'.repeat(199)}`],
])('a name %s is read as people write it', (_how, written, nome) => {
  expect(attendantOf({ ...ana, [name]: written })).toEqual({ usuario: 'ana', nome })
})

test('a value that looks like the name of a header is no header', () => {
  expect(attendantOf({ ...ana, 'x-other': name, y: 'Bia' })).toMatchObject({ nome: 'ana' })
})

test('two users that are alike for very long are never one: who is too long is nobody', () => {
  const warned: string[] = []
  const arrival = arrivalFrom('10.0.0.7')
  const identify = identifyByProxy({ ...settings, warn: (msg) => warned.push(msg) })
  const asUser = (usuario: string) => {
    arrival.incoming.rawHeaders = [shown, secret, user, utf8(usuario)]
    return identify(arrival)
  }

  // Each of them two UTF-16 units.
  expect(asUser('🙂'.repeat(200))).toMatchObject({ usuario: '🙂'.repeat(200) })
  // Four units each, until they are one.
  const written = 'ᾂ'.normalize('NFD').repeat(200)
  expect(asUser(written)).toMatchObject({ usuario: 'ᾂ'.repeat(200) })
  expect(asUser(`${written}x`)).toBeNull()
  expect(asUser(`${'x'.repeat(200)}1`)).toBeNull()
  // Whoever it is, in the same words, of which the log says one a minute.
  expect([...new Set(warned)]).toEqual([
    'the proxy names a user that is too long: taken for nobody',
  ])
})

test('what no user or name can be is not normalised', async () => {
  const hostile = utf8(hostileTexts(15_000).marks)

  const texts = await normalizedDuring(() => {
    attendantOf({ ...ana, [user]: hostile })
    attendantOf({ ...ana, [name]: hostile })
  })

  expect(Math.max(...texts.map((text) => text.length))).toBe(800)
})

/** What is asked of the sessions for a request with this cookie. */
async function askedFor(cookie: string | undefined, method = 'GET', url = '/') {
  const asked: [string, boolean][] = []
  const sessions = {
    find: async (id: string, isInUse: boolean) => {
      asked.push([id, isInUse])
      return null
    },
  }
  const origins = { publicOrigin: new URL('http://127.0.0.1'), frameAncestors: [] }
  const { incoming } = arrivalFrom('127.0.0.1')
  Object.assign(incoming, { method, url, headers: { cookie } })
  await identifyByCookie(sessions, createSessionCookie(origins))({ incoming })
  return asked
}

test.each<[string, string | undefined, string[]]>([
  ['no cookie is', undefined, []],
  ['one is', 'tema=escuro; sessao=abc', ['abc']],
  ['the same twice is', 'sessao=abc; sessao=abc', ['abc']],
  ['of two, one of them planted, none is', 'sessao=abc; sessao=def', []],
])('%s believed', async (_which, cookie, ids) => {
  expect((await askedFor(cookie)).map(([id]) => id)).toEqual(ids)
})

test.each([
  ['GET', '/api/sessao', true],
  ['GET', '/api/sessao?x', true],
  ['POST', '/api/v1/integracao/atendimento', true],
  ['DELETE', '/api/sessao', true],
  ['HEAD', '/api/sessao', false],
  ['OPTIONS', '/api/sessao', false],
  ['GET', '/api/sessaox', false],
  ['GET', '/api/configuracao', false],
  ['GET', '/api/v1/integracao/atendimento?hoje', false],
])('%s %s is done by a person, and not by the page: %s', async (method, url, isInUse) => {
  expect(await askedFor('sessao=abc', method, url)).toEqual([['abc', isInUse]])
})

test('over a proxy the gateway says who it is, and HubSoft’s ticket carries their name', async () => {
  const { send, post, ask, ledger } = await openHouse({ env: behindProxy })
  const headers = signedIn('jose.avila', utf8('José | Ávila'))
  const key = randomUUID()

  const session = await send('/api/sessao', { headers })
  const opened = await post(newTicket, { key, headers })
  // Whose shown name changed is the owner still.
  const asked = await ask(key, { headers: signedIn('jose.avila', 'Ávila') })

  const atendente = { usuario: 'jose.avila', nome: 'José | Ávila' }
  expect([session.status, session.body]).toEqual([200, { atendente, modo: 'proxy', demo: true }])
  expect(session.headers).not.toHaveProperty('set-cookie')
  expect(ledger.tickets[0]?.body.descricao).toMatch(/ \| Atendente: José Ávila \| REF [^|]+$/)
  expect(told(opened)).toMatchObject({ status: 'success', atendente: 'José | Ávila' })
  expect(told(asked)).toEqual(told(opened))
})

test('in the demo identity headers mean nothing', async () => {
  const { send } = await openHouse()

  const { body } = await send('/api/sessao', { headers: signedIn('ana', 'Ana') })

  expect(body).toEqual({
    atendente: { usuario: 'demo', nome: 'Atendente de Demonstração' },
    modo: 'demo',
    demo: true,
  })
})
