import { glob, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const dist = fileURLToPath(new URL('../../dist/client', import.meta.url))
const read = (name: string) => readFile(join(dist, name), 'utf8')

/** What only the server may know or use. React itself has keys called `node`, hence the quotes. */
const serverOnly =
  /HUBSOFT_[A-Z]+|client_secret|\bundici\b|["'`]node:[a-z]|__vite-browser-external/g

/** What the page's CSP (`default-src 'self'`) would block in a document. */
function inlineCode(html: string): string[] {
  const scripts = /<script(?![^>]*\ssrc=)[^>]*>|<script[^>]*>\s*[^<\s][^<]*/gi
  const others =
    /<style[^>]*>|\s(?:style|on[a-z]+)\s*=\s*["'][^"']*|["'](?:javascript|data):[^"']*/gi
  return [...(html.match(scripts) ?? []), ...(html.match(others) ?? [])]
}

test('the bundle holds neither server code nor the name of a secret', async () => {
  const found: string[] = []
  let scripts = 0
  for await (const name of glob('**/*.{js,html,css}', { cwd: dist })) {
    scripts += Number(name.endsWith('.js'))
    for (const word of (await read(name)).match(serverOnly) ?? []) found.push(`${name}: ${word}`)
  }

  expect(found).toEqual([])
  expect(scripts).toBeGreaterThan(0)
})

test('the document holds no inline script or style', async () => {
  expect(inlineCode(await read('index.html'))).toEqual([])
})

test('what comes behind the form is compiled as it comes', async () => {
  const files = await Array.fromAsync(glob('assets/later-*.js', { cwd: dist }), read)

  // Further down browsers take it for any comment.
  expect(files.map((text) => text.split('\n', 1))).toEqual([['//# allFunctionsCalledOnLoad']])
})

test.each([
  ['process.env.HUBSOFT_CLIENT_SECRET', 'HUBSOFT_CLIENT'],
  ['{"client_secret":e}', 'client_secret'],
  ['import{fetch as e}from"undici"', 'undici'],
  ['import e from"node:fs"', '"node:f'],
])('in a bundle the check objects to: %s', (source, word) => {
  expect(source.match(serverOnly)).toEqual([word])
})

test('in a bundle the check accepts what React has', () => {
  expect('return{node:n,offset:e}; "O HubSoft respondeu:"'.match(serverOnly)).toBeNull()
})

test.each([
  '<script>alert(1)</script>',
  '<script type="module">import "/x.js"</script>',
  '<script src="/x.js">alert(1)</script>',
  '<style>p{}</style>',
  '<p style="color:red">',
  '<body onload="x()">',
  '<a href="javascript:x()">',
  '<link rel="icon" href="data:,">',
])('in a document the check objects to: %s', (html) => {
  expect(inlineCode(html)).toHaveLength(1)
})

test('in a document the check accepts linked scripts and styles', () => {
  const html = '<script type="module" src="/a.js"></script><link rel="stylesheet" href="/a.css">'

  expect(inlineCode(html)).toEqual([])
})
