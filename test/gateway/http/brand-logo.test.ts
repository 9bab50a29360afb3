import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { configuracao } from '#src/contract/page-context.ts'
import { temporaryFolder } from '../../temporary-folder.ts'
import { smallPng } from '../config/png-of.ts'
import { openHouse } from '../running.ts'
import { expectProblem } from './expect-problem.ts'

const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 3 1"><path d="M0 0h3v1z"/></svg>'

/** A house with this logo, and where the page is told that it is. */
async function openBranded(content: string | Buffer) {
  const BRAND_LOGO_FILE = join(await temporaryFolder(), 'logo')
  await writeFile(BRAND_LOGO_FILE, content)
  const { send } = await openHouse({ env: { BRAND_LOGO_FILE, BRAND_NAME: 'Provedor Exemplo' } })
  const { marca } = configuracao.parse((await send('/api/configuracao')).body)
  return { send, marca, address: marca.logo ?? '' }
}

test('the logo is served at its address for ever, as what it is, and runs nothing when it is opened', async () => {
  const { send, marca, address } = await openBranded(svg)

  const { status, text, headers } = await send(address)

  expect(marca).toMatchObject({ nome: 'Provedor Exemplo', proporcao: 3 })
  expect([status, text]).toEqual([200, svg])
  expect(headers).toMatchObject({
    'content-type': 'image/svg+xml; charset=utf-8',
    'content-length': String(svg.length),
    'cache-control': 'public, max-age=31536000, immutable',
    'content-security-policy':
      "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  })
})

test('a PNG is served byte by byte as it was', async () => {
  const { send, address } = await openBranded(smallPng)

  const { headers } = await send(address)

  expect(headers).toMatchObject({
    'content-type': 'image/png',
    'content-length': String(smallPng.length),
  })
})

test('beside the logo there is nothing, not even the page, whose policy stays its own', async () => {
  const { send, address } = await openBranded(svg)

  for (const path of ['/marca/', '/marca', '/marca/0123456789abcdef.svg', `${address}/x`]) {
    expectProblem(await send(path), 404, 'nao_encontrado')
  }
  expectProblem(await send(address, { method: 'POST' }), 404, 'nao_encontrado')
  expect((await send('/healthz')).headers['content-security-policy']).toMatch(
    /^default-src 'self';/,
  )
})
