import { expect, inject, test } from 'vitest'
import { walk } from '../../drill/model/walk.ts'
import { usual, walkAll } from '../../drill/model/walk-all.ts'
import { plain, type Step } from '../../drill/model/walk-steps.ts'
import { createFiles } from '../../drill/model/witnessed-file.ts'
import { createServerFiles } from '../../drill/model/witnessed-postgres.ts'

// `npm run drill:model` walks 2,000 times, from a seed of its own, and meets what is rare, too.
// On PostgreSQL with `-- SEED COUNT postgres`.
const [seed, count, countThere] = [1, 70, 12]

test('whatever HubSoft, the clock and a kill do, one key opens one ticket, and what is told is true', async () => {
  const files = await createFiles()

  const { broken, met } = await walkAll(seed, count, files).finally(files.remove)

  expect(broken).toEqual([])
  expect([...met.keys()]).toEqual(expect.arrayContaining(usual))
}, 180_000)

test('so it is where the journal is on PostgreSQL, and the server’s clock goes on as it did', async () => {
  const files = createServerFiles(inject('postgres'))

  const { broken, met } = await walkAll(seed, countThere, files).finally(files.remove)

  expect(broken).toEqual([])
  expect([...met.keys()]).toEqual(
    expect.arrayContaining(['told success', 'told pending', 'restart']),
  )
}, 180_000)

const lost = { fault: 'reset-before', route: 'atendimento' } as const
const sent: Step = { ...plain, text: 0, isSameText: false, resend: 'none', faults: [lost] }
const unanswered = { fault: 'silent-before', route: 'listagem' } as const
const setBack: Step = { kind: 'set', key: 0, ms: -3_600_000 }

test.each<[string, Step[]]>([
  [
    'HubSoft was asked without a pause after the clock was set back',
    [{ ...sent, faults: [lost, unanswered] }, setBack, { kind: 'restart', key: 0 }],
  ],
  [
    'looks of before the clock was set back counted for the next attempt',
    [
      sent,
      // Long enough for the first one to count as not known.
      { ...sent, resend: 'wrong' },
      setBack,
      { ...sent, resend: 'right', isPatient: false },
      { kind: 'pass', key: 0, ms: 2500 },
    ],
  ],
])('%s', async (_complaint, steps) => {
  const files = await createFiles()

  const { broken } = await walk(steps, files).finally(files.remove)

  expect(broken).toEqual([])
})
