import { execFileSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import type { FaultOrderInput } from '#src/emulator/faults/faults.ts'
import { startEmulator } from '#src/emulator/server.ts'
import type { Environment } from '#src/gateway/config/environment.ts'
import { arm, type KillOrder, takingOrders } from '../drill/kill/orders.ts'
import { heldWait } from '../held-wait.ts'
import { settingsFor, startMain } from '../process.ts'
import { temporaryFolder } from '../temporary-folder.ts'
import {
  behindProxy,
  newTicket,
  signedIn,
  talkTo,
  ticketRoute,
  ticketsIn,
  told,
} from './running.ts'

type Options = {
  env?: Environment
  /** What is loaded beside it. */
  nodeOptions?: string[]
  /** What meets its very first requests to HubSoft. */
  firstFaults?: FaultOrderInput[]
}

/**
 * The gateway as a process of its own, behind a proxy that says who asks, and a stand-in HubSoft whose
 * slow answers wait for `release`; both end with the test.
 */
export async function openProcessHouse({
  env,
  nodeOptions = takingOrders,
  firstFaults = [],
}: Options = {}) {
  const folder = await temporaryFolder()
  const file = join(folder, 'novo-atendimento.db')
  const { wait, release } = heldWait()
  const { emulator, url: hubsoftUrl, stop } = await startEmulator({ wait })
  const { ledger, faults } = emulator
  for (const fault of firstFaults) faults.inject(fault)
  const settings = {
    ...behindProxy,
    ...settingsFor(hubsoftUrl),
    DATABASE_URL: `file:${file}`,
    ...env,
  }
  const gateway = startMain(folder, settings, nodeOptions)
  onTestFinished(async () => {
    gateway.kill('SIGKILL')
    await gateway.exit
    await stop()
  })
  const url = await gateway.ready()
  const { send, ask, post } = talkTo(url, signedIn('ana', 'Ana'))
  const requests = () => ledger.requests.filter(({ path }) => path === ticketRoute)
  return {
    emulator,
    faults,
    file,
    url,
    ledger,
    kill: gateway.kill,
    exit: gateway.exit,
    output: gateway.output,
    arm: (order: KillOrder) => arm(gateway.child, order),
    release,
    send,
    ask,
    post: (key: string = randomUUID()) => post(newTicket, { key }),
    /** The states of a send as `GET …/:chave` tells them. */
    stateOf: async (key: string) => {
      const body = told(await ask(key))
      return body.status === 'error' ? body.codigo : body.status
    },
    /** How often HubSoft was asked to open a ticket. */
    posts: () => requests().length,
    ticketsOf: ticketsIn(ledger),
    /** The largest file that it may write from now on, in bytes. */
    limitFiles(bytes: number | 'unlimited') {
      execFileSync('prlimit', [`--pid=${gateway.pid}`, `--fsize=${bytes}:unlimited`])
    },
    /** Waits until a stopped process is. */
    isStopped() {
      const options = ['-o', 'stat=', '-p', String(gateway.pid)]
      const state = () => execFileSync('ps', options, { encoding: 'utf8' })
      return expect.poll(state).toMatch(/^T/)
    },
  }
}
