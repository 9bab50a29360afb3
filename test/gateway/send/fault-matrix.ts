import type { FaultOrderInput } from '#src/emulator/faults/faults.ts'
import type { Permissions } from '#src/emulator/permissions.ts'
import type { DoorOptions, Passage } from '../http/door.ts'
import { newTicket, refusedTicket } from '../running.ts'

/** How far a send has come when it goes wrong. */
export const moments = [
  'before connect',
  'after connect',
  'after head',
  'after body',
  'after HubSoft commits',
  'before the answer ends',
  'while committing the outcome',
  'stored late, before the settle time',
  'stored late, after the settle time',
] as const
export type Moment = (typeof moments)[number]

/** What goes wrong. */
export const faultKinds = [
  'refused connection',
  'reset',
  'silence',
  'slow past the deadline',
  'HTML page',
  'HTTP 500',
  'HTTP 502',
  'HTTP 503',
  'empty',
  'truncated JSON',
  'crash report in msg',
  'crash report in keys',
  '401 once',
  '401 twice',
  '403 without a work order',
  '403 with a work order',
  '429',
  'readable refusal',
  'a form of its own',
  'process killed',
  'database failing',
] as const
export type FaultKind = (typeof faultKinds)[number]

/** How a fault is brought about. */
export type Plan = {
  /** Of the stand-in HubSoft, one after the other. */
  faults?: FaultOrderInput[]
  openWorkOrder?: Permissions['openWorkOrder']
  ticket?: object
  /** Whether another send of the same text was opened before. */
  isSecond?: true
  /** Of the server in front of it. */
  door?: DoorOptions
  passages?: Passage[]
  /** When what is held goes on; never without. */
  release?: 'before-settle' | 'after-settle'
  /** What the database takes no more: new rows, changed ones until the answer, or those after it. */
  refusing?: 'insert' | 'update' | 'update-by-looks'
  /** Where kill -9 meets it. */
  killed?: 'waiting for its token' | 'after commit 1' | 'listening' | 'hearing' | 'before commit 2'
}

export type Told =
  | '201 success'
  | '202 pending'
  | '403 sem_permissao'
  | '422 recusado_pelo_hubsoft'
  | '429 muitas_requisicoes'
  | '503 nao_enviado'
  | 'nothing'
export type End =
  | 'success'
  | 'unknown'
  | 'unknown nao_conferido'
  | 'recusado_pelo_hubsoft'
  | 'sem_permissao'
  | 'muitas_requisicoes'
  | 'nao_enviado'
  | 'chave_desconhecida'

/** With a list of tickets that can be read, and with one that can't; one where both are the same. */
type Either<One> = One | readonly [readable: One, unreadable: One]

type Outcome = {
  told: Either<Told>
  /** After verification. */
  ends: Either<End>
  /** How many HubSoft holds at last. */
  tickets: 0 | 1
  /** How many times it was asked to open one. */
  posts: 0 | 1 | 2
}

export type Case = Plan & Outcome

const found: Outcome = {
  told: '202 pending',
  ends: ['success', 'unknown nao_conferido'],
  tickets: 1,
  posts: 1,
}
const notFound: Outcome = {
  told: '202 pending',
  ends: ['unknown', 'unknown nao_conferido'],
  tickets: 0,
  posts: 1,
}
/** HubSoft's own answer comes after the deadline. */
const openedLate: Outcome = { told: '202 pending', ends: 'success', tickets: 1, posts: 1 }
/** HubSoft's crash report says no, and the look agrees. */
const crashed: Outcome = { ...notFound, ends: ['recusado_pelo_hubsoft', 'unknown nao_conferido'] }
const opened: Outcome = { told: '201 success', ends: 'success', tickets: 1, posts: 1 }
const openedAgain: Outcome = { ...opened, posts: 2 }
const refused: Outcome = {
  told: '422 recusado_pelo_hubsoft',
  ends: 'recusado_pelo_hubsoft',
  tickets: 0,
  posts: 1,
}
const forbidden: Outcome = {
  told: '403 sem_permissao',
  ends: 'sem_permissao',
  tickets: 0,
  posts: 1,
}
/** Where a work order was asked for, a 403 is a no only together with a look (E8). */
const forbiddenOnceSeen: Outcome = {
  told: ['403 sem_permissao', '202 pending'],
  ends: ['sem_permissao', 'unknown nao_conferido'],
  tickets: 0,
  posts: 1,
}
const tooMany: Outcome = {
  told: '429 muitas_requisicoes',
  ends: 'muitas_requisicoes',
  tickets: 0,
  posts: 1,
}
/** Recorded, and proved not sent. */
const notSent: Outcome = { told: '503 nao_enviado', ends: 'nao_enviado', tickets: 0, posts: 0 }
/** Not even recorded. */
const neverBegun: Outcome = { ...notSent, ends: 'chave_desconhecida' }

