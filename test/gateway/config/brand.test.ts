import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type BrandColours,
  coloursOf,
  pairsOf,
  surfaces,
} from '#src/gateway/config/brand-colours.ts'
import { readConfig } from '#src/gateway/config/config.ts'
import type { Environment } from '#src/gateway/config/environment.ts'
import { contrastOf, hexOf, oklabOf } from '#src/gateway/config/oklab.ts'

const read = (env: Environment) => {
  const found = readConfig(env)
  return 'faults' in found ? found.faults : found.config.brand
}

test.each([
  ['Provedor Exemplo', 'Provedor Exemplo'],
  ['  Ávila\u200b   Net ', 'Ávila Net'],
  ['Fibra² Net™', 'Fibra² Net™'],
  ['x'.repeat(40), 'x'.repeat(40)],
])('BRAND_NAME "%s" is shown as "%s"', (BRAND_NAME, name) => {
  expect(read({ BRAND_NAME })).toMatchObject({ name })
})

test.each([' ', '\u200b', 'x'.repeat(41)])('BRAND_NAME "%s" stops the start', (BRAND_NAME) => {
  expect(read({ BRAND_NAME })).toEqual([
    `BRAND_NAME: foi lido "${BRAND_NAME}"; esperado: um nome de até 40 caracteres`,
  ])
})

test('a colour in capitals is the light theme’s accent as it is, and the dark theme’s is made of it', () => {
  expect(read({ BRAND_COLOR: '#0B57A4' })).toMatchObject({
    colours: {
      claro: { destaque: '#0b57a4', destaque_suave: '#e9f2fd', sobre_destaque: '#ffffff' },
      escuro: { destaque: '#89beff', destaque_suave: '#16273c', sobre_destaque: '#0b1b2f' },
    },
  })
})

test.each(['#000000', '#020202', '#1c1c1c', '#2f2f2f', '#330000'])(
  'of %s, too, what is under the pointer is seen to be',
  (colour) => {
    const found = coloursOf(colour)
    if ('nearest' in found) throw new Error(`${colour} is refused`)

    const { claro, escuro } = found.colours
    for (const { destaque, destaque_forte } of [claro, escuro]) {
      const [rest, under] = [oklabOf(destaque)[0], oklabOf(destaque_forte)[0]]
      expect(Math.abs(under - rest)).toBeGreaterThan(0.05)
    }
  },
)

test.each(['azul', '#06c', '0b57a4', '#0b57a4ff', '#0b57ag', 'rgb(11 87 164)'])(
  'BRAND_COLOR "%s" is no colour',
  (BRAND_COLOR) => {
    expect(read({ BRAND_COLOR })).toEqual([
      `BRAND_COLOR: foi lido "${BRAND_COLOR}"; esperado: uma cor como '#0b57a4'`,
    ])
  },
)

test.each([
  ['#ffcc00', '#866a00'],
  ['#ff6600', '#bb4900'],
  ['#00A859', '#007f42'],
  ['#ffffff', '#6e6e6e'],
])('%s can’t be read on white: the start is refused, and %s named', (BRAND_COLOR, nearest) => {
  expect(read({ BRAND_COLOR })).toEqual([
    `BRAND_COLOR: foi lido "${BRAND_COLOR.toLowerCase()}"; esperado: contraste de 4,5:1 com o fundo claro, que ela não dá; a mais próxima que dá é '${nearest}'`,
  ])
  expect(read({ BRAND_COLOR: nearest })).toHaveProperty('colours')
})

const anyColour = fc
  .nat({ max: 0xffffff })
  .map((number) => `#${number.toString(16).padStart(6, '0')}`)

/** Not with the code's own threshold: what WCAG asks of text. */
function expectLegible({ claro, escuro }: BrandColours) {
  for (const [text, below] of [...pairsOf(claro, 'claro'), ...pairsOf(escuro, 'escuro')]) {
    expect(contrastOf(text, below), `${text} on ${below}`).toBeGreaterThanOrEqual(4.5)
  }
}

test('of any colour every pair can be read in both themes, or it is refused with one of which that is so', () => {
  fc.assert(
    fc.property(anyColour, (colour) => {
      const found = coloursOf(colour)
      const taken = 'nearest' in found ? coloursOf(found.nearest) : found
      if ('nearest' in taken) throw new Error(`${colour} is sent on from ${taken.nearest}`)
      expectLegible(taken.colours)
      if ('nearest' in found) expect(contrastOf(colour, '#eef1f5')).toBeLessThan(4.7)
    }),
    { numRuns: 500 },
  )
})

test('a colour comes back from Oklab as it went', () => {
  fc.assert(fc.property(anyColour, (colour) => hexOf(oklabOf(colour)) === colour))
})

test.each([
  ['#0b57a4', [0.4597, -0.0381, -0.1362], 7.2076],
  ['#ffcc00', [0.8652, -0.0012, 0.1768], 1.512],
])('%s has the Oklab and the contrast with white that others compute', (hex, lab, contrast) => {
  for (const [place, part] of oklabOf(hex).entries()) expect(part).toBeCloseTo(lab[place] ?? 9, 3)
  expect(contrastOf(hex, '#ffffff')).toBeCloseTo(contrast, 3)
})

/** The colours of one theme in the page's tokens; the operator's are asked for before those of the house. */
function tokensIn(css: string, theme: 'light' | 'dark') {
  const place = theme === 'light' ? 1 : 2
  const hex = '(#[\\da-f]{6})'
  const found = (name: string, light: string, dark: string) =>
    new RegExp(`--color-${name}: light-dark\\(\\s*${light},\\s*${dark}\\s*\\);`).exec(css)?.[place]
  const token = (name: string) => found(name, hex, hex)
  const own = (name: string) => {
    const brand = (of: string) => `var\\(--brand-${name}-${of}, ${hex}\\)`
    return found(name, brand('light'), brand('dark')) ?? ''
  }
  return {
    surfaces: [token('page'), token('surface'), token('sunken')],
    accent: {
      destaque: own('accent'),
      destaque_forte: own('accent-strong'),
      destaque_suave: own('accent-soft'),
      sobre_destaque: own('on-accent'),
    },
  }
}

test('what is checked is what the page lays its accent on, and its own accent keeps the same rule', async () => {
  const css = await readFile(join(import.meta.dirname, '../../../src/ui/tokens.css'), 'utf8')
  const [claro, escuro] = [tokensIn(css, 'light'), tokensIn(css, 'dark')]

  expect({ claro: claro.surfaces, escuro: escuro.surfaces }).toEqual(surfaces)
  expectLegible({ claro: claro.accent, escuro: escuro.accent })
})
