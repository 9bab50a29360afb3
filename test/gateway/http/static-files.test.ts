import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { servedFile } from '#src/gateway/http/served-file.ts'
import { temporaryFolder } from '../../temporary-folder.ts'
import { keepLog } from '../keep-log.ts'
import { enterHouse, openHouse, shareHouse } from '../running.ts'
import { expectProblem } from './expect-problem.ts'
import { rawAnswer, readRaw } from './raw.ts'

const outside = 'OUTSIDE'
const hidden = 'HIDDEN'

/** A build in which somebody left what isn't for visitors, and beside it what never was. */
async function openBuild() {
  const folder = await mkdtemp(join(tmpdir(), 'build-'))
  const pageRoot = join(folder, 'client')
  await mkdir(join(pageRoot, 'assets/.cache'), { recursive: true })
  await mkdir(join(pageRoot, '.git'))
  await mkdir(join(pageRoot, 'assets/index.html'))
  await mkdir(join(folder, 'secrets'))
  const files = {
    'package.json': outside,
    'secrets/key.pem': outside,
    'client/index.html': '<!doctype html>THE PAGE',
    'client/index.html.br': hidden,
    'client/index.html.gz': hidden,
    'client/icon.svg': '<svg/>',
    'client/assets/app.js': 'THE SCRIPT',
    'client/assets/app.js.br': `${hidden} br`,
    'client/assets/app.js.gz': `${hidden} gzip`,
    'client/assets/app.js.map': hidden,
    'client/assets/.cache/x.js': hidden,
    'client/.env': hidden,
    'client/.git/config': hidden,
  }
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)
  await symlink(join(folder, 'package.json'), join(pageRoot, 'assets/linked.js'))
  await symlink(join(folder, 'secrets'), join(pageRoot, 'assets/secrets'))
  await symlink('/', join(pageRoot, 'assets/root'))
  // It is read once, at the start.
  return enterHouse({ pageRoot }).finally(() => rm(folder, { recursive: true }))
}

const build = shareHouse(openBuild)

const isPage = { status: 200, says: '<!doctype html>THE PAGE' }
const refused = { status: 404, says: 'nao_encontrado' }
const unreadable = { status: 400, says: 'requisicao_invalida' }

test.each([
  // Browsers and node-server resolve the dots before anybody looks: these ask for /package.json.
  ['/../package.json', isPage],
  ['/assets/../../package.json', isPage],
  ['/%2e%2e/%2E%2e/package.json', isPage],
  ['/assets/%2e%2e/%2e%2e/package.json', isPage],
  ['//package.json', isPage],
  ['//etc/passwd', isPage],
  ['///etc/passwd', isPage],
  ['/..%2fpackage.json', refused],
  ['/..%2Fpackage.json', refused],
  ['/assets/..%2f..%2fpackage.json', refused],
  ['/%2e%2e%2fpackage.json', refused],
  ['/..%252fpackage.json', refused],
  ['/..;/package.json', refused],
  ['/....//package.json', refused],
  ['/..%c0%afpackage.json', refused],
  ['/pasta%2Fpackage.json', refused],
  ['/..\\package.json', unreadable],
  ['/assets\\..\\..\\package.json', unreadable],
  ['/..%5cpackage.json', refused],
  ['/assets/..%5C..%5cpackage.json', refused],
  ['/C:%5cWindows%5cwin.ini', refused],
  ['/assets/app.js%00', refused],
  ['/%00', refused],
  ['/package.json%00.svg', refused],
  ['/assets/app.js%0a', refused],
  ['/.env', refused],
  ['/.git/config', refused],
  ['/.well-known/security.txt', refused],
  ['/assets/.cache/x.js', refused],
  ['/%2eenv', refused],
  ['/assets/linked.js', refused],
  ['/assets/secrets/key.pem', refused],
  ['/assets/root/etc/passwd', refused],
  ['/assets/app.js.br', refused],
  ['/assets/app.js.gz', refused],
  ['/index.html.br', refused],
  ['/assets/app.js.map', refused],
  ['/app.js.map', refused],
  ['/assets', isPage],
  ['/assets/', refused],
  ['/assets/index.html', refused],
  ['/assets/APP.JS', refused],
  ['/assets/app.js/', refused],
  ['/assets//app.js', refused],
  ['/__proto__', isPage],
  ['/qualquer/coisa?x=1', isPage],
  ['/%C3%A9', isPage],
  ['/healthzz', isPage],
  ['/assets/__proto__', refused],
  ['/assets/constructor', refused],
])('asked for %s', async (path, { status, says }) => {
  const { url } = build()
  const { host } = new URL(url)

  // By hand: a client would tidy the address up.
  const answer = readRaw(await rawAnswer(url, `GET ${path} HTTP/1.1\r\nHost: ${host}\r\n\r\n`))

  expect([answer.status, answer.text]).toEqual([status, expect.stringContaining(says)])
  expect(answer.text).not.toMatch(/OUTSIDE|HIDDEN|root:/)
})

