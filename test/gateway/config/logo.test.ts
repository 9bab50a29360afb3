import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { readConfig } from '#src/gateway/config/config.ts'
import { temporaryFolder } from '../../temporary-folder.ts'
import { type Chunk, grey, pngOf, sized, smallPng, theEnd } from './png-of.ts'

/** What is read of a file with this in it, whose name says nothing; a fault without what stands in each. */
async function read(content: string | Buffer) {
  const BRAND_LOGO_FILE = join(await temporaryFolder(), 'logo.jpg')
  await writeFile(BRAND_LOGO_FILE, content)
  const found = readConfig({ BRAND_LOGO_FILE })
  if ('config' in found) return found.config.brand.logo
  expect(found.faults).toHaveLength(1)
  const form = /^BRAND_LOGO_FILE: em "[^"]+" há (.*); esperado: um PNG parado, ou um SVG só de /s
  return form.exec(found.faults[0] ?? '')?.[1]
}

const names =
  'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 40 10"'
const svg = (inside: string, more = '') => `<svg ${names} ${more}>${inside}</svg>`
const path = '<path d="M0 0h40v10H0z" fill="#0b57a4"/>'

test.each([
  ['a path', svg(path)],
  ['a declaration and a comment', `<?xml version="1.0" encoding="UTF-8"?>\n<!-- x -->${svg(path)}`],
  ['a byte order mark', `\ufeff${svg(path)}`],
  [
    'a gradient, a clip and a use of its own parts',
    svg(
      `<defs><linearGradient id="a"><stop offset="0" stop-color="rgb(1,2,3)"/></linearGradient>
      <clipPath id="b"><circle r="5"/></clipPath><path id="c" d="M0 0h9"/></defs>
      <g clip-path="url(#b)" fill='url("#a") none' transform="translate(1 2) skewX(4)"><use xlink:href="#c"/><use href="#c"/></g>`,
    ),
  ],
  [
    'classes, as Illustrator writes them, and dark mode',
    svg(
      `<style type="text/css"><![CDATA[.st0{fill:url(#a);font-family:'Open Sans'}]]>
      @media (prefers-color-scheme: dark) { path { fill: #fff } }</style>${path}`,
      'id="Camada_1" data-name="Camada(1)" style="enable-background:new 0 0 40 10;" xml:space="preserve" xlink:title="x"',
    ),
  ],
  [
    'what Inkscape notes for itself',
    svg(
      `<sodipodi:namedview id="v" inkscape:zoom="1"/><metadata><rdf:RDF><cc:Work rdf:about="">
      <dc:type rdf:resource="http://purl.org/dc/dcmitype/StillImage"/></cc:Work></rdf:RDF></metadata>
      <g inkscape:label="Camada 1" inkscape:groupmode="layer">${path}</g>`,
      `xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" xmlns:cc="http://creativecommons.org/ns#"
      xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns:dc="http://purl.org/dc/elements/1.1/"
      xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"`,
    ),
  ],
  ['a prefix of its own', '<s:svg xmlns:s="http://www.w3.org/2000/svg" viewBox="0,0 40,10"/>'],
  ['a viewBox as programs write it', svg(path).replace('0 0 40 10', ' -.5 +0 , 4e1\n1.0E+1 ')],
])('an SVG with %s is taken, whatever its name', async (_what, text) => {
  expect(await read(text)).toMatchObject({
    address: expect.stringMatching(/^\/marca\/[\da-f]{16}\.svg$/),
    type: 'image/svg+xml; charset=utf-8',
    proportion: 4,
  })
})

const link = 'javascript:alert(1)'

