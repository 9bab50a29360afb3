import { expect, test } from 'vitest'
import { configuracao, noMarca } from '#src/contract/page-context.ts'
import { quietConfiguracao } from '../samples.ts'

const colours = {
  destaque: '#0b57a4',
  destaque_forte: '#083f78',
  destaque_suave: '#e8f1fb',
  sobre_destaque: '#ffffff',
}
const whole = {
  ...quietConfiguracao,
  modo: 'local',
  hubsoft: { situacao: 'fora_do_ar', desde: '2026-11-24T17:02:00.000Z' },
  servicos_de_demonstracao: [{ id_cliente_servico: 11000, mostra: 'abre com OS' }],
  marca: {
    nome: 'Provedor Exemplo',
    logo: '/marca/0123456789abcdef.svg',
    proporcao: 2.5,
    cores: { claro: colours, escuro: colours },
  },
  modelos: [{ nome: 'Sem conexão', linhas: ['Desde quando: '] }],
}

test('the configuration is read as the gateway sends it', () => {
  expect(configuracao.parse(whole)).toEqual(whole)
})

test('from a gateway older than the page the rest is read, nothing is said of HubSoft, and the page is its own', () => {
  const { modo: _modo, hubsoft: _hubsoft, marca: _marca, modelos: _modelos, ...old } = whole

  expect(configuracao.parse(old)).toEqual({
    ...old,
    modo: 'proxy',
    hubsoft: { situacao: 'no_ar', desde: null },
    marca: noMarca,
    modelos: [],
  })
})

test('from a gateway newer than the page what is new counts as nothing known', () => {
  const newer = {
    ...whole,
    ...{ modo: 'oidc', hubsoft: { situacao: 'lento', desde: null }, novo: 1 },
    ...{ marca: { ...whole.marca, cores: 'azul' }, modelos: [{ nome: 'Sem linhas' }] },
  }

  expect(configuracao.parse(newer)).toMatchObject({
    fuso_horario: 'America/Sao_Paulo',
    modo: 'proxy',
    hubsoft: { situacao: 'no_ar', desde: null },
    marca: noMarca,
    modelos: [],
  })
})
