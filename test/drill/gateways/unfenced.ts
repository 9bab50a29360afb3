import type { Errand } from '../kill/errand.ts'
import type { KillReport } from '../kill/orders.ts'
import type { Rows } from '../kill/report.ts'
import type { Commit } from '../model/witnessed-file.ts'
import { countBy } from '../sends.ts'

/** A head that left after its lease, since its process was stopped between its last check and its write. */
export type Unfenced = {
  key: string
  byMs: number
  /** What the row says in the end, and by what. */
  found: string
}

export function unfencedIn(
  errands: Errand[],
  reports: readonly KillReport[],
  rows: Rows,
): Unfenced[] {
  return reports.flatMap((report) => {
    if (report.drill !== 'late' || !report.wasStopped) return []
    const { key, byMs } = report
    const errand = errands.find((one) => one.key === key)
    return errand ? [{ key, byMs, found: foundBy(errand, rows.of(key)) }] : []
  })
}

/** How it came to be known, at last. */
function foundBy({ asksMs }: Errand, commits: Commit[]): string {
  const place = commits.findIndex(({ state }) => state === 'opened')
  const [was, is] = [commits[place - 1], commits[place]]
  if (!is) return `nothing opened: ${commits.at(-1)?.state}`
  const isLook = is.looks.length > (was?.looks.length ?? 0)
  if (!isLook) return 'told by its own gateway'
  const lookedMs = is.seenMs - ((is.madeAt ?? 0) - (is.looks.at(-1)?.at ?? 0))
  const wasTaken = commits.some(
    (one) => one.seenMs <= lookedMs && lookedMs < one.seenMs + 15_000 && isTaking(one, commits),
  )
  const isAsked = asksMs.some((atMs) => atMs <= lookedMs) && !wasTaken
  if (isAsked) return 'found by “Conferir agora”'
  return was?.state === 'unknown' ? 'found by a late look' : 'found by a look'
}

/** Whether whoever made this commit began to look then. */
function isTaking(one: Commit, commits: Commit[]): boolean {
  const was = commits[commits.indexOf(one) - 1]
  return (
    was !== undefined &&
    was.looks.length === one.looks.length &&
    was.next_look_at !== one.next_look_at
  )
}

/** The figures of all of them. */
export function summaryOf(all: Unfenced[]) {
  const lateMs = all.map(({ byMs }) => byMs).toSorted((a, b) => a - b)
  return {
    heads: all.length,
    shortestMs: lateMs[0] ?? null,
    longestMs: lateMs.at(-1) ?? null,
    found: countBy(all.map(({ found }) => found)),
  }
}
