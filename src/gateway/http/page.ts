import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { type Context, Hono } from 'hono'
import { getMimeType } from 'hono/utils/mime'
import type { Logger } from 'pino'
import type { FixedConfiguracao } from '../../contract/page-context.ts'
import { embed } from './embed.ts'
import type { FirstPicture } from './first-picture.ts'
import { type GatewayEnv, problem } from './problem.ts'
import { policyWith } from './security-headers.ts'
import { answerWith, type FileContent, type ServedFile, servedFile } from './served-file.ts'

// Hidden files, other systems' separators, packed twins and source maps: whoever tries these should
// not take the page for a yes.
const noAddressOfThePage = /\/\.|[\p{Cc}\\]|%2f|\.(?:br|gz|map)$/iu

const pageType = 'text/html; charset=utf-8'

type PageDeps = {
  /** Folder of the build, absolute. */
  pageRoot: string
  /** What the page comes with. */
  configuracao: FixedConfiguracao
  /** The page of `/`, drawn already; null where it comes as all others. */
  firstPicture: FirstPicture | null
  frameAncestors: string[]
  log: Logger
}

/** The build's files, and the page itself at every other address (design §5, last row). */
export function pageRoutes(deps: PageDeps) {
  const { pageRoot: root, frameAncestors, log } = deps
  const policy = frameAncestors.join(' ')
  const built = readBuild(root)
  const files = new Map(
    [...built].map(([name, content]) => {
      const type = getMimeType(name) ?? 'application/octet-stream'
      return [name, servedFile(content, { type, isHashed: isHashed(name), policy })]
    }),
  )
  const html = built.get('/index.html')?.plain
  const page = html && bareOf(html, deps, policy)
  if (page) files.set('/index.html', page)
  else log.warn({ root }, 'there is no page to serve: npm run build makes it')
  const answerHome = page && homeOf(deps)
  const msg = 'Não há nada neste endereço. Volte à página inicial.'
  return new Hono<GatewayEnv>().get('*', (c) => {
    const { path } = c.req
    if (answerHome && path === '/') return answerHome(c)
    const isPage = !isHashed(path) && !noAddressOfThePage.test(path)
    const file = files.get(path) ?? (isPage ? page : undefined)
    if (file) return answerWith(c, file)
    return problem(c, { status: 404, codigo: 'nao_encontrado', msg })
  })
}

const isHashed = (path: string) => path.startsWith('/assets/')

/** The page as its script finds it everywhere but at `/`. */
function bareOf(html: Uint8Array, { configuracao }: PageDeps, policy: string): ServedFile {
  const plain = new Uint8Array(Buffer.from(embed(Buffer.from(html).toString(), configuracao)))
  const content = {
    plain,
    gzip: new Uint8Array(gzipSync(plain)),
    brotli: new Uint8Array(brotliCompressSync(plain)),
  }
  return servedFile(content, { type: pageType, isHashed: false, policy })
}

/** Of `/`, with a picture of what the page's script will make of it; undefined where there is none. */
function homeOf({ firstPicture, frameAncestors }: PageDeps) {
  if (!firstPicture) return undefined
  const { withBar, withoutBar, ...inline } = firstPicture
  const policy = policyWith(frameAncestors, inline)
  const about = { type: pageType, isHashed: false, policy }
  const files = { withBar: servedFile(withBar, about), withoutBar: servedFile(withoutBar, about) }
  return (c: Context<GatewayEnv>) => {
    c.header('Content-Security-Policy', policy)
    // As src/app/own-bar.ts reads it.
    const hasBar = new URL(c.req.url).searchParams.get('barra') !== 'nao'
    return answerWith(c, hasBar ? files.withBar : files.withoutBar)
  }
}

/**
 * Every file by its address, as it is at start: no request reaches the file system, so none leads out
 * of the folder or meets a file that can't be read. The server's own `serveStatic` (2.1.9) follows links out, hands
 * out packed twins and maps, and loses the files of a page that is open while another is built.
 */
function readBuild(root: string): Map<string, FileContent> {
  // Vite serves the page in development, where nothing need be built.
  const names = existsSync(root) ? [...filesIn(root)].map((path) => `/${relative(root, path)}`) : []
  const read = (name: string) => readFileSync(join(root, name))
  const readTwin = (name: string) => (names.includes(name) ? read(name) : undefined)
  return new Map(
    names
      .filter((name) => !noAddressOfThePage.test(name))
      .map((name) => [
        name,
        { plain: read(name), gzip: readTwin(`${name}.gz`), brotli: readTwin(`${name}.br`) },
      ]),
  )
}

/** Not by readdir's own `recursive`, which follows links to wherever they lead. */
function* filesIn(folder: string): Generator<string> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    if (entry.isDirectory()) yield* filesIn(path)
    if (entry.isFile()) yield path
  }
}
