import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { Hono } from 'hono'
import { getMimeType } from 'hono/utils/mime'
import type { Logger } from 'pino'
import type { FixedConfiguracao } from '../../contract/page-context.ts'
import { embed } from './embed.ts'
import { type GatewayEnv, problem } from './problem.ts'
import { answerWith, type ServedFile } from './served-file.ts'

// Hidden files, other systems' separators, packed twins and source maps: whoever tries these should
// not take the page for a yes.
const noAddressOfThePage = /\/\.|[\p{Cc}\\]|%2f|\.(?:br|map)$/iu

/**
 * The build's files, and the page itself at every other address (design §5, last row).
 *
 * @param root folder of the build, absolute
 * @param known what the page comes with
 */
export function pageRoutes(root: string, known: FixedConfiguracao, log: Logger) {
  const files = readBuild(root)
  const built = files.get('/index.html')
  const page = built && embed(built, known)
  if (page) files.set('/index.html', page)
  else log.warn({ root }, 'there is no page to serve: npm run build makes it')
  const msg = 'Não há nada neste endereço. Volte à página inicial.'
  return new Hono<GatewayEnv>().get('*', (c) => {
    const { path } = c.req
    const isPage = !path.startsWith('/assets/') && !noAddressOfThePage.test(path)
    const file = files.get(path) ?? (isPage ? page : undefined)
    if (file) return answerWith(c, file, path.startsWith('/assets/'))
    return problem(c, { status: 404, codigo: 'nao_encontrado', msg })
  })
}

/**
 * Every file by its address, as it is at start: no request reaches the file system, so none leads out
 * of the folder or meets a file that can't be read. The server's own `serveStatic` (2.1.9) follows links out, hands
 * out packed twins and maps, and loses the files of a page that is open while another is built.
 */
function readBuild(root: string): Map<string, ServedFile> {
  // Vite serves the page in development, where nothing need be built.
  const names = existsSync(root) ? [...filesIn(root)].map((path) => `/${relative(root, path)}`) : []
  const read = (name: string) => readFileSync(join(root, name))
  return new Map(
    names
      .filter((name) => !noAddressOfThePage.test(name))
      .map((name) => {
        const type = getMimeType(name) ?? 'application/octet-stream'
        const packed = names.includes(`${name}.br`) ? { brotli: read(`${name}.br`) } : {}
        return [name, { type, plain: read(name), ...packed }]
      }),
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
