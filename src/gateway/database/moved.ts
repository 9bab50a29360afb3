import type { Database } from './database.ts'

/** Where the journal lies that this is not, or not any more. */
export type Moved = {
  /** Without user and password. */
  address: string
  /** Since when. */
  at: Date
}

export type MovedOptions = {
  /** Also what lies elsewhere now is opened, for whoever moves it. */
  takesMoved?: boolean
}

/** Whoever went on here would know of no send that went out from there, and call it one that never arrived. */
export class JournalMovedError extends Error {
  constructor(name: string, moved: Moved) {
    super(`DATABASE_URL: "${name}" ${describeMoved(moved)}`)
  }
}

/** What an operator is to do, behind the name of what was moved. */
export function describeMoved({ address, at }: Moved): string {
  return `não vale: os envios estão em ${address} desde ${minuteOf(at)}; ponha esse endereço em DATABASE_URL, ou, se isso está errado, veja “Mudar para PostgreSQL” em docs/operacao.md`
}

export const minuteOf = (at: Date) => `${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`

const theOnly = 1

export async function findMoved(database: Database): Promise<Moved | null> {
  const found = await database.selectFrom('moved_to').selectAll().executeTakeFirst()
  return found ? { address: found.address, at: new Date(found.at) } : null
}

/** What stands there already stays. */
export async function markMoved(database: Database, { address, at }: Moved) {
  await database
    .insertInto('moved_to')
    .values({ id: theOnly, address, at: at.getTime() })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

export async function unmarkMoved(database: Database) {
  await database.deleteFrom('moved_to').execute()
}

/** For whoever would go on with it. */
export async function expectNotMoved(database: Database, name: string) {
  const moved = await findMoved(database)
  if (moved) throw new JournalMovedError(name, moved)
}
