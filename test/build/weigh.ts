import { budget } from './budget.ts'
import { weighFirstPage } from './first-page.ts'

/** What the first page's JavaScript is made of, heaviest first. */
const { bytes, ownBytes, shares } = await weighFirstPage()
for (const [name, share] of [...shares].sort(([, a], [, b]) => b - a)) {
  console.log(String(share).padStart(7), name || '(glue)')
}
process.stdout.write(
  `${bytes} bytes of ${budget.bytes}, our own ${ownBytes} of ${budget.ownBytes}\n`,
)
