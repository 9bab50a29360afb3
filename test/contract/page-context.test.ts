import { expect, test } from 'vitest'
import { configuracao, noMarca } from '#src/contract/page-context.ts'
import { brandedConfiguracao } from '../samples.ts'

const whole = { ...brandedConfiguracao, modo: 'local' }

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
