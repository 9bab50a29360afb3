import { text } from 'node:stream/consumers'
import { StrictMode } from 'react'
import { renderToString } from 'react-dom/server'
import { brandStyle } from './app/use-brand-colours.ts'
import { App } from './app.tsx'
import { createDrafts } from './atendimento/send/drafts.ts'
import { readEmbedded } from './contract/embedded.ts'

/*
 * A program of its own, which a gateway runs as it starts: told what the page comes with, it says how that looks before
 * anybody has done anything.
 */

const never = () => {
  throw new Error('The first picture asks nobody, and keeps nothing.')
}

const embedded = readEmbedded(await text(process.stdin))

const pictureOf = (hasOwnBar: boolean) =>
  renderToString(
    <StrictMode>
      <App
        fetch={never}
        drafts={createDrafts({
          openStore: never,
          newKey: () => '',
          now: () => new Date(),
          holdKey: never,
        })}
        now={() => new Date()}
        hasOwnBar={hasOwnBar}
        embedded={embedded}
      />
    </StrictMode>,
  )

process.stdout.write(
  JSON.stringify({
    withBar: pictureOf(true),
    withoutBar: pictureOf(false),
    style: brandStyle(embedded?.marca.cores ?? null),
  }),
)
