import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { builtInTemplates } from '#src/gateway/config/built-in-templates.ts'
import { readConfig } from '#src/gateway/config/config.ts'
import { temporaryFolder } from '../../temporary-folder.ts'

/** What is read of this file: its guides, or the faults without its path. */
async function read(content: unknown, types?: string) {
  const TEMPLATES_FILE = join(await temporaryFolder(), 'modelos.json')
  const isRaw = typeof content === 'string' || Buffer.isBuffer(content)
  await writeFile(TEMPLATES_FILE, isRaw ? content : JSON.stringify(content))
  const found = readConfig({ TEMPLATES_FILE, HUBSOFT_TICKET_TYPES: types })
  if ('config' in found) return found.config.templates
  return found.faults.map((fault) => fault.replace(TEMPLATES_FILE, 'modelos.json'))
}

const guide = { nome: 'Sem conexão', linhas: ['Desde quando: ', 'Luzes da ONU: '] }
const named = (nome: string) => ({ ...guide, nome })
const many = (count: number) => Array.from({ length: count }, (_, place) => `Linha ${place}: `)

test('the guides of ours keep the rules that an operator’s have to', async () => {
  expect(await read(builtInTemplates)).toEqual(builtInTemplates)
})

test.each<[what: string, content: unknown, templates: unknown]>([
  ['one', [guide], [guide]],
  ['twelve', many(12).map(named), many(12).map((nome) => named(nome.trim()))],
  ['ten lines', [{ ...guide, linhas: many(10) }], [{ ...guide, linhas: many(10) }]],
  ['a byte order mark before it', `\ufeff${JSON.stringify([guide])}`, [guide]],
  ['spaces round a name', [named('  Sem   conexão ')], [guide]],
])('a file with %s replaces all of ours', async (_what, content, templates) => {
  expect(await read(content)).toEqual(templates)
})

const name = 'um nome de até 24 caracteres'
const line = 'um texto de até 80 caracteres, numa linha só'
const lines = 'de 1 a 10 linhas, entre [ e ]'
const list = 'de 1 a 12 modelos, entre [ e ]'
const keys = 'só "nome", "linhas" e "id_tipo_atendimento"'
const type = 'o id de um dos tipos de HUBSOFT_TICKET_TYPES'

test.each<[content: unknown, place: string, wanted: string]>([
  [{ nome: 'x' }, 'a lista', list],
  [[], 'a lista', list],
  [many(13).map(named), 'a lista', list],
  [[guide, 'Lentidão'], 'modelo 2', keys],
  [[{ ...guide, abrir_os: true }], 'modelo 1', keys],
  [[guide, { ...named('Queda'), id_tipo_atendimento: 5 }], 'modelo 2, id_tipo_atendimento', type],
  [[{ ...guide, id_tipo_atendimento: '1' }], 'modelo 1, id_tipo_atendimento', type],
  [[{ linhas: guide.linhas }], 'modelo 1, nome', name],
  [[named(' ')], 'modelo 1, nome', name],
  [[named('x'.repeat(25))], 'modelo 1, nome', name],
  [[guide, named('SEM CONEXÃO ')], 'modelo 2, nome', 'um nome que nenhum outro tenha'],
  [[{ nome: 'x' }], 'modelo 1, linhas', lines],
  [[{ ...guide, linhas: 'Desde quando: ' }], 'modelo 1, linhas', lines],
  [[{ ...guide, linhas: [] }], 'modelo 1, linhas', lines],
  [[{ ...guide, linhas: many(11) }], 'modelo 1, linhas', lines],
  [[{ ...guide, linhas: ['a', 7] }], 'modelo 1, linha 2', line],
  [[{ ...guide, linhas: ['a', 'b', ' '] }], 'modelo 1, linha 3', line],
  [[{ ...guide, linhas: ['\u200b\u2060'] }], 'modelo 1, linha 1', line],
  [[{ ...guide, linhas: ['x'.repeat(81)] }], 'modelo 1, linha 1', line],
  [[{ ...guide, linhas: ['a\nb'] }], 'modelo 1, linha 1', line],
  [[{ ...guide, linhas: ['a\ud800'] }], 'modelo 1, linha 1', line],
  [[{ ...guide, linhas: ['a\u2028b'] }], 'modelo 1, linha 1', line],
])('%j stops the start at %s', async (content, place, wanted) => {
  expect(await read(content)).toEqual([
    `TEMPLATES_FILE: em "modelos.json", ${place} não serve; esperado: ${wanted}`,
  ])
})

test('a guide may choose a type that is offered, and of a wrong list of types only that is told', async () => {
  const typed = [guide, { ...named('Queda'), id_tipo_atendimento: 5 }]

  expect(await read(typed, '1,5')).toEqual(typed)
  expect(await read(typed, '1,2')).toEqual([expect.stringMatching(/^TEMPLATES_FILE: .*modelo 2, /)])
  expect(await read(typed, '1,1')).toEqual([expect.stringMatching(/^HUBSOFT_TICKET_TYPES: /)])
})

test('every fault of the file is told at once, a line each', async () => {
  expect(await read([named(''), { ...guide, linhas: [''] }])).toHaveLength(2)
})

test.each([
  ['half of one', '[{"nome": ', ' \\(termina no meio\\)'],
  [
    'a line break in a text',
    '[{"nome": "Queda",\n "linhas": ["Desde\n"]}]',
    ' \\(linha 2, coluna 19\\)',
  ],
  // Nothing of it is told: it may be a secret's file, named by mistake.
  ['a secret', 'segredo-do-hubsoft', ''],
  ['nothing', '', ' \\(termina no meio\\)'],
  ['another encoding', Buffer.from('["Lentid\u00e3o"]', 'latin1'), ' em UTF-8'],
])('a file with %s stops the start', async (_what, content, how) => {
  const line = new RegExp(`^TEMPLATES_FILE: "modelos.json" não é JSON${how}; esperado: uma lista$`)

  expect(await read(content)).toEqual([expect.stringMatching(line)])
})
