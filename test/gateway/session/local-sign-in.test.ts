import pino from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '#src/gateway/database/open-database.ts'
import { createLocalSignIn } from '#src/gateway/session/local-sign-in.ts'
import { letIn } from '../../house.ts'
import { arrivalFrom } from '../arrival.ts'

const stranger = arrivalFrom('203.0.113.9')
const right = { usuario: 'ana', senha: 'senha-certa' }
const ana = { usuario: 'ana', nome: 'Ana Lima', senha: 'senha-da-ana' }

/** Signing in, with what was asked of the passwords; answers at once, and only `senha-certa` is right. */
async function openSignIn(until = async () => true) {
  const { attendantsFile, databaseFile, remove } = await letIn(ana)
  const database = await openDatabase(databaseFile)
  onTestFinished(async () => {
    await database.destroy()
    await remove()
  })
  const world = { now: Date.parse('2026-03-02T12:00:00Z') }
  const tried: [string, boolean][] = []
  const { signIn } = await createLocalSignIn({
    attendantsFile,
    database,
    trustedProxies: ['10.0.0.7'],
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

test.each([
  [
    'behind a proxy',
    () => arrivalFrom('10.0.0.7', '203.0.113.9'),
    arrivalFrom('10.0.0.7', '203.0.113.10'),
  ],
  ['without one', () => stranger, arrivalFrom('203.0.113.10')],
  [
    'in a whole network of IPv6',
    (place: number) => arrivalFrom(`2001:db8:0:7::${place.toString(16)}`),
    arrivalFrom('2001:db8:0:8::1'),
  ],
])(
  'a visitor %s is counted by their address, and shuts nobody else out',
  async (_where, asVisitor, other) => {
    const { signIn } = await openSignIn()
    for (let place = 0; place < 60; place += 1) {
      const { kind } = await signIn(asVisitor(place), { usuario: `user${place}`, senha: 'x' })
      expect(kind).toBe('refused')
    }

    expect(await signIn(asVisitor(60), right)).toMatchObject({ kind: 'wait', limit: 'address' })
    expect(await signIn(other, right)).toMatchObject({ kind: 'signed-in' })
  },
)

test('who waits is not even tried; who is unknown is tried like who is known, and never let in', async () => {
  const { signIn, tried } = await openSignIn()

  for (let tries = 0; tries < 8; tries += 1)
    await signIn(stranger, { usuario: 'ANA', senha: 'errada' })
  const unknown = await signIn(stranger, { ...right, usuario: 'carla' })

  expect(tried).toEqual([...Array(5).fill(['errada', true]), ['senha-certa', false]])
  expect(unknown).toEqual({ kind: 'refused' })
})

test('who has signed in in this browser is kept out by nobody’s tries, and by few of their own', async () => {
  const { signIn } = await openSignIn()
  const entered = await signIn(stranger, right)
  const marks = entered.kind === 'signed-in' ? entered.marks : []
  const wrong = { usuario: 'ana', senha: 'errada' }
  for (let tries = 0; tries < 60; tries += 1) {
    await signIn(stranger, { ...wrong, usuario: tries < 5 ? 'ana' : `user${tries}` })
  }

  expect(await signIn(stranger, right)).toMatchObject({ kind: 'wait', limit: 'address' })
  expect(await signIn(arrivalFrom('198.51.100.1'), right)).toMatchObject({ limit: 'user' })
  expect(await signIn(stranger, { ...right, marks })).toMatchObject({ kind: 'signed-in' })

  for (let tries = 0; tries < 5; tries += 1) {
    expect(await signIn(stranger, { ...wrong, marks })).toEqual({ kind: 'refused' })
  }
  expect(await signIn(stranger, { ...right, marks })).toMatchObject({ limit: 'browser' })
  expect(await signIn(stranger, { ...right, usuario: 'user1', marks })).toMatchObject({
    limit: 'address',
  })
})

test('a hundred may wait for their turn, and of them the ones whose network has most give way', async () => {
  const held = Promise.withResolvers<boolean>()
  const { signIn, tried } = await openSignIn(() => held.promise)
  const tries = (count: number, peer: string) =>
    Array.from({ length: count }, (_, place) =>
      signIn(arrivalFrom(peer), { usuario: `user${place}`, senha: 'x' }),
    )
  const flood = [...tries(101, '203.0.113.1'), ...tries(50, '203.0.113.2')]

  const another = signIn(stranger, right)
  await expect.poll(() => tried.length).toBe(1)
  held.resolve(true)

  expect(await another).toMatchObject({ kind: 'signed-in' })
  // Behind one of each network, though a hundred were there before.
  expect(tried.findIndex(([password]) => password === 'senha-certa')).toBeLessThan(4)
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
