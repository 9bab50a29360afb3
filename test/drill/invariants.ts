import { referenceOf, splitDescription } from '#src/contract/reference.ts'
import { type Errand, hasChanged, markOf, nameOf, saysNo, type Told } from './errand.ts'
import type { KillReport } from './kill-orders.ts'
import type { Witnessed } from './witnessed-hubsoft.ts'

/** What is promised of every send. */
export const invariants = [
  'nothing is lost',
  'one errand opens one ticket',
  'a protocol that is told stands in HubSoft',
  'what is told as not opened is not opened',
  'a receipt stays as it is',
  'what HubSoft stored before the settle time is never told as unknown',
  'every send comes to a word',
  'nothing leaves after its deadline',
  'the gateway says what was agreed',
  'most errands are opened',
] as const
export type Invariant = (typeof invariants)[number]

export type Broken = { invariant: Invariant; errand: Errand | null; what: string }

export type Evidence = {
  errands: Errand[]
  tickets: Witnessed[]
  reports: KillReport[]
  /** What processes said that ended by themselves. */
  falls: string[]
  timeoutMs: number
  settleMs: number
  leastOpened: number
}

// A ticket's time is up to so many milliseconds ahead (each is another).
const clockSlackMs = 50

/** Everything that isn't as promised. `isOver`: whether the errands have come to their ends. */
export function findBroken(evidence: Evidence, isOver: boolean): Broken[] {
  const { errands, tickets, reports, falls } = evidence
  const byErrand = Map.groupBy(tickets, markIn)
  const late = reports.flatMap((report) => (report.drill === 'late' ? [report] : []))
  return [
    ...errands.flatMap((errand) => {
      const own = byErrand.get(markOf(errand)) ?? []
      return [...brokenWhile(errand, own, evidence), ...(isOver ? brokenAtEnd(errand, own) : [])]
    }),
    ...tickets
      .filter((one) => !errands.some((errand) => markOf(errand) === markIn(one)))
      .map(({ ticket }): Broken => {
        const what = `nobody asked for ${ticket.atendimento.protocolo}`
        return { invariant: 'one errand opens one ticket', errand: null, what }
      }),
    ...late.map(({ key, byMs }): Broken => {
      const errand = errands.find((one) => one.key === key) ?? null
      return { invariant: 'nothing leaves after its deadline', errand, what: `${byMs} ms late` }
    }),
    ...falls.map((said): Broken => {
      const what = `the gateway ended by itself: ${said}`
      return { invariant: 'the gateway says what was agreed', errand: null, what }
    }),
    ...(isOver ? openedTooFew(evidence) : []),
  ]
}

/** Of which errand a ticket is, whatever key it was sent with. */
export const markIn = ({ ticket }: Witnessed) =>
  /^Caso \d+\./.exec(splitDescription(ticket.atendimento.descricao_abertura))?.[0]

function brokenWhile(errand: Errand, own: Witnessed[], evidence: Evidence): Broken[] {
  const { told, decidedMs } = errand
  const fault = (invariant: Invariant, what: string): Broken => ({ invariant, errand, what })
  const reference = referenceOf(errand.key)
  const protocols = own
    .filter(({ ticket }) => ticket.atendimento.descricao_abertura.includes(reference))
    .map(({ ticket }) => ticket.atendimento.protocolo)
  const successes = told.filter(({ answer }) => answer.status === 'success')
  const [first] = successes
  return [
    ...(own.length > 1 + decidedMs.length
      ? [fault('one errand opens one ticket', `${own.length} tickets`)]
      : []),
    ...(isResentInVain(errand, own)
      ? [fault('one errand opens one ticket', 'sent again although one stood')]
      : []),
    ...successes
      .filter(({ answer }) => isInvented(answer, protocols))
      .map(({ answer }) => fault('a protocol that is told stands in HubSoft', nameOf(answer))),
    ...told
      .filter((one) => saysNo(one) && !one.isDouble && isRefuted(one, errand, own))
      .map(({ answer }) => fault('what is told as not opened is not opened', nameOf(answer))),
    ...told
      .filter((one) => first && one.atMs > first.atMs && isAboutSend(one))
      .filter(({ answer }) => first && hasChanged(first.answer, answer))
      .map(({ answer }) => fault('a receipt stays as it is', `then ${nameOf(answer)}`)),
    ...told
      .filter((one) => isHasty(one, errand, own, evidence))
      .map(() =>
        fault('what HubSoft stored before the settle time is never told as unknown', 'unknown'),
      ),
    ...told
      .filter(({ answer }) => answer.status === 'error' && answer.codigo === 'erro_interno')
      .map(() => fault('the gateway says what was agreed', 'erro_interno')),
    ...errand.unreadable.map((what) => fault('the gateway says what was agreed', what)),
  ]
}

