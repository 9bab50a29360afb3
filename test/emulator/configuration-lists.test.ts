import { expect, test } from 'vitest'
import { newTicket, running, typesRoute } from './running.ts'

const lists = '/api/v1/integracao/configuracao'

test('the ticket types are listed under their odd key, with an extra beside it', async () => {
  const { read, ledger } = await running()

  const { status, body } = await read(typesRoute)

  expect(status).toBe(200)
  expect(body).toMatchObject({ status: 'success', encrypted: false })
  expect(body).toHaveProperty('tipos_atendimento.0', {
    id_tipo_atendimento: 1,
    descricao: 'SAC',
  })
  expect(ledger.requests.at(-1)).toMatchObject({ method: 'GET', path: typesRoute })
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
  const { read } = await running()

  expect((await read(`${lists}/${name}`)).body).toHaveProperty(key, item)
})

test('stopped it refuses connections; started again it knows its tickets and tokens', async () => {
  const { read, openTicket, signIn, stop, restart, ledger } = await running()
  const { access_token: token } = await signIn()
  await openTicket(newTicket, { token })

  await stop()
  // The first may still meet the connection that was cut.
  await expect
    .poll(() => read(typesRoute, { token }).catch((error) => error.cause.code))
    .toBe('ECONNREFUSED')
  await restart()

  expect((await openTicket(newTicket, { token })).status).toBe(200)
  expect(ledger.tickets).toHaveLength(2)
})
