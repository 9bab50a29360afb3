import type { FaultOrderInput } from '#src/emulator/faults/faults.ts'
import type { Permissions } from '#src/emulator/permissions.ts'
import type { Switches } from '#src/emulator/switches.ts'
import type { DoorOptions, Passage } from '../http/door.ts'
import { forMessages } from '../message-ground.ts'
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
  /** Whether it is a message for a ticket, and not a ticket; to a closed one where the ticket is refused. */
  isMessage?: true
  messages?: Switches['messages']
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
  | '503 consulta_indisponivel'
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

/** What is no answer of HubSoft's program: as the stand-in's fault, and as its web server says it. */
const pages = [
  ['HTML page', 'html', html('200 OK')],
  ['HTTP 500', 'http-500', html('500 Internal Server Error')],
  ['HTTP 502', 'http-502', html('502 Bad Gateway')],
  ['HTTP 503', 'http-503', html('503 Service Temporarily Unavailable')],
  ['empty', 'empty', canned('200 OK', 'application/json', '')],
] as const
const truncatedPage = [
  'truncated JSON',
  'truncated-json',
  canned('200 OK', 'application/json', '{"status":"success","msg":"Atend'),
] as const
const crashes = [
  [
    'crash report in msg',
    'stack-trace',
    json('200 OK', { status: 'error', msg: 'SQLSTATE[40P01]: Deadlock detected' }),
  ],
  [
    'crash report in keys',
    'stack-trace-keys',
    json('200 OK', { status: 'error', msg: 'Erro', trace: ['#0 {main}'], line: 214 }),
  ],
] as const
const said401 = json('401 Unauthorized', { message: 'Unauthenticated.' })
const said403 = json('403 Forbidden', {
  status: 'error',
  msg: 'Você não possui a permissão desejada!',
})
const said429 = json('429 Too Many Requests', { status: 'error', msg: 'Muitas requisições.' })

type Half = Extract<Passage, { kind: 'half-answered' }>['does']
const kept = (...answers: string[]) => ({
  passages: answers.map((answer): Passage => ({ kind: 'kept', does: { answer } })),
})
const silentlyKept: Plan = { passages: [{ kind: 'kept', does: 'silence' }] }
const held = (answer: string): Plan => ({ passages: [{ kind: 'held', does: { answer } }] })
const half = (does: Half): Passage => ({ kind: 'half-answered', does })
const halved = (does: Half): Plan => ({ passages: [half(does)] })

const withWorkOrder = { ...newTicket, abrir_os: true }
type ReplacedFault = (typeof pages | typeof crashes)[number][1]
type TokenFault =
  | 'reset-before'
  | 'reset-after'
  | 'silent-before'
  | 'silent-after'
  | 'truncated-json'
  | 'unauthorized'
  | 'forbidden'
  | 'too-many'
  | ReplacedFault
type TicketFault =
  | 'reset-before'
  | 'reset-after'
  | 'silent-before'
  | 'silent-after'
  | 'truncated-json'
  | 'refused-exception'
  | 'forbidden-exception'
  | 'signed-out'
  | 'success-without-atendimento'
  | (typeof refusals | typeof readableForms)[number]
const replaced = (fault: ReplacedFault, stored = false): Plan => ({
  faults: [{ route: 'atendimento', fault, stored }],
})
const turnedAway = (fault: 'unauthorized' | 'forbidden' | 'too-many', times = 1): Plan => ({
  faults: [{ route: 'atendimento', fault, times }],
})
const ticketMeets = (...faults: TicketFault[]): Plan => ({
  faults: faults.map((fault) => ({ route: 'atendimento', fault })),
})
const slowly = (fault: 'slow' | 'slow-after' | 'stored-late'): Plan => ({
  faults: [{ route: 'atendimento', fault, ms: 1 }],
})

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

const tokenForms = ['html-content-type', 'numbers-as-strings', 'nulls', 'extra-fields'] as const

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

type Cell = [FaultKind, Case]

const tokenMeets = (kind: FaultKind, fault: TokenFault, plan: Plan = {}): Cell => [
  kind,
  { faults: [{ route: 'token', fault }], ...plan, ...neverBegun },
]

