import { expect, test } from 'vitest'
import type { GatewayAnswer } from '#src/contract/gateway-answer.ts'
import { shownAtendimento } from '#src/contract/shown-ticket.ts'
import type { Commit } from './model/witnessed-file.ts'
import {
  brokenOf,
  type Evidence,
  endings,
  type PromiseName,
  promises,
  shared,
  type Tell,
} from './promises.ts'
import type { Listing, Post } from './witnessed-hubsoft.ts'

const reference = 'REF 7K2M-9QXA'
const [chave, usuario, posted] = ['4f6f5d0e-0000-4000-8000-000000000000', 'ana', { descricao: '' }]
const [timeoutMs, settleMs] = [400, 800]
const [soonMs, lateMs] = [20, timeoutMs + settleMs + 100]

const post: Post = {
  ...{ nth: 1, atMs: 10, reference, description: '', wantsWorkOrder: false, row: undefined },
  ...{ generation: 1, sentBy: null, answer: null },
}
const crashed: Post = { ...post, answer: { status: 200, text: '{"msg":"SQLSTATE[HY000]"}' } }
const ticket = (protocolo: string, storedMs: number, of = post) => ({
  ...{ what: 'tickets' as const, protocolo, mark: protocolo },
  storedMs,
  post: of,
})

const opened = (protocolo: string, status = 'Pendente') => ({
  ...{ status: 'success' as const, msg: '' },
  atendimento: shownAtendimento.parse({ protocolo, status }),
})
const no = (codigo: 'nao_enviado' | 'recusado_pelo_hubsoft' | 'chave_reutilizada') =>
  ({ status: 'error', msg: '', codigo, id_requisicao: '' }) as const
const refusedInDoubt = { ...no('recusado_pelo_hubsoft'), em_duvida: true }
const unknown = {
  ...({ status: 'unknown', msg: '', chave, tentativa: 1 } as const),
  conferencias: [],
}
const tell = (atMs: number, body: GatewayAnswer): Tell => ({
  ...{ usuario, nome: 'Ana', route: 'send', posted, status: 200 },
  ...{ atMs, body },
})

const list: Listing = {
  what: 'tickets',
  ...{ serviceId: 11000, askedMs: lateMs, answeredMs: lateMs, isReadable: true, isCalm: false },
  ...{ shown: [], withheld: ['1'] },
}
const kept: Commit = {
  ...{ id: 1, key: chave, usuario, nome: 'Ana', body_hash: '', owner: '', attempt: 1, sent_at: 0 },
  ...{ enviado: { ...posted, id_cliente_servico: 11000, nome: '', telefone: '', abrir_os: false } },
  ...{ deadline_at: 0, state: 'opened', since: 0, outcome: { atendimento: { protocolo: '1' } } },
  ...{ looks: [], next_look_at: null, version: 1, seenMs: soonMs },
}

const secondPost: Post = {
  ...{ ...post, nth: 2, atMs: lateMs + 3 },
  row: { ...kept, attempt: 2, sent_at: lateMs + 1, state: 'sending' },
}

/** Sent once, opened and told, for all that isn't said otherwise. */
const evidence: Evidence = {
  ...{ reference, timeoutMs, settleMs, slackMs: 0, clicksMs: [0], decisions: [] },
  ...{ posts: [post], tickets: [ticket('1', soonMs)], tells: [tell(30, opened('1'))] },
  ...{ listings: [], commits: [], wasDiskFull: false, lateMs: [], faults: [] },
  canBeLookedFor: true,
}

const toldLate = (body: GatewayAnswer) => [tell(lateMs + 1, body)]

test.each<[what: string, Partial<Evidence>]>([
  ['was opened, as it was told', {}],
  [
    'was refused in doubt, and came when HubSoft had had its time',
    {
      ...{ posts: [crashed], tickets: [ticket('1', lateMs, crashed)] },
      tells: toldLate(refusedInDoubt),
    },
  ],
  [
    'was refused in doubt after an empty list, and stood',
    {
      ...{ posts: [crashed], tickets: [ticket('1', soonMs, crashed)], listings: [list] },
      tells: toldLate(refusedInDoubt),
    },
  ],
  [
    'was told otherwise where a full disk kept nothing',
    { wasDiskFull: true, tells: [tell(30, opened('1')), tell(40, opened('1', 'Aberto'))] },
  ],
  [
    'is told as unknown while the other gateway begins the second attempt, which opens it',
    {
      ...{ clicksMs: [0, lateMs + 1], decisions: [{ usuario, number: 2, atMs: lateMs + 1 }] },
      ...{ posts: [post, secondPost], tickets: [ticket('1', lateMs + 4, secondPost)] },
      tells: [...toldLate(unknown), tell(lateMs + 5, opened('1'))],
    },
  ],
])('nothing is broken where a send %s', (_what, cameAbout) => {
  expect(brokenOf({ ...evidence, ...cameAbout }, { ...promises, ...endings })).toEqual([])
})

