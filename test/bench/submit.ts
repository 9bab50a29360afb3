import { setTimeout } from 'node:timers/promises'
import { type Browser, chromium, type Page } from 'playwright'
import { startEmulator } from '#src/emulator/server.ts'
import { ticketPath } from '#src/gateway/http/tickets/ticket-request.ts'
import { findChromium } from '../e2e/chromium.ts'
import { fillTicket, submitButton } from '../e2e/house.ts'
import { behindProxy, signedIn } from '../gateway/running.ts'
import { settingsFor } from '../process.ts'
import type { Figure, Run } from './figure.ts'
import { median, medianOf, ratioOf } from './interval.ts'
import { watchMainThread } from './main-thread.ts'
import { inTurn, type Serving, startFloor, startProduct } from './serving.ts'

const slowdown = 4
// What HubSoft takes for a ticket, each time.
const answersInMs = 150

type Sent = {
  /** Click to receipt painted; and of that, until the POST left and from when its answer was there. */
  allMs: number
  beforeMs: number
  afterMs: number
  /** What the main thread worked meanwhile, in processor time. */
  workMs: number
}

type Side = 'floor' | 'ours' | 'ours again' | 'other build'

/** From the click to the receipt on the screen, beside the same form by hand that does no more than fetch. */
export async function submit(run: Run): Promise<Figure[]> {
  const rounds = run.rounds ?? (run.isQuick ? 2 : 20)
  run.say(`  ${rounds} rounds, HubSoft answers in ${answersInMs} ms, CPU ÷ ${slowdown}`)
  const hubsoft = await startEmulator({
    async through(request, answer) {
      if (new URL(request.url).pathname === ticketPath) await setTimeout(answersInMs)
      return answer(request)
    },
  })
  const product = (root?: string) =>
    startProduct({ root, env: { ...behindProxy, ...settingsFor(hubsoft.url) } })
  const sides = new Map<Side, Serving>([
    ['floor', await startFloor(hubsoft.url, behindProxy)],
    ['ours', await product()],
    ['ours again', await product()],
  ])
  if (run.against !== undefined) sides.set('other build', await product(run.against))
  const browser = await chromium.launch(await findChromium())
  const results = new Map<Side, Sent[]>()
  for (let round = 0; round < rounds; round += 1) {
    for (const [side, { url }] of inTurn([...sides], round)) {
      results.set(side, [...(results.get(side) ?? []), await send(browser, url, round)])
      // Or every card would have more to show than the last one.
      for (const { atendimento } of hubsoft.emulator.ledger.tickets) {
        hubsoft.emulator.closeTicket(atendimento.protocolo)
      }
    }
  }
  await browser.close()
  for (const { stop } of sides.values()) await stop()
  await hubsoft.stop()
  return figuresOf((side) => results.get(side) ?? [])
}

function figuresOf(of: (side: Side) => Sent[]): Figure[] {
  const [floor, ours, again, other] = [of('floor'), of('ours'), of('ours again'), of('other build')]
  const figure = (name: string, key: keyof Sent): Figure[] => {
    const values = (all: Sent[]) => all.map((one) => one[key])
    const ms = (all: Sent[]) => `${median(values(all)).toFixed(0)} ms`
    return [
      {
        ...{ name: `${name} ÷ floor`, unit: '×', detail: `${ms(ours)} ÷ ${ms(floor)}` },
        measured: ratioOf(values(ours), values(floor)),
        noise: ratioOf(values(again), values(ours)),
        ...(key === 'allMs' && { target: { atMost: 1.3 } }),
      },
      {
        ...{ name: `${name}, more than the floor`, unit: 'ms' },
        measured: medianOf(ours.map((one, round) => one[key] - (floor[round]?.[key] ?? 0))),
      },
      ...(other.length > 0
        ? [
            {
              ...({ name: `${name} ÷ the other build`, unit: '×' } as const),
              measured: ratioOf(values(ours), values(other)),
            },
          ]
        : []),
    ]
  }
  return [
    ...figure('click → receipt painted', 'allMs'),
    ...figure('click → fetch', 'beforeMs'),
    ...figure('answer → receipt painted', 'afterMs'),
    ...figure('main thread, click → receipt', 'workMs'),
  ]
}

async function send(browser: Browser, url: string, round: number): Promise<Sent> {
  const context = await browser.newContext({
    ...{ viewport: { width: 1366, height: 633 }, locale: 'pt-BR' },
    // None of them meets the limit of what one may send in a minute.
    extraHTTPHeaders: signedIn(`atendente-${round}`),
  })
  const page = await context.newPage()
  await page.goto(url)
  await fillTicket(page)
  // Who is calling, and all that comes after the form.
  await page.waitForLoadState('networkidle')
  const client = await context.newCDPSession(page)
  await client.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
  const worked = await watchMainThread(page)
  const sent = watchSend(page)
  const atFirst = await worked()
  await submitButton(page).click()
  const seen = await sent
  const workMs = (await worked()).all - atFirst.all
  await context.close()
  return { ...seen, workMs }
}

/**
 * From the click's own time to the end of the frame in which the heading says that the ticket is open and the protocol
 * is there in full; when the POST left and when its answer had come says the browser (Resource Timing).
 */
const watchSend = (page: Page): Promise<Omit<Sent, 'workMs'>> =>
  page.evaluate(
    (route) =>
      new Promise<Omit<Sent, 'workMs'>>((resolve) => {
        let clickedAt = 0
        addEventListener(
          'click',
          ({ timeStamp }) => {
            clickedAt = timeStamp
          },
          { capture: true, once: true },
        )
        const isShown = () => {
          const main = document.querySelector('main')
          const heading = [...document.querySelectorAll('h1')].find((one) => one.checkVisibility())
          const protocol = /\d{17,}/.test((main?.textContent ?? '').replace(/\s/g, ''))
          return heading?.textContent === 'Atendimento aberto' && protocol
        }
        function look() {
          if (!isShown()) return requestAnimationFrame(look)
          const channel = new MessageChannel()
          channel.port1.onmessage = tell
          return channel.port2.postMessage(null)
        }
        function tell() {
          const paintedAt = performance.now()
          const post = performance
            .getEntriesByType('resource')
            .filter((entry) => entry instanceof PerformanceResourceTiming)
            .find(({ name }) => new URL(name).pathname === route && !name.includes('?'))
          resolve({
            allMs: paintedAt - clickedAt,
            beforeMs: (post?.startTime ?? Number.NaN) - clickedAt,
            afterMs: paintedAt - (post?.responseEnd ?? Number.NaN),
          })
        }
        requestAnimationFrame(look)
      }),
    ticketPath,
  )
