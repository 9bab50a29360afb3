import { spawnSync } from 'node:child_process'
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type LaunchOptions } from 'playwright'
import * as z from 'zod/mini'

// The package's own list of arguments turns web security off: these are enough.
const args = [
  '--no-sandbox', // as root Chromium doesn't start without
  '--no-zygote',
  '--disable-gpu',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--no-first-run',
  '--disable-quic',
]

// The package's own file looks for the fonts in /tmp.
const fontsConf = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">fonts/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`

const root = fileURLToPath(new URL('../..', import.meta.url))
const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const found = z.object({
  executablePath: z.string(),
  args: z.array(z.string()),
  env: z.record(z.string(), z.string()),
})

/** Finds a Chromium that really starts; remembers it in the environment, for the workers to come. */
export async function findChromium(): Promise<LaunchOptions> {
  const known = process.env.CHROMIUM_FOR_TESTS
  const options = known ? found.parse(JSON.parse(known)) : await search()
  process.env.CHROMIUM_FOR_TESTS = JSON.stringify(options)
  return withEnvironment(options)
}

type Found = z.infer<typeof found>

/** Playwright replaces the whole environment by the one it is given. */
function withEnvironment({ env, ...options }: Found): LaunchOptions {
  return { ...options, env: { ...process.env, ...env } }
}

async function search(): Promise<Found> {
  const tries: string[] = []
  for (const { source, executablePath, env = {} } of candidates(tries)) {
    const options = { executablePath, args, env }
    const fault = await launchFault(withEnvironment(options))
    if (!fault) return options
    tries.push(`${source} (${executablePath}): ${fault}`)
  }
  throw new Error(
    `No Chromium for the browser tests. Tried:\n${tries.map((line) => `- ${line}`).join('\n')}\n` +
      'Name one with CHROMIUM_PATH, or install one: "npx playwright install chromium" or "apt-get install chromium".',
  )
}

type Candidate = { source: string; executablePath: string; env?: Found['env'] }

/** Where a Chromium may be; the one that somebody names, or none. `tries` gets why there is none. */
function* candidates(tries: string[]): Generator<Candidate> {
  const wanted = process.env.CHROMIUM_PATH
  if (wanted) {
    yield { source: 'CHROMIUM_PATH', executablePath: wanted }
    return
  }
  const installed = [chromium.executablePath(), ...onPath()].filter(isExecutable)
  if (installed.length === 0) tries.push(`installed: none by Playwright, none of ${names} on PATH`)
  for (const executablePath of installed) yield { source: 'installed', executablePath }
  const folder = unpack(tries)
  if (!folder) return
  const executablePath = join(folder, 'chromium')
  yield { source: 'packaged', executablePath }
  // A machine without NSS, expat or fonts: the package brings those too.
  const env = {
    LD_LIBRARY_PATH: join(folder, 'al2023', 'lib'),
    FONTCONFIG_FILE: join(folder, 'fonts.conf'),
  }
  yield { source: 'packaged, with its own libraries', executablePath, env }
}

/** One line saying why it doesn't start; null when it starts and runs a page. */
async function launchFault(options: LaunchOptions): Promise<string | null> {
  try {
    const browser = await chromium.launch({ ...options, timeout: 30_000 })
    const page = await browser.newPage()
    await page.setContent('<span>ção</span>')
    const width = await page.evaluate(() => document.querySelector('span')?.offsetWidth)
    await browser.close()
    return width ? null : 'starts, but finds no font'
  } catch (error) {
    const lines = String(error).split('\n')
    return lines
      .filter((line) => !line.includes('<launching>'))
      .slice(0, 6)
      .join(' ')
  }
}

function onPath(): string[] {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(Boolean)
  return names.flatMap((name) => folders.map((folder) => join(folder, name)))
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** Unpacks @sparticuz/chromium once for each version; null where the package has nothing for this machine. */
function unpack(tries: string[]): string | null {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    tries.push(`packaged: only for linux x64, this is ${process.platform} ${process.arch}`)
    return null
  }
  const require = createRequire(import.meta.url)
  const home = dirname(dirname(require.resolve('@sparticuz/chromium')))
  const { version } = z.object({ version: z.string() }).parse(require(join(home, 'package.json')))
  const cache = join(root, 'node_modules', '.cache')
  const target = join(cache, `chromium-${version}`)
  if (existsSync(target)) return target

  // It unpacks into the temporary folder and takes whatever lies there already, an older version or a half-written one
  // of another process too: so a fresh folder each time, renamed once it is whole.
  mkdirSync(cache, { recursive: true })
  const fresh = mkdtempSync(join(cache, 'unpacking-'))
  const program = `
    import { default as chromium, inflate } from '@sparticuz/chromium'
    await chromium.executablePath()
    await inflate(${JSON.stringify(join(home, 'bin', 'al2023.tar.br'))})`
  const child = spawnSync(process.execPath, ['--input-type=module', '--eval', program], {
    cwd: root,
    env: { ...process.env, TMPDIR: fresh },
    encoding: 'utf8',
  })
  if (child.status === 0) {
    writeFileSync(join(fresh, 'fonts.conf'), fontsConf)
    try {
      renameSync(fresh, target)
    } catch (error) {
      if (!existsSync(target)) throw error // otherwise another process was first
    }
  } else {
    tries.push(`packaged: unpacking failed: ${child.stderr.trim().split('\n').slice(-6).join(' ')}`)
  }
  rmSync(fresh, { recursive: true, force: true })
  return existsSync(target) ? target : null
}
