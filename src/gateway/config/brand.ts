import * as z from 'zod/mini'
import { cleanLine, countCharacters } from '../../contract/typed-text.ts'
import { type BrandColours, coloursOf } from './brand-colours.ts'
import type { Reader } from './environment.ts'
import { type Logo, readLogo } from './logo.ts'

/** What the page shows of the operator; its own where nothing is set. */
export type Brand = {
  name: string | undefined
  logo: Logo | undefined
  colours: BrandColours | undefined
}

const longestName = 40

const nameForm = z.pipe(
  z.pipe(
    z.string(),
    z.transform((value: string) => cleanLine(value, 'NFC')),
  ),
  z.string().check(z.refine((name) => name !== '' && countCharacters(name) <= longestName)),
)

const colourForm = z.pipe(
  z.string().check(z.regex(/^#[\da-f]{6}$/i)),
  z.transform((value: string) => value.toLowerCase()),
)

export function readBrand(reader: Reader): Brand {
  return {
    name: reader.read('BRAND_NAME', nameForm, `um nome de até ${longestName} caracteres`),
    logo: readLogo(reader),
    colours: readColours(reader),
  }
}

function readColours({ read, misfit }: Reader): BrandColours | undefined {
  const colour = read('BRAND_COLOR', colourForm, "uma cor como '#0b57a4'")
  if (colour === undefined) return undefined
  const found = coloursOf(colour)
  if ('colours' in found) return found.colours
  const way = `contraste de 4,5:1 com o fundo claro, que ela não dá; a mais próxima que dá é '${found.nearest}'`
  return misfit('BRAND_COLOR', colour, way)
}
