import { brotliCompressSync } from 'node:zlib'
import { embeddedId, embeddedOf } from '../../contract/embedded.ts'
import type { FixedConfiguracao } from '../../contract/page-context.ts'
import type { ServedFile } from './served-file.ts'

/**
 * The page with what it needs for its first picture: data and no script, which the policy lets pass. One without a
 * head stays as it is.
 */
export function embed(
  { type, plain, ...packed }: ServedFile,
  known: FixedConfiguracao,
): ServedFile {
  const [before, ...after] = Buffer.from(plain).toString().split('</head>')
  if (after.length === 0) return { type, plain, ...packed }
  const block = `<script type="application/json" id="${embeddedId}">${safe(embeddedOf(known))}</script>`
  const page = Buffer.from(`${before}${block}</head>${after.join('</head>')}`)
  return { type, plain: new Uint8Array(page), brotli: new Uint8Array(brotliCompressSync(page)) }
}

/** No "<": neither an end of the element nor a comment, in which browsers would look for another end. */
const safe = (value: object) =>
  JSON.stringify(value).replace(
    /[<\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
