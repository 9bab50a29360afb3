import { expect, test } from 'vitest'
import { planOf, sayConnection, stateOf } from '#src/cliente/service-words.ts'
import type { ShownServico } from '#src/contract/cliente.ts'
import { timesIn } from '#src/contract/times.ts'

const servico: ShownServico = {
  id_cliente_servico: 11000,
  numero_plano: 9,
  nome: 'NEXT-NV_1MBPS',
  status: 'Serviço Habilitado',
  status_prefixo: 'servico_habilitado',
  tecnologia: 'FIBRA',
  velocidade_download: null,
  velocidade_upload: null,
  endereco_instalacao: null,
  ultima_conexao: null,
}

test.each([
  ['servico_habilitado', 'Serviço Habilitado', { word: 'Habilitado', tone: 'success' }],
  ['suspenso_debito', 'Suspenso por Débito', { word: 'Suspenso por débito', tone: 'warning' }],
  [' CANCELADO ', null, { word: 'Cancelado', tone: 'error' }],
  ['em_mudanca', 'Em Mudança', { word: 'Em Mudança' }],
  [null, 'X'.repeat(80), { word: `${'X'.repeat(25)}…` }],
  [null, ' ', null],
  [null, null, null],
])('a service in the state %j (%j) has the badge %j', (status_prefixo, status, badge) => {
  expect(stateOf({ ...servico, status_prefixo, status })).toEqual(badge)
})

test('a plan without a name is its number', () => {
  expect(planOf(servico)).toBe('11000 · NEXT-NV_1MBPS')
  expect(planOf({ ...servico, nome: ' ' })).toBe('11000')
})

const times = timesIn('America/Sao_Paulo')
const now = new Date('2018-12-16T18:00:00-02:00')
test.each([
  [true, '2018-12-15T20:00:00-02:00', 'Conectado há 22 h'],
  [true, '2018-12-16T17:59:40-02:00', 'Conectado há 1 min'],
  [true, '2018-12-16T17:13:00-02:00', 'Conectado há 47 min'],
  [true, '2018-12-10T17:00:00-02:00', 'Conectado há 6 dias'],
  // Its clock is ahead of this computer's.
  [true, '2018-12-16T18:03:00-02:00', 'Conectado há 1 min'],
  [true, null, 'Conectado'],
  [false, '2018-12-15T18:22:00-02:00', 'Caiu em 15/12, 18:22'],
  [false, '2018-12-16T09:05:00-02:00', 'Caiu às 09:05'],
  [false, '2016-12-16T09:05:00-02:00', 'Caiu há 730 dias'],
  [false, null, 'Sem conexão'],
])('connected %s since %s is “%s”', (conectado, desde, said) => {
  const connection = { ...servico, ultima_conexao: { conectado, desde } }

  expect(sayConnection(connection, times, now)).toBe(said)
})

test('of a connection that nobody knows of nothing is said', () => {
  expect(sayConnection(servico, times, now)).toBeNull()
})
