import type { Database } from './database.ts'
import type { Moved } from './moved.ts'

/** What comes of opening a database to read alone. */
export type OpenedToRead =
  | { kind: 'open'; database: Database }
  | { kind: 'missing' }
  | { kind: 'unreadable'; reason: string; cause: unknown }
  /** It has other tables than this version's, or none of ours. */
  | { kind: 'other-schema' }
  /** A server's: it has tables, and they are another program's. */
  | { kind: 'stranger' }
  /** Nothing is told from it any more. */
  | { kind: 'moved'; moved: Moved }

export const unreadable = (cause: unknown) => ({
  kind: 'unreadable' as const,
  reason: cause instanceof Error ? cause.message : String(cause),
  cause,
})
