// Loaded before the gateway (`node --import`): it gets one file with the line changed that BROKEN_LINE names.
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as z from 'zod/mini'
import { changeLine, root } from './changed-line.ts'

const changedLine = z.object({ file: z.string(), line: z.string(), becomes: z.string() })

const broken = z.parse(changedLine, JSON.parse(process.env.BROKEN_LINE ?? ''))
const target = pathToFileURL(join(root, broken.file)).href

registerHooks({
  load(url, context, nextLoad) {
    const loaded = nextLoad(url, context)
    if (url !== target) return loaded
    return { ...loaded, source: changeLine(String(loaded.source), broken) }
  },
})
