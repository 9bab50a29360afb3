// `npm run drill:install`: the README's two commands on a machine as it comes, for each npm and each Node, and the
// other commands on the oldest of them. Takes its npms and Nodes from npm's registry (Linux x64).
import { setTimeout as sleep } from 'node:timers/promises'
import { isThere, type StockMachine, startAndSend, stockMachine } from './stock-machine.ts'

// Debian's; those of Node 20 and 22; the newest.
const npms = ['9.2.0', '10.8.2', '10.9.9', '11.21.2']
// The oldest that npm 11 takes, or nearly; the last is a 24 that is too old for us.
const nodes = ['20.18.1', '22.14.0', '24.0.0']
const oldest = { npm: '10.8.2', node: '20.18.1' }

type Check = [what: string, run: (machine: StockMachine) => Promise<string | null>]

const others: Check[] = [
  ['npm run check', (machine) => ends(machine, ['run', 'check'], 0, 'ok configuração')],
  ['npm run attendant -- list', (machine) => ends(machine, ['run', 'attendant', '--', 'list'], 0)],
  ['npm run typecheck', (machine) => ends(machine, ['run', 'typecheck'], 0)],
  ['npm run lint', (machine) => ends(machine, ['run', 'lint'], 0)],
  ['npm run emulator, SIGTERM', (machine) => stops(machine, ['run', 'emulator'])],
  ['npm run dev, SIGTERM', (machine) => stops(machine, ['run', 'dev'])],
  ['npm ci --omit=optional', (machine) => ends(machine, ['ci', '--omit=optional'], 0)],
  ['  npm start says what helps', (machine) => ends(machine, ['start'], 1, '--include=optional')],
  [
    '  npm ci --include=optional --ignore-scripts',
    (machine) => ends(machine, ['ci', '--include=optional', '--ignore-scripts'], 0),
  ],
  ['  npm start, a ticket, SIGTERM', startAndSend],
]

let [passed, failed] = [0, 0]
const faults: string[] = []

console.log(`npm ci && npm start, a ticket, SIGTERM; ${process.platform} ${process.arch}`)
console.log(['npm \\ Node', ...nodes].map((cell) => cell.padEnd(12)).join(''))
for (const npm of npms) {
  process.stdout.write(npm.padEnd(12))
  for (const node of nodes) process.stdout.write((await cell(npm, node)).padEnd(12))
  process.stdout.write('\n')
}
console.log(`\nnpm ${oldest.npm}, Node ${oldest.node}`)
const machine = await stockMachine(oldest.npm, oldest.node)
for (const [what, run] of [['npm ci', install], ...others] satisfies Check[]) {
  console.log(`${count(what, await attempt(machine, run))} ${what}`)
}
await machine.remove()

for (const fault of faults) console.log(`\n${fault}`)
console.log(`${passed} passed, ${failed} failed`)
if (failed > 0) process.exitCode = 1

async function cell(npm: string, node: string): Promise<string> {
  const startedMs = performance.now()
  const machine = await stockMachine(npm, node)
  const fault = (await attempt(machine, install)) ?? (await attempt(machine, startAndSend))
  await machine.remove()
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(0)
  return `${count(`npm ${npm}, Node ${node}`, fault)} ${seconds} s`
}

function install(machine: StockMachine) {
  return ends(machine, ['ci', '--prefer-offline'], 0)
}

function attempt(machine: StockMachine, run: Check[1]): Promise<string | null> {
  return run(machine).catch((error: unknown) => String(error))
}

function count(what: string, fault: string | null): string {
  if (fault === null) passed += 1
  else {
    failed += 1
    faults.push(`${what}: ${fault}`)
  }
  return fault === null ? 'ok' : 'BROKEN'
}

/** Null where it ends with this code, having said this. */
async function ends({ run }: StockMachine, args: string[], code: number, words = '') {
  const ended = await run(...args)
  return ended.code === code && ended.said.includes(words) ? null : `${ended.code}: ${ended.said}`
}

/** Null where it gets ready, and SIGTERM to npm leaves nothing behind: Vite tells its gateway only as it ends. */
async function stops({ start }: StockMachine, args: string[]) {
  const { pid, ready, kill, exit } = start(...args)
  await ready()
  kill('SIGTERM')
  await exit
  for (let tries = 0; isThere(-Number(pid)); tries += 1) {
    if (tries === 50) return 'a process was left behind'
    await sleep(100)
  }
  return null
}
