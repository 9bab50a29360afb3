import { randomBytes, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import pLimit from 'p-limit'

type Cost = { logN: number; r: number; p: number }
type Scrypt = (
  password: string,
  salt: Buffer,
  length: number,
  options: ScryptOptions,
  done: (error: Error | null, key: Buffer) => void,
) => void
type PasswordHash = Cost & { salt: Buffer; key: Buffer }

// As hard as ln=14, p=5, but what it takes, a little over 32 MiB, goes back to the system at once:
// glibc keeps smaller pieces, 16 MiB for each of the four threads that come to do this (glibc 2.41,
// measured: +70 MB for good). One at a time, since all of us may take 120 MiB (design §10).
const cost: Cost = { logN: 15, r: 8, p: 3 }
const atOnce = 1
const [saltBytes, keyBytes] = [16, 32]
// Five times what `npm run attendant` takes: normalising takes long on what is far longer.
const longestTyped = 1000

/** "$scrypt$ln=15,r=8,p=3$SALT$KEY", in base64 without padding. */
const hashText =
  /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2})\$([A-Za-z\d+/]{22,86})\$([A-Za-z\d+/]{43,86})$/
const mostMemory = 64 * 1024 * 1024

/** Hashes passwords and tries them, one after the other. */
export function createPasswords(work: Scrypt = scrypt) {
  const limit = pLimit(atOnce)
  // Of no password: whoever isn't in the list costs as much as who is, and never gets in.
  const nobodys = { ...cost, salt: randomBytes(saltBytes), key: randomBytes(keyBytes) }

  function derive(password: string, salt: Buffer, length: number, { logN, r, p }: Cost) {
    const { promise, resolve, reject } = Promise.withResolvers<Buffer>()
    // Keyboards differ in how they write an accent.
    const typed = password.length > longestTyped ? password : password.normalize('NFC')
    const options = { N: 2 ** logN, r, p, maxmem: 2 * mostMemory }
    work(typed, salt, length, options, (error, key) => (error ? reject(error) : resolve(key)))
    return promise
  }

  async function hash(password: string): Promise<string> {
    const salt = randomBytes(saltBytes)
    const key = await limit(() => derive(password, salt, keyBytes, cost))
    return write({ ...cost, salt, key })
  }

  /** Whether it is the password of this hash; undefined is nobody's, for which none is right. */
  async function isRight(password: string, hashed: string | undefined): Promise<boolean> {
    const stored = hashed === undefined ? nobodys : readHash(hashed)
    if (!stored) throw new Error('a password’s hash was not checked when it was read')
    const { salt, key } = stored
    return timingSafeEqual(await limit(() => derive(password, salt, key.length, stored)), key)
  }

  return { hash, isRight }
}

export type Passwords = ReturnType<typeof createPasswords>

/** Whether a text is such a hash, and asks for no more memory than this machine gives. */
export const isPasswordHash = (text: string) => readHash(text) !== null

function readHash(text: string): PasswordHash | null {
  const [, logN, r, p, salt = '', key = ''] = hashText.exec(text) ?? []
  const read = { logN: Number(logN), r: Number(r), p: Number(p) }
  // Its own rule, too: N below 2^(16 r) (RFC 7914).
  const isScrypt = read.logN > 0 && read.r > 0 && read.p > 0 && read.logN < 16 * read.r
  if (!isScrypt || memoryOf(read) > mostMemory) return null
  return { ...read, salt: Buffer.from(salt, 'base64'), key: Buffer.from(key, 'base64') }
}

function write({ logN, r, p, salt, key }: PasswordHash): string {
  const base64 = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')
  return `$scrypt$ln=${logN},r=${r},p=${p}$${base64(salt)}$${base64(key)}`
}

const memoryOf = ({ logN, r }: Cost) => 128 * r * 2 ** logN
