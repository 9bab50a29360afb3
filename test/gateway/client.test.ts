import pino from 'pino'
import { expect, test, vi } from 'vitest'
import type { HubsoftAnswer } from '#src/contract/outcome.ts'
import { demoCredentials } from '#src/emulator/server.ts'
import { createDeadline } from '#src/gateway/clock.ts'
import { createHubsoftClient } from '#src/gateway/hubsoft/client.ts'
import type { Posting } from '#src/gateway/hubsoft/connection.ts'
import { seedAnswer } from '../samples.ts'
import { newTicket } from './running.ts'

/** One posting under way, answered when the test says so; given up on its signal. */
type UnderWay = Posting & { answer: (answer: HubsoftAnswer | null) => void }

/** A client whose connection is the test itself, on clocks that the test moves. */
function startClient() {
  let nowMs = 0
  const posts: UnderWay[] = []
  const clock = { wallMs: () => nowMs, monotonicMs: () => nowMs }
  const client = createHubsoftClient({
    account: () => demoCredentials,
    clock,
    timeoutMs: 60_000,
    log: pino({ level: 'silent' }),
    connection: {
      post: (posting) => {
        const { promise, resolve } = Promise.withResolvers<HubsoftAnswer | null>()
        posting.signal.addEventListener('abort', () => resolve(null))
        posts.push({ ...posting, answer: resolve })
        return promise
      },
      close: async () => {},
    },
  })
  const nth = async (place: number): Promise<UnderWay> => {
    await vi.waitFor(() => expect(posts.length).toBeGreaterThan(place))
    const post = posts[place]
    if (!post) throw new Error(`There is no posting ${place}`)
    return post
  }
  return {
    posts,
    nth,
    pass: (ms: number) => {
      nowMs += ms
    },
    openTicket: () =>
      client.openTicket({
        novo: newTicket,
        deadline: createDeadline(clock, 60_000),
        listenMs: 60_000,
        onSending: () => {},
      }),
  }
}

function answer(status: number, body: unknown): HubsoftAnswer {
  return { status, headers: {}, text: JSON.stringify(body) }
}

const grant = (access_token: string) => answer(200, { access_token, expires_in: 3600 })
const notSent = { kind: 'not-sent', reason: 'unreachable' }

test('a send taken back while it waits for a token is never sent', async () => {
  const { openTicket, nth, posts } = startClient()
  const sending = openTicket()
  const signIn = await nth(0)

  expect(sending.takeBack()).toBe(true)
  signIn.answer(grant('t1'))

  expect(await sending.outcome).toEqual(notSent)
  expect(posts).toHaveLength(1)
})

test('a send taken back while it waits for a place in the pool may not start any more', async () => {
  const { openTicket, nth } = startClient()
  const sending = openTicket()
  ;(await nth(0)).answer(grant('t1'))
  const post = await nth(1)

  expect(post.mayStart()).toBe(true)
  expect(sending.takeBack()).toBe(true)

  expect(post.mayStart()).toBe(false)
  expect(post.signal.aborted).toBe(true)
  expect(await sending.outcome).toEqual(notSent)
})

test('a send whose head has left can not be taken back, and its answer still counts', async () => {
  const { openTicket, nth } = startClient()
  const sending = openTicket()
  ;(await nth(0)).answer(grant('t1'))
  const post = await nth(1)
  post.onStart()

  expect(sending.takeBack()).toBe(false)
  expect(post.signal.aborted).toBe(false)
  post.answer(answer(200, seedAnswer))

  expect(await sending.outcome).toMatchObject({ kind: 'opened' })
})

test('a send that HubSoft turned away with 401 can be taken back before it is sent again', async () => {
  const { openTicket, nth, posts } = startClient()
  const sending = openTicket()
  ;(await nth(0)).answer(grant('t1'))
  const first = await nth(1)
  first.onStart()
  first.answer(answer(401, { message: 'Unauthenticated.' }))
  const secondSignIn = await nth(2)

  expect(sending.takeBack()).toBe(true)
  secondSignIn.answer(grant('t2'))

  expect(await sending.outcome).toEqual(notSent)
  expect(posts).toHaveLength(3)
})

test('past the deadline nothing starts, whatever the timers say', async () => {
  const { openTicket, nth, pass } = startClient()
  const sending = openTicket()
  ;(await nth(0)).answer(grant('t1'))
  const post = await nth(1)

  pass(59_999)
  expect(post.mayStart()).toBe(true)
  pass(1)
  expect(post.mayStart()).toBe(false)

  sending.takeBack()
  expect(await sending.outcome).toEqual(notSent)
})

test('a token that comes after the deadline sends nothing', async () => {
  const { openTicket, nth, posts, pass } = startClient()
  const sending = openTicket()
  const signIn = await nth(0)

  pass(60_000)
  signIn.answer(grant('t1'))

  expect(await sending.outcome).toEqual(notSent)
  expect(posts).toHaveLength(1)
})

test('the second try goes with the new token, and there is no third', async () => {
  const { openTicket, nth, posts } = startClient()
  const sending = openTicket()
  const unauthenticated = answer(401, { message: 'Unauthenticated.' })

  for (const [place, token] of [
    [0, 't1'],
    [2, 't2'],
  ] as const) {
    ;(await nth(place)).answer(grant(token))
    const post = await nth(place + 1)
    expect(post.headers.authorization).toBe(`Bearer ${token}`)
    post.onStart()
    post.answer(unauthenticated)
  }

  expect(await sending.outcome).toEqual({ kind: 'not-sent', reason: 'account-refused' })
  expect(posts).toHaveLength(4)
})

test('no answer to the second try, whose head had left, is uncertain', async () => {
  const { openTicket, nth } = startClient()
  const sending = openTicket()
  ;(await nth(0)).answer(grant('t1'))
  const first = await nth(1)
  first.onStart()
  first.answer(answer(401, {}))
  ;(await nth(2)).answer(grant('t2'))
  const second = await nth(3)
  second.onStart()

  expect(sending.takeBack()).toBe(false)
  second.answer(null)

  expect(await sending.outcome).toEqual({ kind: 'uncertain' })
})
