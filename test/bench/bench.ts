// `npm run bench`: what is promised of speed and size, measured in one run, and whether it holds.
import { existsSync } from 'node:fs'
import { appendFile, writeFile } from 'node:fs/promises'
import { arch, cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Figure, type Part, verdictOf } from './figure.ts'
import { gateway } from './gateway/gateway.ts'
import { gateways } from './gateway/gateways.ts'
import { journal } from './journal.ts'
import { keys } from './keys.ts'
import { loop } from './loop.ts'
import { memory } from './memory.ts'
import { onLine, page } from './page.ts'
import { submit } from './submit.ts'
import { tableOf } from './table.ts'

const quick = { page, line: onLine, keys, submit, gateway }
// Too few requests tell nothing of these: none of the two minutes is theirs, unless somebody names them.
const parts: Record<string, Part> = { ...quick, gateways, journal, memory, loop }

const { values } = parseArgs({
  options: {
    /** Two minutes for all: enough to see what is far off. */
    quick: { type: 'boolean', default: false },
    /** Parts by name, with commas between. */
    only: { type: 'string' },
    rounds: { type: 'string' },
    /** The root of another checkout, built. */
    against: { type: 'string' },
    /** Where a copy of the figures goes, as JSON. */
    out: { type: 'string' },
  },
})

const names = values.only?.split(',') ?? Object.keys(values.quick ? quick : parts)
const chosen = names.map((name) => {
  const part = parts[name]
  if (!part) refuse(`No part "${name}"; there are ${Object.keys(parts).join(', ')}.`)
  return { name, part }
})
const say = (line: string) => console.log(line)
const rounds = values.rounds === undefined ? undefined : Number(values.rounds)
if (rounds !== undefined && !(rounds >= 1)) refuse('--rounds is a number of rounds.')
if (values.against && !existsSync(join(values.against, 'dist/client/index.html')))
  refuse(`--against is another checkout, with its page built: there is none in ${values.against}.`)
// Said now, not after half an hour of measuring.
if (values.out) await appendFile(values.out, '')
const run = {
  isQuick: values.quick,
  rounds,
  against: values.against,
  say,
}

const machine = `${cpus()[0]?.model.trim()} × ${cpus().length}, ${process.platform} ${arch()}`
say(`Node ${process.version}, ${machine}`)
const figures: Figure[] = []
for (const { name, part } of chosen) {
  const begun = performance.now()
  say(`\n${name}`)
  figures.push(...(await part(run)))
  say(`  ${((performance.now() - begun) / 1000).toFixed(0)} s`)
}
say('')
for (const line of tableOf(figures)) say(line)

if (values.out) {
  const told = figures.map((figure) => ({ ...figure, verdict: verdictOf(figure) }))
  const copy = { at: new Date(), node: process.version, machine, ...values, figures: told }
  await writeFile(values.out, `${JSON.stringify(copy, null, 2)}\n`)
}

function refuse(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}
