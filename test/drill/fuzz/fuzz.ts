// `npm run fuzz -- SEED COUNT`: HubSoft's answers and clients' requests as nobody foresaw them.
import { fuzzAnswers } from './fuzz-answers.ts'
import { fuzzRequests } from './fuzz-requests.ts'
import { type Fuzzed, formatFuzzed, isMemoryFlat } from './report.ts'

const mostShown = 10

const seed = Number(process.argv[2] ?? Date.now() % 1_000_000)
const count = Number(process.argv[3] ?? 10_000)
console.log(`Seed ${seed}, ${count} of each.`)

tell('answers', await fuzzAnswers(seed, count))
tell('requests', await fuzzRequests(seed, count))

function tell(what: string, fuzzed: Fuzzed) {
  console.log(formatFuzzed(what, fuzzed))
  for (const fault of fuzzed.faults.slice(0, mostShown)) console.log(`- ${fault}`)
  if (!isMemoryFlat(fuzzed)) console.log('- Memory grows.')
  if (fuzzed.faults.length > 0 || !isMemoryFlat(fuzzed)) process.exitCode = 1
}
