import { expect, test } from 'vitest'
import { readSession } from '#src/contract/read-session.ts'

const sessao = { atendente: { nome: 'Ana Souza', usuario: 'ana' }, modo: 'local', demo: false }
const over = { status: 'error', codigo: 'sessao_expirada', msg: 'Entre de novo.' }

test('who is signed in is read, and nothing beside it', () => {
  const text = JSON.stringify({ ...sessao, novo: 1 })

  expect(readSession(text)).toEqual({ kind: 'signed-in', sessao })
})

test('that nobody is signed in is read, in the gateway’s words', () => {
  expect(readSession(JSON.stringify(over))).toEqual({ kind: 'signed-out', msg: 'Entre de novo.' })
})

test.each([
  '',
  'null',
  '<html>',
  JSON.stringify({ ...sessao, atendente: { usuario: 'ana' } }),
  JSON.stringify({ ...sessao, atendente: null }),
  JSON.stringify({ ...sessao, modo: 'oidc' }),
  JSON.stringify({ ...sessao, demo: 'false' }),
  JSON.stringify({ ...over, codigo: 'erro_interno' }),
  JSON.stringify({ ...over, msg: undefined }),
])('neither is read of %s', (text) => {
  expect(readSession(text)).toBeNull()
})
