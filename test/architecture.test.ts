import { execFileSync } from 'node:child_process'
import { glob, readdir, readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type ESTree, parseSync, Visitor } from 'vite'
import { expect, test } from 'vitest'

/** Who may import whom: README's map of the rooms, as data. A room may always import itself. */
const mayImport: Record<string, string[]> = {
  main: ['app', 'atendimento', 'cliente', 'host', 'sessao', 'ui', 'contract'],
  prerender: ['app', 'atendimento', 'contract'],
  early: ['app', 'atendimento', 'host', 'ui'],
  app: ['atendimento', 'cliente', 'host', 'sessao', 'ui', 'contract'],
  atendimento: ['ui', 'contract'],
  cliente: ['ui', 'contract'],
  host: ['ui', 'contract'],
  sessao: ['ui', 'contract'],
  ui: [],
  contract: [],
  gateway: ['contract'],
  // Nothing that the gateway uses: both could be wrong together.
  emulator: [],
  // No room: node.sh, with which everything is started.
  node: [],
}
/** The same among the gateway's rooms, from the top down. */
const mayImportWithin: Record<string, string[]> = {
  start: ['main'],
  main: ['server', 'http', 'config', 'database', 'metrics', 'log', 'stop-in-time'],
  server: [
    ...['http', 'send', 'clientes', 'metrics', 'config', 'journal', 'session', 'hubsoft'],
    ...['log', 'clock', 'standstill'],
  ],
  commands: ['config', 'journal', 'session', 'hubsoft', 'database'],
  http: [
    ...['send', 'clientes', 'metrics', 'config', 'journal', 'session', 'database'],
    ...['log', 'clock', 'counter', 'standstill'],
  ],
  send: ['journal', 'hubsoft', 'clock', 'standstill'],
  clientes: ['journal', 'hubsoft', 'clock'],
  metrics: ['journal', 'hubsoft', 'database'],
  config: ['session', 'database', 'file-reader'],
  journal: ['hubsoft', 'database', 'clock'],
  session: ['database', 'file-reader', 'clock'],
  hubsoft: ['clock'],
  database: ['clock', 'counter'],
}
const startsTheEmulator = 'src/gateway/main.ts'
const purePackages = /^(zod\/mini|@brazilian-utils\/brazilian-utils\/.+)$/
const readsEnvironment = [
  startsTheEmulator,
  'src/gateway/commands/attendant.ts',
  'src/gateway/commands/check.ts',
  'src/gateway/commands/move.ts',
  'src/gateway/start.ts',
  'src/emulator/main.ts',
]

const topLevel = [
  'README.md',
  'biome.json',
  'docs',
  'index.html',
  'package-lock.json',
  'package.json',
  'public',
  'src',
  'test',
  'tsconfig.json',
  'vite.config.ts',
]
// `read-ticket-types.ts` is about HubSoft's ticket types, and no drawer.
const drawer = /(^|-)(utils?|hooks|helpers?|common)$|^types$/

const root = fileURLToPath(new URL('..', import.meta.url))

/** Everything wrong with one file, a line each. `path` starts at the root of the repository. */
function faultsOf(path: string, source: string): string[] {
  const { imports, casts, environment } = path.endsWith('.css')
    ? { imports: cssImports(source), casts: [], environment: [] }
    : readCode(path, source)
  const inSource = path.startsWith('src/')
  return [
    ...(inSource ? imports.flatMap((specifier) => importFault(path, specifier)) : []),
    ...casts.map((cast) => `\`as\` other than \`as const\`: ${cast}`),
    ...(inSource && !readsEnvironment.includes(path) ? environment : []),
  ]
}

