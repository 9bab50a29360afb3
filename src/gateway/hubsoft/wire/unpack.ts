import { promisify } from 'node:util'
import { brotliDecompress, gunzip, inflate, inflateRaw, type ZlibOptions } from 'node:zlib'

type Unpack = (packed: Buffer, limits: ZlibOptions) => Promise<Buffer>

const [asGzip, asZlib, asDeflate] = [promisify(gunzip), promisify(inflate), promisify(inflateRaw)]
const asBrotli = promisify(brotliDecompress)

// Some servers leave the two bytes of the format's head out.
const unheaded: Unpack = (packed, limits) =>
  ((packed[0] ?? 0) & 0x0f) === 8 ? asZlib(packed, limits) : asDeflate(packed, limits)

const unpackers = new Map<string, Unpack>([
  ['gzip', (packed, limits) => asGzip(packed, limits)],
  ['x-gzip', (packed, limits) => asGzip(packed, limits)],
  ['deflate', unheaded],
  ['br', (packed, limits) => asBrotli(packed, limits)],
])

/** A body as it was before a proxy packed it, unasked. Rejects what can't be unpacked within that many bytes. */
export async function unpack(body: Buffer, encoding: string, mostBytes: number): Promise<Buffer> {
  const name = encoding.trim().toLowerCase()
  if (name === '' || name === 'identity' || body.length === 0) return body
  const unpacker = unpackers.get(name)
  if (!unpacker) throw new Error('an answer packed in no way that was known')
  return unpacker(body, { maxOutputLength: mostBytes })
}
