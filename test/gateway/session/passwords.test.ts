import { type ScryptOptions, scryptSync } from 'node:crypto'
import { expect, test } from 'vitest'
import { createPasswords, isPasswordHash } from '#src/gateway/session/passwords.ts'
import { normalizedDuring } from '../../contract/normalized.ts'
import { hostileTexts } from '../../hostile-texts.ts'

const { hash, isRight } = createPasswords()
const [salt, key] = ['A'.repeat(22), 'A'.repeat(43)]

test('a password is right for its own hash, which shows neither it nor that two are the same', async () => {
  const [one, another] = await Promise.all([hash('senha-da-ana'), hash('senha-da-ana')])

  expect(one).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[A-Za-z\d+/]{22}\$[A-Za-z\d+/]{43}$/)
  expect(another).not.toBe(one)
  expect(isPasswordHash(one)).toBe(true)
  expect(await isRight('senha-da-ana', one)).toBe(true)
  expect(await isRight('senha-da-anA', one)).toBe(false)
})

/** A hash at another cost than ours. */
function cheapHash(password: string): string {
  const salt = Buffer.from('0123456789abcdef')
  const key = scryptSync(password, salt, 32, { N: 1024, r: 4, p: 1 })
  const parts = [salt, key].map((part) => part.toString('base64').replaceAll('=', ''))
  return `$scrypt$ln=10,r=4,p=1$${parts.join('$')}`
}

test('a hash that was made at another cost still counts', async () => {
  const hashed = cheapHash('senha-da-ana')

  expect(await isRight('senha-da-ana', hashed)).toBe(true)
  expect(await isRight('senha-da-bia', hashed)).toBe(false)
  expect(await isRight('', hashed)).toBe(false)
})

test('an accent counts the same however the keyboard writes it', async () => {
  const hashed = cheapHash('coração-forte'.normalize('NFC'))

  expect(await isRight('coração-forte'.normalize('NFD'), hashed)).toBe(true)
  expect(await isRight('coracao-forte', hashed)).toBe(false)
})

/** Does nothing until it is told to, and notes what it was asked for. */
function heldScrypt() {
  const asked: { length: number; options: ScryptOptions; finish: () => void }[] = []
  const work: Parameters<typeof createPasswords>[0] = (_password, _salt, length, options, done) => {
    asked.push({ length, options, finish: () => done(null, Buffer.alloc(length)) })
  }
  return { asked, work }
}

test('a text far longer than any password is tried as it came', async () => {
  const password = hostileTexts(3900).marks
  const { asked, work } = heldScrypt()

  const texts = await normalizedDuring(async () => {
    const tried = createPasswords(work).isRight(password, undefined)
    await expect.poll(() => asked.length).toBe(1)
    asked[0]?.finish()
    await tried
  })

  expect(texts).toEqual([])
})

test('one password is worked on at a time, and nobody’s as long as somebody’s, who never gets in', async () => {
  const known = `$scrypt$ln=15,r=8,p=3$${salt}$${'B'.repeat(43)}`
  const { asked, work } = heldScrypt()
  const passwords = createPasswords(work)

  const tries = [known, undefined, known].map((hashed) => passwords.isRight('x', hashed))
  for (let turn = 0; turn < tries.length; turn += 1) {
    await expect.poll(() => asked.length).toBeGreaterThan(turn)
    expect(asked).toHaveLength(turn + 1)
    asked[turn]?.finish()
  }

  const [somebodys, nobodys] = asked.map(({ length, options }) => ({ length, options }))
  expect(nobodys).toEqual(somebodys)
  expect(nobodys?.options).toMatchObject({ N: 2 ** 15, r: 8, p: 3 })
  expect(await Promise.all(tries)).toEqual([false, false, false])
  expect(await isRight('', undefined)).toBe(false)
})

test.each([
  '',
  'senha-da-ana',
  `$scrypt$ln=0,r=8,p=5$${salt}$${key}`,
  `$scrypt$ln=14,r=0,p=5$${salt}$${key}`,
  `$scrypt$ln=14,r=8,p=0$${salt}$${key}`,
  `$scrypt$ln=17,r=8,p=5$${salt}$${key}`,
  `$scrypt$ln=16,r=1,p=5$${salt}$${key}`,
  `$scrypt$ln=99,r=99,p=5$${salt}$${key}`,
  `$scrypt$ln=14,r=8,p=5$$${key}`,
  `$scrypt$ln=14,r=8,p=5$${salt}$`,
  `$scrypt$ln=14,r=8,p=5$${salt}$${key}\n`,
  `$scrypt$ln=14,r=8,p=5$${salt}$${key} `,
  `$argon2id$ln=14,r=8,p=5$${salt}$${key}`,
])('"%s" is no hash that this gateway takes', (text) => {
  expect(isPasswordHash(text)).toBe(false)
})