/** HubSoft's web server gave up and answered for it, or cut, while its program still works. */
function storedLate(release: 'before-settle' | 'after-settle', late: Outcome, crash: Outcome) {
  const cells: Cell[] = [
    ['reset', { ...slowly('stored-late'), release, ...late }],
    ['silence', { passages: [{ kind: 'held', does: 'silence' }], release, ...late }],
    ...[...pages, truncatedPage].map(
      ([kind, , answer]): Cell => [kind, { ...held(answer), release, ...late }],
    ),
    ...crashes.map(([kind, , answer]): Cell => [kind, { ...held(answer), release, ...crash }]),
    [
      'process killed',
      {
        passages: [{ kind: 'held', does: 'silence' }],
        killed: 'listening',
        release,
        ...late,
        told: 'nothing',
      },
    ],
  ]
  return cells
}
const slowPassage: Plan = { passages: [{ kind: 'held', does: 'slow' }] }
const notFoundYet: Outcome = { ...notFound, tickets: 1 }

/** What is to come of every fault at every moment. */
export const matrix: Record<Moment, Cell[]> = {
  // Nothing is known yet but that a ticket is to be sent: HubSoft is asked for a token, and the row written.
  'before connect': [
    ['refused connection', { door: { afterSignIn: 'refuse' }, ...notSent }],
    tokenMeets('reset', 'reset-before'),
    tokenMeets('reset', 'reset-after'),
    tokenMeets('silence', 'silent-before'),
    tokenMeets('silence', 'silent-after'),
    [
      'slow past the deadline',
      {
        faults: [{ route: 'token', fault: 'slow', ms: 1 }],
        release: 'before-settle',
        ...neverBegun,
      },
    ],
    ...pages.map(([kind, fault]) => tokenMeets(kind, fault)),
    tokenMeets('truncated JSON', 'truncated-json'),
    ...crashes.map(([kind, fault]) => tokenMeets(kind, fault)),
    tokenMeets('401 once', 'unauthorized'),
    tokenMeets('403 without a work order', 'forbidden'),
    tokenMeets('403 with a work order', 'forbidden', { ticket: withWorkOrder }),
    tokenMeets('429', 'too-many'),
    ...tokenForms.map(
      (fault): Cell => ['a form of its own', { faults: [{ route: 'token', fault }], ...opened }],
    ),
    ['process killed', { killed: 'waiting for its token', ...neverBegun, told: 'nothing' }],
    ['database failing', { refusing: 'insert', ...neverBegun }],
  ],
  // The row is written. Without TLS the head leaves in the tick in which the connection is made.
  'after connect': [
    ['reset', { door: { isTls: true, afterSignIn: 'reset' }, ...notSent }],
    ['silence', { door: { isTls: true, afterSignIn: 'silence' }, ...notSent }],
    [
      'slow past the deadline',
      { door: { isTls: true, afterSignIn: 'slow' }, release: 'before-settle', ...notSent },
    ],
    ['process killed', { killed: 'after commit 1', ...notFound, told: 'nothing', posts: 0 }],
  ],
  // HubSoft's web server has the head, and may answer by itself; its program gets nothing.
  'after head': [
    ['reset', { passages: [{ kind: 'kept', does: 'reset' }], ...notFound }],
    ['silence', { ...silentlyKept, ...notFound }],
    ['slow past the deadline', { ...slowPassage, release: 'before-settle', ...openedLate }],
    ...[...pages, truncatedPage].map(
      ([kind, , answer]): Cell => [kind, { ...kept(answer), ...notFound }],
    ),
    ['401 once', { ...kept(said401), ...openedAgain }],
    ['401 twice', { ...kept(said401, said401), ...notSent, posts: 2 }],
    ['403 without a work order', { ...kept(said403), ...forbidden }],
    ['403 with a work order', { ...kept(said403), ticket: withWorkOrder, ...forbiddenOnceSeen }],
    ['429', { ...kept(said429), ...tooMany }],
    ['process killed', { ...silentlyKept, killed: 'listening', ...notFound, told: 'nothing' }],
  ],
  // HubSoft's program has all of it, and has stored nothing.
  'after body': [
    ['reset', { ...ticketMeets('reset-before'), ...notFound }],
    ['silence', { ...ticketMeets('silent-before'), ...notFound }],
    ['slow past the deadline', { ...slowly('slow'), release: 'before-settle', ...openedLate }],
    ...pages.map(([kind, fault]): Cell => [kind, { ...replaced(fault), ...notFound }]),
    ['truncated JSON', { ...ticketMeets('truncated-json'), ticket: refusedTicket, ...notFound }],
    ...crashes.map(([kind, fault]): Cell => [kind, { ...replaced(fault), ...crashed }]),
    ['crash report in keys', { ...ticketMeets('refused-exception'), ...crashed }],
    [
      'crash report in keys',
      {
        ...ticketMeets('forbidden-exception'),
        ...crashed,
        ends: ['sem_permissao', 'unknown nao_conferido'],
      },
    ],
    ['401 once', { ...turnedAway('unauthorized'), ...openedAgain }],
    ['401 once', { ...ticketMeets('signed-out'), ...notSent, posts: 1 }],
    ['401 twice', { ...turnedAway('unauthorized', 2), ...notSent, posts: 2 }],
    ['403 without a work order', { ...turnedAway('forbidden'), ...forbidden }],
    [
      '403 with a work order',
      { openWorkOrder: 'refused', ticket: withWorkOrder, ...forbiddenOnceSeen },
    ],
    ['429', { ...turnedAway('too-many'), ...tooMany }],
    ['readable refusal', { ticket: refusedTicket, ...refused }],
    ...refusals.map((fault): Cell => ['readable refusal', { ...ticketMeets(fault), ...refused }]),
    [
      'process killed',
      { ...ticketMeets('silent-before'), killed: 'listening', ...notFound, told: 'nothing' },
    ],
  ],
  'after HubSoft commits': [
    ['reset', { ...ticketMeets('reset-after'), ...found }],
    ['silence', { ...ticketMeets('silent-after'), ...found }],
    [
      'slow past the deadline',
      { ...slowly('slow-after'), release: 'before-settle', ...openedLate },
    ],
    ...[...pages, ...crashes].map(
      ([kind, fault]): Cell => [kind, { ...replaced(fault, true), ...found }],
    ),
    ['truncated JSON', { ...ticketMeets('truncated-json'), ...found }],
    [
      '403 with a work order',
      {
        openWorkOrder: 'refused-after-storing',
        ticket: withWorkOrder,
        ...found,
        told: ['201 success', '202 pending'],
      },
    ],
    ['a form of its own', { ...ticketMeets('success-without-atendimento'), ...found }],
    ...readableForms.map(
      (fault): Cell => [
        'a form of its own',
        { ...ticketMeets(fault), ticket: withWorkOrder, ...opened },
      ],
    ),
    ...wireForms.map((order): Cell => ['a form of its own', { faults: [order], ...opened }]),
    ...othersAnswers.map((order): Cell => ['a form of its own', { faults: [order], ...found }]),
    [
      'process killed',
      { ...ticketMeets('silent-after'), killed: 'listening', ...found, told: 'nothing' },
    ],
    // That nothing came is an outcome, too.
    ['database failing', { ...ticketMeets('silent-after'), refusing: 'update', ...found }],
  ],
  // Head and half the body of the answer are here.
  'before the answer ends': [
    ['reset', { ...halved('reset'), ...found }],
    ['reset', { ...halved('reset'), ticket: refusedTicket, ...notFound }],
    ['silence', { ...halved('silence'), ...found }],
    ['slow past the deadline', { ...halved('slow'), release: 'before-settle', ...openedLate }],
    ...pages
      .filter(([kind]) => kind !== 'empty')
      .map(
        ([kind, fault]): Cell => [kind, { ...replaced(fault, true), ...halved('reset'), ...found }],
      ),
    ['truncated JSON', { ...halved('close'), ...found }],
    ...crashes.map(
      ([kind, fault]): Cell => [kind, { ...replaced(fault), ...halved('reset'), ...notFound }],
    ),
    // Not believed unless it is whole: nothing is sent again.
    ['401 once', { ...turnedAway('unauthorized'), ...halved('reset'), ...notFound }],
    [
      '401 twice',
      {
        ...turnedAway('unauthorized', 2),
        passages: [{ kind: 'through' }, half('reset')],
        ...notFound,
        posts: 2,
      },
    ],
    ['403 without a work order', { ...turnedAway('forbidden'), ...halved('reset'), ...notFound }],
    [
      '403 with a work order',
      {
        openWorkOrder: 'refused-after-storing',
        ticket: withWorkOrder,
        ...halved('reset'),
        ...found,
      },
    ],
    ['429', { ...turnedAway('too-many'), ...halved('reset'), ...notFound }],
    ['readable refusal', { ...ticketMeets('refused'), ...halved('close'), ...notFound }],
    ['process killed', { ...halved('silence'), killed: 'hearing', ...found, told: 'nothing' }],
    ['database failing', { ...halved('close'), refusing: 'update', ...found }],
  ],
  'while committing the outcome': [
    ['process killed', { killed: 'before commit 2', ...found, told: 'nothing' }],
    [
      'process killed',
      { killed: 'before commit 2', ticket: refusedTicket, ...notFound, told: 'nothing' },
    ],
    // A ticket that stands is told all the same; of anything else nothing, until HubSoft's word is kept.
    ...[
      opened,
      { ticket: refusedTicket, ...refused, told: '202 pending' } as const,
      { ...turnedAway('unauthorized'), ...openedAgain },
      { ...turnedAway('unauthorized', 2), ...notSent, told: '202 pending', posts: 2 } as const,
      { ...turnedAway('forbidden'), ...forbidden, told: '202 pending' } as const,
      {
        openWorkOrder: 'refused',
        ticket: withWorkOrder,
        ...forbiddenOnceSeen,
        told: '202 pending',
      } as const,
      { ...turnedAway('too-many'), ...tooMany, told: '202 pending' } as const,
      { ...replaced('stack-trace'), ...crashed },
      { ...replaced('html', true), ...found },
    ].map((one): Cell => ['database failing', { refusing: 'update', ...one }]),
  ],
  'stored late, before the settle time': [
    ...storedLate('before-settle', found, found),
    ['slow past the deadline', { ...slowPassage, release: 'before-settle', ...openedLate }],
    // What a look has found is looked for again.
    [
      'database failing',
      {
        ...slowly('stored-late'),
        release: 'before-settle',
        refusing: 'update-by-looks',
        ...found,
      },
    ],
  ],
  'stored late, after the settle time': [
    // Told as refused for a while: HubSoft's word and two looks agreed. The late looks set it right.
    ...storedLate('after-settle', notFoundYet, { ...crashed, tickets: 1 }),
    ['slow past the deadline', { ...slowPassage, release: 'after-settle', ...notFoundYet }],
  ],
}

