import { randomUUID } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, onTestFinished, test } from 'vitest'
import { openHouse, ticketRoute } from '../running.ts'

test('a row that can’t be read takes no other send off the day’s list', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'row-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const file = join(folder, 'banco.db')
  const { post, send } = await openHouse({ env: { DATABASE_URL: `file:${file}` } })
  const [good, spoilt] = [randomUUID(), randomUUID()]
  for (const key of [good, spoilt]) await post(undefined, { key })
  const other = new DatabaseSync(file)
  other.prepare("UPDATE ticket SET outcome = '{}' WHERE key = ?").run(spoilt)
  other.close()

  const list = await send(`${ticketRoute}?hoje`)

  expect(list.status).toBe(200)
  expect(list.text).toContain(good)
})
