import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import type { Logger } from 'pino'
import * as z from 'zod/mini'
import { embeddedOf } from '../../contract/embedded.ts'
import type { FixedConfiguracao } from '../../contract/page-context.ts'
import { embed } from './embed.ts'
import type { Inline } from './security-headers.ts'
import type { FileContent } from './served-file.ts'

/** The page of `/` with and without a bar of its own, and what stands in both. */
export type FirstPicture = Inline & Record<'withBar' | 'withoutBar', FileContent>

/** Null where it can't be drawn. */
export type DrawFirstPicture = (known: FixedConfiguracao) => Promise<FirstPicture | null>

type Build = {
  /** Folder of the page's build, absolute. */
  pageRoot: string
  /** Folder of what draws it, absolute. */
  serverRoot: string
}

const patienceMs = 20_000

/**
 * Draws the page of `/` before anybody asks for it, so that a browser shows the form before it has the page's script:
 * for what the operator has set, which only the gateway knows.
 */
export const createFirstPicture =
  (build: Build, log: Logger): DrawFirstPicture =>
  (known) =>
    draw(build, known).catch((error: unknown) => {
      const said = error instanceof Error ? error.message : ''
      log.warn({ err: error, said }, 'the form is on screen only once its script has come')
      return null
    })

async function draw({ pageRoot, serverRoot }: Build, known: FixedConfiguracao) {
  const [html, script, drawn] = await Promise.all([
    readFile(join(pageRoot, 'index.html'), 'utf8'),
    readFile(join(serverRoot, 'early.js'), 'utf8'),
    render(join(serverRoot, 'prerender.js'), JSON.stringify(embeddedOf(known))),
  ])
  const [link, address = ''] = /<link rel="stylesheet"[^>]* href="([^"]+)"[^>]*>/.exec(html) ?? []
  if (!link) throw new Error('the page has no stylesheet')
  const style = (await readFile(join(pageRoot, address), 'utf8')) + drawn.style
  if (/<\/style/i.test(style) || /<\/script|<!--/i.test(script))
    throw new Error('it would end early')
  const head = embed(html, known).replace(
    link,
    () => `<script>${script}</script><style>${style}</style>`,
  )
  const [withBar, withoutBar] = await Promise.all([
    pack(put(head, drawn.withBar)),
    pack(put(head, drawn.withoutBar)),
  ])
  return { style, script, withBar, withoutBar }
}

const root = '<div id="raiz"></div>'

function put(html: string, markup: string): string {
  const [before, after, ...rest] = html.split(root)
  if (before === undefined || after === undefined || rest.length > 0)
    throw new Error('no one place')
  return `${before}<div id="raiz">${markup}</div>${after}`
}

async function pack(html: string): Promise<FileContent> {
  const plain = new Uint8Array(Buffer.from(html))
  const [packed, zipped] = await Promise.all([
    promisify(brotliCompress)(plain),
    promisify(gzip)(plain, { level: 9 }),
  ])
  return { plain, brotli: new Uint8Array(packed), gzip: new Uint8Array(zipped) }
}

const markups = z.object({ withBar: z.string(), withoutBar: z.string(), style: z.string() })

/** In a process of its own, which ends: React and the page would stay in this one's memory for good. */
async function render(program: string, embedded: string) {
  const child = spawn(process.execPath, [program], {
    // Nothing of the gateway's settings, some of which are secrets.
    env: {},
    timeout: patienceMs,
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  const ended = once(child, 'close')
  // Where it ends before it has read, its end says why.
  child.stdin.on('error', () => undefined).end(embedded)
  const [said, fault] = await Promise.all([text(child.stdout), text(child.stderr), ended])
  if (child.exitCode !== 0)
    throw new Error(`the program that draws it failed: ${fault.slice(0, 500)}`)
  return z.parse(markups, JSON.parse(said))
}
