import type { CoresDoTema, Marca } from '../../contract/page-context.ts'
import { contrastOf, hexOf, type Oklab, oklabOf } from './oklab.ts'

export type BrandColours = NonNullable<Marca['cores']>

/** What the page lays its accent on, as src/ui/tokens.css has it. */
export const surfaces = {
  claro: ['#eef1f5', '#ffffff', '#f7f9fb'],
  escuro: ['#0e1318', '#171e26', '#12181f'],
} as const

/** Of text on what lies below it (WCAG 2.2, 1.4.3); a line needs 3, and so has enough. */
export const leastContrast = 4.5

/**
 * Both themes' colours of the operator's one: the light theme's accent as it is, the rest of its hue.
 *
 * @param colour "#0b57a4"
 * @returns the colours, or the nearest colour that can be read where `colour` can't
 */
export function coloursOf(colour: string): { colours: BrandColours } | { nearest: string } {
  const claro = lightOf(colour)
  if (!isLegible(claro, 'claro')) return { nearest: nearestTo(colour) }
  return { colours: { claro, escuro: darkOf(colour) } }
}

/** The same hue at another lightness, no more colourful than `chroma`. */
function shade([, a, b]: Oklab, lightness: number, chroma: number): string {
  const share = Math.min(1, chroma / (Math.hypot(a, b) || 1))
  return hexOf([lightness, a * share, b * share])
}

function lightOf(colour: string): CoresDoTema {
  const lab = oklabOf(colour)
  const [lightness] = lab
  // Almost black can't become darker.
  const strong = lightness < 0.3 ? lightness + 0.18 : lightness - 0.09
  return {
    destaque: colour,
    destaque_forte: shade(lab, strong, 1),
    destaque_suave: shade(lab, 0.957, 0.018),
    sobre_destaque: '#ffffff',
  }
}

function darkOf(colour: string): CoresDoTema {
  const lab = oklabOf(colour)
  return {
    destaque: shade(lab, 0.79, 0.12),
    destaque_forte: shade(lab, 0.87, 0.06),
    destaque_suave: shade(lab, 0.27, 0.045),
    sobre_destaque: shade(lab, 0.22, 0.045),
  }
}

/** Each text on each surface that it may stand on. */
export function pairsOf(
  { destaque, destaque_forte, destaque_suave, sobre_destaque }: CoresDoTema,
  theme: keyof typeof surfaces,
): [text: string, below: string][] {
  const grounds = [...surfaces[theme], destaque_suave]
  const texts = [destaque, destaque_forte]
  return [
    ...texts.flatMap((text) => grounds.map((below): [string, string] => [text, below])),
    ...texts.map((below): [string, string] => [sobre_destaque, below]),
  ]
}

const isLegible = (colours: CoresDoTema, theme: keyof typeof surfaces) =>
  pairsOf(colours, theme).every(([text, below]) => contrastOf(text, below) >= leastContrast)

/** Darker step by step: black at last can be read on everything light. */
function nearestTo(colour: string): string {
  const [lightness, a, b] = oklabOf(colour)
  for (let darker = lightness; darker > 0; darker -= 0.002) {
    const nearest = hexOf([darker, a, b])
    if (isLegible(lightOf(nearest), 'claro')) return nearest
  }
  return '#000000'
}
