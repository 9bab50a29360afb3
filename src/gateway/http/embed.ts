import { embeddedId, embeddedOf } from '../../contract/embedded.ts'
import type { FixedConfiguracao } from '../../contract/page-context.ts'

/**
 * The page with what it needs for its first picture: data and no script, which the policy lets pass. One without a
 * head stays as it is.
 */
export function embed(html: string, known: FixedConfiguracao): string {
  const [before, ...after] = html.split('</head>')
  if (after.length === 0) return html
  const block = `<script type="application/json" id="${embeddedId}">${safe(embeddedOf(known))}</script>`
  return `${before}${block}</head>${after.join('</head>')}`
}

/** No "<": neither an end of the element nor a comment, in which browsers would look for another end. */
const safe = (value: object) =>
  JSON.stringify(value).replace(
    /[<\u2028\u2029]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
