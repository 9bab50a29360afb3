import { randomUUID } from 'node:crypto'
import { expect, onTestFinished, test } from 'vitest'
import { startEmulator } from '#src/emulator/server.ts'
import { settingsFor, startGatewayProcess } from '../../process.ts'
import { newPostgres } from '../on-postgres.ts'
import { behindProxy, newTicket, signedIn, talkTo, ticketsIn, told } from '../running.ts'

/** One of several on this database. */
async function startGateway(env: Record<string, string>) {
  const gateway = await startGatewayProcess(env)
  onTestFinished(gateway.kill)
  const signal = (name: NodeJS.Signals) => process.kill(gateway.pid ?? Number.NaN, name)
  return { ...gateway, ...talkTo(gateway.url, signedIn('ana', 'Ana')), signal }
}

test('what a gateway that stood still reads late is not sent, where another one said that it never arrived', async () => {
  const { url, emulator, stop } = await startEmulator()
  onTestFinished(stop)
  const env = { ...behindProxy, ...settingsFor(url), DATABASE_URL: await newPostgres() }
  const [standing, other] = [await startGateway(env), await startGateway(env)]
  const key = randomUUID()

  standing.signal('SIGSTOP')
  // Whoever sends it waits on.
  const posting = standing.post(newTicket, { key })
  // For as long as counts as a standstill.
  for (const beganMs = performance.now(); performance.now() - beganMs < 1000; ) {
    const answer = told(await other.ask(key))
    expect(answer).toMatchObject({ codigo: 'chave_desconhecida' })
  }
  standing.signal('SIGCONT')

  expect(told(await posting)).toMatchObject({ status: 'error' })
  expect(ticketsIn(emulator.ledger)(key)).toEqual([])
})
