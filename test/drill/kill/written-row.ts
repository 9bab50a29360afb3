import * as z from 'zod/mini'

const text = z.catch(z.string(), '')
const row = z.object({
  key: z.string(),
  state: z.string(),
  attempt: z.number(),
  sent_at: z.number(),
  deadline_at: z.number(),
})

/** What a process writes of a send, with the commit of design §6 that it belongs to. */
export type WrittenRow = z.infer<typeof row> & { commit: 1 | 2 }

/** What goes by in a process: a row before and after each of its commits. */
export type Passages = {
  before: (written: WrittenRow) => void
  /** True where the answer to this commit is to be lost on its way. */
  after: (written: WrittenRow) => boolean
  /** Whether nothing comes through to the server just now. */
  isCutOff: () => boolean
}

/** What a statement writes into the table of tickets; null for any other, and for what holds no send. */
export function writtenBy(sql: string, values: unknown[]): WrittenRow | null {
  const columns = /^insert into "ticket" \(([^)]*)\)/.exec(sql)?.[1]
  const sets = /^update "ticket" set ([\s\S]*?) where /.exec(sql)?.[1]
  if (columns === undefined && sets === undefined) return null
  const names = [...(columns ?? sets ?? '').matchAll(/"(\w+)"/g)].map(([, name]) =>
    text.parse(name),
  )
  const read = row.safeParse(Object.fromEntries(names.map((name, place) => [name, values[place]])))
  // A key that somebody asked for in vain is fenced so: nothing of it was sent.
  if (!read.success || read.data.sent_at === 0) return null
  return { ...read.data, commit: columns === undefined ? 2 : 1 }
}
