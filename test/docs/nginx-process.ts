import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { certificateFor } from '../gateway/http/certificate.ts'
import { exchange, type Sending } from '../gateway/running.ts'
import { freePort } from '../process.ts'
import { programAt } from '../program.ts'
import { temporaryFolder } from '../temporary-folder.ts'

const docs = join(import.meta.dirname, '../../docs')
export const readExample = (name: string) => readFileSync(join(docs, name), 'utf8')

/** The name that the examples give the page. */
export const publicHost = 'abrir.provedor.com.br'

type Settings = {
  /** Which file says who the attendant is. */
  attendant: 'nginx-local.conf' | 'nginx-proxy.conf'
  /** Ports of the gateways behind it. */
  gateways: number[]
  /** One that fails is asked again at once, as if nothing had happened. */
  forgetsFailures?: boolean
  /** What the example's secret and sign-on are here. */
  secret?: string
  signOnPort?: number
}

/** The text with each example value replaced; a value that is no longer there is a defect of the test. */
function replaced(text: string, values: Record<string, string>): string {
  return Object.entries(values).reduce((before, [example, here]) => {
    if (!before.includes(example))
      throw new Error(`The example holds no ${JSON.stringify(example)}.`)
    return before.replaceAll(example, here)
  }, text)
}

/** The examples in docs, run by the real nginx in a folder of their own; gone after the test. */
export async function startNginx({
  attendant,
  gateways,
  forgetsFailures = false,
  secret,
  signOnPort,
}: Settings) {
  const folder = await temporaryFolder()
  const [httpPort, httpsPort] = [await freePort(), await freePort()]
  const at = (name: string) => join(folder, name)
  const { cert, key } = certificateFor('127.0.0.1')
  const site = replaced(readExample('nginx.conf'), {
    '    listen 80;\n    listen [::]:80;': `listen 127.0.0.1:${httpPort};`,
    '    listen 443 ssl;\n    listen [::]:443 ssl;': `listen 127.0.0.1:${httpsPort} ssl;`,
    '    server 127.0.0.1:8080;': gateways
      .map((port) => `server 127.0.0.1:${port}${forgetsFailures ? ' max_fails=0' : ''};`)
      .join(' '),
    '/etc/ssl/novo-atendimento': folder,
    '/var/log/nginx': folder,
    'include /etc/nginx/novo-atendimento-atendente.conf': `include ${at('atendente.conf')}`,
  })
  const isProxy = attendant === 'nginx-proxy.conf'
  const who = replaced(readExample(attendant), {
    ...(isProxy && { 'TROQUE-POR-UM-SEGREDO-DE-32-CARACTERES-OU-MAIS': secret ?? '' }),
    ...(isProxy && { 'http://127.0.0.1:9091/': `http://127.0.0.1:${signOnPort}/` }),
  })
  const spools = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((kind) => `${kind}_temp_path ${at(kind)};`)
    .join(' ')
  await Promise.all([
    writeFile(at('fullchain.pem'), cert),
    writeFile(at('privkey.pem'), key),
    writeFile(at('atendente.conf'), who),
    writeFile(at('site.conf'), site),
    writeFile(
      at('main.conf'),
      `daemon off; master_process off; pid ${at('pid')}; events {} http { ${spools} include ${at('site.conf')}; }`,
    ),
  ])

  const args = ['-e', 'stderr', '-p', folder, '-c', at('main.conf')]
  const child = spawn(programAt('nginx') ?? 'nginx', args, { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk) => {
    said += chunk
  })
  onTestFinished(async () => {
    const ended = new Promise((resolve) => child.once('close', resolve))
    if (child.exitCode === null && child.kill('SIGKILL')) await ended
  })
  /** One request by a visitor's browser, whose name for the page leads here. */
  const visit = (path: string, { headers, ...visiting }: Sending = {}) =>
    exchange(`https://127.0.0.1:${httpsPort}`, {
      path,
      servername: publicHost,
      headers: { host: publicHost, ...headers },
      ...visiting,
    })
  await expect
    .poll(
      () =>
        visit('/metrics').then(
          ({ status }) => status,
          () => said,
        ),
      { timeout: 10_000 },
    )
    .toBe(404)
  return {
    httpUrl: `http://127.0.0.1:${httpPort}`,
    visit,
    said: () => said,
    /** The access log, once it has this many lines more than the start made. */
    accessLog: async (lines: number) => {
      const read = async () =>
        (await readFile(at('novo-atendimento.access.log'), 'utf8')).split('\n')
      await expect.poll(async () => (await read()).length).toBeGreaterThan(lines)
      return (await read()).join('\n')
    },
    errorLog: () => readFile(at('novo-atendimento.error.log'), 'utf8'),
  }
}