test.each<[svg: string, holds: string]>([
  // What runs.
  [svg('<script>alert(1)</script>'), '<script>'],
  [svg(`<script href="${link}"/>`), '<script>'],
  [svg('<SCRIPT>alert(1)</SCRIPT>'), '<SCRIPT>'],
  [svg('<s:script xmlns:s="http://www.w3.org/2000/svg">alert(1)</s:script>'), '<s:script>'],
  [svg('<h:script xmlns:h="http://www.w3.org/1999/xhtml">alert(1)</h:script>'), '<h:script>'],
  [svg('<title><img xmlns="http://www.w3.org/1999/xhtml" src="x"/></title>'), '<img>'],
  [svg('<metadata><script>alert(1)</script></metadata>'), '<script>'],
  [svg('<handler type="text/javascript">alert(1)</handler>'), '<handler>'],
  [svg('', 'onload="alert(1)"'), '<svg> com onload'],
  [svg('<g ONCLICK="alert(1)"/>'), '<g> com ONCLICK'],
  [svg('<g onfuturo="x"/>'), '<g> com onfuturo'],
  [svg('<g &#111;nload="x"/>'), 'XML malformado: '],
  [svg('<g x:onload="x" xmlns:x="http://www.w3.org/2000/svg"/>'), '<g> com x:onload'],
  [svg('<g ev:event="click" xmlns:ev="http://www.w3.org/2001/xml-events"/>'), '<g> com ev:event'],
  // What lets another language in.
  [svg('<foreignObject><iframe src="x"/></foreignObject>'), '<foreignObject>'],
  [svg('<iframe srcdoc="x"/>'), '<iframe>'],
  [svg('<desc><body xmlns="http://www.w3.org/1999/xhtml"/></desc>'), '<body>'],
  [`<html xmlns="http://www.w3.org/1999/xhtml">${svg(path)}</html>`, '<html> em vez de <svg>'],
  [
    '<svg viewBox="0 0 40 10"><script>alert(1)</script></svg>',
    'um <svg> sem xmlns="http://www.w3.org/2000/svg"',
  ],
  ['<SVG xmlns="http://www.w3.org/2000/svg"/>', '<SVG> em vez de <svg>'],
  // What leads away or loads.
  [svg(`<a href="${link}">${path}</a>`), '<a>'],
  [svg('<image href="https://example.com/x.png"/>'), '<image>'],
  [svg('<image href="data:image/svg+xml;base64,PHN2Zz4="/>'), '<image>'],
  [svg('<use href="https://example.com/x.svg#a"/>'), '<use> com href para fora dele'],
  [svg('<use xlink:href="data:image/svg+xml,x#a"/>'), '<use> com xlink:href para fora dele'],
  [svg('<use href="&#35;a&#10;x"/>'), '<use> com href para fora dele'],
  [
    svg('<use x:href="/x#a" xmlns:x="http://www.w3.org/1999/xlink"/>'),
    '<use> com x:href para fora',
  ],
  [svg('<use x:href="#a" xmlns:x="urn:x"/>'), '<use> com x:href para fora dele'],
  [svg('<pattern href="x.svg#a"/>'), '<pattern> com href para fora dele'],
  [svg('<filter><feImage href="#a"/></filter>'), '<feImage>'],
  [svg(path, 'xml:base="https://example.com/"'), '<svg> com xml:base'],
  [svg('<video src="x"/>'), '<video>'],
  // What moves, and may set an address while it does.
  [svg(`<set attributeName="href" to="${link}"/>`), '<set>'],
  [svg('<g><animate attributeName="onclick" values="x"/></g>'), '<animate>'],
  [svg('<animateTransform attributeName="transform"/>'), '<animateTransform>'],
  [svg('<mpath href="#a"/>'), '<mpath>'],
  // Styles that load.
  [svg('<style>@import "https://example.com/x.css";</style>'), '@import'],
  [svg('<style>@IMPORT url(x);</style>'), '@IMPORT'],
  [svg('<style><![CDATA[@imp]]>ort "x";</style>'), '@import'],
  [svg('<style>&#64;import "x";</style>'), '@import'],
  [svg('<style>@\\69mport "x";</style>'), 'uma barra invertida'],
  [svg('<style>@font-face{src:local(x)}</style>'), '@font-face'],
  [svg('<style>g{fill:u\\72l(x)}</style>'), 'uma barra invertida'],
  [svg('<style>g{background:url(x)}</style>'), 'url(…)'],
  [svg('<style>g{background:URL( "//example.com")}</style>'), 'URL(…)'],
  [svg('<style>g{fill:url(#a);cursor:url("#b" x)}</style>'), 'url(…)'],
  [svg('<style>g{background:image-set("x" 1x)}</style>'), 'image-set(…)'],
  [svg('<style>g{background:-webkit-image-set("x" 1x)}</style>'), '-webkit-image-set(…)'],
  [svg('<style>g{background:src("x")}</style>'), 'src(…)'],
  [svg('<style>@media screen{@import "x";}</style>'), '@import'],
  [svg('<style><g/></style>'), '<g> dentro de <style>'],
  [svg('<style>g{fill:url(\u00a0#a)}</style>'), 'url(…)'],
  [svg('<g style="fill:url(//example.com/#a)"/>'), '<g> com url(…) em style'],
  [svg('<g style="behavior:expression(alert(1))"/>'), '<g> com expression(…) em style'],
  [svg('<g fill="url(https://example.com/x.svg#a)"/>'), '<g> com url(…) em fill'],
  [svg('<g filter="&#117;rl(x)"/>'), '<g> com url(…) em filter'],
  [svg('<g mask="u\\rl(x)"/>'), '<g> com uma barra invertida em mask'],
  // What comes before the drawing.
  [`<!DOCTYPE svg>${svg(path)}`, 'DOCTYPE'],
  [`<!DOCTYPE svg [<!ENTITY x "y">]>${svg('&x;')}`, 'DOCTYPE'],
  [`<!DOCTYPE svg SYSTEM "https://example.com/x.dtd">${svg(path)}`, 'DOCTYPE'],
  [`<?xml-stylesheet href="x.css"?>${svg(path)}`, '<?xml-stylesheet?>'],
  [`<?xml version="1.1"?>${svg(path)}`, 'XML 1.1'],
  [`<?xml version="1.0" encoding="UTF-7"?>${svg(path)}`, 'a codificação UTF-7'],
  [`<?xml version="1.0" encoding="ISO-8859-1"?>${svg(path)}`, 'a codificação ISO-8859-1'],
  // What readers might read differently.
  [svg('<g>'), 'XML malformado: '],
  [svg('<g a="1" a="2"/>'), 'XML malformado: '],
  [svg('&nbsp;'), 'XML malformado: '],
  [svg('\u0000'), 'XML malformado: '],
  [`${svg(path)}<script xmlns="http://www.w3.org/2000/svg"/>`, 'XML malformado: '],
  [`${svg(path)}lixo`, 'XML malformado: '],
  [`\ufeff\ufeff${svg(path)}`, 'XML malformado: '],
  // What would keep a browser busy.
  [svg('<g>'.repeat(60) + '</g>'.repeat(60)), 'mais de 50 elementos um dentro do outro'],
  [
    svg('<g id="a"><use href="#b"/><use href="#b"/></g><use href="#a"/><use href="#a"/>'),
    'um <use> que repete outro',
  ],
  [svg('<use id="a" href="#a"/>'), 'um <use> que repete outro'],
  // What has no size, or none that fits.
  ['<svg xmlns="http://www.w3.org/2000/svg" width="40" height="10"/>', 'um <svg> sem viewBox'],
  [svg(path).replace('0 0 40 10', '0 0 40 0'), 'um <svg> sem viewBox'],
  ...['a b 40 10', '0 0 0x28 10', '0,0,,40 10', '0 0 Infinity Infinity', '0 0 40px 10px'].map(
    (viewBox): [string, string] => [
      svg(path).replace('0 0 40 10', viewBox),
      'um <svg> sem viewBox',
    ],
  ),
  [svg(path).replace('0 0 40 10', '0 0 90 10'), 'um desenho de 9.0:1'],
  [svg(path).replace('0 0 40 10', '0 0 10 90'), 'um desenho de 0.11:1'],
])('the SVG %s stops the start', async (text, holds) => {
  expect(await read(text)).toEqual(expect.stringContaining(holds))
})

