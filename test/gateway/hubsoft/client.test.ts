import { expect, test, vi } from 'vitest'
import { joinDescription } from '#src/contract/reference.ts'
import { createDeadline } from '#src/gateway/clock.ts'
import type { HubsoftAnswer } from '#src/gateway/hubsoft/answer.ts'
import { createHubsoftClient } from '#src/gateway/hubsoft/client.ts'
import type { Route } from '#src/gateway/hubsoft/question.ts'
import { seedAnswer } from '../../samples.ts'
import { newTicket } from '../running.ts'
import { answer, grant, playHubsoft, unauthenticated } from './by-hand.ts'

/** A client whose heads leave when the test says so, or at once. */
function startClient(options: Parameters<typeof playHubsoft>[0] = {}) {
  const played = playHubsoft(options)
  const { asked: posts, clock } = played
  const client = createHubsoftClient(played)
  const nth = async (place: number) => {
    await vi.waitFor(() => expect(posts.length).toBeGreaterThan(place), { interval: 1 })
    const post = posts[place]
    if (!post) throw new Error(`There is no posting ${place}`)
    return post
  }
  return {
    ...played,
    posts,
    nth,
    /** By default a minute, and another one of listening. */
    admit: (ms = 60_000) => client.admit(createDeadline(clock, ms)),
    openTicket(deadlineMs = 60_000) {
      const admitting = client.admit(createDeadline(clock, deadlineMs))
      let takeBack = () => false
      async function open() {
        const admission = await admitting
        if (admission.kind !== 'admitted') return admission
        takeBack = admission.takeBack
        return admission.post(newTicket, 60_000)
      }
      return { outcome: open(), takeBack: () => takeBack() }
    },
  }
}

/** Each question is answered at once, its head having left. */
const answering = (said?: HubsoftAnswer) => ({
  startsAtOnce: true,
  reply: ({ route }: { route: Route }) => (route === 'token' ? grant('t1') : said),
})

/** A send whose token was granted, and whose posting waits. */
async function sendWaiting(options: Parameters<typeof playHubsoft>[0] = {}) {
  const house = startClient(options)
  const sending = house.openTicket()
  ;(await house.nth(0)).answer(grant('t1'))
  return { ...house, sending, post: await house.nth(1) }
}

/** A client with a token in hand. */
async function signedIn(options = {}) {
  const { sending, post, ...house } = await sendWaiting(options)
  post.onStart()
  post.answer(opened)
  await sending.outcome
  return house
}

async function admitted(client: ReturnType<typeof startClient>) {
  const admission = await client.admit()
  if (admission.kind !== 'admitted') throw new Error('It was not admitted')
  return admission
}

const apiSuffix = ' | ATENDIMENTO ABERTO VIA API'
const notSent = { kind: 'not-sent', reason: 'unreachable' }
const uncertain = { kind: 'uncertain', saidNo: false }
const opened = answer(200, seedAnswer)
const no = { status: 'error', msg: 'Cliente sem serviço.' }
const refusal = answer(200, no)

test('a send that leaves once it is admitted is never posted, and gives its place back', async () => {
  const { openTicket, nth, posts, admit } = await signedIn()
  const admissions = Array.from({ length: 16 }, () => admit())
  const queued = openTicket()
  const [first] = await Promise.all(admissions)
  if (first?.kind !== 'admitted') throw new Error('It was not admitted')
  const before = posts.length

  first.leave()
  ;(await nth(before)).answer(null)
  await queued.outcome

  expect(await first.post(newTicket, 0)).toEqual(notSent)
  expect(posts).toHaveLength(before + 1)
})

test.each<[string, (house: Awaited<ReturnType<typeof signedIn>>) => Promise<unknown>]>([
  ['leaves', async (house) => (await admitted(house)).leave()],
  [
    'was answered',
    async (house) => {
      const { openTicket, posts, nth } = house
      const { outcome } = openTicket()
      ;(await nth(posts.length)).answer(null)
      await outcome
    },
  ],
  [
    'gets no token',
    async ({ tokens, posts, nth, admit }) => {
      tokens.giveUp()
      tokens.heard('ticket', 't1', unauthenticated)
      const refused = admit()
      ;(await nth(posts.length)).answer(unauthenticated)
      await refused
    },
  ],
])('the connection that was opened for a send is closed once that %s', async (_what, end) => {
  const house = await signedIn()
  const before = house.early()

  await end(house)

  expect(house.early()).toEqual({ opened: before.opened + 1, closed: before.closed + 1 })
})

test('a send taken back while it waits for a place in the pool may not start any more', async () => {
  const { sending, post } = await sendWaiting()

  expect(post.mayStart()).toBe(true)
  expect(sending.takeBack()).toBe(true)

  expect(post.mayStart()).toBe(false)
  expect(post.signal.aborted).toBe(true)
  expect(await sending.outcome).toEqual(notSent)
})

