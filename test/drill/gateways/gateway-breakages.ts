import fc from 'fast-check'
import type { ChangedLine } from '../kill/changed-line.ts'
import type { PromiseName } from '../promises.ts'
import type { GatewaysOptions } from './gateways.ts'

/** One guard among gateways broken on purpose, by one line or the two that stand for each other. */
export type GatewayBreakage = ChangedLine & {
  name: string
  breaks: PromiseName
  also?: ChangedLine
  /** What the line is there for has to come about. */
  drill: Partial<GatewaysOptions>
}

const route = 'atendimento'
const notAnswered = fc.constant({ fault: 'reset-after', route } as const)
/** Looks with so long pauses that both gateways see that one is due. */
const lookedForLong = {
  trouble: fc.constant({ fault: 'stored-late', route, ms: 9000 } as const),
  settleMs: 10_000,
  tickets: 12,
  lanes: 12,
}
const verifier = 'src/gateway/send/verifier.ts'
const plan = 'src/gateway/journal/look-plan.ts'
const machine = 'src/gateway/journal/transition.ts'

export const gatewayBreakages: GatewayBreakage[] = [
  {
    name: 'look for what another has taken',
    file: verifier,
    line: 'if (applied?.isChanged) await looks.join(applied.row)',
    becomes: 'if (applied) await looks.join(applied.row)',
    breaks: 'of several gateways one looks for a send at a time',
    drill: lookedForLong,
  },
  {
    name: 'leave due what one looks for',
    file: plan,
    line: 'export const dueAgainAt = (now: Date) => after(now, takenMs)',
    becomes: 'export const dueAgainAt = (now: Date) => after(now, 1)',
    breaks: 'of several gateways one looks for a send at a time',
    drill: lookedForLong,
  },
  {
    name: 'change a row whatever became of it meanwhile',
    file: 'src/gateway/journal/journal.ts',
    line: ".where('version', '=', read.version)",
    becomes: ".where('version', '>=', 0)",
    breaks: 'each commit builds on the one before',
    drill: lookedForLong,
  },
  {
    name: 'take a send over before its deadline',
    file: plan,
    line: 'return after(row.deadlineAt, graceMs)',
    becomes: 'return now',
    also: {
      file: machine,
      line: 'if (!isDue || (isSending && now < row.deadlineAt)) return stay(row)',
      becomes: 'if (!isDue) return stay(row)',
    },
    breaks:
      'before its deadline nobody but its own gateway says anything of a send but that it is open',
    drill: {
      timeoutMs: 3000,
      trouble: fc.constant({ fault: 'slow-after', route, ms: 2500 }),
    },
  },
  {
    name: 'count anew at each start what others are at',
    file: 'src/gateway/journal/open-journal.ts',
    line: "let isAnew = address.kind === 'sqlite'",
    becomes: 'let isAnew = true',
    breaks: 'no start of a gateway puts off what is known of a send',
    drill: { kills: 3, moments: ['after the head'], trouble: notAnswered, settleMs: 5000 },
  },
  {
    name: 'record what somebody was told that never arrived',
    file: 'src/gateway/journal/journal.ts',
    line: ".where('ticket.since', '<=', values.since),",
    becomes: ".where('ticket.since', '>=', 0),",
    breaks: 'whoever is told that nothing was sent is told the truth',
    drill: {
      ...{ troubled: 0, timeoutMs: 2000, tickets: 24, losses: 24, habits: { isDouble: false } },
      lossesAt: ['before commit 1, for less than its lease, its line cut'],
    },
  },
  {
    name: 'tell what one gateway knows as all there is',
    file: 'src/gateway/send/desk.ts',
    line: 'if (isShared || sends.mayHaveLeft(key)) return false',
    becomes: 'if (sends.mayHaveLeft(key)) return false',
    breaks: 'whoever is told that nothing was sent is told the truth',
    drill: {
      ...{ tickets: 24, lanes: 12, crashes: 4, settleMs: 4000 },
      trouble: fc.constant({ fault: 'stored-at-last' }),
      habits: { isDouble: false, repeats: true, resends: false },
    },
  },
  {
    name: 'take a commit for none whose answer is lost',
    file: 'src/gateway/send/recorder.ts',
    line: 'saidAgain.add(row, notRecorded)',
    becomes: 'void row',
    breaks: 'what never left is not told as unknown, while its gateway lives',
    drill: {
      ...{ troubled: 0, losses: 8, habits: { isDouble: false } },
      lossesAt: ['the answer to commit 1 lost'],
    },
  },
]
