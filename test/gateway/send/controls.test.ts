import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { gatewayBreakages } from '../../drill/gateways/gateway-breakages.ts'
import { hastened } from '../../drill/gateways/gateways.ts'
import { breakages } from '../../drill/kill/breakages.ts'
import { changeLine, root, sourceOf } from '../../drill/kill/changed-line.ts'
import { runControl } from '../../drill/kill/controls.ts'

const seed = 20_261_126

const changes = [
  ...breakages,
  ...gatewayBreakages.flatMap(({ also, ...one }) => [one, ...(also ? [{ ...one, ...also }] : [])]),
  { name: 'hastened late looks', ...hastened },
]

test.each(changes)('the drill’s control "$name" still applies to the code', (breakage) => {
  expect(changeLine(sourceOf(breakage), breakage)).toContain(breakage.becomes)
})

test.each([50, 200])('and does so where lines hold up to %s characters', (width) => {
  const folder = mkdtempSync(join(tmpdir(), 'formatted-'))
  cpSync(join(root, 'src'), join(folder, 'src'), { recursive: true })
  cpSync(join(root, 'biome.json'), join(folder, 'biome.json'))
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome')
  const format = ['format', '--write', '--vcs-enabled=false', `--line-width=${width}`, 'src']
  execFileSync(process.execPath, [biome, ...format], { cwd: folder, stdio: 'pipe' })

  const formatted = changes.map((breakage) => ({
    breakage,
    source: readFileSync(join(folder, breakage.file), 'utf8'),
  }))
  expect(formatted.some(({ breakage, source }) => source !== sourceOf(breakage))).toBe(true)
  for (const { breakage, source } of formatted) {
    expect(changeLine(source, breakage)).toContain(breakage.becomes)
  }
  rmSync(folder, { recursive: true })
})

// One for each promise; `npm run drill:controls` is about all of them, and about nothing broken.
const firstOfEach = [...Map.groupBy(breakages, ({ breaks }) => breaks).values()].flatMap((all) =>
  all.slice(0, 1),
)

test.concurrent.each(firstOfEach)(
  'where the code is broken ($name), the drill finds it and names what broke',
  async (breakage) => {
    const figures = await runControl(breakage, seed)

    expect(figures.broken.map(({ promise }) => promise)).toContain(breakage.breaks)
  },
  180_000,
)
