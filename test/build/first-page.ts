import { SourceMap } from 'node:module'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync } from 'node:zlib'
import { build, type Rolldown } from 'vite'

const root = fileURLToPath(new URL('../..', import.meta.url))

const packed = (code: string) => brotliCompressSync(code).length

/** `src/app.tsx`, or `react-dom` for whatever of a package's. */
const nameOf = (source: string) =>
  /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(source)?.[1] ?? source.replace(/^(?:\.\.\/)+/, '')

/** The JavaScript that `/` loads first, built as it is served; `shares` are of the packed bytes, by characters, of each module or package. */
export async function weighFirstPage() {
  // With a map of which character comes from where, which changes none of them.
  const built = await build({
    root,
    logLevel: 'silent',
    build: { write: false, sourcemap: 'hidden' },
  })
  const chunks = firstChunks(
    [built].flat().flatMap((part) => ('output' in part ? part.output : [])),
  )
  const code = chunks.map((chunk) => `${chunk.code}\n`).join('')
  const names = chunks.flatMap(namesIn)
  const sizes = new Map<string, number>()
  for (const name of names) sizes.set(name, (sizes.get(name) ?? 0) + 1)
  const bytes = chunks.reduce((sum, chunk) => sum + packed(chunk.code), 0)
  const shareOf = (size: number) => Math.round((size / code.length) * bytes)
  const shares = new Map([...sizes].map(([name, size]) => [name, shareOf(size)]))
  return {
    bytes,
    ownBytes: shareOf(names.filter((name) => name.startsWith('src/')).length),
    shares,
    modules: chunks
      .flatMap((chunk) => Object.keys(chunk.modules))
      .map((id) => id.slice(root.length)),
  }
}

/** The entry, and whatever it imports at once, at any depth. */
function firstChunks(output: Rolldown.OutputBundle[string][]): Rolldown.OutputChunk[] {
  const chunks = output.filter((file) => file.type === 'chunk')
  const first = new Set(chunks.filter((chunk) => chunk.isEntry))
  for (const { imports } of first) {
    for (const chunk of chunks) if (imports.includes(chunk.fileName)) first.add(chunk)
  }
  return [...first]
}

/** Where each character comes from. */
function namesIn({ code, map }: Rolldown.OutputChunk): string[] {
  if (!map) throw new Error('This chunk was built without a source map.')
  const sources = new SourceMap(JSON.parse(map.toString()))
  // Of what is handed to later files the map says nothing.
  const own = code.replace(/export\{[^}]*\};?\s*$/, '')
  const names = own.split('\n').flatMap((line, row) => {
    const names = Array.from(line.split(''), (_, column) => {
      const entry = sources.findEntry(row, column)
      // Some of it comes from nowhere, and is told as such.
      const source = 'originalSource' in entry ? entry.originalSource : undefined
      return source ? nameOf(source) : ''
    })
    // The line's end goes with it.
    return [...names, names.at(-1) ?? '']
  })
  return [...names, ...Array.from(code.slice(own.length), () => '')]
}
