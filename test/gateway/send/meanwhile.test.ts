import { expect, test } from 'vitest'
import type { TicketRow } from '#src/gateway/journal/ticket-row.ts'
import { createMeanwhile } from '#src/gateway/send/meanwhile.ts'
import { rowOf, states } from '../journal/a-row.ts'

const readAt = new Date('2026-11-28T10:00:00Z')
const at = (seconds: number) => new Date(readAt.getTime() + seconds * 1000)
const own = { key: 'ours', serviceId: 11000 }

/** A send of another attendant's: sent, and since when it is as it is, in seconds from the reading. */
const sent = (sentS: number, sinceS: number, more: Partial<TicketRow> = {}) =>
  rowOf({ serviceId: 11000, sentAt: at(sentS), since: at(sinceS), state: states.opened, ...more })

function open(...recorded: TicketRow[]) {
  const asked: unknown[] = []
  const meanwhile = createMeanwhile({
    timeoutMs: 20_000,
    toWall: (steady) => steady,
    journal: {
      async sentSince(...question) {
        asked.push(question)
        return recorded
      },
    },
  })
  const find = async () => meanwhile.find(own, readAt, await meanwhile.recorded(own, readAt))
  return { ...meanwhile, asked, find }
}

test.each<[string, TicketRow, boolean]>([
  ['opened since', sent(1, 2), true],
  ['sent in the same moment, and not known', sent(0, 0, { state: states.unknown }), true],
  ['not known since', sent(1, 2, { state: states.unknown }), true],
  ['on its way', sent(-5, -5, { state: states.sending }), true],
  ['being looked for', sent(-5, -1, { state: states.uncertain }), true],
  ['sent before, and opened since', sent(-5, 1), true],
  ['opened before', sent(-5, -1), false],
  ['found to be open long afterwards', sent(-600, 5), false],
  ['not known for long', sent(-600, -500, { state: states.unknown }), false],
  ['refused since', sent(1, 2, { state: states.refused }), false],
  ['not sent', sent(1, 2, { state: states['not-sent'] }), false],
  ['a message', sent(1, 2, { messageTo: 7 }), false],
  ['one’s own', sent(1, 2, { key: 'ours' }), false],
])('a send that is %s stops another one: %s', async (_what, row, stops) => {
  const { find, asked } = open(row)

  expect((await find())?.key).toBe(stops ? row.key : undefined)
  // What was on its way when the list was read counts, too.
  expect(asked).toEqual([[11000, at(-20), 50]])
})

test('what has begun counts before it is recorded, and until it is known that nothing came of it', async () => {
  const { note, forget, find } = open()
  const begun = sent(1, 1, { state: states.sending })

  note(begun, { isUnderWay: true })
  expect(await find()).toMatchObject({ key: begun.key, kind: 'sending', protocolo: null })
  note({ ...begun, state: states.opened, version: 3 }, { isUnderWay: false })
  expect(await find()).toMatchObject({ kind: 'opened', protocolo: '1001' })
  note({ ...begun, state: states.refused, version: 3 }, { isUnderWay: false })
  expect(await find()).toBeUndefined()

  note(begun, { isUnderWay: true })
  forget(begun.key)
  expect(await find()).toBeUndefined()
})

test('a record counts where it is newer, but for what is under way', async () => {
  const recorded = sent(1, 2, { state: states['not-sent'], version: 4 })
  const { note, find } = open(recorded)

  note({ ...recorded, state: states.uncertain, version: 3 }, { isUnderWay: false })
  expect(await find()).toBeUndefined()
  note({ ...recorded, state: states.sending, version: 1 }, { isUnderWay: true })
  expect(await find()).toMatchObject({ kind: 'sending' })
})

test('of several the last that was opened is told', async () => {
  const { find } = open(
    sent(1, 2, { key: 'a' }),
    sent(3, 4, { key: 'b' }),
    sent(5, 5, { key: 'c', state: states.sending }),
  )

  expect(await find()).toMatchObject({ key: 'b' })
})
