import { readJson, type Schema } from '../../contract/read-json.ts'
import type { HubsoftAnswer } from './answer.ts'

/** What HubSoft is asked for: a sign-in, to open a ticket, or a read. */
export const hubsoftRoutes = ['token', 'ticket', 'read'] as const
export type Route = (typeof hubsoftRoutes)[number]

/** What HubSoft is asked, and how its answer is read. */
export type Question<Said> = {
  route: Route
  /** Behind HubSoft's base address. */
  path: string
  query?: Record<string, string>
  /** Posted as JSON; without one it is a GET. */
  body?: object
  /** What is longer is no answer: it would stop everybody while it is read. */
  mostBytes: number
  /** What an answer says. Asked once, and never throws. */
  read: (answer: HubsoftAnswer) => Said
  /**
   * Whether what was said is believed only where nothing else comes on its connection. What a proxy says to
   * whoever connects may cross with our head, and looks like an answer until HubSoft's own comes.
   */
  mustStandAlone?(said: Said): boolean
}

/**
 * A read of what HubSoft has, by the schema of its list: null for anything else, since a missing key is "could
 * not check", never "none" (hubsoft §7). A new read is a file with this and its schema, as ticket-types.ts is;
 * `ask` does the rest.
 */
export function readOf<Shape>(path: string, schema: Schema<Shape>): Question<Shape | null> {
  return {
    route: 'read',
    path,
    mostBytes: 256 * 1024,
    read: ({ status, text }) => (status === 200 ? readJson(schema, text) : null),
  }
}