/** As HubSoft's own web server answers, before its program has seen anything. */
function canned(statusLine: string, type: string, body: string): string {
  const length = Buffer.byteLength(body)
  return `HTTP/1.1 ${statusLine}\r\ncontent-type: ${type}\r\ncontent-length: ${length}\r\nconnection: close\r\n\r\n${body}`
}
const html = (statusLine: string) =>
  canned(statusLine, 'text/html', `<html><body><h1>${statusLine}</h1></body></html>`)
const json = (statusLine: string, body: object) =>
  canned(statusLine, 'application/json', JSON.stringify(body))
const answers = {
  html: html('200 OK'),
  500: html('500 Internal Server Error'),
  502: html('502 Bad Gateway'),
  503: html('503 Service Temporarily Unavailable'),
  empty: canned('200 OK', 'application/json', ''),
  truncated: canned('200 OK', 'application/json', '{"status":"success","msg":"Atend'),
  401: json('401 Unauthorized', { message: 'Unauthenticated.' }),
  403: json('403 Forbidden', { status: 'error', msg: 'Você não possui a permissão desejada!' }),
  429: json('429 Too Many Requests', { status: 'error', msg: 'Muitas requisições.' }),
  crash: json('200 OK', { status: 'error', msg: 'SQLSTATE[40P01]: Deadlock detected' }),
  crashKeys: json('200 OK', { status: 'error', msg: 'Erro', trace: ['#0 {main}'], line: 214 }),
}
type Canned = keyof typeof answers

const kept = (name: Canned): Passage => ({ kind: 'kept', does: { answer: answers[name] } })
const held = (name: Canned): Passage => ({ kind: 'held', does: { answer: answers[name] } })
const half = (does: Extract<Passage, { kind: 'half-answered' }>['does']): Passage => ({
  kind: 'half-answered',
  does,
})

const withWorkOrder = { ...newTicket, abrir_os: true }
type ReplacedFault =
  | 'html'
  | 'empty'
  | 'stack-trace'
  | 'stack-trace-keys'
  | 'http-500'
  | 'http-502'
  | 'http-503'
const replaced = (fault: ReplacedFault, stored = false): FaultOrderInput => ({
  route: 'atendimento',
  fault,
  stored,
})
const turnedAway = (
  fault: 'unauthorized' | 'forbidden' | 'too-many',
  times = 1,
): FaultOrderInput => ({ route: 'atendimento', fault, times })

const refusals = [
  'refused',
  'refused-without-errors',
  'refused-errors-array',
  'refused-errors-object',
  'validation-422',
  'refused-crash-words',
  'refused-erro',
] as const
const readableForms = [
  'html-content-type',
  'numbers-as-strings',
  'nulls',
  'extra-fields',
  'success-without-os',
  'os-empty',
  'suscess',
  'msg-lies',
  'protocol-as-number',
] as const

/** What the true answer may look like, or be followed by, on the wire. */
const wireForms: FaultOrderInput[] = [
  { route: 'atendimento', fault: 'interim-100' },
  { route: 'atendimento', fault: 'gzip' },
  { route: 'atendimento', fault: 'extra-answer', kind: 'refused' },
  { route: 'atendimento', fault: 'extra-answer', kind: 'unauthorized' },
  { route: 'atendimento', fault: 'extra-answer', kind: 'success' },
  { route: 'atendimento', fault: 'mangled', how: 'shortened' },
  { route: 'atendimento', fault: 'mangled', how: 'no-break-hyphen' },
  { route: 'atendimento', fault: 'mangled', how: 'no-signature' },
  { route: 'atendimento', fault: 'mangled', how: 'no-description' },
  { route: 'atendimento', fault: 'iso-dates' },
]
/** Answers that are about no ticket of ours. */
const othersAnswers: FaultOrderInput[] = [
  { route: 'atendimento', fault: 'draft-answer' },
  { route: 'atendimento', fault: 'another-ticket', protocolo: '777', stored: true },
]

