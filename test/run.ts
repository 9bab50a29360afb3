// `npm test`: every check there is, one group after the other; the last line is 'N passed, N failed'.
import { spawn } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as z from 'zod/mini'

type Counts = { passed: number; failed: number }

const root = fileURLToPath(new URL('..', import.meta.url))
const reports = join(root, 'test-results')
const total: Counts = { passed: 0, failed: 0 }

const vitestReport = z.object({
  testResults: z.array(
    z.object({
      status: z.string(),
      name: z.string(),
      assertionResults: z.array(z.object({ status: z.string(), fullName: z.string() })),
    }),
  ),
})

const playwrightReport = z.object({
  stats: z.object({
    expected: z.number(),
    unexpected: z.number(),
    flaky: z.number(),
    skipped: z.number(),
  }),
})

await rm(reports, { recursive: true, force: true })
await rm(join(root, 'dist'), { recursive: true, force: true }) // a failed build must not leave an older one to the tests

await group('Format and lint', () => check('@biomejs/biome/bin/biome', 'check'))
await group('Types', () => check('typescript/bin/tsc'))
await group('Build', () => check('vite/bin/vite.js', 'build'))
await group('Contract, server, emulator and architecture', () => vitest('node'))
await group('Components', () => vitest('web'))
await group('Browser', playwright)

process.exitCode = total.failed > 0 ? 1 : 0
console.log(`${total.passed} passed, ${total.failed} failed`)

async function group(title: string, run: () => Promise<Counts>) {
  console.log(`\n== ${title}`)
  const started = performance.now()
  const { passed, failed } = await run().catch((fault: unknown) => {
    console.log(fault)
    return { passed: 0, failed: 1 }
  })
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  console.log(`== ${title}: ${passed} passed, ${failed} failed (${seconds} s)`)
  total.passed += passed
  total.failed += failed
}

/** A tool which only says yes or no counts as one check. */
async function check(tool: string, ...args: string[]): Promise<Counts> {
  const passed = await run(tool, ...args)
  return { passed: Number(passed), failed: Number(!passed) }
}

async function vitest(project: string): Promise<Counts> {
  const report = join(reports, `${project}.json`)
  const reporting = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const ok = await run(
    'vitest/vitest.mjs',
    'run',
    '--project',
    project,
    '--allowOnly=false',
    ...reporting,
  )
  const read = await readReport(report, vitestReport)

  const files = read?.testResults ?? []
  const tests = files.flatMap((file) => file.assertionResults)
  const passed = tests.filter((test) => test.status === 'passed').length
  const skipped = tests.filter((test) => test.status !== 'passed' && test.status !== 'failed')
  for (const test of skipped)
    console.log(`Not run (${test.status}), counts as failed: ${test.fullName}`)
  // A file which doesn't load has no tests to count.
  const broken = files.filter(
    (file) =>
      file.status === 'failed' && !file.assertionResults.some(({ status }) => status === 'failed'),
  )
  return verdict(ok, passed, tests.length - passed + broken.length)
}

async function playwright(): Promise<Counts> {
  const ok = await run('playwright/cli.js', 'test', '--config', 'test/e2e/playwright.config.ts')
  const read = await readReport(join(reports, 'e2e.json'), playwrightReport)

  const { expected = 0, unexpected = 0, flaky = 0, skipped = 0 } = read?.stats ?? {}
  if (skipped > 0) console.log(`Not run, counts as failed: ${skipped}`)
  return verdict(ok, expected, unexpected + flaky + skipped)
}

/** No test at all is a failure too, and so is a bad end for which no test can be blamed. */
function verdict(ok: boolean, passed: number, failed: number): Counts {
  if (passed + failed === 0) console.log('This group ran 0 tests, which counts as failed.')
  else if (!ok && failed === 0)
    console.log('Every test passed, but the run ended badly: counts as failed.')
  return { passed, failed: failed || Number(!ok || passed === 0) }
}

async function readReport<T extends z.core.$ZodType>(
  path: string,
  schema: T,
): Promise<z.output<T> | null> {
  const text = await readFile(path, 'utf8').catch(() => null)
  return text === null ? null : z.parse(schema, JSON.parse(text))
}

/** Runs a tool of node_modules on this very Node; true when it ends well within ten minutes. */
async function run(tool: string, ...args: string[]): Promise<boolean> {
  const child = spawn(process.execPath, [join(root, 'node_modules', tool), ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: cleanEnvironment(),
    timeout: 600_000,
  })
  const code = await new Promise<number | null>((ended) => child.once('exit', ended))
  return code === 0
}

/** What an operator has set for the real gateway, HubSoft's address above all, is none of the tests' business. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const set =
    /^(NODE_ENV|HOST|PORT|(PUBLIC|TLS|HUBSOFT|AUTH|ATTENDANTS|TRUSTED|DATABASE|FRAME|TIME|JOURNAL|BRAND|TEMPLATES|SHOW|EMULATOR)_.*)$/
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !set.test(name)))
}
