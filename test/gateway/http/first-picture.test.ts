import { hash } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { createFirstPicture } from '#src/gateway/http/first-picture.ts'
import { createLog } from '#src/gateway/log.ts'
import { pageRoot } from '../../house.ts'
import { brandedConfiguracao } from '../../samples.ts'
import { temporaryFolder } from '../../temporary-folder.ts'
import { keepLog } from '../keep-log.ts'
import { openHouse } from '../running.ts'

const serverRoot = join(pageRoot, '../server')

test('the page of / has its form, one style and one script, each by its hash in the policy', async () => {
  const { send } = await openHouse({ isDrawn: true, env: { BRAND_COLOR: '#7b2cbf' } })
  const { text, headers } = await send('/')

  const textOf = (tag: string) => text.split(`<${tag}>`)[1]?.split(`</${tag}>`)[0] ?? ''
  const [script, style] = [textOf('script'), textOf('style')]
  const rest = text.split(`<script>${script}</script><style>${style}</style>`).join('')
  expect(rest.match(/<div id="raiz"><header>|<textarea[^>]* name="descricao"/g)).toHaveLength(2)
  expect(rest.match(/<style|<script>|<link rel="stylesheet|\sstyle=|\son[a-z]+=/g)).toBeNull()
  expect(style).toContain(':root{--brand-accent-light:#7b2cbf;')
  const policy = String(headers['content-security-policy']).split('; ')
  expect(policy).toContain(`script-src 'self' 'sha256-${hash('sha256', script, 'base64')}'`)
  expect(policy).toContain(`style-src 'self' 'sha256-${hash('sha256', style, 'base64')}'`)
  expect(policy.join()).not.toContain('unsafe')

  const withoutBar = (await send('/?barra=nao')).text
  expect([text, withoutBar].map((html) => /<header><div class="_bar/.test(html))).toEqual([
    true,
    false,
  ])
  expect((await send('/?barra=sim&barra=nao')).text).toBe(text)
  for (const path of ['/index.html', '/atendimentos', '/x']) {
    const bare = await send(path)
    expect(bare.text).toContain('<div id="raiz"></div>')
    expect(bare.headers['content-security-policy']).not.toContain('sha256')
  }
})

test('whatever it is called, a brand is text in it, and each form of the page is the same', async () => {
  const nome = '</div></script><script>alert(1)</script>$&'
  const known = { ...brandedConfiguracao, marca: { ...brandedConfiguracao.marca, nome } }
  const picture = await createFirstPicture(
    { pageRoot, serverRoot },
    createLog({ level: 'silent' }),
  )(known)

  const { plain, gzip, brotli } = picture?.withBar ?? { plain: new Uint8Array() }
  const html = Buffer.from(plain).toString()
  expect(html).toContain(
    '&lt;/div&gt;&lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;$&amp;</span>',
  )
  expect(html).not.toContain('<script>alert')
  expect(brotliDecompressSync(brotli ?? '').toString()).toBe(html)
  expect(gunzipSync(gzip ?? '').toString()).toBe(html)
})

/** What comes of it where the program that draws it is this one. */
async function drawBy(program: string | undefined) {
  const folder = await temporaryFolder()
  await mkdir(join(folder, 'server'))
  await writeFile(join(folder, 'server/early.js'), '1')
  if (program) await writeFile(join(folder, 'server/prerender.js'), program)
  const { logTo, text } = keepLog()
  const log = createLog({ level: 'warn', destination: { write: logTo } })
  const draw = createFirstPicture({ pageRoot, serverRoot: join(folder, 'server') }, log)
  return { picture: await draw(brandedConfiguracao), log: text() }
}

test.each([
  ['isn’t there', undefined, 'Cannot find module'],
  ['fails', 'process.stderr.write("no memory"); process.exit(1)', 'no memory'],
  ['draws something else', 'process.stdout.write("{}")', 'withBar'],
])(
  'where the program that draws it %s, the log says so and the page is bare',
  async (_how, program, why) => {
    const { picture, log } = await drawBy(program)

    expect(picture).toBeNull()
    expect(log).toMatch(/"level":40.*the form is on screen only once its script has come/)
    expect(log).toContain(why)
  },
)

test('the program that draws it knows nothing of the gateway’s environment, in which secrets are', async () => {
  const { picture } = await drawBy(
    "process.stdout.write(JSON.stringify({ withBar: Object.keys(process.env).join(), withoutBar: '', style: '' }))",
  )

  expect(Buffer.from(picture?.withBar.plain ?? '').toString()).toContain('<div id="raiz"></div>')
})