const isConnected = 'the connection is there'
const nothingAsked = 'nothing was asked yet that could be answered'
const needsBody = "HubSoft's program begins once the whole body is there"
const nothingToCommit = 'between the row and the outcome the journal has nothing to write'
const tokenComesFirst =
  'HubSoft looks at the token, and at the limit, before it stores anything (E6, E9)'
const refusalStoresNothing = 'a readable refusal means that nothing was stored'
const storedAfter403 = 'a 403 follows a stored ticket for its work order alone, and at once (E8)'
const answerIsThere =
  "HubSoft's whole answer is there; each kind of it is a case of `database failing`"
const successIsStored = 'a success is answered once it is stored: see `after HubSoft commits`'

/** Every fault at every moment: what is to come of it, or why the two never meet. */
export const matrix: Record<Moment, Record<FaultKind, Case[] | string>> = {
  // Nothing is known yet but that a ticket is to be sent: HubSoft is asked for a token, and the row written.
  'before connect': {
    'refused connection': [{ door: { afterSignIn: 'refuse' }, ...notSent }],
    reset: [
      { faults: [{ route: 'token', fault: 'reset-before' }], ...neverBegun },
      { faults: [{ route: 'token', fault: 'reset-after' }], ...neverBegun },
    ],
    silence: [
      { faults: [{ route: 'token', fault: 'silent-before' }], ...neverBegun },
      { faults: [{ route: 'token', fault: 'silent-after' }], ...neverBegun },
    ],
    'slow past the deadline': [
      {
        faults: [{ route: 'token', fault: 'slow', ms: 1 }],
        release: 'before-settle',
        ...neverBegun,
      },
    ],
    'HTML page': [{ faults: [{ route: 'token', fault: 'html' }], ...neverBegun }],
    'HTTP 500': [{ faults: [{ route: 'token', fault: 'http-500' }], ...neverBegun }],
    'HTTP 502': [{ faults: [{ route: 'token', fault: 'http-502' }], ...neverBegun }],
    'HTTP 503': [{ faults: [{ route: 'token', fault: 'http-503' }], ...neverBegun }],
    empty: [{ faults: [{ route: 'token', fault: 'empty' }], ...neverBegun }],
    'truncated JSON': [{ faults: [{ route: 'token', fault: 'truncated-json' }], ...neverBegun }],
    'crash report in msg': [{ faults: [{ route: 'token', fault: 'stack-trace' }], ...neverBegun }],
    'crash report in keys': [
      { faults: [{ route: 'token', fault: 'stack-trace-keys' }], ...neverBegun },
    ],
    '401 once': [{ faults: [{ route: 'token', fault: 'unauthorized' }], ...neverBegun }],
    '401 twice': 'after a 401 the same account is not tried again for a minute',
    '403 without a work order': [
      { faults: [{ route: 'token', fault: 'forbidden' }], ...neverBegun },
    ],
    '403 with a work order': [
      { faults: [{ route: 'token', fault: 'forbidden' }], ticket: withWorkOrder, ...neverBegun },
    ],
    '429': [{ faults: [{ route: 'token', fault: 'too-many' }], ...neverBegun }],
    'readable refusal': 'a sign-in is refused by a 401',
    'a form of its own': [
      { faults: [{ route: 'token', fault: 'html-content-type' }], ...opened },
      { faults: [{ route: 'token', fault: 'numbers-as-strings' }], ...opened },
      { faults: [{ route: 'token', fault: 'nulls' }], ...opened },
      { faults: [{ route: 'token', fault: 'extra-fields' }], ...opened },
    ],
    'process killed': [{ killed: 'waiting for its token', ...neverBegun, told: 'nothing' }],
    'database failing': [{ refusing: 'insert', ...neverBegun }],
  },
  // The row is written. Without TLS the head leaves in the tick in which the connection is made.
  'after connect': {
    'refused connection': isConnected,
    reset: [{ door: { isTls: true, afterSignIn: 'reset' }, ...notSent }],
    silence: [{ door: { isTls: true, afterSignIn: 'silence' }, ...notSent }],
    'slow past the deadline': [
      { door: { isTls: true, afterSignIn: 'slow' }, release: 'before-settle', ...notSent },
    ],
    'HTML page': nothingAsked,
    'HTTP 500': nothingAsked,
    'HTTP 502': nothingAsked,
    'HTTP 503': nothingAsked,
    empty: nothingAsked,
    'truncated JSON': nothingAsked,
    'crash report in msg': nothingAsked,
    'crash report in keys': nothingAsked,
    '401 once': nothingAsked,
    '401 twice': nothingAsked,
    '403 without a work order': nothingAsked,
    '403 with a work order': nothingAsked,
    '429': nothingAsked,
    'readable refusal': nothingAsked,
    'a form of its own': nothingAsked,
    'process killed': [{ killed: 'after commit 1', ...notFound, told: 'nothing', posts: 0 }],
    'database failing': nothingToCommit,
  },
  // HubSoft's web server has the head, and may answer by itself; its program gets nothing.
  'after head': {
    'refused connection': isConnected,
    reset: [{ passages: [{ kind: 'kept', does: 'reset' }], ...notFound }],
    silence: [{ passages: [{ kind: 'kept', does: 'silence' }], ...notFound }],
    'slow past the deadline': [
      { passages: [{ kind: 'held', does: 'slow' }], release: 'before-settle', ...openedLate },
    ],
    'HTML page': [{ passages: [kept('html')], ...notFound }],
    'HTTP 500': [{ passages: [kept(500)], ...notFound }],
    'HTTP 502': [{ passages: [kept(502)], ...notFound }],
    'HTTP 503': [{ passages: [kept(503)], ...notFound }],
    empty: [{ passages: [kept('empty')], ...notFound }],
    'truncated JSON': [{ passages: [kept('truncated')], ...notFound }],
    'crash report in msg': needsBody,
    'crash report in keys': needsBody,
    '401 once': [{ passages: [kept(401)], ...openedAgain }],
    '401 twice': [{ passages: [kept(401), kept(401)], ...notSent, posts: 2 }],
    '403 without a work order': [{ passages: [kept(403)], ...forbidden }],
    '403 with a work order': [
      { passages: [kept(403)], ticket: withWorkOrder, ...forbiddenOnceSeen },
    ],
    '429': [{ passages: [kept(429)], ...tooMany }],
    'readable refusal': needsBody,
    'a form of its own': needsBody,
    'process killed': [
      {
        passages: [{ kind: 'kept', does: 'silence' }],
        killed: 'listening',
        ...notFound,
        told: 'nothing',
      },
    ],
    'database failing': nothingToCommit,
  },
  // HubSoft's program has all of it, and has stored nothing.
  'after body': {
    'refused connection': isConnected,
    reset: [{ faults: [{ route: 'atendimento', fault: 'reset-before' }], ...notFound }],
    silence: [{ faults: [{ route: 'atendimento', fault: 'silent-before' }], ...notFound }],
    'slow past the deadline': [
      {
        faults: [{ route: 'atendimento', fault: 'slow', ms: 1 }],
        release: 'before-settle',
        ...openedLate,
      },
    ],
    'HTML page': [{ faults: [replaced('html')], ...notFound }],
    'HTTP 500': [{ faults: [replaced('http-500')], ...notFound }],
    'HTTP 502': [{ faults: [replaced('http-502')], ...notFound }],
    'HTTP 503': [{ faults: [replaced('http-503')], ...notFound }],
    empty: [{ faults: [replaced('empty')], ...notFound }],
    'truncated JSON': [
      {
        faults: [{ route: 'atendimento', fault: 'truncated-json' }],
        ticket: refusedTicket,
        ...notFound,
      },
    ],
    'crash report in msg': [{ faults: [replaced('stack-trace')], ...crashed }],
    'crash report in keys': [
      { faults: [replaced('stack-trace-keys')], ...crashed },
      { faults: [{ route: 'atendimento', fault: 'refused-exception' }], ...crashed },
      {
        faults: [{ route: 'atendimento', fault: 'forbidden-exception' }],
        ...crashed,
        ends: ['sem_permissao', 'unknown nao_conferido'],
      },
    ],
    '401 once': [
      { faults: [turnedAway('unauthorized')], ...openedAgain },
      { faults: [{ route: 'atendimento', fault: 'signed-out' }], ...notSent, posts: 1 },
    ],
    '401 twice': [{ faults: [turnedAway('unauthorized', 2)], ...notSent, posts: 2 }],
    '403 without a work order': [{ faults: [turnedAway('forbidden')], ...forbidden }],
    '403 with a work order': [
      { openWorkOrder: 'refused', ticket: withWorkOrder, ...forbiddenOnceSeen },
    ],
    '429': [{ faults: [turnedAway('too-many')], ...tooMany }],
    'readable refusal': [
      { ticket: refusedTicket, ...refused },
      ...refusals.map((fault) => ({
        faults: [{ route: 'atendimento', fault } as const],
        ...refused,
      })),
    ],
    'a form of its own': successIsStored,
    'process killed': [
      {
        faults: [{ route: 'atendimento', fault: 'silent-before' }],
        killed: 'listening',
        ...notFound,
        told: 'nothing',
      },
    ],
    'database failing': nothingToCommit,
  },
  'after HubSoft commits': {
    'refused connection': isConnected,
    reset: [{ faults: [{ route: 'atendimento', fault: 'reset-after' }], ...found }],
    silence: [{ faults: [{ route: 'atendimento', fault: 'silent-after' }], ...found }],
    'slow past the deadline': [
      {
        faults: [{ route: 'atendimento', fault: 'slow-after', ms: 1 }],
        release: 'before-settle',
        ...openedLate,
      },
    ],
    'HTML page': [{ faults: [replaced('html', true)], ...found }],
    'HTTP 500': [{ faults: [replaced('http-500', true)], ...found }],
    'HTTP 502': [{ faults: [replaced('http-502', true)], ...found }],
    'HTTP 503': [{ faults: [replaced('http-503', true)], ...found }],
    empty: [{ faults: [replaced('empty', true)], ...found }],
    'truncated JSON': [{ faults: [{ route: 'atendimento', fault: 'truncated-json' }], ...found }],
    'crash report in msg': [{ faults: [replaced('stack-trace', true)], ...found }],
    'crash report in keys': [{ faults: [replaced('stack-trace-keys', true)], ...found }],
    '401 once': tokenComesFirst,
    '401 twice': tokenComesFirst,
    '403 without a work order': storedAfter403,
    '403 with a work order': [
      {
        openWorkOrder: 'refused-after-storing',
        ticket: withWorkOrder,
        ...found,
        told: ['201 success', '202 pending'],
      },
    ],
    '429': tokenComesFirst,
    'readable refusal': refusalStoresNothing,
    'a form of its own': [
      { faults: [{ route: 'atendimento', fault: 'success-without-atendimento' }], ...found },
      ...readableForms.map((fault) => ({
        faults: [{ route: 'atendimento', fault } as const],
        ticket: withWorkOrder,
        ...opened,
      })),
      ...wireForms.map((order) => ({ faults: [order], ...opened })),
      ...othersAnswers.map((order) => ({ faults: [order], ...found })),
    ],
    'process killed': [
      {
        faults: [{ route: 'atendimento', fault: 'silent-after' }],
        killed: 'listening',
        ...found,
        told: 'nothing',
      },
    ],
    // That nothing came is an outcome, too.
    'database failing': [
      {
        faults: [{ route: 'atendimento', fault: 'silent-after' }],
        refusing: 'update',
        ...found,
      },
    ],
  },
  // Head and half the body of the answer are here.
  'before the answer ends': {
    'refused connection': isConnected,
    reset: [
      { passages: [half('reset')], ...found },
      { passages: [half('reset')], ticket: refusedTicket, ...notFound },
    ],
    silence: [{ passages: [half('silence')], ...found }],
    'slow past the deadline': [
      { passages: [half('slow')], release: 'before-settle', ...openedLate },
    ],
    'HTML page': [{ faults: [replaced('html', true)], passages: [half('reset')], ...found }],
    'HTTP 500': [{ faults: [replaced('http-500', true)], passages: [half('reset')], ...found }],
    'HTTP 502': [{ faults: [replaced('http-502', true)], passages: [half('reset')], ...found }],
    'HTTP 503': [{ faults: [replaced('http-503', true)], passages: [half('reset')], ...found }],
    empty: 'an empty answer has no middle',
    'truncated JSON': [{ passages: [half('close')], ...found }],
    'crash report in msg': [
      { faults: [replaced('stack-trace')], passages: [half('reset')], ...notFound },
    ],
    'crash report in keys': [
      { faults: [replaced('stack-trace-keys')], passages: [half('reset')], ...notFound },
    ],
    // Not believed unless it is whole: nothing is sent again.
    '401 once': [{ faults: [turnedAway('unauthorized')], passages: [half('reset')], ...notFound }],
    '401 twice': [
      {
        faults: [turnedAway('unauthorized', 2)],
        passages: [{ kind: 'through' }, half('reset')],
        ...notFound,
        posts: 2,
      },
    ],
    '403 without a work order': [
      { faults: [turnedAway('forbidden')], passages: [half('reset')], ...notFound },
    ],
    '403 with a work order': [
      {
        openWorkOrder: 'refused-after-storing',
        ticket: withWorkOrder,
        passages: [half('reset')],
        ...found,
      },
    ],
    '429': [{ faults: [turnedAway('too-many')], passages: [half('reset')], ...notFound }],
    'readable refusal': [
      {
        faults: [{ route: 'atendimento', fault: 'refused' }],
        passages: [half('close')],
        ...notFound,
      },
    ],
    'a form of its own': 'what its form is shows at its end; cut, it is a truncated one',
    'process killed': [
      { passages: [half('silence')], killed: 'hearing', ...found, told: 'nothing' },
    ],
    'database failing': [{ passages: [half('close')], refusing: 'update', ...found }],
  },
  'while committing the outcome': {
    'refused connection': answerIsThere,
    reset: answerIsThere,
    silence: answerIsThere,
    'slow past the deadline': answerIsThere,
    'HTML page': answerIsThere,
    'HTTP 500': answerIsThere,
    'HTTP 502': answerIsThere,
    'HTTP 503': answerIsThere,
    empty: answerIsThere,
    'truncated JSON': answerIsThere,
    'crash report in msg': answerIsThere,
    'crash report in keys': answerIsThere,
    '401 once': answerIsThere,
    '401 twice': answerIsThere,
    '403 without a work order': answerIsThere,
    '403 with a work order': answerIsThere,
    '429': answerIsThere,
    'readable refusal': answerIsThere,
    'a form of its own': answerIsThere,
    'process killed': [
      { killed: 'before commit 2', ...found, told: 'nothing' },
      { killed: 'before commit 2', ticket: refusedTicket, ...notFound, told: 'nothing' },
    ],
    // A ticket that stands is told all the same; of anything else HubSoft's word is lost.
    'database failing': [
      { refusing: 'update', ...found, told: '201 success' },
      { refusing: 'update', ticket: refusedTicket, ...notFound },
      {
        refusing: 'update',
        faults: [turnedAway('unauthorized')],
        ...found,
        told: '201 success',
        posts: 2,
      },
      { refusing: 'update', faults: [turnedAway('unauthorized', 2)], ...notFound, posts: 2 },
      { refusing: 'update', faults: [turnedAway('forbidden')], ...notFound },
      { refusing: 'update', openWorkOrder: 'refused', ticket: withWorkOrder, ...notFound },
      { refusing: 'update', faults: [turnedAway('too-many')], ...notFound },
      { refusing: 'update', faults: [replaced('stack-trace')], ...notFound },
      { refusing: 'update', faults: [replaced('html', true)], ...found },
    ],
  },
  // HubSoft's web server gave up and answered for it, or cut, while its program still works.
  'stored late, before the settle time': {
    'refused connection': 'nothing arrived that could be stored',
    reset: [
      {
        faults: [{ route: 'atendimento', fault: 'stored-late', ms: 1 }],
        release: 'before-settle',
        ...found,
      },
    ],
    silence: [
      { passages: [{ kind: 'held', does: 'silence' }], release: 'before-settle', ...found },
    ],
    'slow past the deadline': [
      { passages: [{ kind: 'held', does: 'slow' }], release: 'before-settle', ...openedLate },
    ],
    'HTML page': [{ passages: [held('html')], release: 'before-settle', ...found }],
    'HTTP 500': [{ passages: [held(500)], release: 'before-settle', ...found }],
    'HTTP 502': [{ passages: [held(502)], release: 'before-settle', ...found }],
    'HTTP 503': [{ passages: [held(503)], release: 'before-settle', ...found }],
    empty: [{ passages: [held('empty')], release: 'before-settle', ...found }],
    'truncated JSON': [{ passages: [held('truncated')], release: 'before-settle', ...found }],
    'crash report in msg': [{ passages: [held('crash')], release: 'before-settle', ...found }],
    'crash report in keys': [{ passages: [held('crashKeys')], release: 'before-settle', ...found }],
    '401 once': tokenComesFirst,
    '401 twice': tokenComesFirst,
    '403 without a work order': storedAfter403,
    '403 with a work order': storedAfter403,
    '429': tokenComesFirst,
    'readable refusal': refusalStoresNothing,
    'a form of its own': successIsStored,
    'process killed': [
      {
        passages: [{ kind: 'held', does: 'silence' }],
        killed: 'listening',
        release: 'before-settle',
        ...found,
        told: 'nothing',
      },
    ],
    // What a look has found is looked for again.
    'database failing': [
      {
        faults: [{ route: 'atendimento', fault: 'stored-late', ms: 1 }],
        release: 'before-settle',
        refusing: 'update-by-looks',
        ...found,
      },
    ],
  },
  'stored late, after the settle time': {
    'refused connection': 'nothing arrived that could be stored',
    reset: [
      {
        faults: [{ route: 'atendimento', fault: 'stored-late', ms: 1 }],
        release: 'after-settle',
        ...notFound,
        tickets: 1,
      },
    ],
    silence: [
      {
        passages: [{ kind: 'held', does: 'silence' }],
        release: 'after-settle',
        ...notFound,
        tickets: 1,
      },
    ],
    'slow past the deadline': [
      {
        passages: [{ kind: 'held', does: 'slow' }],
        release: 'after-settle',
        ...notFound,
        tickets: 1,
      },
    ],
    'HTML page': [{ passages: [held('html')], release: 'after-settle', ...notFound, tickets: 1 }],
    'HTTP 500': [{ passages: [held(500)], release: 'after-settle', ...notFound, tickets: 1 }],
    'HTTP 502': [{ passages: [held(502)], release: 'after-settle', ...notFound, tickets: 1 }],
    'HTTP 503': [{ passages: [held(503)], release: 'after-settle', ...notFound, tickets: 1 }],
    empty: [{ passages: [held('empty')], release: 'after-settle', ...notFound, tickets: 1 }],
    'truncated JSON': [
      { passages: [held('truncated')], release: 'after-settle', ...notFound, tickets: 1 },
    ],
    // Told as refused for a while: HubSoft's word and two looks agreed. The late looks set it right.
    'crash report in msg': [
      { passages: [held('crash')], release: 'after-settle', ...crashed, tickets: 1 },
    ],
    'crash report in keys': [
      { passages: [held('crashKeys')], release: 'after-settle', ...crashed, tickets: 1 },
    ],
    '401 once': tokenComesFirst,
    '401 twice': tokenComesFirst,
    '403 without a work order': storedAfter403,
    '403 with a work order': storedAfter403,
    '429': tokenComesFirst,
    'readable refusal': refusalStoresNothing,
    'a form of its own': successIsStored,
    'process killed': [
      {
        passages: [{ kind: 'held', does: 'silence' }],
        killed: 'listening',
        release: 'after-settle',
        ...notFound,
        told: 'nothing',
        tickets: 1,
      },
    ],
    'database failing': 'as before the settle time: what a look has found is looked for again',
  },
}

