import { expect, test } from 'vitest'
import { askAgainMs, keepsKey } from '#src/atendimento/send/asking-pace.ts'
import type { OutcomeKind, TicketOutcome } from '#src/atendimento/send/outcome.ts'
import { isEditable, titleOf, traitsOf } from '#src/atendimento/send/outcome-traits.ts'
import { outcomes } from '../outcomes.ts'

type Row = [mark: string | undefined, form: 'same key' | 'new key' | 'shut', title: string]

// design §5, "One state, one word each way".
const wanted: Record<OutcomeKind, Row> = {
  sending: [undefined, 'shut', 'Abrindo atendimento…'],
  'sending-again': ['incerto', 'shut', 'Abrindo atendimento…'],
  asking: ['incerto', 'shut', 'Conferindo atendimento…'],
  pending: ['incerto', 'shut', 'Conferindo atendimento…'],
  unreachable: ['incerto', 'shut', 'Não consigo falar com o servidor'],
  'not-told': ['incerto', 'shut', 'Ainda não sei se o atendimento foi aberto'],
  'not-told-signed-out': ['incerto', 'shut', 'Ainda não sei se o atendimento foi aberto'],
  unknown: ['incerto', 'shut', 'Não sei se o atendimento foi aberto'],
  'record-lost': ['incerto', 'shut', 'Não sei se o atendimento foi aberto'],
  'not-ours': [undefined, 'shut', 'Envio de outro atendente'],
  opened: ['aberto', 'shut', 'Atendimento aberto'],
  refused: ['recusado', 'new key', 'O HubSoft não abriu este atendimento'],
  'refused-in-doubt': ['recusado', 'shut', 'O HubSoft recusou este atendimento'],
  'refused-again': ['recusado', 'shut', 'O HubSoft recusou o novo envio'],
  'not-sent': ['nao-enviado', 'same key', 'Nada foi aberto'],
  'never-arrived': ['nao-enviado', 'same key', 'Nada foi aberto'],
  rejected: [undefined, 'same key', 'O envio não foi aceito'],
  'session-over': [undefined, 'same key', 'Nada foi enviado'],
  'key-spent': [undefined, 'new key', 'O envio não foi aceito'],
}

const formAfter = (outcome: TicketOutcome | undefined) =>
  isEditable(outcome) ? (keepsKey(outcome) ? 'same key' : 'new key') : 'shut'

test('of each kind programs read a mark, a person a title, and the form is theirs, or not', () => {
  const rows = Object.values(outcomes).map((outcome) => [
    outcome.kind,
    [traitsOf(outcome).mark, formAfter(outcome), titleOf(outcome)],
  ])

  expect(Object.fromEntries(rows)).toEqual(wanted)
  expect([formAfter(undefined), titleOf(undefined)]).toEqual(['same key', 'Abrir atendimento'])
})

test.each([
  [1, 1],
  [2, 1.5],
  [3, 2],
  [4, 3],
  [5, 5],
  [6, 8],
  [7, 10],
  [1000, 10],
])('told for the %i. time that it is checked, the page asks after %d s', (answers, s) => {
  expect(askAgainMs({ kind: 'pending', answers })).toBe(s * 1000)
})

test.each([
  [undefined, 2],
  [0, 2],
  [7, 7],
  [3600, 60],
])('told to wait %s s, the page asks again after %i s', (s, seconds) => {
  const patience = s === undefined ? {} : { retryAfterS: s }
  expect(askAgainMs({ ...outcomes['not-told'], ...patience })).toBe(seconds * 1000)
})

test.each<[string, TicketOutcome | undefined, number | false]>([
  ['nobody knows the end of', outcomes.unknown, 30_000],
  ['the gateway has lost', outcomes['record-lost'], 30_000],
  ['never got there, as far as is known', outcomes['never-arrived'], 30_000],
  ['was refused, and may turn up', outcomes['refused-in-doubt'], 30_000],
  ['was refused, and may be open from before', outcomes['refused-again'], 30_000],
  ['is somebody’s who has to sign in first', outcomes['not-told-signed-out'], 30_000],
  ['is open, and may be open twice', { ...outcomes.opened, mayDouble: true }, 60_000],
  ['the gateway doesn’t answer of', outcomes.unreachable, 2000],
  ['is open', outcomes.opened, false],
  ['was for certain not sent', outcomes['not-sent'], false],
  ['was refused', outcomes.refused, false],
  ['is on its way', outcomes.sending, false],
  ['was turned away', outcomes.rejected, false],
  ['isn’t this attendant’s', outcomes['not-ours'], false],
  ['nothing is known of', undefined, false],
])('a send that %s is asked about again accordingly', (_name, outcome, ms) => {
  expect(askAgainMs(outcome)).toBe(ms)
})
