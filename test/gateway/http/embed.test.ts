import { brotliDecompressSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { configuracao } from '#src/contract/page-context.ts'
import { embed } from '#src/gateway/http/embed.ts'
import { brandedConfiguracao } from '../../samples.ts'

const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes ?? []).toString()
const fileOf = (html: string) => ({ type: 'text/html', plain: new Uint8Array(Buffer.from(html)) })
const page = fileOf('<!doctype html><html><head><title>x</title></head><body>á</body></html>')

/** What stands between the tags, of which no other may open or close anything. */
function blockOf(html: string): string {
  const form =
    /^<!doctype html><html><head><title>x<\/title><script type="application\/json" id="configuracao">([^<\u2028\u2029]*)<\/script><\/head><body>á<\/body><\/html>$/
  const [, block] = form.exec(html) ?? []
  if (block === undefined) throw new Error(`Another page: ${html}`)
  return block
}

test('the page comes with what it needs for its first picture, packed as it is plain', () => {
  const served = embed(page, brandedConfiguracao)

  const { fuso_horario, modo, servicos_de_demonstracao, marca } = brandedConfiguracao
  expect(JSON.parse(blockOf(text(served.plain)))).toEqual({
    ...{ fuso_horario, modo, servicos_de_demonstracao, marca },
    modelos: [{ nome: 'Sem conexão', linhas: [] }],
    tipos_de_atendimento: [{ id_tipo_atendimento: 2 }],
  })
  expect(text(brotliDecompressSync(served.brotli ?? ''))).toBe(text(served.plain))
})

test.each([
  '</script><script>alert(1)</script>',
  '</SCRIPT ><img src=x onerror=alert(1)>',
  '<!--<script>',
  '</head>$&$1',
  '\u2028\u2029"\\',
])('the name %s stays a name', (nome) => {
  const marca = { ...brandedConfiguracao.marca, nome }

  const html = text(embed(page, { ...brandedConfiguracao, marca }).plain)

  expect(configuracao.parse(JSON.parse(blockOf(html))).marca.nome).toBe(nome)
})

test('a page without a head stays as it was built', () => {
  const bare = { ...fileOf('<!doctype html>THE PAGE'), brotli: new Uint8Array([1]) }

  expect(embed(bare, brandedConfiguracao)).toEqual(bare)
})
