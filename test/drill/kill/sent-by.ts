import * as z from 'zod/mini'
import { readJson } from '#src/contract/read-json.ts'
import type { WrittenRow } from './written-row.ts'

const header = 'x-drill-sent-by'
const sender = z.object({
  /** The number of a process, among all gateways'. */
  process: z.number(),
  attempt: z.number(),
  sentAt: z.number(),
})
/** Who sent a request, and by which of their commits. */
export type SentBy = z.infer<typeof sender>

/** What a process of several writes into a request's head: nothing else tells HubSoft whose it is. */
export const sentBy = {
  /** Comes back as it is where the process has no number. */
  note(head: unknown, { attempt, sent_at: sentAt }: WrittenRow): unknown {
    const number = process.env.DRILL_PROCESS
    if (number === undefined || !(head instanceof Buffer)) return head
    const end = head.indexOf('\r\n') + 2
    const said: SentBy = { process: Number(number), attempt, sentAt }
    const line = Buffer.from(`${header}: ${JSON.stringify(said)}\r\n`)
    return Buffer.concat([head.subarray(0, end), line, head.subarray(end)])
  },
  read: (headers: Headers): SentBy | null => readJson(sender, headers.get(header) ?? ''),
}