// Each is just beside what is allowed.
test.each<[what: string, PromiseName, Partial<Evidence>]>([
  [
    'is told with a protocol of another reference',
    'whoever is told that it was opened is told a ticket of this send',
    { tickets: [ticket('1', soonMs, { ...post, reference: 'REF 0000-0000' })] },
  ],
  [
    'is told as not sent, and arrives afterwards',
    'whoever is told that nothing was sent is told the truth',
    { ...{ posts: [{ ...post, atMs: 40 }], tickets: [] }, tells: [tell(30, no('nao_enviado'))] },
  ],
  [
    'is told as refused in doubt, with a ticket in time behind a late one',
    'whoever is told that a first attempt was refused has no ticket',
    {
      ...{ posts: [crashed], tells: toldLate(refusedInDoubt) },
      tickets: [ticket('2', lateMs, crashed), ticket('1', soonMs, crashed)],
    },
  ],
  [
    'ends as refused in doubt, with a ticket in time',
    'what stands in HubSoft is found',
    { posts: [crashed], tells: [{ ...tell(lateMs, refusedInDoubt), isCrossed: true }] },
  ],
  [
    'ends as opened, with a second ticket that nobody decided on',
    'what stands in HubSoft is found',
    {
      tickets: [ticket('1', soonMs), ticket('2', soonMs)],
      tells: [tell(30, { ...opened('1'), tentativa: 2 })],
    },
  ],
  [
    'was told in other words though the full disk had kept it',
    'what is opened stays opened, as it was told',
    {
      ...{ wasDiskFull: true, commits: [kept] },
      tells: [tell(30, opened('1')), tell(40, opened('1', 'Aberto'))],
    },
  ],
  [
    'was opened, and then its own text is told as another one',
    'what is opened stays opened, as it was told',
    { tells: [tell(30, { ...opened('1'), enviado: kept.enviado }), ownTextRefused()] },
  ],
  [
    'is told as unknown after a list that shows others',
    'what HubSoft stores before the settle time is never told as unknown',
    { listings: [{ ...list, shown: ['2'] }], tells: toldLate(unknown) },
  ],
  [
    'is told as unknown after a list that was empty before it stood',
    'what HubSoft stores before the settle time is never told as unknown',
    { listings: [{ ...list, askedMs: soonMs - 1 }], tells: toldLate(unknown) },
  ],
  [
    'is given up long before ten minutes',
    'what HubSoft stores before the settle time is never told as unknown',
    { tells: toldLate({ ...unknown, motivo: 'nao_conferido' }) },
  ],
  ['is told to nobody', 'every send comes to an end', { ...{ posts: [], tickets: [], tells: [] } }],
])('a promise is broken where a send %s', (_what, promise, cameAbout) => {
  const broken = brokenOf({ ...evidence, ...cameAbout }, { ...promises, ...endings })

  expect(broken.map((one) => one.promise)).toContain(promise)
})

const [sent, takenMs] = [{ ...kept, state: 'sending', outcome: {}, deadline_at: 900 }, 15_000]
/** What a gateway commits of it, by the same clock as everybody's. */
const by = (madeBy: string, atMs: number, change: Partial<Commit> = {}): Commit => ({
  ...{ ...sent, madeBy, seenMs: atMs, madeAt: atMs },
  ...change,
})
const claimed = by('a', 100, { next_look_at: 1900 })
const taken = (madeBy: string, atMs: number) =>
  by(madeBy, atMs, { state: 'uncertain', next_look_at: atMs + takenMs })
const looked = (madeBy: string, at: number, atMs: number) =>
  by(madeBy, atMs, { state: 'uncertain', looks: [{ at, wasRead: true }], next_look_at: atMs + 500 })
const seen = looked('b', 2400, 9000)

test.each<[what: string, commits: Commit[], asksMs?: number[]]>([
  [
    'is taken over after its deadline, and looked for by one after the other',
    [claimed, taken('b', 2000), looked('b', 2001, 2100), taken('a', 2600)],
  ],
  ['is taken again when nothing has come of it', [claimed, taken('b', 2000), taken('a', 17_000)]],
  [
    'is looked for by whoever is asked to, whatever others do',
    [claimed, taken('b', 2000), looked('a', 2500, 2600)],
    [2400],
  ],
  [
    'was not sent, and is looked for anew once it was',
    [
      claimed,
      taken('b', 2000),
      by('a', 2200, { state: 'received' }),
      by('a', 3000),
      taken('a', 5000),
    ],
  ],
  [
    'is looked for by two, one of whom was asked to meanwhile',
    [claimed, taken('b', 2000), looked('a', 2500, 2600), looked('b', 2001, 2700)],
    [2400],
  ],
  [
    'is looked for again by the plan of whoever was asked meanwhile',
    [claimed, taken('a', 5000), seen, { ...taken('b', 15_000), looks: seen.looks }],
    [2300],
  ],
  ['is opened by another before its deadline', [claimed, by('b', 200, { state: 'opened' })]],
])('nothing is broken among gateways where a send %s', (_what, commits, asksMs = []) => {
  expect(brokenOf({ ...evidence, commits, asksMs }, shared)).toEqual([])
})

test.each<[what: string, PromiseName, Commit[]]>([
  [
    'is looked for by two at once',
    'of several gateways one looks for a send at a time',
    [claimed, taken('b', 2000), looked('a', 2001, 2100)],
  ],
  [
    'is looked for by two at once, which neither had taken from the other',
    'of several gateways one looks for a send at a time',
    [claimed, looked('b', 2000, 2400), looked('a', 2100, 2500)],
  ],
  [
    'is taken from who looks for it',
    'of several gateways one looks for a send at a time',
    [claimed, taken('b', 2000), taken('a', 2300)],
  ],
  [
    'is given up before its deadline by another',
    'before its deadline nobody but its own gateway says anything of a send but that it is open',
    [claimed, taken('b', 800)],
  ],
  [
    'gets a later deadline',
    'no start of a gateway puts off what is known of a send',
    [claimed, by('b', 950, { deadline_at: 950 })],
  ],
])('a promise is broken among gateways where a send %s', (_what, promise, commits) => {
  const broken = brokenOf({ ...evidence, commits }, shared)

  expect(broken.map((one) => one.promise)).toContain(promise)
})

function ownTextRefused(): Tell {
  return { ...tell(40, no('chave_reutilizada')), posted: kept.enviado, status: 422 }
}
