import { crc32 } from 'node:zlib'

const signature = Buffer.from('89504e470d0a1a0a', 'hex')
const longestSide = 2048 // unpacked, four bytes a point

export const isPng = (bytes: Buffer) => bytes.subarray(0, signature.length).equals(signature)

/** Width over height of a picture that stands still, or why it is none. */
export function readPng(bytes: Buffer): { proportion: number } | { fault: string } {
  const chunks = chunksOf(bytes)
  const first = chunks?.[0]
  const count = (wanted: string) => chunks?.filter(({ name }) => name === wanted).length ?? 0
  // One size, some picture, one end: of more than one another reader might take another.
  const isWhole = count('IHDR') === 1 && count('IDAT') > 0 && count('IEND') === 1
  if (!chunks || !isWhole || first?.name !== 'IHDR' || first.data.length !== 13) {
    return { fault: 'um PNG cortado ou estragado' }
  }
  if (chunks.some(({ name }) => name === 'acTL')) return { fault: 'um PNG animado' }
  const [width, height] = [first.data.readUInt32BE(0), first.data.readUInt32BE(4)]
  const isShowable = Math.min(width, height) > 0 && Math.max(width, height) <= longestSide
  if (isShowable) return { proportion: width / height }
  return { fault: `um PNG de ${width} × ${height} pontos (até ${longestSide} de cada lado)` }
}

/** All of them up to IEND, with which the file ends; null where one is broken, or something comes after. */
function chunksOf(bytes: Buffer) {
  const chunks: { name: string; data: Buffer }[] = []
  let at = signature.length
  // Length, name, data, check sum.
  while (at + 12 <= bytes.length) {
    const end = at + 12 + bytes.readUInt32BE(at)
    if (end > bytes.length) return null
    const summed = bytes.subarray(at + 4, end - 4)
    if (crc32(summed) !== bytes.readUInt32BE(end - 4)) return null
    chunks.push({ name: summed.toString('latin1', 0, 4), data: summed.subarray(4) })
    at = end
  }
  return at === bytes.length && chunks.at(-1)?.name === 'IEND' ? chunks : null
}
