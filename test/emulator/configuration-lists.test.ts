import { expect, test } from 'vitest'
import { freePort } from '../process.ts'
import { newTicket, running, typesRoute } from './running.ts'

test.each([
  ['tipo_atendimento', 'tipos_atendimento.0', { id_tipo_atendimento: 1, descricao: 'SAC' }],
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
  [
    'tipo_ordem_servico',
    'tipo_ordem_servicos.1',
    { id_tipo_ordem_servico: 3, descricao: 'SUPORTE', destino: 'cliente_servico' },
  ],
  [
    'disponibilidade',
    'periodos.0',
    { id_periodo_dia: 1, descricao: 'MANHÃ', hora_inicio: '08:00:00', hora_fim: '12:00:00' },
  ],
])('%s is listed under a key of its own', async (name, key, item) => {
  const { read, ledger } = await running()
  const path = `/api/v1/integracao/configuracao/${name}`

  const { status, body } = await read(path)

  expect(status).toBe(200)
  expect(body).toMatchObject({ status: 'success', msg: expect.any(String) })
  expect(body).toHaveProperty(key, item)
  expect(ledger.requests.at(-1)).toMatchObject({ method: 'GET', path })
})

test('stopped it refuses connections; started again it knows its tickets and tokens', async () => {
  const { read, openTicket, signIn, stop, restart, ledger } = await running({
    port: await freePort(),
  })
  const { access_token: token } = await signIn()
  await openTicket(newTicket, { token })

  await stop()
  await expect(read(typesRoute, { token })).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  await restart()

  expect((await openTicket(newTicket, { token })).status).toBe(200)
  expect(ledger.tickets).toHaveLength(2)
})
