import { setImmediate } from 'node:timers/promises'
import pino from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { openSqlite } from '#src/gateway/database/sqlite/open-sqlite.ts'
import { createLocalSignIn } from '#src/gateway/session/local-sign-in.ts'
import { createPeers } from '#src/gateway/session/peers.ts'
import { letIn } from '../../house.ts'
import { arrivalFrom } from '../arrival.ts'

const stranger = arrivalFrom('203.0.113.9')
const right = { usuario: 'ana', senha: 'senha-certa' }
const ana = { usuario: 'ana', nome: 'Ana Lima', senha: 'senha-da-ana' }

/** Signing in, with what was asked of the passwords; answers at once, and only `senha-certa` is right. */
async function openSignIn(until = async () => true) {
  const { attendantsFile, databaseFile, remove } = await letIn(ana)
  const database = await openSqlite(databaseFile)
  onTestFinished(async () => {
    await database.destroy()
    await remove()
  })
  const world = { now: Date.parse('2026-03-02T12:00:00Z') }
  const tried: [string, boolean][] = []
  const { signIn } = await createLocalSignIn({
    attendantsFile,
    database,
    peers: createPeers(['10.0.0.7']),
    clock: { wallMs: () => world.now, monotonicMs: () => world.now },
    log: pino({ level: 'silent' }),
    passwords: {
      hash: async () => '',
      isRight: async (password, hashed) => {
        tried.push([password, hashed !== undefined])
        await until()
        return password === 'senha-certa'
      },
    },
  })
  return { signIn, tried, world, database }
}

test('sixty tries of one network that fail, and it waits; another one behind the same proxy doesn’t', async () => {
  const { signIn } = await openSignIn()
  const visitorAt = (address: string) => arrivalFrom('10.0.0.7', address)
  for (let place = 0; place < 60; place += 1) {
    const visitor = visitorAt(`2001:db8:0:7::${place}`)
    const { kind } = await signIn(visitor, { usuario: `user${place}`, senha: 'x' })
    expect(kind).toBe('refused')
  }

  const [same, other] = [visitorAt('2001:db8:0:7::99'), visitorAt('2001:db8:0:8::1')]
  expect(await signIn(same, right)).toMatchObject({ kind: 'wait', limit: 'address' })
  expect(await signIn(other, right)).toMatchObject({ kind: 'signed-in' })
})

test('who waits is not even tried; who is unknown is tried like who is known, and never let in', async () => {
  const { signIn, tried } = await openSignIn()

  for (let tries = 0; tries < 8; tries += 1)
    await signIn(stranger, { usuario: 'ANA', senha: 'errada' })
  const unknown = await signIn(stranger, { ...right, usuario: 'carla' })

  expect(tried).toEqual([...Array(5).fill(['errada', true]), ['senha-certa', false]])
  expect(unknown).toEqual({ kind: 'refused' })
})

test('of tries that come at once no more are tried than one after the other', async () => {
  const { signIn, tried } = await openSignIn()
  const wrong = { usuario: 'ana', senha: 'errada' }

  const outcomes = await Promise.all(Array.from({ length: 8 }, () => signIn(stranger, wrong)))

  expect(tried).toHaveLength(5)
  expect(outcomes.at(-1)).toMatchObject({ kind: 'wait', limit: 'user' })
})

test('a hundred may wait for their turn; the networks that have most of them give way, and who is known to all', async () => {
  let until = Promise.resolve(true)
  const { signIn, tried } = await openSignIn(() => until)
  const entered = await signIn(stranger, right)
  const marks = entered.kind === 'signed-in' ? entered.marks : []
  const held = Promise.withResolvers<boolean>()
  until = held.promise
  const tries = (count: number, peer: string) =>
    Array.from({ length: count }, (_, place) =>
      signIn(arrivalFrom(peer), { usuario: `user${place}`, senha: 'x' }),
    )
  const flood = [...tries(101, '203.0.113.1'), ...tries(50, '203.0.113.2')]

  const another = signIn(stranger, right)
  await expect.poll(() => tried.length).toBe(2)
  const known = signIn(stranger, { ...right, marks })
  // It stands in its lane by then.
  await setImmediate()
  held.resolve(true)

  expect(await another).toMatchObject({ kind: 'signed-in' })
  expect(await known).toMatchObject({ kind: 'signed-in' })
  // Behind whose password was worked on, and then behind one of each network, though a hundred were there before.
  const turns = tried.slice(1).map(([password]) => password)
  expect(turns.indexOf('senha-certa')).toBe(1)
  expect(turns.lastIndexOf('senha-certa')).toBeLessThan(5)
  const kinds = (await Promise.all(flood)).map((one) =>
    one.kind === 'wait' ? one.limit : one.kind,
  )
  expect(kinds.filter((kind) => kind === 'queue')).toHaveLength(51)
  expect(new Set(kinds)).toEqual(new Set(['queue', 'refused']))
})

test('whoever signs in sweeps out what is over by then', async () => {
  const { signIn, world, database } = await openSignIn()
  await signIn(stranger, right)

  world.now += 60 * 60_000
  await signIn(stranger, right)

  const rows = await database.selectFrom('session').select('created_at').execute()
  expect(rows).toEqual([{ created_at: world.now }])
})