const utf16 = Buffer.from(`\ufeff${svg(path)}`, 'utf16le')

test.each<[what: string, content: string | Buffer, holds: string]>([
  ['nothing', '', 'nada'],
  ['a word', 'logo', 'algo que não é SVG nem PNG'],
  ['HTML', '<!doctype html><script>alert(1)</script>', 'XML malformado: '],
  ['a JPEG', Buffer.from('ffd8ffe000104a46', 'hex'), 'algo que não é SVG em UTF-8 nem PNG'],
  ['a GIF', Buffer.from('GIF89a\u0001'), 'algo que não é SVG nem PNG'],
  ['a packed SVG', gzipSync(svg(path)), 'um SVG comprimido'],
  ['an SVG in UTF-16', utf16, 'algo que não é SVG em UTF-8 nem PNG'],
  ['an SVG in UTF-16 the other way', Buffer.from(utf16).swap16(), 'algo que não é SVG em UTF-8'],
  ['an SVG in Latin 1', Buffer.from(svg('<!-- ç -->'), 'latin1'), 'algo que não é SVG em UTF-8'],
  ['too much', svg(`<!--${'x'.repeat(64 * 1024)}-->`), '65653 bytes'],
])('a file with %s stops the start', async (_what, content, holds) => {
  expect(await read(content)).toEqual(expect.stringContaining(holds))
})