function importFault(path: string, specifier: string | null): string[] {
  if (specifier === null) return ['an import whose address is not a plain string']
  const room = roomOf(path)
  const local = specifier.startsWith('#src/') || specifier.startsWith('.')
  if (!local) {
    const impure = room === 'contract' && !purePackages.test(specifier)
    return impure ? [`contract must not import ${specifier}`] : []
  }

  const address = specifier.replace(/\?.*$/, '').replace(/^#src\//, '/src/')
  const target = posix.resolve('/', posix.dirname(path), address).slice(1)
  if (!target.startsWith('src/')) return [`${target} is outside src`]
  const other = roomOf(target)
  if (other === room) return room === 'gateway' ? importFaultWithin(path, target) : []
  if (mayImport[room]?.includes(other)) return []
  if (other === 'emulator' && path === startsTheEmulator) return []
  return [`${room} must not import ${other} (${target})`]
}

function importFaultWithin(path: string, target: string): string[] {
  const [room, other] = [roomOf(path, 2), roomOf(target, 2)]
  const isFine = other === room || mayImportWithin[room]?.includes(other)
  return isFine ? [] : [`${room} must not import ${other} (${target})`]
}

/** 'src/gateway/http/app.ts' → 'gateway', or within it 'http'; 'src/app.tsx' → 'app' */
function roomOf(path: string, level = 1): string {
  return path.split('/')[level]?.split('.')[0] ?? ''
}

/** What is left without the files that import nothing that is left, or that nothing left imports. */
function inCircles(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const left = new Map(imports)
  let before: number
  do {
    before = left.size
    const imported = new Set([...left.values()].flat())
    for (const [path, targets] of left) {
      if (!imported.has(path) || !targets.some((target) => left.has(target))) left.delete(path)
    }
  } while (left.size < before)
  return [...left.keys()]
}

function cssImports(source: string): string[] {
  const bare = source.replace(/\/\*[\s\S]*?\*\//g, '')
  return [...bare.matchAll(/(?:@import\s+(?:url\()?|\bfrom\s+)['"]([^'"]+)/g)].flatMap(
    ([, address]) => (address ? [address] : []),
  )
}

function readCode(path: string, source: string) {
  const { program, errors } = parseSync(path, source)
  if (errors[0]) throw new Error(`${path}: ${errors[0].message}`)
  const imports: (string | null)[] = []
  const casts: string[] = []
  const environment: string[] = []
  const text = (node: ESTree.Span) => source.slice(node.start, node.end)
  const add = (node: ESTree.Node | null | undefined) => {
    if (node) imports.push(literal(node))
  }
  const addSource = ({ source }: { source?: ESTree.Node | null }) => add(source)
  const addCast = (node: ESTree.TSAsExpression | ESTree.TSTypeAssertion) => {
    if (text(node.typeAnnotation) !== 'const') casts.push(text(node))
  }
  const isProcess = (node: ESTree.Node) => /^(globalThis\.|global\.)?process$/.test(text(node))

  new Visitor({
    ImportDeclaration(node) {
      add(node.source)
      const takesEnv = node.specifiers.some(
        (one) => one.type === 'ImportSpecifier' && text(one.imported) === 'env',
      )
      if (/^(node:)?process$/.test(node.source.value) && takesEnv) environment.push(text(node))
    },
    ExportAllDeclaration: addSource,
    ExportNamedDeclaration: addSource,
    ImportExpression: addSource,
    TSImportType: addSource,
    CallExpression(node) {
      if (!/^(require|import\.meta\.glob)$/.test(text(node.callee))) return
      for (const argument of node.arguments.slice(0, 1)) add(argument)
    },
    TSAsExpression: addCast,
    TSTypeAssertion: addCast,
    MemberExpression(node) {
      const name = node.computed ? literal(node.property) : text(node.property)
      if (name === 'env' && isProcess(node.object)) environment.push(text(node))
    },
    VariableDeclarator(node) {
      if (node.init && isProcess(node.init) && node.id.type === 'ObjectPattern') {
        environment.push(text(node))
      }
    },
  }).visit(program)
  return { imports, casts, environment }
}

function literal(node: ESTree.Node): string | null {
  if (node.type === 'Literal') return typeof node.value === 'string' ? node.value : null
  if (node.type !== 'TemplateLiteral' || node.expressions.length > 0) return null
  return node.quasis[0]?.value.cooked ?? null
}

async function under(folder: string) {
  const all = await readdir(join(root, folder), { recursive: true, withFileTypes: true })
  const pathsOf = (entries: typeof all) =>
    entries.map(({ parentPath, name }) => posix.relative(root, join(parentPath, name)))
  return {
    files: pathsOf(all.filter((entry) => entry.isFile())),
    folders: pathsOf(all.filter((entry) => entry.isDirectory())),
  }
}

/** What git knows; without git (a copy of the tree), what lies there and isn't a product of npm or the build. */
async function topLevelNames(): Promise<string[]> {
  try {
    const listed = execFileSync('git', ['ls-files', '-z'], {
      cwd: root,
      encoding: 'utf8',
      stdio: 'pipe',
    })
    return [...new Set(listed.split('\0').map((path) => path.split('/')[0] ?? ''))].filter(Boolean)
  } catch {
    const made = ['node_modules', 'dist', 'data', 'test-results']
    return (await readdir(root)).filter((name) => !made.includes(name) && !name.endsWith('.log'))
  }
}

const strangers = (names: string[]) =>
  names.filter((name) => !name.startsWith('.') && !topLevel.includes(name))

const drawersAmong = (paths: string[]) =>
  paths.filter((path) => path.split('/').some((part) => drawer.test(part.split('.')[0] ?? '')))

test('every file imports only what its room may, casts nothing and leaves the environment alone', async () => {
  const faults: string[] = []
  let files = 0
  for await (const path of glob(['vite.config.ts', '{src,test}/**/*.{ts,tsx,js,css}'], {
    cwd: root,
  })) {
    files += 1
    const source = await readFile(join(root, path), 'utf8')
    for (const fault of faultsOf(path, source)) faults.push(`${path}: ${fault}`)
  }

  expect(faults).toEqual([])
  expect(files).toBeGreaterThan(10)
})

test('no files of src import each other in a circle', async () => {
  const imports = new Map<string, string[]>()
  for await (const path of glob('src/**/*.{ts,tsx}', { cwd: root })) {
    const read = readCode(path, await readFile(join(root, path), 'utf8'))
    const near = read.imports.filter((specifier) => specifier?.startsWith('.') ?? false)
    imports.set(
      path,
      near.map((specifier) => posix.join(posix.dirname(path), specifier ?? '')),
    )
  }

  expect(inCircles(imports)).toEqual([])
  expect(
    inCircles(
      new Map([
        ['a', ['b']],
        ['b', ['a', 'c']],
        ['c', []],
      ]),
    ),
  ).toEqual(['a', 'b'])
})

test("README's map of the rooms says the same", async () => {
  const readme = await readFile(join(root, 'README.md'), 'utf8')
  const rows = readme.matchAll(/^\| (?:`[^`]+`, )*`src\/(\w+)(?:\.\w+)?` \|.*\| (.*) \|$/gm)
  const map = [...rows].map(([, room = '', others = '']) => [
    room,
    others === '–' ? [] : others.split(', '),
  ])

  // README has it in the row of `app`.
  const { main, ...rooms } = mayImport
  expect(main).toContain('app')
  expect(Object.fromEntries(map)).toEqual(rooms)
})

test('src holds no unknown room, no empty folder and no drawer', async () => {
  const { files, folders } = await under('src')

  expect(files.map((path) => roomOf(path)).filter((room) => !(room in mayImport))).toEqual([])
  expect(folders.filter((folder) => !files.some((path) => path.startsWith(`${folder}/`)))).toEqual(
    [],
  )
  expect(drawersAmong([...files, ...folders])).toEqual([])
})

test('the top level of the repository holds nothing but what is named here, and dotfiles', async () => {
  expect(strangers(await topLevelNames())).toEqual([])
})

test('every file of tests has a name by which it is run', async () => {
  const { files } = await under('test')
  const looksLikeTests = files.filter((path) => /\.(spec|e2e)\./.test(path))

  expect(looksLikeTests.filter((path) => !/^test\/e2e\/[^.]+\.e2e\.ts$/.test(path))).toEqual([])
})

test.each([
  ['src/atendimento/form.tsx', "import { x } from '../sessao/session-api.ts'", 'sessao'],
  ['src/atendimento/form.tsx', "import { x } from '../cliente/card.tsx'", 'cliente'],
  ['src/cliente/card.tsx', "import { x } from '../atendimento/form.tsx'", 'atendimento'],
  ['src/sessao/panel.tsx', "import type { X } from '../atendimento/form.tsx'", 'atendimento'],
  ['src/sessao/panel.tsx', "export { x } from '#src/atendimento/form.tsx'", 'atendimento'],
  ['src/sessao/panel.tsx', "export * as x from '../app.tsx'", 'app'],
  ['src/sessao/panel.tsx', "const x = await import('../gateway/main.ts')", 'gateway'],
  ['src/sessao/panel.tsx', 'const x = await import(`../gateway/main.ts`)', 'gateway'],
  ['src/sessao/panel.tsx', 'const x = await import(address)', 'not a plain string'],
  ['src/sessao/panel.tsx', "type X = import('../emulator/main.ts').X", 'emulator'],
  ['src/sessao/panel.tsx', "const all = import.meta.glob('../gateway/*.ts')", 'gateway'],
  ['src/sessao/panel.tsx', "import text from '../gateway/main.ts?raw'", 'gateway'],
  ['src/sessao/panel.module.css', ".a { composes: b from '../atendimento/x.css' }", 'atendimento'],
  ['src/sessao/panel.module.css', "@import '../atendimento/x.css';", 'atendimento'],
  ['src/app.tsx', "import './main.tsx'", 'main'],
  ['src/ui/field.tsx', "import { x } from '../contract/phone.ts'", 'contract'],
  ['src/contract/phone.ts', "import { x } from '../ui/field.tsx'", 'ui'],
  ['src/contract/phone.ts', "import * as z from 'zod'", 'zod'],
  ['src/contract/phone.ts', "import { readFile } from 'node:fs/promises'", 'node:fs/promises'],
  ['src/gateway/http/app.ts', "import { x } from '../../ui/field.tsx'", 'ui'],
  ['src/gateway/journal/queries.ts', "import { x } from '../send/desk.ts'", 'send'],
  ['src/gateway/http/app.ts', "import { x } from '../../emulator/main.ts'", 'emulator'],
  ['src/emulator/main.ts', "import { x } from '../gateway/config.ts'", 'gateway'],
  ['src/gateway/main.ts', "import { x } from '../../test/samples.ts'", 'outside src'],
  ['src/ui/field.tsx', 'const x = y as string', 'as const'],
  ['test/samples.ts', 'const x = y as unknown', 'as const'],
  ['src/contract/phone.ts', 'const x = <string>y', 'as const'],
  ['src/gateway/http/app.ts', 'const x = process.env.PORT', 'process.env'],
  ['src/gateway/http/app.ts', "const x = globalThis.process['env']", 'process'],
  ['src/gateway/http/app.ts', 'const { env } = process', 'process'],
  ['src/gateway/http/app.ts', "import { env as e } from 'node:process'", 'process'],
])('in %s the check objects to: %s', (path, source, word) => {
  expect(faultsOf(path, source)).toEqual([expect.stringContaining(word)])
})

test.each([
  ['src/main.tsx', "import { App } from './app.tsx'"],
  ['src/app.tsx', "import './ui/tokens.css'; import { x } from './sessao/panel.tsx'"],
  ['src/contract/phone.ts', "import * as z from 'zod/mini'; import { x } from './reading.ts'"],
  ['src/contract/phone.ts', "import { x } from '@brazilian-utils/brazilian-utils/is-valid-cpf'"],
  ['src/gateway/main.ts', "const x = await import('../emulator/main.ts')"],
  ['src/gateway/main.ts', 'const x = process.env'],
  [
    'src/ui/field.tsx',
    "import { a as b } from 'react'; export { b as c }; const x = ['y as z'] as const",
  ],
  [
    'src/ui/field.tsx',
    '// import x from "../gateway/main.ts", written as text\nexport const x = 1',
  ],
  ['test/samples.ts', "import { x } from '#src/gateway/main.ts'; const y = process.env"],
])('in %s the check accepts: %s', (path, source) => {
  expect(faultsOf(path, source)).toEqual([])
})

test('the checks of names object to strangers and drawers', () => {
  expect(strangers(['src', '.ci', 'playwright.config.ts'])).toEqual(['playwright.config.ts'])
  expect(
    drawersAmong([
      'src/ui/hooks/use-x.ts',
      'src/ui/form-utils.ts',
      'src/ui/types.ts',
      'src/gateway/hubsoft/read-ticket-types.ts',
    ]),
  ).toHaveLength(3)
})