const storedLateAt = [
  'stored late, before the settle time',
  'stored late, after the settle time',
] as const
const stored = ['after HubSoft commits', ...storedLateAt] as const
const [crash1, crash2] = [crashes[0][0], crashes[1][0]]
const answered: FaultKind[] = [
  ...pages.map(([kind]) => kind),
  'truncated JSON',
  crash1,
  crash2,
  '401 once',
  '401 twice',
  '403 without a work order',
  '403 with a work order',
  '429',
  'readable refusal',
  'a form of its own',
]

/** The others: why the two never meet. */
export const neverMeet: [why: string, at: readonly Moment[], kinds: readonly FaultKind[]][] = [
  [
    'after a 401 the same account is not tried again for a minute',
    ['before connect'],
    ['401 twice'],
  ],
  ['a sign-in is refused by a 401', ['before connect'], ['readable refusal']],
  [
    'the connection is there',
    [
      'after connect',
      'after head',
      'after body',
      'after HubSoft commits',
      'before the answer ends',
    ],
    ['refused connection'],
  ],
  ['nothing was asked yet that could be answered', ['after connect'], answered],
  [
    'between the row and the outcome the journal has nothing to write',
    ['after connect', 'after head', 'after body'],
    ['database failing'],
  ],
  [
    "HubSoft's program begins once the whole body is there",
    ['after head'],
    [crash1, crash2, 'readable refusal', 'a form of its own'],
  ],
  [
    'HubSoft looks at the token, and at the limit, before it stores anything (E6, E9)',
    stored,
    ['401 once', '401 twice', '429'],
  ],
  ['a readable refusal means that nothing was stored', stored, ['readable refusal']],
  [
    'a 403 follows a stored ticket for its work order alone, and at once (E8)',
    stored,
    ['403 without a work order'],
  ],
  ['and not later', storedLateAt, ['403 with a work order']],
  ['an empty answer has no middle', ['before the answer ends'], ['empty']],
  [
    'what its form is shows at its end; cut, it is a truncated one',
    ['before the answer ends'],
    ['a form of its own'],
  ],
  [
    "HubSoft's whole answer is there; each kind of it is a case of `database failing`",
    ['while committing the outcome'],
    ['refused connection', 'reset', 'silence', 'slow past the deadline', ...answered],
  ],
  [
    'a success is answered once it is stored: see `after HubSoft commits`',
    ['after body', ...storedLateAt],
    ['a form of its own'],
  ],
  ['nothing arrived that could be stored', storedLateAt, ['refused connection']],
  [
    'as before the settle time: what a look has found is looked for again',
    ['stored late, after the settle time'],
    ['database failing'],
  ],
]