/** What stands when a person decides is found by the look before the resend. */
function isResentInVain({ decidedMs }: Errand, own: Witnessed[]): boolean {
  return decidedMs.some((atMs) => {
    const lookedAt = performance.timeOrigin + atMs - clockSlackMs
    const stood = own.some(({ ticket }) => Date.parse(ticket.storedAt) < lookedAt)
    return stood && own.some(({ arrival }) => arrival.atMs > atMs)
  })
}

function isInvented(answer: Told['answer'], protocols: string[]): boolean {
  if (answer.status !== 'success') return false
  const { atendimento, outros_protocolos = [] } = answer
  return [atendimento.protocolo, ...outros_protocolos].some((one) => !protocols.includes(one))
}

/** Of a double click one answer may come when the other click has moved on. */
const isAboutSend = ({ by, status, isDouble }: Told) =>
  !isDouble && (by === 'post' || status === 200 || status === 404)

/** By a ticket out of what had been sent when it was told; only a later click may open one. */
function isRefuted({ atMs }: Told, { posts }: Errand, own: Witnessed[]): boolean {
  const nextPostMs = posts.find((post) => post.atMs > atMs)?.atMs ?? Number.POSITIVE_INFINITY
  return own.some(({ arrival }) => arrival.atMs < nextPostMs)
}

/** Two readable looks after the settle time would have found it. */
function isHasty(
  { answer }: Told,
  { decidedMs }: Errand,
  own: Witnessed[],
  { timeoutMs, settleMs }: Evidence,
): boolean {
  if (answer.status !== 'unknown' || answer.tentativa > 1) return false
  const settledAt = Date.parse(answer.enviado_em ?? '') + timeoutMs + settleMs
  const undecided = own.filter(({ arrival }) => arrival.atMs < (decidedMs[0] ?? Infinity))
  return undecided.some(({ ticket }) => Date.parse(ticket.storedAt) < settledAt - clockSlackMs)
}

function brokenAtEnd(errand: Errand, own: Witnessed[]): Broken[] {
  const { told, isStuck, decidedMs } = errand
  const last = told.at(-1)
  const end = last ? nameOf(last.answer) : 'nothing'
  const isEnd = last && last.answer.status !== 'pending' && !isStuck
  const known = told.flatMap(({ answer }) =>
    answer.status === 'success'
      ? [answer.atendimento.protocolo, ...(answer.outros_protocolos ?? [])]
      : [],
  )
  const lost = own.filter(({ ticket }) => !known.includes(ticket.atendimento.protocolo))
  // After a decision a second ticket is found by the late looks, hours later.
  const isLost =
    decidedMs.length > 0 ? lost.length === own.length && own.length > 0 : lost.length > 0
  return [
    ...(isEnd ? [] : [{ invariant: 'every send comes to a word' as const, errand, what: end }]),
    ...(isLost || (own.length > 0 && last?.answer.status !== 'success')
      ? [{ invariant: 'nothing is lost' as const, errand, what: `in the end: ${end}` }]
      : []),
  ]
}

function openedTooFew({ errands, leastOpened }: Evidence): Broken[] {
  const opened = errands.filter(({ told }) => told.at(-1)?.answer.status === 'success')
  const share = opened.length / errands.length
  if (share >= leastOpened) return []
  const what = `${opened.length} of ${errands.length}`
  return [{ invariant: 'most errands are opened', errand: null, what }]
}