test('a PNG is taken, whatever its name, with what programs note in it', async () => {
  const note: Chunk = ['tEXt', Buffer.from('Software\0<script>')]

  expect(await read(smallPng)).toMatchObject({
    address: expect.stringMatching(/^\/marca\/[\da-f]{16}\.png$/),
    type: 'image/png',
    bytes: new Uint8Array(smallPng),
    proportion: 2,
  })
  expect(await read(pngOf(sized(4, 1), note, grey, theEnd))).toMatchObject({ proportion: 4 })
})

test('another logo has another address, since browsers keep each for ever', async () => {
  const addressOf = async (content: string | Buffer) => Object(await read(content)).address
  const one = await addressOf(svg(path))

  expect(await addressOf(svg(path))).toBe(one)
  expect(await addressOf(svg(path, 'id="x"'))).not.toBe(one)
})

const broken = 'um PNG cortado ou estragado'

test.each<[what: string, content: Buffer, holds: string]>([
  ['cut', smallPng.subarray(0, -1), broken],
  ['without an end', pngOf(sized(2, 1), grey), broken],
  ['without a size', pngOf(grey, theEnd), broken],
  ['of two sizes', pngOf(sized(2, 1), sized(9000, 1), grey, theEnd), broken],
  ['without a picture', pngOf(sized(2, 1), theEnd), broken],
  ['with two ends', pngOf(sized(2, 1), grey, theEnd, theEnd), broken],
  ['that is only a beginning', smallPng.subarray(0, 8), broken],
  ['with a script behind it', Buffer.concat([smallPng, Buffer.from('<script>')]), broken],
  ['with another picture behind it', Buffer.concat([smallPng, smallPng]), broken],
  ['with a bit that flipped', Buffer.from(smallPng).fill(7, 20, 21), broken],
  ['that moves', pngOf(sized(2, 1), ['acTL', Buffer.alloc(8)], grey, theEnd), 'um PNG animado'],
  ['that fills memory', pngOf(sized(30_000, 30_000), grey, theEnd), 'um PNG de 30000 × 30000'],
  ['of no width', pngOf(sized(0, 1), grey, theEnd), 'um PNG de 0 × 1 pontos'],
  ['too wide', pngOf(sized(90, 10), grey, theEnd), 'um desenho de 9.0:1'],
])('a PNG %s stops the start', async (_what, content, holds) => {
  expect(await read(content)).toEqual(expect.stringContaining(holds))
})

test('a logo that can’t be read stops the start', () => {
  expect(readConfig({ BRAND_LOGO_FILE: '/nada/logo.svg' })).toEqual({
    faults: [
      'BRAND_LOGO_FILE: "/nada/logo.svg" não pode ser lido; esperado: o caminho de um arquivo legível',
    ],
  })
})
