// `npm run drill:model -- SEED COUNT [postgres]`: random walks through sends, faults, kills and clock jumps, against what
// really stands in HubSoft, what is on disk and what was told.
import { setup } from '../../in-memory.ts'
import { startPostgres } from '../../postgres.ts'
import { rare, shorten, usual, walkAll } from './walk-all.ts'
import { createFiles } from './witnessed-file.ts'
import { createServerFiles } from './witnessed-postgres.ts'

const mostShown = 3

const removeFolder = setup()
const seed = Number(process.argv[2] ?? Date.now() % 1_000_000)
const count = Number(process.argv[3] ?? 2000)
const isOnPostgres = process.argv[4] === 'postgres'
const server = isOnPostgres ? await startPostgres() : null
console.log(`Seed ${seed}, ${count} walks${isOnPostgres ? ' on PostgreSQL' : ''}.`)

const files = server ? createServerFiles(server.url) : await createFiles()
const { seconds, met, broken } = await walkAll(seed, count, files)
const tally = [...met].toSorted(([, a], [, b]) => b - a).map(([what, times]) => `${times} ${what}`)
console.log(`${seconds.toFixed(1)} s; ${broken.length} broken; ${tally.join(', ')}`)
for (const { place, sends, promises, steps } of broken.slice(0, mostShown)) {
  console.log(`Walk ${place}, of ${sends}:\n- ${promises.join('\n- ')}`)
  const shortest = await shorten(steps, sends, files)
  console.log(shortest.steps.map((step) => JSON.stringify(step)).join('\n'))
  console.log(`These alone: ${shortest.walked.broken.join('; ') || 'nothing breaks'}`)
}
const unmet = [...usual, ...rare].filter((what) => !met.has(what))
if (unmet.length > 0) console.log(`Not met: ${unmet.join(', ')}`)
if (broken.length + unmet.length > 0) process.exitCode = 1
await files.remove()
await server?.stop()
removeFolder()