test('a send whose head has left can not be taken back, and its answer still counts', async () => {
  const { sending, post } = await sendWaiting()
  post.onStart()

  expect(sending.takeBack()).toBe(false)
  expect(post.signal.aborted).toBe(false)
  post.answer(opened)

  expect(await sending.outcome).toMatchObject({ kind: 'opened' })
})

test('a send that HubSoft turned away with 401 can be taken back before it is sent again', async () => {
  const { sending, nth, posts, post: first } = await sendWaiting()
  first.onStart()
  first.answer(unauthenticated)
  const secondSignIn = await nth(2)

  expect(sending.takeBack()).toBe(true)
  secondSignIn.answer(grant('t2'))

  expect(await sending.outcome).toEqual(notSent)
  expect(posts).toHaveLength(3)
})

test('past the deadline nothing starts, whatever the timers say', async () => {
  const { sending, post, pass, events } = await sendWaiting()

  pass(59_999)
  expect(post.mayStart()).toBe(true)
  pass(1)
  expect(post.mayStart()).toBe(false)

  sending.takeBack()
  expect(await sending.outcome).toEqual(notSent)
  // It says nothing of HubSoft.
  expect(events.at(-1)).toMatchObject({ route: 'ticket', result: 'not-started' })
})

test('a send that nobody answers is given up at the end of listening, and is uncertain', async () => {
  const house = startClient(answering())
  const admission = await admitted({ ...house, admit: () => house.admit(10) })

  expect(await admission.post(newTicket, 10)).toEqual(uncertain)
  expect(house.posts.at(-1)?.signal.aborted).toBe(true)
})

test.each<[string, Partial<Parameters<typeof playHubsoft>[0]>, 'post' | 'leave']>([
  ['was answered', answering(refusal), 'post'],
  ['left once it was admitted', { reply: () => grant('t1') }, 'leave'],
  ['got no token', { reply: () => answer(503, '<html>') }, 'post'],
])('a send that %s leaves no timer, and hears of no outage', async (_what, options, then) => {
  const { breaker, clock, ...played } = playHubsoft({ startsAtOnce: true, ...options })
  const listeners = new Set<unknown>()
  const onMove = (call: unknown) => {
    listeners.add(call)
    return () => void listeners.delete(call)
  }
  const { admit } = createHubsoftClient({ ...played, breaker: { ...breaker, onMove } })
  const timers = () => process.getActiveResourcesInfo().filter((one) => one === 'Timeout').length
  const before = timers()
  // Sixteen, since the runner has a few timers of its own that come and go.
  const sends = 16

  const admissions = await Promise.all(
    Array.from({ length: sends }, () => admit(createDeadline(clock, 60_000))),
  )
  const admitted = admissions.filter((one) => one.kind === 'admitted')
  expect(listeners.size).toBe(admitted.length)
  if (admitted.length > 0) expect(timers() - before).toBeGreaterThan(sends / 2)
  for (const { post, leave } of admitted) {
    if (then === 'post') await post(newTicket, 60_000)
    else leave()
  }

  expect(listeners.size).toBe(0)
  expect(timers() - before).toBeLessThan(sends / 2)
})

test('no answer to the second try, whose head had left, is uncertain', async () => {
  const { sending, nth, post: first } = await sendWaiting()
  first.onStart()
  first.answer(answer(401, {}))
  ;(await nth(2)).answer(grant('t2'))
  const second = await nth(3)
  second.onStart()

  expect(sending.takeBack()).toBe(false)
  second.answer(null)

  expect(await sending.outcome).toEqual(uncertain)
})

const text = 'Sem acesso desde segunda-feira.'
const sign = (reference: string) =>
  joinDescription({ text, attendant: 'Ana', reference: `REF ${reference}` })
const descricao = sign('7F3K-2Q9D')

/** Opened, with this description. */
const about = (descricao_abertura: string | null) =>
  answer(200, { ...seedAnswer, atendimento: { ...seedAnswer.atendimento, descricao_abertura } })

test.each([
  ['our reference', about(descricao), { kind: 'opened' }, { kind: 'opened' }],
  ['no description', about(null), { kind: 'opened' }, uncertain],
  ['an empty description', about(' '), { kind: 'opened' }, uncertain],
  ['no reference', about(text), { kind: 'opened', isMarkLost: true }, uncertain],
  ['another text', about(`Oi${apiSuffix}`), { kind: 'opened', isRewritten: true }, uncertain],
  ['another reference', about(sign('0A1B-2C3D')), uncertain, uncertain],
  ['a no', refusal, { kind: 'refused', sentences: [no.msg], permission: false }, uncertain],
])(
  'what an answer with %s comes to, and beside another one',
  async (_what, said, alone, crossed) => {
    for (const isCrossed of [false, true]) {
      const admission = await admitted(startClient({ isCrossed, ...answering(said) }))

      const told = await admission.post({ ...newTicket, descricao }, 0)

      expect({ ...told, atendimento: undefined }).toEqual(isCrossed ? crossed : alone)
    }
  },
)