const readLists = [
  ...(['gzip', 'interim-100', 'html-content-type'] as const),
  ...(['protocol-as-number', 'iso-dates', 'drafts'] as const),
]
const unreadableLists = [
  ...(['reset-before', 'truncated-json', 'unauthorized', 'forbidden', 'too-many'] as const),
  ...(['refused', 'unknown-list-key', 'list-as-object'] as const),
]

/**
 * What comes of a send that HubSoft stored and never answered, where all looks meet one fault: one for each way in
 * which a list reaches its reader, or doesn't. How it reads what reaches it, its own tests say.
 */
export const looks: [FaultOrderInput, End][] = [
  [{ route: 'listagem', fault: 'slow', ms: 1 }, 'success'],
  [{ route: 'listagem', fault: 'slow-after', ms: 1 }, 'success'],
  [{ route: 'listagem', fault: 'stored-late', ms: 1 }, 'unknown nao_conferido'],
  [{ route: 'listagem', fault: 'extra-answer', kind: 'refused' }, 'success'],
  ...readLists.map((fault): [FaultOrderInput, End] => [{ route: 'listagem', fault }, 'success']),
  ...unreadableLists.map((fault): [FaultOrderInput, End] => [
    { route: 'listagem', fault },
    'unknown nao_conferido',
  ]),
  // Read, and late with the newest tickets (hubsoft §15): the late looks find it.
  [{ route: 'listagem', fault: 'list-empty' }, 'unknown'],
  [{ route: 'listagem', fault: 'list-empty', form: 'http-404' }, 'unknown'],
]