/** What comes of a send that HubSoft stored and never answered, where all looks meet one fault. */
export const looks: [FaultOrderInput, End][] = [
  [{ route: 'listagem', fault: 'slow', ms: 1 }, 'success'],
  [{ route: 'listagem', fault: 'slow-after', ms: 1 }, 'success'],
  [{ route: 'listagem', fault: 'stored-late', ms: 1 }, 'unknown nao_conferido'],
  [{ route: 'listagem', fault: 'reset-before' }, 'unknown nao_conferido'],
  [{ route: 'listagem', fault: 'reset-after' }, 'unknown nao_conferido'],
  [{ route: 'listagem', fault: 'html' }, 'unknown nao_conferido'],
  [{ route: 'listagem', fault: 'empty' }, 'unknown nao_conferido'],
  [{ route: 'listagem', fault: 'stack-trace' }, 'unknown nao_conferido'],
  [{ route: 'listagem', fault: 'stack-trace-keys' }, 'unknown nao_conferido'],
  [{ route: 'listagem', fault: 'http-500' }, 'unknown nao_conferido'],
  [{ route: 'listagem', fault: 'http-502' }, 'unknown nao_conferido'],
  [{ route: 'listagem', fault: 'http-503' }, 'unknown nao_conferido'],
  [{ route: 'listagem', fault: 'unauthorized' }, 'unknown nao_conferido'],
  [{ route: 'listagem', fault: 'forbidden' }, 'unknown nao_conferido'],
  [{ route: 'listagem', fault: 'too-many' }, 'unknown nao_conferido'],
  [{ route: 'listagem', fault: 'truncated-json' }, 'unknown nao_conferido'],
  [{ route: 'listagem', fault: 'html-content-type' }, 'success'],
  [{ route: 'listagem', fault: 'numbers-as-strings' }, 'success'],
  [{ route: 'listagem', fault: 'nulls' }, 'success'],
  [{ route: 'listagem', fault: 'extra-fields' }, 'success'],
  [{ route: 'listagem', fault: 'protocol-as-number' }, 'success'],
  [{ route: 'listagem', fault: 'refused' }, 'unknown nao_conferido'],
  [{ route: 'listagem', fault: 'refused-without-errors' }, 'unknown nao_conferido'],
  [{ route: 'listagem', fault: 'refused-errors-array' }, 'unknown nao_conferido'],
  [{ route: 'listagem', fault: 'refused-errors-object' }, 'unknown nao_conferido'],
  [{ route: 'listagem', fault: 'validation-422' }, 'unknown nao_conferido'],
  [{ route: 'listagem', fault: 'unknown-list-key' }, 'unknown nao_conferido'],
  [{ route: 'listagem', fault: 'list-as-object' }, 'unknown nao_conferido'],
  [{ route: 'listagem', fault: 'refused-erro' }, 'unknown nao_conferido'],
  [{ route: 'listagem', fault: 'refused-exception' }, 'unknown nao_conferido'],
  [{ route: 'listagem', fault: 'refused-crash-words' }, 'unknown nao_conferido'],
  [{ route: 'listagem', fault: 'forbidden-exception' }, 'unknown nao_conferido'],
  [{ route: 'listagem', fault: 'gzip' }, 'success'],
  [{ route: 'listagem', fault: 'interim-100' }, 'success'],
  [{ route: 'listagem', fault: 'extra-answer', kind: 'refused' }, 'success'],
  // Read, and late with the newest tickets (hubsoft §15): the late looks find it.
  [{ route: 'listagem', fault: 'list-empty' }, 'unknown'],
  [{ route: 'listagem', fault: 'list-empty', form: 'http-404' }, 'unknown'],
  [{ route: 'listagem', fault: 'list-empty', form: 'error' }, 'unknown'],
]

