// `npm test`: every check there is; the last line is 'N passed, N failed'.
import { spawn } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod/mini'

type Counts = { passed: number; failed: number; skipped: number }
type Ended = { ok: boolean; said: string }

const root = fileURLToPath(new URL('..', import.meta.url))
const reports = join(root, 'test-results')
const total: Counts = { passed: 0, failed: 0, skipped: 0 }
/** Named once more at the end: what a group has to say of one is long, and another group may say more below it. */
const failures: string[] = []

const vitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      assertionResults: z.array(
        z.object({
          status: z.string(),
          fullName: z.string(),
          meta: z.object({ needs: z.optional(z.string()) }),
        }),
      ),
    }),
  ),
})

/** What a test tells whoever runs it. */
const printed = z.object({ stdout: z.array(z.object({ text: z.optional(z.string()) })) })

const playwrightReport = z.object({
  stats: z.object({
    expected: z.number(),
    unexpected: z.number(),
    flaky: z.number(),
    skipped: z.number(),
  }),
  suites: z.array(
    z.object({
      specs: z.array(
        z.object({
          title: z.string(),
          ok: z.boolean(),
          tests: z.array(z.object({ results: z.array(printed) })),
        }),
      ),
    }),
  ),
})

await rm(reports, { recursive: true, force: true })
await rm(join(root, 'dist'), { recursive: true, force: true }) // a failed build must not leave an older one to the tests

// Many a test waits for a pause or another process: beside each other they keep both cores at work.
await Promise.all([
  group('Format and lint', () => check('@biomejs/biome/bin/biome', 'check')),
  group('Types', () => check('typescript/bin/tsc', '--singleThreaded')),
  group('Build', () => check('vite/bin/vite.js', 'build')).then(() =>
    Promise.all([group('Vitest', vitest), group('Browser', playwright)]),
  ),
])

process.exitCode = total.failed > 0 ? 1 : 0
for (const failure of failures) console.log(`Failed: ${failure}`)
if (total.skipped > 0) console.log(`\n${total.skipped} skipped`)
console.log(`${total.passed} passed, ${total.failed} failed`)

async function group(title: string, run: () => Promise<Counts>) {
  const started = performance.now()
  const { passed, failed, skipped } = await run().catch((fault: unknown) => {
    console.log(fault)
    return { passed: 0, failed: 1, skipped: 0 }
  })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`== ${title}: ${passed} passed, ${failed} failed (${seconds} s)`)
  total.passed += passed
  total.failed += failed
  total.skipped += skipped
}

/** A tool which only says yes or no counts as one check. */
async function check(tool: string, ...args: string[]): Promise<Counts> {
  const { ok, said } = await run(tool, ...args)
  if (!ok) console.log(said)
  return { passed: Number(ok), failed: Number(!ok), skipped: 0 }
}

async function vitest(): Promise<Counts> {
  const report = join(reports, 'vitest.json')
  const reporting = ['--reporter=dot', '--reporter=json', `--outputFile.json=${report}`]
  const ended = await run('vitest/vitest.mjs', 'run', '--allowOnly=false', ...reporting)
  const files = (await readReport(report, vitestReport))?.testResults ?? []

  const tests = files.flatMap((file) => file.assertionResults)
  const of = (status: string) => tests.filter((test) => test.status === status)
  failures.push(...of('failed').map(({ fullName }) => fullName))
  const notRun = tests.filter(({ status }) => status !== 'passed' && status !== 'failed')
  const wanting = Object.groupBy(notRun, ({ meta }) => meta.needs ?? '')
  const { '': unexplained = [], ...skipped } = wanting
  failures.push(...unexplained.map(({ fullName }) => fullName))
  for (const { fullName } of unexplained) console.log(`Not run, counts as failed: ${fullName}`)
  for (const [program, skips] of Object.entries(skipped)) {
    console.log(`Skipped, since ${program} is not installed here: ${skips?.length} tests`)
  }
  // A file which doesn't load has no tests to count.
  const broken = files.filter(
    (file) =>
      file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  )
  failures.push(...broken.map(({ name }) => name))
  return verdict(ended, {
    passed: of('passed').length,
    failed: of('failed').length + unexplained.length + broken.length,
    skipped: notRun.length - unexplained.length,
  })
}

async function playwright(): Promise<Counts> {
  const ended = await run('playwright/cli.js', 'test', '--config', 'test/e2e/playwright.config.ts')
  const read = await readReport(join(reports, 'e2e.json'), playwrightReport)

  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = read?.stats ?? {}
  const specs = read?.suites.flatMap(({ specs }) => specs) ?? []
  failures.push(...specs.filter(({ ok }) => !ok).map(({ title }) => title))
  const told = specs
    .flatMap(({ tests }) => tests)
    .flatMap(({ results }) => results.flatMap(({ stdout }) => stdout))
  process.stdout.write(told.map(({ text = '' }) => text).join(''))
  if (skipped > 0) console.log(`Not run, counts as failed: ${skipped}`)
  return verdict(ended, { passed: expected, failed: unexpected + flaky + skipped, skipped: 0 })
}

/** No test at all is a failure too, and so is a bad end for which no test can be blamed. */
function verdict({ ok, said }: Ended, { passed, failed, skipped }: Counts): Counts {
  if (failed > 0 || !ok) console.log(said)
  if (passed + failed === 0) console.log('This group ran 0 tests, which counts as failed.')
  else if (!ok && failed === 0)
    console.log('Every test passed, but the run ended badly: counts as failed.')
  return { passed, failed: failed || Number(!ok || passed === 0), skipped }
}

async function readReport<T extends z.core.$ZodType>(
  path: string,
  schema: T,
): Promise<z.output<T> | null> {
  const text = await readFile(path, 'utf8').catch(() => null)
  return text === null ? null : z.parse(schema, JSON.parse(text))
}

/** Runs a tool of node_modules on this very Node; `ok` when it ends well within half an hour. */
async function run(tool: string, ...args: string[]): Promise<Ended> {
  const child = spawn(process.execPath, [join(root, 'node_modules', tool), ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: cleanEnvironment(),
    timeout: 1_800_000,
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk) => {
      said += chunk
    })
  }
  const code = await new Promise<number | null>((ended) => child.once('close', ended))
  return { ok: code === 0, said }
}

/** What an operator has set for the real gateway, HubSoft's address above all, is none of the tests' business. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const set =
    /^(NODE_ENV|HOST|PORT|(PUBLIC|TLS|HUBSOFT|AUTH|ATTENDANTS|TRUSTED|DATABASE|FRAME|TIME|JOURNAL|BRAND|TEMPLATES|SHOW|EMULATOR)_.*)$/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !set.test(name)))
}
