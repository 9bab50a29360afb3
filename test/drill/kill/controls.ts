// `npm run drill:controls -- SEED PART_OF_A_NAME`: the drills against gateways that are broken on purpose. Each of them it
// has to find, and to name what broke; and nothing where nothing is broken.
import fc from 'fast-check'
import pLimit from 'p-limit'
import { type GatewayBreakage, gatewayBreakages } from '../gateways/gateway-breakages.ts'
import { runGatewaysDrill } from '../gateways/gateways.ts'
import { type Breakage, breakages, swapped } from './breakages.ts'
import { runKillDrill } from './kill.ts'
import { formatBroken } from './report.ts'

const atOnce = 2
const small = {
  tickets: 8,
  kills: 0,
  timeoutMs: 800,
  settleMs: 2000,
  lanes: 4,
  troubled: 100,
  listTroubled: 0,
  leastOpened: 0,
}

/** What the drill finds broken where this is, and nothing is with null. */
export function runControl(breakage: Breakage | null, seed: number) {
  const drill = breakage?.drill ?? everything()
  const broken = breakage && { breakage, endsOn: breakage.breaks }
  return runKillDrill({ ...small, seed, ...broken, ...drill })
}

/** All that brings a breakage to light, for a gateway that stands it. */
function everything() {
  const together = breakages.filter(({ drill }) => drill !== swapped)
  const all = together.flatMap(({ drill: { trouble } }) => (trouble ? [trouble] : []))
  // Where nearly every ticket fails, the breaker rightly lets few through.
  const tickets = { tickets: 24, kills: 4, lanes: 8, troubled: 50 }
  return { ...tickets, settleMs: 12_000, trouble: fc.oneof(...all), listTroubled: 10 }
}

/** The same of a guard among gateways; with null all of them stand. */
export function runGatewaysControl(breakage: GatewayBreakage | null, seed: number) {
  const all = gatewayBreakages.flatMap(({ drill: { trouble } }) => (trouble ? [trouble] : []))
  const drill = breakage?.drill ?? {
    tickets: 24,
    kills: 3,
    troubled: 50,
    trouble: fc.oneof(...all),
  }
  const { also } = breakage ?? {}
  const broken = breakage && { breakage, endsOn: breakage.breaks, ...(also && { also }) }
  return runGatewaysDrill({
    ...{ ...small, stops: 0, losses: 0, crashes: 0, cuts: 0, isHastened: false, seed },
    ...broken,
    ...drill,
  })
}

if (import.meta.main) {
  const seed = Number(process.argv[2] ?? Date.now() % 1_000_000)
  // Of all, those whose names say this.
  const wanted = process.argv[3] ?? ''
  console.log(`Seed ${seed}`)
  const limit = pLimit(atOnce)
  const isWanted = (breakage: { name: string } | null) => nameOf(breakage).includes(wanted)
  if (![null, ...breakages, ...gatewayBreakages].some(isWanted)) {
    throw new Error(`No control has "${wanted}" in its name.`)
  }
  // The longest first.
  await Promise.all([
    ...[null, ...breakages]
      .filter(isWanted)
      .map((one) => limit(async () => control(one, await runControl(one, seed)))),
    ...[null, ...gatewayBreakages]
      .filter(isWanted)
      .map((one) => limit(async () => control(one, await runGatewaysControl(one, seed)))),
  ])
}

function nameOf(breakage: { name: string } | null) {
  return breakage?.name ?? 'nothing is broken'
}

type Figures = Awaited<ReturnType<typeof runControl | typeof runGatewaysControl>>

function control(breakage: Breakage | GatewayBreakage | null, figures: Figures) {
  const { broken, seconds } = figures
  const named = [...new Set(broken.map(({ promise }) => promise))]
  const isRight = breakage ? named.includes(breakage.breaks) : named.length === 0
  const found = named.length > 0 ? named.join('; ') : 'nothing broken'
  const name = nameOf(breakage)
  console.log(`${isRight ? 'ok    ' : 'WRONG '} ${name}: ${found} (${seconds.toFixed(1)} s)`)
  if (isRight) return
  process.exitCode = 1
  if (breakage) console.log(`       expected: ${breakage.breaks}`)
  else for (const line of formatBroken(figures)) console.log(line)
}
