import * as z from 'zod/mini'
import { readJson } from '../../../contract/read-json.ts'
import type { Question } from '../question.ts'

export type Account = {
  client_id: string
  client_secret: string
  username: string
  password: string
}

const seconds = z.union([
  z.number(),
  z.pipe(z.string().check(z.regex(/^\d+$/)), z.transform(Number)), // hubsoft §10
])
// With any other character no request could be written, until the token's end.
const sendable = z.string().check(z.regex(/^[\x21-\x7e]+$/))
const granted = z.object({ access_token: sendable, expires_in: seconds })

/** A token and its life in seconds. */
export type Grant = z.infer<typeof granted>

/** For a token; null where the answer gives none that can be sent. */
export function signInWith(account: Account): Question<Grant | null> {
  return {
    route: 'token',
    path: 'oauth/token',
    body: { grant_type: 'password', ...account },
    mostBytes: 64 * 1024,
    read: ({ status, text }) => (status === 200 ? readJson(granted, text) : null),
  }
}
