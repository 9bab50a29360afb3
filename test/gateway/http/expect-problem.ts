import { expect } from 'vitest'
import type { Answer } from '../running.ts'

export const uuid = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/

/** What of our inside could show: file names, paths, libraries, stacks, what broke. */
export const inside =
  /\.ts\b|node_modules|\/src\/|node:|\bat .+:\d+|Error\b|journal|clock|undefined/

/** What every error of ours looks like, and what every answer below /api carries. */
export function expectProblem(answer: Answer, status: number, codigo: string) {
  expect([answer.status, answer.body]).toEqual([
    status,
    expect.objectContaining({
      status: 'error',
      codigo,
      msg: expect.stringMatching(/^\p{Lu}.*[.…]$/u),
      id_requisicao: answer.headers['x-request-id'],
    }),
  ])
  expectApiHeaders(answer)
}

export function expectApiHeaders({ headers }: Answer) {
  expect(headers).toMatchObject({
    'content-type': expect.stringMatching(/^application\/json/),
    'cache-control': 'no-store',
    'x-request-id': expect.stringMatching(uuid),
  })
}
