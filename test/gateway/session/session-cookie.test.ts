import { expect, test } from 'vitest'
import { createMarksCookie, createSessionCookie } from '#src/gateway/session/session-cookie.ts'

const strict = { path: '/', httpOnly: true, sameSite: 'Strict' }
const hostStrict = { ...strict, secure: true }
const hostFramed = { ...hostStrict, sameSite: 'None', partitioned: true }
const intranet = 'https://intranet.provedor.com.br'
const own = 'https://abrir.provedor.com.br'

test.each<[string, string, string[], string, object]>([
  ['https', own, [], '__Host-sessao', hostStrict],
  ['https, framed by another origin', own, [intranet], '__Host-sessao', hostFramed],
  ['https, framed by our own alone', own, [own], '__Host-sessao', hostStrict],
  ['https, framed by ours and another', own, [own, intranet], '__Host-sessao', hostFramed],
  ['https, framed by another port', own, [`${own}:8443`], '__Host-sessao', hostFramed],
  ['https, framed by http', own, ['http://abrir.provedor.com.br'], '__Host-sessao', hostFramed],
  ['http on this machine', 'http://127.0.0.1:8080', [], 'sessao', strict],
  ['http, framed by our own', 'http://[::1]:80', ['http://[::1]'], 'sessao', strict],
])('over %s', (_how, origin, frameAncestors, name, options) => {
  const cookie = createSessionCookie({ publicOrigin: new URL(origin), frameAncestors })

  const marks = createMarksCookie({ publicOrigin: new URL(origin), frameAncestors })

  expect({ name: cookie.name, options: cookie.options }).toEqual({ name, options })
  expect({ name: marks.name, options: marks.options }).toEqual({
    name: name.replace('sessao', 'aparelho'),
    options: { ...options, maxAge: 90 * 24 * 60 * 60 },
  })
})

const { valuesIn } = createSessionCookie({ publicOrigin: new URL(own), frameAncestors: [] })

test.each<[string | undefined, string[]]>([
  [undefined, []],
  ['', []],
  ['__Host-sessao=abc', ['abc']],
  ['tema=escuro; __Host-sessao=abc; x=y', ['abc']],
  ['__Host-sessao=abc;__Host-sessao=abc', ['abc']],
  ['__Host-sessao=abc; __Host-sessao=def', ['abc', 'def']],
  ['__Host-sessao=abc; x=y; __Host-sessao="def"', ['abc', 'def']],
  ['__Host-sessao=abc; __Host-sessao=', ['abc', '']],
  ['sessao=abc', []],
  ['x__Host-sessao=abc; __Host-sessaox=def; x=__Host-sessao=abc', []],
  ['__Host-sessao', []],
])('in the header %j the ids are %j', (header, ids) => {
  expect(valuesIn(header)).toEqual(ids)
})

test('the marks of a browser go into one cookie, and come out of it', () => {
  const cookie = createMarksCookie({ publicOrigin: new URL(own), frameAncestors: [] })
  const value = cookie.valueOf(['abc', 'd-f'])

  expect(cookie.marksIn(`__Host-sessao=x; __Host-aparelho=${value}`)).toEqual(['abc', 'd-f'])
  expect(cookie.marksIn(undefined)).toEqual([])
})
