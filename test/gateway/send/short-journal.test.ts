import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openHouse, told } from '../running.ts'
import { openHastyHouse, unreadableList } from './hasty-house.ts'

const day = 86_400_000

test('of a send that may be open nobody is told after a weekend that nothing was opened', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'retention-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const env = { DATABASE_URL: `file:${join(folder, 'banco.db')}`, JOURNAL_DAYS: '1' }
  const { faults, post, verify, skip, clock, stopGateway } = await openHastyHouse({ env })
  const [key, known] = [randomUUID(), randomUUID()]
  await post(known)
  faults.inject({ route: 'atendimento', fault: 'reset-after' })
  faults.inject(unreadableList(1000))
  await post(key)
  skip(700_000)
  expect(told(await verify(key)).status).toBe('unknown')
  await stopGateway()

  skip(2 * day)
  const later = await openHouse({ env, clock })
  later.faults.inject(unreadableList(1000))
  await expect.poll(async () => (await later.ask(known)).status).toBe(404)

  expect(told(await later.ask(key)).status).toBe('unknown')
})
