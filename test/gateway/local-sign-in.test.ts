import pino from 'pino'
import { expect, onTestFinished, test } from 'vitest'
import { openDatabase } from '#src/gateway/database/open-database.ts'
import { createLocalSignIn } from '#src/gateway/session/local-sign-in.ts'
import { letIn } from '../house.ts'
import { arrivalFrom } from './arrival.ts'

const ana = { usuario: 'ana', nome: 'Ana Lima', senha: 'senha-da-ana' }

/** Signing in, with what was asked of the passwords; answers at once, and only `senha-certa` is right. */
async function openSignIn() {
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
      const { kind } = await signIn(arrivalFrom(peer, visitor), `user${place}`, 'x')
      expect(kind).toBe('refused')
    }

    expect(await signIn(arrivalFrom(peer, visitor), 'ana', 'senha-certa')).toMatchObject({
      kind: 'wait',
      limit: 'address',
    })
    expect(await signIn(arrivalFrom(other, another), 'ana', 'senha-certa')).toMatchObject({
      kind: 'signed-in',
    })
  },
)

test('what a stranger writes into X-Forwarded-For gives them no further tries', async () => {
  const { signIn } = await openSignIn()
  for (let place = 0; place < 60; place += 1) {
    await signIn(arrivalFrom('203.0.113.9', `198.51.100.${place}`), `user${place}`, 'x')
  }

  const next = await signIn(arrivalFrom('203.0.113.9', '198.51.100.200'), 'ana', 'senha-certa')

  expect(next).toMatchObject({ kind: 'wait', limit: 'address' })
})

test('who waits is not even tried, and who is unknown is tried like who is known', async () => {
  const { signIn, tried } = await openSignIn()

  for (let tries = 0; tries < 8; tries += 1)
    await signIn(arrivalFrom('203.0.113.9'), 'ANA', 'errada')
  await signIn(arrivalFrom('203.0.113.9'), 'carla', 'senha-certa')

  expect(tried).toEqual([...Array(5).fill(['errada', true]), ['senha-certa', false]])
})

test('a password that would be right signs nobody in who isn’t listed', async () => {
  const { signIn } = await openSignIn()

  expect(await signIn(arrivalFrom('203.0.113.9'), 'carla', 'senha-certa')).toEqual({
    kind: 'refused',
  })
})

test('whoever signs in sweeps out what is over by then', async () => {
  const { signIn, world, database } = await openSignIn()
  await signIn(arrivalFrom('203.0.113.9'), 'ana', 'senha-certa')

  world.now += 60 * 60_000
  await signIn(arrivalFrom('203.0.113.9'), 'ana', 'senha-certa')

  const rows = await database.selectFrom('session').select('created_at').execute()
  expect(rows).toEqual([{ created_at: world.now }])
})