/** What may become of a list, and whether a send can still be told from another in it (hubsoft §16). */
const mangledLists: [FaultOrderInput, isTold: boolean][] = [
  [{ route: 'listagem', fault: 'mangled', how: 'en-dash' }, true],
  [{ route: 'listagem', fault: 'mangled', how: 'no-break-spaces' }, true],
  [{ route: 'listagem', fault: 'mangled', how: 'upper-case' }, true],
  [{ route: 'listagem', fault: 'iso-dates' }, true],
  [{ route: 'listagem', fault: 'drafts' }, true],
  [{ route: 'listagem', fault: 'mangled', how: 'shortened', characters: 20 }, false],
  [{ route: 'listagem', fault: 'mangled', how: 'no-signature' }, false],
]

const notTold = 'unknown nao_conferido'

/** Each of them where the answer was lost, or a crash report said no: never refused while it stands. */
export const mangledLooks: [FaultOrderInput, what: string, Case][] = mangledLists.flatMap(
  ([listing, isTold]) => [
    [
      listing,
      'stored, answer lost',
      {
        faults: [{ route: 'atendimento', fault: 'reset-after' }],
        ...found,
        ends: isTold ? 'success' : notTold,
      },
    ],
    [
      listing,
      'stored, crash report',
      {
        faults: [replaced('stack-trace-keys', true)],
        ...found,
        ends: isTold ? 'success' : notTold,
      },
    ],
    [
      listing,
      'crash report, and another of the same text stands',
      {
        isSecond: true,
        faults: [replaced('stack-trace-keys')],
        ...crashed,
        ends: isTold ? 'recusado_pelo_hubsoft' : notTold,
        posts: 2,
      },
    ],
  ],
)
