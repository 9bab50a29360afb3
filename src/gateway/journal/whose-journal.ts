import type { Logger } from 'pino'
import type { Database } from '../database/database.ts'

/** Whose sends a journal knows: of a HubSoft, by its address, or of the stand-in. */
export type Whose = { hubsoft: URL; isDemo: boolean }

/** In place of an address. */
export const demoHubsoft = 'demo'

/**
 * Rejects where it is the demo's and this gateway is none, or the other way round: what isn't known is looked for,
 * and in another HubSoft nothing would be found. A HubSoft may get another address, which is told in the log.
 */
export async function expectOwn(database: Database, { hubsoft, isDemo }: Whose, log: Logger) {
  const own = isDemo ? demoHubsoft : hubsoft.host
  await database
    .insertInto('whose_journal')
    .values({ id: 1, hubsoft: own })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
  const known = await database
    .selectFrom('whose_journal')
    .select('hubsoft')
    .executeTakeFirstOrThrow()
  if (known.hubsoft === own) return
  if (isDemo || known.hubsoft === demoHubsoft) throw isOther(known.hubsoft)
  log.warn({ was: known.hubsoft, is: own }, 'the journal is of a HubSoft at another address')
  await database.updateTable('whose_journal').set({ hubsoft: own }).execute()
}

function isOther(known: string): Error {
  return known === demoHubsoft
    ? new Error(
        'DATABASE_URL: o banco é da demonstração; esperado: outro banco, que com HUBSOFT_URL os envios são de verdade',
      )
    : new Error(
        `DATABASE_URL: o banco é do HubSoft em ${known}, e sem HUBSOFT_URL este gateway seria a demonstração; esperado: HUBSOFT_URL, ou outro banco`,
      )
}
