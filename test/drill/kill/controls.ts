// `npm run drill:controls`: the kill drill against gateways that are broken on purpose. Each of them it
// has to find, and to name what broke; and nothing where nothing is broken.
import fc from 'fast-check'
import pLimit from 'p-limit'
import { type Breakage, breakages, swapped } from './breakages.ts'
import { runKillDrill } from './kill.ts'
import { formatBroken } from './report.ts'

const atOnce = 2
const small = {
  tickets: 8,
  kills: 0,
  timeoutMs: 400,
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
  return { ...tickets, settleMs: 6000, trouble: fc.oneof(...all), listTroubled: 10 }
}

if (import.meta.main) {
  const seed = Number(process.argv[2] ?? Date.now() % 1_000_000)
  console.log(`Seed ${seed}`)
  const limit = pLimit(atOnce)
  // The longest first.
  await Promise.all([null, ...breakages].map((breakage) => limit(control, breakage, seed)))
}

async function control(breakage: Breakage | null, seed: number) {
  const figures = await runControl(breakage, seed)
  const { broken, seconds } = figures
  const named = [...new Set(broken.map(({ promise }) => promise))]
  const isRight = breakage ? named.includes(breakage.breaks) : named.length === 0
  const found = named.length > 0 ? named.join('; ') : 'nothing broken'
  const name = breakage?.name ?? 'nothing is broken'
  console.log(`${isRight ? 'ok    ' : 'WRONG '} ${name}: ${found} (${seconds.toFixed(1)} s)`)
  if (isRight) return
  process.exitCode = 1
  if (breakage) console.log(`       expected: ${breakage.breaks}`)
  else for (const line of formatBroken(figures)) console.log(line)
}
