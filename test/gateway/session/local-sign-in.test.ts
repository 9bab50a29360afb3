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
  ['10.0.0.7', '203.0.113.9', '10.0.0.7', '203.0.113.10'],
  ['203.0.113.9', undefined, '203.0.113.10', undefined],
])(
  'tries are counted by the visitor’s address: %s for %s',
  async (peer, visitor, other, another) => {
    const { signIn } = await openSignIn()
    for (let place = 0; place < 60; place += 1) {
      const { kind } = await signIn(arrivalFrom(peer, visitor), {
        usuario: `user${place}`,
        senha: 'x',
      })
      expect(kind).toBe('refused')
    }

    expect(
      await signIn(arrivalFrom(peer, visitor), { usuario: 'ana', senha: 'senha-certa' }),
    ).toMatchObject({
      kind: 'wait',
      limit: 'address',
    })
    expect(
      await signIn(arrivalFrom(other, another), { usuario: 'ana', senha: 'senha-certa' }),
    ).toMatchObject({
      kind: 'signed-in',
    })
  },
)

test('whoever has a whole network of IPv6 counts as one address, and shuts nobody else out', async () => {
  const { signIn } = await openSignIn()
  for (let place = 0; place < 60; place += 1) {
    const arrival = arrivalFrom(`2001:db8:0:7::${place.toString(16)}`)
    await signIn(arrival, { usuario: `user${place}`, senha: 'x' })
  }

  expect(await signIn(arrivalFrom('2001:db8:0:7:f::1'), right)).toMatchObject({ limit: 'address' })
  expect(await signIn(arrivalFrom('2001:db8:0:8::1'), right)).toMatchObject({ kind: 'signed-in' })
})

test('who waits is not even tried, and who is unknown is tried like who is known', async () => {
  const { signIn, tried } = await openSignIn()

  for (let tries = 0; tries < 8; tries += 1)
    await signIn(arrivalFrom('203.0.113.9'), { usuario: 'ANA', senha: 'errada' })
  await signIn(arrivalFrom('203.0.113.9'), { usuario: 'carla', senha: 'senha-certa' })

  expect(tried).toEqual([...Array(5).fill(['errada', true]), ['senha-certa', false]])
})

test('a password that would be right signs nobody in who isn’t listed', async () => {
  const { signIn } = await openSignIn()

  expect(
    await signIn(arrivalFrom('203.0.113.9'), { usuario: 'carla', senha: 'senha-certa' }),
  ).toEqual({
    kind: 'refused',
  })
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
  await signIn(arrivalFrom('203.0.113.9'), { usuario: 'ana', senha: 'senha-certa' })

  world.now += 60 * 60_000
  await signIn(arrivalFrom('203.0.113.9'), { usuario: 'ana', senha: 'senha-certa' })

  const rows = await database.selectFrom('session').select('created_at').execute()
  expect(rows).toEqual([{ created_at: world.now }])
})