test('a send that is only listened to leaves its place to others', async () => {
  const { openTicket, nth, posts } = await signedIn({ startsAtOnce: true })
  const before = posts.length
  const silent = openTicket(20)
  for (let sends = 0; sends < 15; sends += 1) openTicket()
  await nth(before + 15)

  openTicket()
  await nth(before + 16)

  const first = await nth(before)
  expect(first.signal.aborted).toBe(false)
  first.answer(opened)
  expect(await silent.outcome).toMatchObject({ kind: 'opened' })
})

const isDown = { kind: 'not-sent', reason: 'hubsoft-down', sinceMs: 7000 }

test('when HubSoft goes down who waits for a place, a token or a connection is told at once', async () => {
  const { openTicket, nth, posts, breaker, pass, goDown, events } = startClient()
  const waitsForToken = openTicket()
  await nth(0)
  pass(7000)
  goDown()
  expect(await waitsForToken.outcome).toEqual(isDown)

  breaker.close()
  const sixteen = Array.from({ length: 16 }, () => openTicket())
  ;(await nth(0)).answer(grant('t1'))
  await nth(16)
  const queued = openTicket()
  goDown()

  for (const { outcome } of [queued, ...sixteen]) expect(await outcome).toEqual(isDown)
  expect(posts).toHaveLength(17)
  expect(posts.slice(1).every(({ signal, mayStart }) => signal.aborted && !mayStart())).toBe(true)
  const never = { kind: 'exchange', route: 'ticket', result: 'not-started' }
  expect(events.filter((event) => 'route' in event && event.route === 'ticket')).toEqual(
    sixteen.map(() => expect.objectContaining(never)),
  )
})

test('after an outage of the tickets alone one leaves at a time, and one that never left keeps nobody away', async () => {
  const { admit, openTicket, nth, posts, breaker } = await signedIn()
  for (const _send of [1, 2, 3, 4, 5]) breaker.failed('tickets')
  breaker.close()
  const before = posts.length

  const trial = await admit()
  const meanwhile = openTicket()
  expect(await meanwhile.outcome).toEqual({ kind: 'not-sent', reason: 'one-by-one' })
  if (trial.kind !== 'admitted') throw new Error('It was not admitted')
  trial.leave()
  const next = openTicket()
  const post = await nth(before)
  post.onStart()
  post.answer(opened)
  await next.outcome
  for (const _send of [1, 2]) openTicket()
  await nth(before + 2)

  expect(posts).toHaveLength(before + 3)
})

test('what had left when HubSoft went down is waited for, and keeps no place from those who send when it is back', async () => {
  const { openTicket, nth, posts, breaker, goDown } = await signedIn({ startsAtOnce: true })
  const before = posts.length
  const [first] = Array.from({ length: 16 }, () => openTicket())
  await nth(before + 15)

  goDown()
  breaker.close()
  for (let sends = 0; sends < 16; sends += 1) openTicket()
  await nth(before + 31)

  expect(posts).toHaveLength(before + 32)
  expect(posts.slice(before).map(({ signal }) => signal.aborted)).not.toContain(true)
  posts[before]?.answer(opened)
  expect(await first?.outcome).toMatchObject({ kind: 'opened' })
})

test('sixteen sends are awaited at a time, two hundred queue, and the next is told at once that it is not sent', async () => {
  const { openTicket, nth, posts } = await signedIn()
  const before = posts.length
  for (let sends = 0; sends < 216; sends += 1) openTicket()
  const last = await nth(before + 15)
  expect(await openTicket().outcome).toEqual(notSent)
  expect(posts).toHaveLength(before + 16)

  last.onStart()
  last.answer(opened)
  await nth(before + 16)

  expect(posts).toHaveLength(before + 17)
})

test('silence counts against HubSoft at the deadline, not at the end of listening', async () => {
  const { openTicket, nth, posts, health } = await signedIn({ startsAtOnce: true })
  const before = posts.length
  const silent = Array.from({ length: 5 }, () => openTicket(20))
  await nth(before + 4)

  await expect.poll(() => health.status().situacao).toBe('fora_do_ar')

  expect(posts.slice(before).map(({ signal }) => signal.aborted)).not.toContain(true)
  expect(silent.map(({ takeBack }) => takeBack())).toEqual(silent.map(() => false))
})

test.each([
  ['a second token is turned away', [grant('t1'), unauthenticated, grant('t2'), unauthenticated]],
  ['a token is turned away, and a sign-in then', [grant('t1'), unauthenticated, unauthenticated]],
  ['a sign-in is turned away', [unauthenticated]],
])('where %s the account is told as refused', async (_what, answers) => {
  const next = [...answers]
  const { openTicket } = startClient({ startsAtOnce: true, reply: () => next.shift() })

  expect(await openTicket().outcome).toEqual({ kind: 'not-sent', reason: 'account-refused' })
})
