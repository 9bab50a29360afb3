// Loaded before the gateway (`node --import`): it gets the files with the lines changed that CHANGED_LINES names.
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as z from 'zod/mini'
import { changeLine, root } from './changed-line.ts'

const changedLine = z.object({ file: z.string(), line: z.string(), becomes: z.string() })

const changed = z.parse(z.array(changedLine), JSON.parse(process.env.CHANGED_LINES ?? '[]'))
const urlOf = ({ file }: { file: string }) => pathToFileURL(join(root, file)).href
const byUrl = Map.groupBy(changed, urlOf)

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context)
    const lines = byUrl.get(url)
    if (!lines) return loaded
    return { ...loaded, source: lines.reduce(changeLine, String(loaded.source)) }
  },
})
