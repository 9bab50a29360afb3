import { rename, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createCertificateWatch } from '#src/gateway/http/socket/certificate-watch.ts'
import { temporaryFolder } from '../../../temporary-folder.ts'
import { keepLog } from '../../keep-log.ts'
import { certificateFor } from '../certificate.ts'

const day = 86_400_000
const start = Date.parse('2026-11-24T12:00:00Z')
const inDays = (days: number) => certificateFor('127.0.0.1', new Date(start + days * day))

/** A watch over two files, and a clock that the test sets; `inUse` is what the settings held. */
async function watching(pair = certificateFor('127.0.0.1'), inUse = pair) {
  const folder = await temporaryFolder()
  const [certFile, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')]
  const write = (text: { cert?: string; key?: string }) =>
    Promise.all([
      text.cert !== undefined && writeFile(certFile, text.cert),
      text.key !== undefined && writeFile(keyFile, text.key),
    ])
  await write(pair)

  const { log, lines } = keepLog()
  let read = 0
  const served: string[] = []
  const ends: Date[] = []
  let passedMs = 0
  const look = createCertificateWatch({
    tls: { ...inUse, certFile, keyFile },
    serve: ({ cert }) => served.push(cert),
    onEnds: (at) => ends.push(at),
    clock: { wallMs: () => start + passedMs, monotonicMs: () => passedMs },
    log,
  })
  return {
    folder,
    certFile,
    keyFile,
    write,
    served,
    ends,
    look,
    /** Since it was asked last. */
    said() {
      const fresh = lines().slice(read)
      read += fresh.length
      return fresh.map(({ level, msg }) => `${level} ${msg}`)
    },
    pass: (ms: number) => {
      passedMs += ms
    },
  }
}

const tookIt = '30 took a new certificate'
const keptIt = '50 certificate and key don’t fit together: kept the last'
const endsSoon = '40 the certificate ends soon'
const hasEnded = '50 the certificate has ended: browsers refuse us'

test('a renewed certificate is served from the next look on, once', async () => {
  const { write, look, served, said, ends } = await watching()
  const renewed = inDays(90)
  look()
  expect([served, said()]).toEqual([[], []])

  await write(renewed)
  look()
  look()

  expect(served).toEqual([renewed.cert])
  expect(said()).toEqual([tookIt])
  expect(ends.at(-1)).toEqual(new Date(start + 90 * day))
})

test('a pair that was renewed between reading the settings and the first look is taken', async () => {
  const renewed = certificateFor('127.0.0.1')
  const { look, served } = await watching(renewed, certificateFor('127.0.0.1'))

  look()

  expect(served).toEqual([renewed.cert])
})

const renewed = certificateFor('127.0.0.1')

test.each<[string, (watch: Awaited<ReturnType<typeof watching>>) => Promise<unknown>]>([
  ['only a new certificate', ({ write }) => write({ cert: renewed.cert })],
  ['only a new key', ({ write }) => write({ key: renewed.key })],
  ['rubbish', ({ write }) => write({ cert: 'x' })],
  ['no text', ({ write }) => write({ cert: '' })],
  ['no file', ({ certFile }) => rm(certFile)],
])('%s is told once and leaves the old pair, until the new one is there', async (_what, spoil) => {
  const watch = await watching()
  const { write, look, served, said } = watch
  look()

  await spoil(watch)
  look()
  look()
  expect([served, said()]).toEqual([[], [keptIt]])
  await write(renewed)
  look()

  expect([served, said()]).toEqual([[renewed.cert], [tookIt]])
})

test('a link that points elsewhere counts as a change, as certbot renews', async () => {
  const { folder, certFile, keyFile, look, served } = await watching()
  const { cert, key } = certificateFor('127.0.0.1')
  look()

  await writeFile(join(folder, 'cert2.pem'), cert)
  await writeFile(join(folder, 'key2.pem'), key)
  for (const [target, link] of [
    ['cert2.pem', certFile],
    ['key2.pem', keyFile],
  ] as const) {
    await symlink(target, `${link}.new`)
    await rename(`${link}.new`, link)
  }
  look()

  expect(served).toEqual([cert])
})

test('from 21 days before its end on, the certificate is told of at start and daily', async () => {
  const { look, said, pass } = await watching(inDays(21.5))

  look()
  expect(said()).toEqual([])
  pass(0.5 * day)
  look()
  expect(said()).toEqual([endsSoon])
  pass(day - 1)
  look()
  expect(said()).toEqual([])
  pass(1)
  look()
  expect(said()).toEqual([endsSoon])
  pass(21 * day)
  look()
  expect(said()).toEqual([hasEnded])
})

test('a new certificate ends the reminders, unless it ends soon itself', async () => {
  const { write, look, said, pass } = await watching(inDays(2))
  look()
  expect(said()).toEqual([endsSoon])

  await write(inDays(5))
  look()
  expect(said()).toEqual([tookIt, endsSoon])
  await write(inDays(90))
  look()
  expect(said()).toEqual([tookIt])
  pass(2 * day)
  look()

  expect(said()).toEqual([])
})
