import { expect, test } from 'vitest'
import { embeddedOf, readEmbedded } from '#src/contract/embedded.ts'
import { configuracao, noMarca } from '#src/contract/page-context.ts'
import { brandedConfiguracao } from '../samples.ts'

const embedded = embeddedOf(brandedConfiguracao)

test('the page reads what it came with: all but HubSoft’s state, the guides’ lines and the types’ names', () => {
  expect(readEmbedded(JSON.stringify(embedded))).toEqual({
    ...brandedConfiguracao,
    hubsoft: { situacao: 'no_ar', desde: null },
    modelos: [{ nome: 'Sem conexão', linhas: [] }],
    tipos_de_atendimento: [{ id_tipo_atendimento: 2, descricao: '' }],
  })
})

test.each(['', 'null', '[]', '"x"', '{"fuso_horario":', '{"fuso_horario":7}', '{}'])(
  'a page that came with %s came with nothing',
  (text) => {
    expect(readEmbedded(text)).toBeUndefined()
  },
)

test.each([
  ['nothing of it', {}],
  ['nonsense', { modo: 1, servicos_de_demonstracao: 'x', marca: null, modelos: { nome: 1 } }],
  [
    'parts of another form',
    {
      modo: 'oidc',
      servicos_de_demonstracao: [null, { id_cliente_servico: '11000' }],
      marca: { nome: 7, logo: {}, proporcao: '2', cores: { claro: { destaque: '#000000' } } },
      modelos: [null, { nome: null }],
      tipos_de_atendimento: [null, { id_tipo_atendimento: '5' }],
    },
  ],
  ['one theme alone', { marca: { cores: { claro: brandedConfiguracao.marca.cores?.claro } } }],
])('of a gateway of another version what can be read stands, from %s', (_what, other) => {
  expect(readEmbedded(JSON.stringify({ fuso_horario: 'America/Manaus', ...other }))).toEqual({
    fuso_horario: 'America/Manaus',
    modo: 'proxy',
    hubsoft: { situacao: 'no_ar', desde: null },
    servicos_de_demonstracao: [],
    marca: noMarca,
    modelos: [],
    origens_de_incorporacao: [],
    tipos_de_atendimento: [],
    avisos: true,
  })
})

test('what is read by hand is what the schema takes', () => {
  const read = readEmbedded(JSON.stringify(embedded))

  expect(configuracao.parse(read)).toEqual(read)
})
