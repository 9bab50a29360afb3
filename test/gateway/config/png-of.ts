import { crc32, deflateSync } from 'node:zlib'

export type Chunk = [name: string, data: Buffer]

/** A PNG of these chunks, each with its right sum. */
export function pngOf(...chunks: Chunk[]): Buffer {
  const packed = chunks.map(([name, data]) => {
    const summed = Buffer.concat([Buffer.from(name, 'latin1'), data])
    const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
    length.writeUInt32BE(data.length)
    sum.writeUInt32BE(crc32(summed))
    return Buffer.concat([length, summed, sum])
  })
  return Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), ...packed])
}

/** 8 bits a point, grey. */
export function sized(width: number, height: number): Chunk {
  const head = Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0])
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  return ['IHDR', head]
}

export const grey: Chunk = ['IDAT', deflateSync(Buffer.from([0, 128, 128]))]
export const theEnd: Chunk = ['IEND', Buffer.alloc(0)]

/** Two points, side by side. */
export const smallPng = pngOf(sized(2, 1), grey, theEnd)
