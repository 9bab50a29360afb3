/** A colour as eyes order them: lightness from 0 to 1, then green to red and blue to yellow (Ottosson, 2020). */
export type Oklab = readonly [lightness: number, a: number, b: number]

type Rgb = readonly [red: number, green: number, blue: number]

const toLight = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
const fromLight = (light: number) =>
  light <= 0.0031308 ? light * 12.92 : 1.055 * light ** (1 / 2.4) - 0.055

/** How much of each light "#0b57a4" is, from 0 to 1. */
function lightOf(hex: string): Rgb {
  const all = Number.parseInt(hex.slice(1), 16)
  const part = (shift: number) => toLight(((all >> shift) & 0xff) / 255)
  return [part(16), part(8), part(0)]
}

export function oklabOf(hex: string): Oklab {
  const [red, green, blue] = lightOf(hex)
  const long = Math.cbrt(0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue)
  const medium = Math.cbrt(0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue)
  const short = Math.cbrt(0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue)
  return [
    0.2104542553 * long + 0.793617785 * medium - 0.0040720468 * short,
    1.9779984951 * long - 2.428592205 * medium + 0.4505937099 * short,
    0.0259040371 * long + 0.7827717662 * medium - 0.808675766 * short,
  ]
}

function rgbOf([lightness, a, b]: Oklab): Rgb {
  const long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const medium = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const short = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  return [
    fromLight(4.0767416621 * long - 3.3077115913 * medium + 0.2309699292 * short),
    fromLight(-1.2684380046 * long + 2.6097574011 * medium - 0.3413193965 * short),
    fromLight(-0.0041960863 * long - 0.7034186147 * medium + 1.707614701 * short),
  ]
}

// Half a step of the 255: what is rounded away anyway.
const fits = (rgb: Rgb) => rgb.every((part) => part > -0.002 && part < 1.002)

/** "#0b57a4": of a colour that no screen has the same, but paler. */
export function hexOf([lightness, a, b]: Oklab): string {
  const paler = (share: number): Rgb => rgbOf([lightness, a * share, b * share])
  let [inside, outside] = fits(paler(1)) ? [1, 1] : [0, 1]
  while (outside - inside > 0.001) {
    const middle = (inside + outside) / 2
    if (fits(paler(middle))) inside = middle
    else outside = middle
  }
  const bytes = paler(inside).map((part) => Math.round(255 * Math.min(1, Math.max(0, part))))
  return `#${bytes.map((byte) => byte.toString(16).padStart(2, '0')).join('')}`
}

function luminanceOf(hex: string): number {
  const [red, green, blue] = lightOf(hex)
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

/** From 1 to 21, as WCAG 2.2 counts it. */
export function contrastOf(one: string, other: string): number {
  const [darker = 0, lighter = 0] = [luminanceOf(one), luminanceOf(other)].toSorted((a, b) => a - b)
  return (lighter + 0.05) / (darker + 0.05)
}
