import { budget } from './budget.ts'
import { weighFirstPage } from './first-page.ts'

/** What the first page's JavaScript is made of, heaviest first; of each its share of the packed bytes, by characters. */
const { bytes, ownBytes, characters, sizes } = await weighFirstPage()
const heaviest = [...sizes].sort(([, a], [, b]) => b - a)
for (const [name, size] of heaviest) {
  const share = Math.round((size / characters) * bytes)
  process.stdout.write(`${String(share).padStart(7)}  ${name || '(glue)'}\n`)
}
process.stdout.write(
  `${bytes} bytes of ${budget.bytes}, our own ${ownBytes} of ${budget.ownBytes}\n`,
)
