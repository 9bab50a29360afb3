import { type Browser, type BrowserContext, chromium, type Page } from 'playwright'
import { startEmulator } from '#src/emulator/server.ts'
import type { Environment } from '#src/gateway/config/environment.ts'
import { findChromium } from '../e2e/chromium.ts'
import { ticket } from '../e2e/house.ts'
import { watchShifts } from '../e2e/shifts.ts'
import { freePort } from '../process.ts'
import type { Figure, Run, Target } from './figure.ts'
import { exactly, median, ratioOf } from './interval.ts'
import { startLine } from './line.ts'
import { type Load, probeLoad, readLoad, readRequests } from './load-probe.ts'
import { watchMainThread } from './main-thread.ts'
import { inTurn, type Serving, startFloor, startProduct } from './serving.ts'

const slowdown = 4
// DevTools' "Slow 4G": a round trip of 150 ms, and nine tenths of 1.6 and 0.75 megabits a second.
const roundTripMs = 150
const [downPerMs, upPerMs] = [180, 84.375]

/** With what the main thread had worked by the time of the POST, in processor time. */
type Seen = Load & { workMs: number }
type Loads = { cold: Seen[]; warm: Seen[] }
type Side = 'floor' | 'ours' | 'ours again' | 'other build'

/** What is between the browser and a server. */
type Emulation = {
  name: string
  start: (serve: (env: Environment) => Promise<Serving>) => Promise<Serving>
  throttle: (page: Page) => Promise<void>
}

const slow4G: Emulation = {
  name: 'slow 4G',
  start: (serve) => serve({ PORT: '0' }),
  async throttle(page) {
    const client = await page.context().newCDPSession(page)
    await client.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: roundTripMs,
      downloadThroughput: downPerMs * 1000,
      uploadThroughput: upPerMs * 1000,
    })
    await client.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
  },
}

const line: Emulation = {
  name: 'line',
  async start(serve) {
    const port = await freePort()
    const { url, stop } = await startLine(port, { roundTripMs, bytesPerMs: downPerMs })
    const serving = await serve({ PORT: String(port), PUBLIC_ORIGIN: url })
    return {
      url,
      async stop() {
        stop()
        await serving.stop()
      },
    }
  },
  async throttle(page) {
    const client = await page.context().newCDPSession(page)
    await client.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
  },
}

/** How the page comes and gets ready, beside the same form by hand, over slow 4G as Chromium emulates it. */
export async function page(run: Run): Promise<Figure[]> {
  const loads = await measure(slow4G, run, run.rounds ?? (run.isQuick ? 2 : 20))
  const { shift, addresses, scriptBytes } = loads.atRest
  return [
    ...figuresOf(loads, {
      'first paint, cold': { atMost: 1, by: 'low end' },
      'ready to type, cold': { atMost: 1.1 },
      'ready to send, cold': { atMost: 2.2 },
      'ready to send, warm': { atMost: 1.5 },
    }),
    { name: 'layout shift on load', unit: '', measured: exactly(shift), target: { atMost: 0 } },
    {
      ...{ name: 'requests before ready to send', unit: '' },
      ...{ measured: exactly(addresses.length), target: { atMost: 2 } },
      detail: addresses.join(' '),
    },
    {
      ...{ name: 'JavaScript until ready to send, brotli', unit: 'kB' },
      ...{ measured: exactly(scriptBytes / 1000), target: { atMost: 98 } },
    },
  ]
}

/** The same on a line with handshakes and slow start, which Chromium's emulation leaves out. */
export async function onLine(run: Run): Promise<Figure[]> {
  const loads = await measure(line, run, run.rounds ?? (run.isQuick ? 1 : 20))
  return figuresOf(loads, {
    'first paint, cold': { atMost: 1, by: 'low end' },
    'ready to type, cold': { atMost: 1.1 },
    'ready to send, cold': { atMost: 2 },
  }).map((figure) => ({ ...figure, name: `line: ${figure.name}` }))
}

type All = {
  floor: Loads
  ours: Loads
  again: Loads
  other: Loads | undefined
  atRest: Awaited<ReturnType<typeof lookAtRest>>
}

