import { existsSync, globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { expect, test } from 'vitest'
import * as z from 'zod/mini'

const root = join(import.meta.dirname, '../..')
const textOf = (path: string) => readFileSync(join(root, path), 'utf8')

const pages = ['README.md', ...globSync('docs/*.md', { cwd: root })]
const itself = 'test/docs/citations.test.ts'
const code = globSync(['vite.config.ts', '{src,test}/**/*.{ts,tsx,css,sh}'], { cwd: root }).filter(
  (path) => path !== itself,
)

const { scripts } = z.parse(
  z.object({ scripts: z.record(z.string(), z.string()) }),
  JSON.parse(textOf('package.json')),
)

/** The pages that are cited by number: `design §6`, `hubsoft §5`. */
const numbered = { design: textOf('docs/design.md'), hubsoft: textOf('docs/hubsoft.md') }
type Numbered = keyof typeof numbered
const isNumbered = (name: string): name is Numbered => name in numbered

/** What stands below `## §6 …` or `### §3.4 …`; null where there is no such heading. */
function chapter(page: Numbered, number: string): string | null {
  const heading = new RegExp(`^##+ §${number.replace('.', '\\.')} `)
  const parts = numbered[page].split(/^(?=##+ )/m)
  const at = parts.findIndex((part) => heading.test(part))
  if (at < 0) return null
  const end = parts.findIndex((part, place) => place > at && part.startsWith('## '))
  return parts.slice(at, end < 0 ? undefined : end).join('')
}

/** A screen's or a value's rule, a quirk, a kind of error: `| Q7 | …`, `**B-1 …**`. */
function isListed(name: string): boolean {
  const text = /^[ABC]/.test(name) ? numbered.design : numbered.hubsoft
  return text.includes(`\n| ${name} | `) || new RegExp(`\\*\\*${name}(?: [^*]*)?\\*\\*`).test(text)
}

const chapters = /(?:(\w+) )?§(\d+(?:\.\d+)?)(?:, ["“]([^"”]+)["”])?/g
const rules = /(?<![\w.-])(?:[ABC]-\d+(?:\.\d+)?|[QE]\d+)(?![\w-]|\.\w)/g
const commands = /\bnpm run ([\w:]+)/g
const pageNames = /(?<![\w-])[\w-]+\.md\b/g
const paths = /(?<![\w./-])(?:docs|src|test|public)\/[\w./-]*\w/g
const files = /`([\w./-]+\.(?:tsx?|css|sh))`/g
const links = /\]\(([^)#\s]*)(#[^)\s]*)?\)/g

/** What a text points at that isn't there. A page that is cited by number says of itself no more than "§6". */
function danglingIn(path: string, written: string): string[] {
  const text = written.replace(/\n\s*(?:\*|\/\/)? */g, ' ')
  const isPage = pages.includes(path)
  const ownName = basename(path, '.md')
  const all = (pattern: RegExp) => [...text.matchAll(pattern)]
  let page = isPage && isNumbered(ownName) ? ownName : undefined

  function isChapter([, before = '', number = '', name = '']: string[]): boolean {
    const word = before.toLowerCase()
    if (isNumbered(word)) page = word
    else if (word !== 'and' || !page) page = isPage && isNumbered(ownName) ? ownName : undefined
    return Boolean(page && chapter(page, number)?.includes(name))
  }

  return [
    ...all(chapters).filter((one) => !isChapter(one)),
    ...all(rules).filter(([name]) => !isListed(name)),
    ...all(commands).filter(([, name = '']) => !(name in scripts)),
    ...all(pageNames).filter(([name]) => !pages.some((one) => basename(one) === name)),
    ...all(paths)
      .filter(([name]) => isPage || name.startsWith('docs/'))
      .filter(isNoFile),
    ...(isPage
      ? all(files).filter(([, name = '']) => !code.some((one) => endsWith(one, name)))
      : []),
    ...(isPage ? all(links).filter(([, to, part]) => isNoPart(path, to, part)) : []),
  ].map(([what]) => `${path}: ${what}`)
}

const endsWith = (path: string, name: string) => `/${path}`.endsWith(`/${name}`)

const isNoFile = ([path = '']: string[]) => !existsSync(join(root, path))

/** Whether a link of this page leads to no file, or below no heading there: `](operacao.md#alertas)`. */
function isNoPart(path: string, to = '', part?: string) {
  const file = to ? join(path, '..', to) : path
  if (isNoFile([file])) return true
  if (part === undefined) return false
  const headings = [...textOf(file).matchAll(/^#+ (.*)$/gm)]
  return !headings.some(([, name = '']) => `#${name.toLowerCase().replaceAll(' ', '-')}` === part)
}

test('whatever code and pages cite is there', () => {
  const found = [...pages, ...code].flatMap((path) => danglingIn(path, textOf(path)))

  expect(found).toEqual([])
  expect(pages.length).toBeGreaterThan(5)
  expect(code.length).toBeGreaterThan(300)
})

test.each([
  ['src/x.ts', '// As design §99 says.', 'design §99'],
  ['src/x.ts', '// hubsoft §5 and §99', 'and §99'],
  [
    'src/x.ts',
    '/**\n * What it is (design\n * §6, "No such words").\n */',
    'design §6, "No such words"',
  ],
  ['src/x.ts', '// §6 of nobody knows which page', '§6'],
  ['src/x.ts', '// the manual §6', 'manual §6'],
  ['docs/hubsoft.md', 'as §99 says', 'as §99'],
  ['src/x.ts', '// A-99', 'A-99'],
  ['test/x.test.ts', "test('B-99: too long')", 'B-99'],
  ['src/x.ts', '// Q99, which nobody wrote down', 'Q99'],
  ['src/x.ts', '// E99', 'E99'],
  ['README.md', 'run `npm run fly`', 'npm run fly'],
  ['src/x.ts', '// as form-book.md has it', 'form-book.md'],
  ['src/x.ts', '// docs/nginx-other.conf', 'docs/nginx-other.conf'],
  ['docs/desenvolver.md', 'as `nowhere.ts` is', '`nowhere.ts`'],
  ['README.md', 'src/gateway/nowhere.ts decides', 'src/gateway/nowhere.ts'],
  ['docs/emulator.md', '[there](nowhere.conf)', '](nowhere.conf)'],
  ['docs/operacao.md', '[there](#nowhere)', '](#nowhere)'],
  ['README.md', '[there](docs/operacao.md#nowhere)', '](docs/operacao.md#nowhere)'],
])('in %s this is seen: %j', (path, text, what) => {
  expect(danglingIn(path, text)).toEqual([`${path}: ${what}`])
})

test.each([
  ['src/x.ts', '// design §6, "A look"; hubsoft §3.4 and §9.1; A-11.2, B-1, Q7 (E9)'],
  ['src/x.ts', '// 1e5, A-b, x-1, "Q0.SLF.MBD/7VX4-39", src/nobody/looks.ts'],
  [
    'docs/design.md',
    '§6, hubsoft §16 and §5; [x](operacao.md#configuração), `npm run dev`, src/gateway',
  ],
])('in %s nothing is wrong with %j', (path, text) => {
  expect(danglingIn(path, text)).toEqual([])
})
