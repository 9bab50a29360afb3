import { expect, test } from 'vitest'
import { connectionReset, newTicket, running } from './running.ts'

const lists = '/api/v1/integracao/configuracao'
const route = `${lists}/tipo_atendimento`

/** An emulator, and ways to read its ticket types with a good token. */
async function reading() {
  const house = await running()
  const { access_token } = await house.signIn()
  const headers = { accept: 'application/json', authorization: `Bearer ${access_token}` }
  return {
    ...house,
    read: (init = {}, path = route) => house.send(path, { headers, ...init }),
    open: () => house.openTicket(newTicket, { token: access_token }),
  }
}

test('the ticket types are listed under their odd key, with an extra beside it', async () => {
  const { read, ledger } = await reading()

  const { status, body } = await read()

  expect(status).toBe(200)
  expect(body).toMatchObject({ status: 'success', encrypted: false })
  expect(body).toHaveProperty('tipos_atendimento.0', {
    id_tipo_atendimento: 1,
    descricao: 'SAC',
  })
  expect(ledger.requests.at(-1)).toMatchObject({ method: 'GET', path: route })
})

test.each([
  ['origem_contato', 'origem_contatos.0', { id_origem_contato: 4, descricao: 'E-Mail' }],
  [
    'status_atendimento',
    'status_atendimento.1',
    {
      id_atendimento_status: 22,
      descricao: 'Pendente',
      prefixo: 'pendente',
      abrir_ordem_servico: true,
      display: 'Pendente',
    },
  ],
])('%s is listed under a key of its own', async (name, key, item) => {
  const { read } = await reading()

  expect((await read({}, `${lists}/${name}`)).body).toHaveProperty(key, item)
})

test('without a good token nothing is listed', async () => {
  const { read, emulator } = await reading()

  const bare = await read({ headers: { accept: 'application/json' } })
  emulator.revokeTokens()
  const revoked = await read()

  for (const answer of [bare, revoked]) {
    expect([answer.status, answer.text]).toEqual([401, '{"message":"Unauthenticated."}'])
  }
})

test('a read fails in the ways that are common to all routes, and leaves the others alone', async () => {
  const { read, open, emulator } = await reading()
  for (const fault of ['reset-before', 'http-503', 'forbidden', 'too-many'] as const) {
    emulator.faults.inject({ route: 'leitura', fault })
  }

  expect((await open()).status).toBe(200)
  await expect(read()).rejects.toEqual(connectionReset)
  expect([(await read()).status, (await read()).status, (await read()).status]).toEqual([
    503, 403, 429,
  ])
  expect((await read()).status).toBe(200)
})

test('an outage of every route lasts until it is called off, however many ask', async () => {
  const { read, open, signIn, emulator, ledger } = await reading()
  for (const name of ['token', 'atendimento', 'listagem', 'leitura'] as const) {
    emulator.faults.inject({ route: name, fault: 'reset-before', times: 1_000_000 })
  }

  for (const ask of [read, open, signIn, read, open]) {
    await expect(ask()).rejects.toEqual(connectionReset)
  }
  emulator.faults.clear()

  expect((await open()).status).toBe(200)
  expect((await read()).status).toBe(200)
  expect(ledger.tickets).toHaveLength(1)
})

test('stopped it refuses connections; started again it knows its tickets and tokens', async () => {
  const { read, open, stop, restart, ledger } = await reading()
  await open()

  await stop()
  // The first may still meet the connection that was cut.
  await expect.poll(() => read().catch((error) => error.cause.code)).toBe('ECONNREFUSED')
  await restart()

  expect((await open()).status).toBe(200)
  expect(ledger.tickets).toHaveLength(2)
})
