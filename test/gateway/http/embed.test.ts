import { expect, test } from 'vitest'
import { configuracao } from '#src/contract/page-context.ts'
import { embed } from '#src/gateway/http/embed.ts'
import { brandedConfiguracao } from '../../samples.ts'

const page = '<!doctype html><html><head><title>x</title></head><body>á</body></html>'

/** What stands between the tags, of which no other may open or close anything. */
function blockOf(html: string): string {
  const form =
    /^<!doctype html><html><head><title>x<\/title><script type="application\/json" id="configuracao">([^<\u2028\u2029]*)<\/script><\/head><body>á<\/body><\/html>$/
  const [, block] = form.exec(html) ?? []
  if (block === undefined) throw new Error(`Another page: ${html}`)
  return block
}

test('the page comes with what it needs for its first picture', () => {
  const html = embed(page, brandedConfiguracao)

  const { fuso_horario, modo, servicos_de_demonstracao, marca } = brandedConfiguracao
  expect(JSON.parse(blockOf(html))).toEqual({
    ...{ fuso_horario, modo, servicos_de_demonstracao, marca },
    modelos: [{ nome: 'Sem conexão', linhas: [] }],
    tipos_de_atendimento: [{ id_tipo_atendimento: 2 }],
  })
})

test.each([
  '</script><script>alert(1)</script>',
  '</SCRIPT ><img src=x onerror=alert(1)>',
  '<!--<script>',
  '</head>$&$1',
  '\u2028\u2029"\\',
])('the name %s stays a name', (nome) => {
  const marca = { ...brandedConfiguracao.marca, nome }

  const html = embed(page, { ...brandedConfiguracao, marca })

  expect(configuracao.parse(JSON.parse(blockOf(html))).marca.nome).toBe(nome)
})

test('a page without a head stays as it was built', () => {
  const bare = '<!doctype html>THE PAGE'

  expect(embed(bare, brandedConfiguracao)).toBe(bare)
})
