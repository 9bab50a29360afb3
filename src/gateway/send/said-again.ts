import type { Logger } from 'pino'
import { type After, restFor } from '../clock.ts'
import type { Journal, JournalPlace } from '../journal/journal.ts'
import type { TicketRow } from '../journal/ticket-row.ts'
import type { Answer } from '../journal/transition.ts'

type Deps = {
  journal: Pick<Journal, 'apply' | 'fence'>
  database: Pick<JournalPlace, 'isShared'>
  /** By the steady clock. */
  now: () => Date
  after: After
  log: Logger
}

/** Of whose attempt what is to be kept. */
type Word = { row: TicketRow; answer: Answer; saidAt: Date }

const pauseMs = 1000
// By then its row says that it isn't known, and a person has decided.
const longestMs = 24 * 3_600_000
const mostWords = 10_000

/**
 * What the database didn't take of this process's own attempts is said again, one after the other, until it does: a
 * commit whose answer never came may stand, and what came of a send is to be known once the database is back. Each
 * word counts for its own attempt alone, whatever has become of its key meanwhile.
 */
export function createSaidAgain({ journal, database, now, after, log }: Deps) {
  const words: Word[] = []
  const stopping = new AbortController()
  let saying: Promise<void> | null = null

  async function say({ row: { key, owner, attempt, since }, answer }: Word) {
    const event = { kind: 'answered', by: { owner, attempt }, answer } as const
    const applied = await journal.apply(key, event, now())
    // Its row may still be on its way there, and comes no more, or has come, once a fence stands.
    const stands = applied === null && database.isShared && (await journal.fence(key, since))
    if (stands) await journal.apply(key, event, now())
  }

  async function sayAll() {
    for (let word = words.shift(); word; word = words.shift()) {
      const { key } = word.row
      const isKept = await say(word).then(
        () => true,
        () => false,
      )
      if (isKept) log.info({ key }, 'an outcome was kept late')
      else if (stopping.signal.aborted) return
      else {
        const isStale = now().getTime() - word.saidAt.getTime() > longestMs
        if (!isStale) words.push(word)
        await restFor(pauseMs, after, stopping.signal)
      }
    }
  }

  return {
    add(row: TicketRow, answer: Answer) {
      words.push({ row, answer, saidAt: now() })
      if (words.length > mostWords) words.shift()
      saying ??= sayAll().finally(() => {
        saying = null
      })
    },
    /** Says once more what isn't kept yet, and comes back. */
    async stop() {
      stopping.abort()
      await saying
    },
  }
}

export type SaidAgain = ReturnType<typeof createSaidAgain>
