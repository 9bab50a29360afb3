import fc from 'fast-check'
import type { PromiseName } from '../promises.ts'
import type { ChangedLine } from './changed-line.ts'
import type { DrillOptions } from './drill.ts'

/** One promise of design §6 broken on purpose, by one line, and what the drill has to say of it. */
export type Breakage = ChangedLine & {
  name: string
  breaks: PromiseName
  /** What the line is there for has to come about. */
  drill: Partial<DrillOptions>
}

const route = 'atendimento'
const unfound = { repeats: true, resends: false, isLateFirst: false } as const

/** One after the other: what another sends when it is swapped is in the copy, or isn't. */
export const swapped: Partial<DrillOptions> = {
  tickets: 2,
  lanes: 1,
  trouble: fc.constant({ fault: 'swapped' }),
  // Who clicks twice asks until they are told, and nobody restarts it meanwhile.
  habits: { isDouble: false },
}

export const breakages: Breakage[] = [
  {
    name: 'skip commit 1',
    file: 'src/gateway/send/recorder.ts',
    line: 'const claimed = await journal.claim(row)',
    becomes: 'const claimed = row',
    breaks: 'whoever is told that nothing was sent is told the truth',
    drill: { kills: 4, moments: ["after HubSoft's commit"] },
  },
  {
    name: 'trust HTTP 200',
    file: 'src/gateway/hubsoft/reading/read-outcome.ts',
    line: "if (atendimento) return { kind: 'opened', atendimento }",
    becomes:
      "if (isOk) return { kind: 'opened', atendimento: atendimento ?? shownAtendimento.parse({ protocolo: '1' }) }",
    breaks: 'whoever is told that it was opened is told a ticket of this send',
    drill: { trouble: fc.constant({ fault: 'stack-trace', route, stored: true }) },
  },
  {
    name: 'resend after a reset',
    file: 'src/gateway/hubsoft/ask.ts',
    line: "if (first.kind !== 'answered' || first.answer.status !== 401) return first",
    becomes: "if (first.kind === 'answered' && first.answer.status !== 401) return first",
    breaks: 'one send opens one ticket, and one more for each time that a person decides so',
    drill: { trouble: fc.constant({ fault: 'reset-after', route }) },
  },
  {
    name: 'ignore the deadline',
    file: 'src/gateway/hubsoft/departure.ts',
    line: 'mayStart: () => !ended.signal.aborted && !deadline.isPast(),',
    becomes: 'mayStart: () => true,',
    breaks: 'nothing leaves after its deadline',
    drill: { lanes: 1, trouble: fc.constant({ fault: 'asleep' }) },
  },
  {
    name: 'a new key for each click',
    file: 'src/gateway/http/tickets/ticket-request.ts',
    line: 'z.transform((key: string) => key.toLowerCase()),',
    becomes: 'z.transform(() => crypto.randomUUID()),',
    breaks: 'one send opens one ticket, and one more for each time that a person decides so',
    drill: { troubled: 0, habits: { isDouble: true } },
  },
  {
    name: 'verify once only',
    file: 'src/gateway/journal/transition.ts',
    line: 'if (read.filter(({ at }) => at > settled).length >= 2) {',
    becomes: 'if (read.length >= 1) {',
    breaks: 'what HubSoft stores before the settle time is never told as unknown',
    // A busy machine's first look is late, and so is what HubSoft stores: it has seconds for both. Fewer than open the
    // breaker, which would make whoever finds nothing wait for minutes.
    drill: {
      tickets: 4,
      trouble: fc.constant({ fault: 'stored-late', route, ms: 7000 }),
      settleMs: 12_000,
    },
  },
  {
    name: 'take a list that can’t be read for an empty one',
    file: 'src/gateway/hubsoft/look.ts',
    line: "return asked.kind === 'answered' ? asked.said : null",
    becomes: "return asked.kind === 'answered' ? (asked.said ?? []) : null",
    breaks: 'what HubSoft stores before the settle time is never told as unknown',
    drill: {
      trouble: fc.constant({ fault: 'reset-after', route }),
      listTroubled: 100,
      listTrouble: fc.constant({ fault: 'list-as-object', route: 'listagem', times: 12 }),
    },
  },
  {
    name: 'take a ticket without its messages for one without ours',
    file: 'src/gateway/hubsoft/reading/read-messages.ts',
    line: 'if (!listed) return null',
    becomes: 'if (!listed) return []',
    breaks: 'what HubSoft stores before the settle time is never told as unknown',
    drill: {
      trouble: fc.constant({ fault: 'reset-after', route }),
      listTroubled: 100,
      listTrouble: fc.constant({ fault: 'nulls', route: 'listagem', times: 12 }),
    },
  },
  {
    name: 'keep the connection, and believe what comes first on it',
    file: 'src/gateway/hubsoft/wire/connection.ts',
    line: 'const line = early ?? open()',
    becomes:
      "order.mustStandAlone = () => false; const all = Object(globalThis); const { bytes } = reader; reader.bytes = () => Buffer.from(bytes().toString().replace('Connection: close', 'Connection: keep-alive')); const kept = all.kept?.pop(); if (kept) early?.socket.destroy(); const line = kept ? { ...kept, isReady: false } : (early ?? open()); const { socket } = line; if (kept) setImmediate(() => socket.emit('connect')); else { const { destroy } = socket; socket.destroy = () => socket.writable ? (all.kept ??= []).push(line) : destroy.call(socket) }",
    breaks: 'whoever is told that a first attempt was refused has no ticket',
    drill: {
      tickets: 80,
      trouble: fc.constant({ fault: 'extra-answer', route, kind: 'refused', ms: 5 }),
    },
  },
  {
    name: 'resend without X-Reenvio',
    file: 'src/gateway/http/tickets/ticket-routes.ts',
    line: 'const { key, novo, call, resend } = read',
    becomes:
      "const { key, novo, call } = read; const known = await desk.find(key); const resend = known?.state.kind === 'unknown' ? known.attempt + 1 : undefined",
    breaks: 'one send opens one ticket, and one more for each time that a person decides so',
    // Fewer than open the breaker.
    drill: { tickets: 4, trouble: fc.constant({ fault: 'stored-at-last' }), habits: unfound },
  },
  {
    name: 'go on with a database that was swapped',
    file: 'src/gateway/database/sqlite/file-watch.ts',
    line: 'const what = whatChanged()',
    becomes: 'const what = null',
    breaks: 'whoever is told that nothing was sent is told the truth',
    drill: swapped,
  },
]
