import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

const textOf = (path: string) => readFileSync(join(import.meta.dirname, '../..', path), 'utf8')
const page = textOf('docs/integracao.md')

const namesIn = (text: string, pattern: RegExp) =>
  [...new Set([...text.matchAll(pattern)].map(([, name]) => name))].sort()

test('whoever integrates a host is told of every message, and of no other', () => {
  const messages = /'atendimento:([\w-]+)'/g
  const told = namesIn(page, /`atendimento:([\w-]+)`/g)

  expect(told).toEqual(namesIn(textOf('src/host/messages.ts'), messages))
  const heard = namesIn(textOf('docs/exemplos/pagina-anfitria.html'), messages)
  expect(heard.filter((name) => !told.includes(name))).toEqual([])
})

test('each reason that a host may be given is in the page', () => {
  const asked = textOf('src/host/calls.ts') + textOf('src/host/messages.ts')
  const given = [
    ...namesIn(asked, /(?:motivo: |turnAway\(desk, call, |reply\(desk, call, [^,]+, )'([a-z-]+)'/g),
    ...namesIn(textOf('src/app/hosted/told-sends.ts'), /: '([a-z-]+)',$/gm),
  ]
  const rows = namesIn(page, /^\| ((?:`[a-z-]+`(?:, )?)+) \| [^|]*\|$/gm)
  const listed = rows.flatMap((row) => namesIn(row ?? '', /`([a-z-]+)`/g))

  expect(given).toEqual(expect.arrayContaining(['enviando', 'em-edicao', 'formato', 'nao-aceito']))
  expect(given.filter((name) => !listed.includes(name))).toEqual([])
})