test.each(['/', '/index.html', '/assets/app.js', '/icon.svg', '/atendimentos/x?y=../..'])(
  'what the build held at the start is there, though its folder is gone: %s',
  async (path) => {
    const { send } = build()

    const { status, text, headers } = await send(path)

    expect(status).toBe(200)
    expect(text).toMatch(/^(<!doctype html>THE PAGE|THE SCRIPT|<svg\/>)$/)
    expect(headers['content-length']).toBe(String(text.length))
  },
)

test.each([
  ['gzip, deflate, br', 'br'],
  ['gzip, deflate', 'gzip'],
  ['GZIP;q=0.5, br;q=0.4', 'gzip'],
  ['br;q=0, gzip', 'gzip'],
  ['br;q=0, *', 'gzip'],
  ['*', 'br'],
  ['br;q=0.5, identity', undefined],
  ['br;q=0, gzip;q=0', undefined],
  ['zstd', undefined],
  ['identity;q=0, *;q=0', undefined],
  ['', undefined],
])(
  'who accepts “%s” gets it packed as %s, and each form is kept apart',
  async (accepted, coding) => {
    const { send } = build()

    const { headers, text } = await send('/assets/app.js', {
      headers: { 'accept-encoding': accepted },
    })

    expect(headers['content-encoding']).toBe(coding)
    expect(text).toBe(coding ? `${hidden} ${coding}` : 'THE SCRIPT')
    expect(headers.vary).toBe('Accept-Encoding')
  },
)

test('what a browser has is told to be as it was, and nothing else is', async () => {
  const { send } = build()
  const gzip = { 'accept-encoding': 'gzip' }
  const tag = String((await send('/', { headers: gzip })).headers.etag)
  const plain = String((await send('/')).headers.etag)
  const ask = (known: string, method = 'GET') =>
    send('/', { method, headers: { ...gzip, 'if-none-match': known } })

  for (const known of [tag, `W/${tag}`, `"x", W/${tag}`, '*']) {
    const { status, text, headers } = await ask(known)
    expect([status, text]).toEqual([304, ''])
    expect(headers).toMatchObject({
      etag: tag,
      vary: 'Accept-Encoding',
      'cache-control': 'no-cache',
    })
    expect(headers).not.toHaveProperty('content-encoding')
  }
  expect((await ask(tag, 'HEAD')).status).toBe(304)
  // Of another form, and what is no tag.
  for (const known of [plain, tag.slice(1, -1), '""', 'W/*', '']) {
    expect((await ask(known)).status).toBe(200)
  }
  expect((await send('/assets/app.js')).headers).not.toHaveProperty('etag')
})

test('each form of a file has a tag of its own, and under other headers another one', () => {
  const [plain, gzip, brotli] = [new Uint8Array([1]), new Uint8Array([2]), new Uint8Array([3])]
  const tagsUnder = (policy: string) =>
    servedFile({ plain, gzip, brotli }, { type: 'text/html', isHashed: false, policy }).forms.map(
      ({ etag }) => etag,
    )

  expect(new Set([...tagsUnder(''), ...tagsUnder('https://intranet.exemplo')]).size).toBe(6)
})

test('by whichever address the page comes with what it needs, and no other file does', async () => {
  const pageRoot = await temporaryFolder()
  const html = '<!doctype html><head></head>x'
  await writeFile(join(pageRoot, 'index.html'), html)
  await writeFile(join(pageRoot, 'ajuda.html'), html)
  const { send } = await openHouse({ pageRoot })

  const { text } = await send('/')

  expect(text).toMatch(/^<!doctype html><head><script [^>]+>\{.+\}<\/script><\/head>x$/)
  for (const path of ['/index.html', '/atendimentos']) expect((await send(path)).text).toBe(text)
  const head = await send('/', { method: 'HEAD' })
  expect([head.text, head.headers['content-length']]).toEqual(['', String(Buffer.byteLength(text))])
  expect((await send('/ajuda.html')).text).toBe(html)
})

test.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'])(
  '%s gets neither page nor file: 404',
  async (method) => {
    const { send } = build()

    for (const path of ['/', '/assets/app.js', '/icon.svg']) {
      expectProblem(await send(path, { method }), 404, 'nao_encontrado')
    }
  },
)

test.each(['bytes=0-3', 'bytes=99999-', 'bytes=-1', 'bytes=0-1,3-4', 'lines=1', 'bytes=x'])(
  'whoever asks for a part (%s) gets the whole',
  async (range) => {
    const { send } = build()

    const { status, text } = await send('/assets/app.js', { headers: { range } })

    expect([status, text]).toEqual([200, 'THE SCRIPT'])
  },
)

test('without a build there is no page, which the log says at the start, and the API is there', async () => {
  const { logTo, text } = keepLog()
  const { send } = await openHouse({ pageRoot: '/nowhere', logTo })

  expectProblem(await send('/'), 404, 'nao_encontrado')
  expect((await send('/api/sessao')).status).toBe(200)
  expect(text()).toMatch(/"level":40.*npm run build/)
})