const unsigned: FaultOrderInput = { route: 'listagem', fault: 'mangled', how: 'no-signature' }
const notTold = 'unknown nao_conferido'

/** Where a send can't be told from another in the list (hubsoft §16): never refused while it may stand. */
export const unsignedLooks: [FaultOrderInput, what: string, Case][] = [
  [unsigned, 'answer lost', { ...ticketMeets('reset-after'), ...found, ends: notTold }],
  [unsigned, 'crash report', { ...replaced('stack-trace-keys', true), ...found, ends: notTold }],
  [
    unsigned,
    'crash report, and another of the same text stands',
    { isSecond: true, ...replaced('stack-trace-keys'), ...crashed, ends: notTold, posts: 2 },
  ],
  // As HubSoft's texts come back, it can be told all the same.
  [
    { route: 'listagem', fault: 'mangled', how: 'upper-case' },
    'crash report, and another of the same text stands',
    {
      isSecond: true,
      ...replaced('stack-trace-keys'),
      ...crashed,
      ends: 'recusado_pelo_hubsoft',
      posts: 2,
    },
  ],
]

/** The same of a message; null where there is no such thing. */
export function ofMessage({ faults = [], ...plan }: Case): Case | null {
  const isOfWorkOrder = plan.openWorkOrder !== undefined || plan.ticket === withWorkOrder
  const orders = faults.flatMap((order) => forMessages(order) ?? [])
  const isForMessages = orders.length === faults.length
  if (!isForMessages || (isOfWorkOrder && faults.length === 0)) return null
  return { ...plan, faults: orders, isMessage: true }
}

/** What of a message that stands and was never answered is found, by how lists show messages. */
export const messageLooks: [FaultOrderInput | null, Switches['messages'], End][] = [
  [{ route: 'listagem', fault: 'messages-late' }, 'listed', 'unknown'],
  [{ route: 'listagem', fault: 'list-empty' }, 'listed', notTold],
  [{ route: 'listagem', fault: 'nulls' }, 'listed', notTold],
  [{ route: 'listagem', fault: 'numbers-as-strings' }, 'listed', 'success'],
  [{ route: 'listagem', fault: 'drafts' }, 'listed', 'success'],
  [{ route: 'listagem', fault: 'mangled', how: 'upper-case' }, 'listed', 'success'],
  [unsigned, 'listed', notTold],
  [{ route: 'listagem', fault: 'gzip' }, 'unlisted', notTold],
]