async function measure(emulation: Emulation, { say, against }: Run, rounds: number): Promise<All> {
  say(`  ${rounds} rounds, ${emulation.name}: ${roundTripMs} ms there and back, CPU ÷ ${slowdown}`)
  const hubsoft = await startEmulator()
  const product = (root?: string) => emulation.start((env) => startProduct({ root, env }))
  const sides = new Map<Side, Serving>([
    ['floor', await emulation.start((env) => startFloor(hubsoft.url, env))],
    ['ours', await product()],
    ['ours again', await product()],
  ])
  if (against !== undefined) sides.set('other build', await product(against))
  const browser = await chromium.launch(await findChromium())
  const own = sides.get('ours')?.url ?? ''
  await expectKept(browser, emulation, own)
  const atRest = await lookAtRest(browser, emulation, own)
  const loads = new Map(
    [...sides.keys()].map((side): [Side, Loads] => [side, { cold: [], warm: [] }]),
  )
  const of = (side: Side) => loads.get(side) ?? { cold: [], warm: [] }
  for (let round = 0; round < rounds; round += 1) {
    for (const [side, { url }] of inTurn([...sides], round)) {
      const context = await openContext(browser)
      of(side).cold.push(await load(context, emulation, url))
      of(side).warm.push(await load(context, emulation, url))
      await context.close()
    }
  }
  await browser.close()
  for (const { stop } of sides.values()) await stop()
  await hubsoft.stop()
  const other = against === undefined ? undefined : of('other build')
  return { floor: of('floor'), ours: of('ours'), again: of('ours again'), other, atRest }
}

// The window of a small office screen.
const openContext = (browser: Browser) =>
  browser.newContext({ viewport: { width: 1366, height: 633 }, locale: 'pt-BR' })

const isPost = (request: { method: () => string }) => request.method() === 'POST'

async function load(context: BrowserContext, emulation: Emulation, url: string): Promise<Seen> {
  const page = await context.newPage()
  await emulation.throttle(page)
  await page.addInitScript(probeLoad, { ticket })
  const worked = await watchMainThread(page)
  const posted = page.waitForRequest(isPost)
  await page.goto(url, { waitUntil: 'commit' })
  await posted
  const { all: workMs } = await worked()
  const seen = await page.evaluate(readLoad)
  // Cut off, a request would take its connection with it, which the next load might have had.
  await page.waitForLoadState('networkidle')
  await page.close()
  return { ...seen, workMs }
}

/** What is typed as soon as the page is called ready to type still stands once it is ready to send. */
async function expectKept(browser: Browser, emulation: Emulation, url: string) {
  const context = await openContext(browser)
  const page = await context.newPage()
  await emulation.throttle(page)
  const [first = ''] = Object.keys(ticket)
  await page.goto(url, { waitUntil: 'commit' })
  await page.waitForFunction((name) => document.activeElement?.getAttribute('name') === name, first)
  await page.keyboard.type('123')
  await page.waitForLoadState('networkidle')
  const kept = await page.locator(`[name="${first}"]`).inputValue()
  await context.close()
  if (kept !== '123') throw new Error(`Typed early at ${url}: "123", kept: "${kept}".`)
}

/** What moves by itself while nobody does anything, and what is asked for before a click can be taken. */
async function lookAtRest(browser: Browser, emulation: Emulation, url: string) {
  const context = await openContext(browser)
  const page = await context.newPage()
  await emulation.throttle(page)
  const readShifts = await watchShifts(page)
  await page.addInitScript(probeLoad, { ticket, isAtRest: true })
  await page.goto(url, { waitUntil: 'networkidle' })
  const shifts = await readShifts()
  const asked = await page.evaluate(readRequests)
  await context.close()
  return { ...asked, shift: shifts.reduce((sum, said) => sum + Number.parseFloat(said), 0) }
}

const moments: Record<string, [keyof Loads, keyof Seen]> = {
  'first paint, cold': ['cold', 'paintMs'],
  'ready to type, cold': ['cold', 'typeMs'],
  'ready to send, cold': ['cold', 'sendMs'],
  'a click leads to a POST, cold': ['cold', 'postMs'],
  'main thread until that POST, cold': ['cold', 'workMs'],
  'first paint, warm': ['warm', 'paintMs'],
  'ready to type, warm': ['warm', 'typeMs'],
  'ready to send, warm': ['warm', 'sendMs'],
}

function figuresOf({ floor, ours, again, other }: All, targets: Record<string, Target>): Figure[] {
  return Object.entries(moments).flatMap(([name, [visit, moment]]): Figure[] => {
    const of = (loads: Loads) => loads[visit].map((one) => one[moment])
    const [own, least] = [of(ours), of(floor)]
    const target = targets[name]
    const ms = (values: number[]) => `${median(values).toFixed(0)} ms`
    return [
      {
        name: `${name} ÷ floor`,
        detail: `${ms(own)} ÷ ${ms(least)}`,
        unit: '×',
        measured: ratioOf(own, least),
        noise: ratioOf(of(again), own),
        ...(target && { target }),
      },
      ...(other
        ? [
            {
              name: `${name} ÷ the other build`,
              unit: '×',
              measured: ratioOf(own, of(other)),
            } as const,
          ]
        : []),
    ]
  })
}
