import { expect, test } from 'vitest'
import * as z from 'zod/mini'
import type { HubsoftAnswer } from '#src/gateway/hubsoft/answer.ts'
import { type Question, readOf } from '#src/gateway/hubsoft/question.ts'
import { answer, grant, playHubsoft, unauthenticated } from './by-hand.ts'

const list = readOf('api/lista', z.object({ itens: z.array(z.string()) }))
const aList = answer(200, { itens: ['a'] })
const ticket: Question<number> = {
  route: 'ticket',
  path: 'api/ticket',
  body: {},
  mostBytes: 1000,
  read: ({ status }) => status,
}
const wrongAccount = answer(401, { error: 'invalid_credentials' })

/** Sign-ins give "t1", "t2", … or what is said; all else is answered in turn, then not at all. */
function start(answers: HubsoftAnswer[], signIn?: HubsoftAnswer | 'silent') {
  const next = [...answers]
  let turns = 0
  const played = playHubsoft({
    reply({ route }) {
      if (route !== 'token') return next.shift()
      if (signIn === 'silent') return undefined
      return signIn ?? grant(`t${played.signIns().length}`)
    },
    after(_ms, run) {
      turns += 1
      setImmediate(run)
      return () => undefined
    },
  })
  const stop = new AbortController()
  const posts = () => played.asked.filter(({ route }) => route !== 'token')
  return {
    ...played,
    posts,
    turns: () => turns,
    tokensUsed: () => posts().map(({ token }) => token),
    stop: () => stop.abort(),
    askList: () => played.ask(list, { signal: stop.signal }),
    askTicket: (more = {}) => played.ask(ticket, { signal: stop.signal, ...more }),
  }
}

const notAsked = { kind: 'not-asked', isAccountRefused: false }

test('what is asked goes with the token, and its answer comes back read', async () => {
  const { askList, posts } = start([aList])

  expect(await askList()).toEqual({ kind: 'answered', answer: aList, said: { itens: ['a'] } })
  expect(posts()).toMatchObject([{ path: 'api/lista', token: 't1' }])
})

test('a token that HubSoft turns away is dropped, and the next one is tried', async () => {
  const { askTicket, tokensUsed } = start([unauthenticated, aList])
  const turnedAway: string[] = []

  const asked = await askTicket({ onTurnedAway: () => turnedAway.push('once') })

  expect(asked).toMatchObject({ kind: 'answered', said: 200 })
  expect(tokensUsed()).toEqual(['t1', 't2'])
  expect(turnedAway).toEqual(['once'])
})

test('a second token that is turned away is dropped, too, and no third is tried; a read waits for its turn again', async () => {
  const { askList, tokensUsed, tokens, turns } = start([unauthenticated, unauthenticated, aList])

  expect(await askList()).toMatchObject({ kind: 'answered', said: null })

  expect(tokensUsed()).toEqual(['t1', 't2'])
  expect(tokens.living()).toBeNull()
  expect(turns()).toBe(1)
})

test.each([403, 429, 500])('HTTP %i is an answer, and never asked twice', async (status) => {
  const { askTicket, posts } = start([answer(status, {}), aList])

  expect(await askTicket()).toMatchObject({ kind: 'answered', said: status })
  expect(posts()).toHaveLength(1)
})

test.each([
  [wrongAccount, { kind: 'not-asked', isAccountRefused: true }],
  [answer(503, '<html>'), notAsked],
])('without a token nothing is asked', async (signIn, asked) => {
  const { askList, askTicket, posts } = start([aList], signIn)

  expect(await askList()).toEqual(asked)
  expect(await askTicket()).toEqual(asked)
  expect(posts()).toEqual([])
})

test('while HubSoft is down nothing is read, nor once it went down between two tries', async () => {
  const down = start([aList])
  down.goDown()
  expect(await down.askList()).toEqual(notAsked)
  expect(down.asked).toEqual([])

  const later = start([unauthenticated, aList])
  const asking = later.askList()
  later.goDown()
  await asking
  expect(later.posts().length).toBeLessThan(2)
})

test('what is over before it began asks nothing', async () => {
  const { askList, asked, stop } = start([aList])
  stop()

  expect(await askList()).toEqual(notAsked)
  expect(asked).toEqual([])
})

test('what is over while it waits for a sign-in asks nothing, and the sign-in goes on', async () => {
  const { askTicket, posts, signIns, settle, stop } = start([aList], 'silent')
  const asking = askTicket()
  await settle()

  stop()

  expect(await asking).toEqual(notAsked)
  expect(posts()).toEqual([])
  expect(signIns()[0]?.signal.aborted).toBe(false)
})

test('what may not start once the token is there is not asked', async () => {
  const { askTicket, posts } = start([aList])
  const may = [true, false]

  expect(await askTicket({ mayStart: () => may.shift() })).toEqual(notAsked)
  expect(posts()).toEqual([])
})

test('what is over while HubSoft is silent is silence, and may not start any more', async () => {
  const { askList, posts, settle, stop } = start([])
  const asking = askList()
  await settle()
  expect(posts()[0]?.mayStart()).toBe(true)

  stop()

  expect(await asking).toEqual({ kind: 'silent' })
  expect(posts()[0]?.mayStart()).toBe(false)
})

test('a 429 to a ticket stops no reads, one to a read stops reads and no ticket', async () => {
  const { askList, askTicket, posts } = start([answer(429, {}), answer(429, {}), aList])
  await askTicket()
  expect(await askList()).toMatchObject({ kind: 'answered', said: null })

  expect(await askList()).toEqual(notAsked)
  expect(await askTicket()).toMatchObject({ kind: 'answered', said: 200 })
  expect(posts()).toHaveLength(3)
})
