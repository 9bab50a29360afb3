import { expect, test } from 'vitest'
import { configuracao } from '#src/contract/page-context.ts'
import { quietConfiguracao } from '../samples.ts'

const whole = {
  ...quietConfiguracao,
  modo: 'local',
  hubsoft: { situacao: 'fora_do_ar', desde: '2026-11-24T17:02:00.000Z' },
  servicos_de_demonstracao: [{ id_cliente_servico: 11000, mostra: 'abre com OS' }],
}

test('the configuration is read as the gateway sends it', () => {
  expect(configuracao.parse(whole)).toEqual(whole)
})

test('from a gateway older than the page the rest is read, and nothing is said of HubSoft', () => {
  const { modo: _modo, hubsoft: _hubsoft, ...old } = whole

  expect(configuracao.parse(old)).toEqual({
    ...old,
    modo: 'proxy',
    hubsoft: { situacao: 'no_ar', desde: null },
  })
})

test('from a gateway newer than the page what is new counts as nothing known', () => {
  const newer = { ...whole, modo: 'oidc', hubsoft: { situacao: 'lento', desde: null }, novo: 1 }

  expect(configuracao.parse(newer)).toMatchObject({
    fuso_horario: 'America/Sao_Paulo',
    modo: 'proxy',
    hubsoft: { situacao: 'no_ar', desde: null },
  })
})
