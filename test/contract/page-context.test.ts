import { expect, test } from 'vitest'
import { configuracao, noMarca } from '#src/contract/page-context.ts'
import { brandedConfiguracao } from '../samples.ts'

const whole = {
  ...brandedConfiguracao,
  modo: 'local',
  origens_de_incorporacao: ['https://intranet.example.com'],
  avisos: false,
}

test('the configuration is read as the gateway sends it', () => {
  expect(configuracao.parse(whole)).toEqual(whole)
})

test('from a gateway older than the page the rest is read, nothing is said of HubSoft, and the page is its own', () => {
  const { fuso_horario, servicos_de_demonstracao } = whole
  const old = { fuso_horario, servicos_de_demonstracao }

  expect(configuracao.parse(old)).toEqual({
    ...old,
    modo: 'proxy',
    hubsoft: { situacao: 'no_ar', desde: null },
    marca: noMarca,
    modelos: [],
    origens_de_incorporacao: [],
    tipos_de_atendimento: [],
    avisos: true,
  })
})

test('from a gateway newer than the page what is new counts as nothing known', () => {
  const newer = {
    ...whole,
    ...{ modo: 'oidc', hubsoft: { situacao: 'lento', desde: null }, novo: 1 },
    ...{ marca: { ...whole.marca, cores: 'azul' }, modelos: [{ nome: 'Sem linhas' }] },
    origens_de_incorporacao: '*',
    tipos_de_atendimento: [{ id_tipo_atendimento: 'cinco' }],
    avisos: 'não',
  }

  expect(configuracao.parse(newer)).toMatchObject({
    fuso_horario: 'America/Sao_Paulo',
    modo: 'proxy',
    hubsoft: { situacao: 'no_ar', desde: null },
    marca: noMarca,
    modelos: [],
    origens_de_incorporacao: [],
    tipos_de_atendimento: [],
    avisos: true,
  })
})
