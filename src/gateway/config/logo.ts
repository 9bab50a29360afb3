import { createHash } from 'node:crypto'
import type { Reader } from './environment.ts'
import { isPng, readPng } from './png.ts'
import { readSvg } from './svg.ts'

/** The operator's logo, and where it is served: the address changes with what it holds. */
export type Logo = {
  address: string
  type: 'image/png' | 'image/svg+xml; charset=utf-8'
  bytes: Uint8Array<ArrayBuffer>
  /** Width over height. */
  proportion: number
}

const mostBytes = 64 * 1024
const [narrowest, widest] = [1 / 4, 8]

const wanted =
  'um PNG parado, ou um SVG só de desenho (“Marca” em docs/operacao.md), de até 64 KiB e de 1:4 a 8:1'

export function readLogo(reader: Reader): Logo | undefined {
  const file = reader.typed('BRAND_LOGO_FILE')
  const bytes = reader.readBytes('BRAND_LOGO_FILE')
  if (bytes === undefined) return undefined
  const read = logoIn(bytes)
  if ('logo' in read) return read.logo
  return reader.fault('BRAND_LOGO_FILE', `em "${file}" há ${read.fault}`, wanted)
}

/** What it is, its bytes say and not its name. */
function logoIn(bytes: Buffer): { logo: Logo } | { fault: string } {
  if (bytes.length > mostBytes) return { fault: `${bytes.length} bytes` }
  if (bytes.length === 0) return { fault: 'nada' }
  const kind = isPng(bytes) ? 'png' : 'svg'
  const read = kind === 'png' ? readPng(bytes) : readSvgBytes(bytes)
  if ('fault' in read) return read
  const { proportion } = read
  if (proportion < narrowest || proportion > widest) {
    return { fault: `um desenho de ${proportion.toPrecision(2)}:1` }
  }
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 16)
  const type = kind === 'png' ? 'image/png' : 'image/svg+xml; charset=utf-8'
  const address = `${logoFolder}${hash}.${kind}`
  return { logo: { address, type, bytes: new Uint8Array(bytes), proportion } }
}

export const logoFolder = '/marca/'

function readSvgBytes(bytes: Buffer) {
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return { fault: 'um SVG comprimido' }
  try {
    // As the browser is told to read it. The parser takes one byte order mark off, and no second.
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return /^\s*</.test(text) ? readSvg(text) : { fault: 'algo que não é SVG nem PNG' }
  } catch {
    return { fault: 'algo que não é SVG em UTF-8 nem PNG' }
  }
}
