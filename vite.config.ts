import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { glob, readFile, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, gzip } from 'node:zlib'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
// For its type alone, so that the page can be built without what only tests need (`npm ci --omit=dev`).
import type {} from 'vitest/config'

const webTests = [
  'test/{app,atendimento,cliente,host,sessao,ui}/**/*.test.{ts,tsx}',
  'test/app*.test.{ts,tsx}',
]

export default defineConfig({
  plugins: [react(), bareImports(), packedBesideFiles(), firstPicture(), gatewayBesideVite()],
  build: {
    target: 'baseline-widely-available',
    // The gateway's CSP allows no data: address, nor inline but what it puts into the page itself.
    modulePreload: false,
    assetsInlineLimit: 0,
    // All of it at once, so that a part of the page that comes later is there as soon as its script is.
    cssCodeSplit: false,
  },
  // The page's own alone: what renders its first picture is one file.
  environments: {
    client: {
      build: {
        outDir: 'dist/client',
        rolldownOptions: {
          output: {
            // Compiled as it comes, on another thread (Chromium 136), not at its first use, between a click and its receipt:
            // 10 ms of 229 at CPU ÷ 4.
            postBanner: ({ name }) => (name === 'later' ? '//# allFunctionsCalledOnLoad' : ''),
            codeSplitting: {
              // One file each: what the page starts with, and what it asks for as soon as it can be written in.
              groups: [
                { name: 'page', tags: ['$initial'] },
                {
                  name: 'later',
                  test: /src[\\/](?:app[\\/]later|atendimento|cliente|contract|ui)/,
                },
              ],
            },
          },
        },
      },
    },
  },
  // What wouter brings for a React older than ours.
  resolve: { alias: { 'use-sync-external-store/shim/index.js': 'react' } },
  server: { host: '127.0.0.1' },
  test: {
    // A busy machine is slow, not wrong.
    testTimeout: 120_000,
    expect: { poll: { timeout: 60_000 } },
    // Beside the browser's two, on two cores: with one less a core stands idle at the end, some 20 s.
    maxWorkers: 3,
    // No file's tests change what another's find; loading everything anew for each took a third of the time.
    isolate: false,
    globalSetup: ['test/in-memory.ts'],
    setupFiles: ['test/setup.ts'],
    css: { modules: { classNameStrategy: 'non-scoped' } },
    projects: [
      { extends: true, test: { name: 'web', environment: 'jsdom', include: webTests } },
      {
        extends: true,
        // Whatever isn't `web` runs here, so that no test file is forgotten.
        test: {
          name: 'node',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: webTests,
          globalSetup: ['test/postgres-server.ts'],
        },
      },
    ],
  },
})

/** Vite's wrapper around `import()` loads the stylesheets of a part first: here is one for the whole page. */
function bareImports(): Plugin {
  return {
    name: 'bare-imports',
    apply: 'build',
    enforce: 'pre',
    load: (id) =>
      id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (load) => load()' : null,
  }
}

// Brotli's default quality is the best, 11.
const packers = {
  br: promisify(brotliCompress),
  gz: (bytes: Buffer) => promisify(gzip)(bytes, { level: 9 }),
}

/** Writes NAME.br and NAME.gz beside each text file of the page. */
function packedBesideFiles(): Plugin {
  return {
    name: 'packed-beside-files',
    apply: 'build',
    applyToEnvironment: ({ name }) => name === 'client',
    writeBundle: {
      order: 'post',
      async handler({ dir = '' }) {
        for await (const name of glob('**/*.{js,css,html,svg}', { cwd: dir })) {
          const bytes = await readFile(join(dir, name))
          for (const [ending, pack] of Object.entries(packers)) {
            await writeFile(join(dir, `${name}.${ending}`), await pack(bytes))
          }
        }
      },
    },
  }
}

/**
 * dist/server: the program with which a gateway has the page rendered as it starts, with all that it needs, and what
 * runs in that page before its script has come.
 */
function firstPicture(): Plugin {
  const outDir = 'dist/server'
  return {
    name: 'first-picture',
    apply: 'build',
    // What comes later isn't in it.
    resolveDynamicImport(id) {
      return this.environment.name === 'server' ? { id: String(id), external: true } : null
    },
    // Here, since Vite's server and the tests have no use for them.
    config: () => ({
      builder: {},
      environments: {
        server: {
          consumer: 'server',
          resolve: { noExternal: true },
          // React's own choice would be made as it runs, by how the gateway was started.
          define: { 'process.env.NODE_ENV': '"production"' },
          build: {
            outDir,
            ssr: true,
            copyPublicDir: false,
            rolldownOptions: { input: 'src/prerender.tsx' },
          },
        },
        early: {
          consumer: 'client',
          build: {
            outDir,
            emptyOutDir: false,
            copyPublicDir: false,
            rolldownOptions: {
              input: 'src/early.ts',
              // What it uses of the page's files, and nothing that comes with them.
              treeshake: { moduleSideEffects: false },
              output: { format: 'iife', entryFileNames: '[name].js' },
            },
          },
        },
      },
    }),
  }
}

/** `npm run dev`: the gateway as a child of Vite, restarted by Node when its code changes. */
function gatewayBesideVite(): Plugin {
  let port = 0
  let gateway: ChildProcess | undefined
  const stop = () => gateway?.kill()
  return {
    name: 'gateway-beside-vite',
    apply: (_config, env) => env.command === 'serve' && env.mode !== 'test' && !env.isPreview,
    async config() {
      port = await freePort()
      // Not the short form `'/api': address`: it rewrites Host, which the gateway checks.
      const api = { target: `http://127.0.0.1:${port}`, changeOrigin: false }
      return { server: { proxy: { '/api': api, '/marca': api } } }
    },
    configureServer({ httpServer }) {
      httpServer?.once('listening', () => {
        gateway = spawn(
          process.execPath,
          ['--watch', '--watch-preserve-output', 'src/gateway/main.ts'],
          {
            stdio: ['ignore', 'inherit', 'inherit'],
            env: {
              // Its own, so that it runs beside `npm start`, which has its database for itself.
              DATABASE_URL: 'file:data/desenvolvimento.db',
              ...process.env,
              HOST: '127.0.0.1',
              PORT: String(port),
              PUBLIC_ORIGIN: `http://127.0.0.1:${portOf(httpServer)}`,
            },
          },
        )
      })
      httpServer?.once('close', stop)
      // Vite ends itself on SIGTERM, through `exit`; on SIGINT nobody would tell a gateway outside the terminal.
      process.once('exit', stop)
      process.once('SIGINT', () => process.exit(130))
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const port = portOf(server)
  await new Promise((closed) => server.close(closed))
  return port
}

function portOf(server: Pick<Server, 'address'>): number {
  const address = server.address()
  if (typeof address !== 'object' || !address) throw new Error('This server listens on no port.')
  return address.port
}
