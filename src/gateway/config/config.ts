import * as z from 'zod/mini'
import type { Modelo } from '../../contract/page-context.ts'
import { type Brand, readBrand } from './brand.ts'
import { createReader, type Environment } from './environment.ts'
import { type HubsoftSettings, readHubsoft } from './hubsoft.ts'
import { type JournalSettings, readJournal } from './journal.ts'
import { type Place, readPlace } from './place.ts'
import { type Auth, readSignIn } from './sign-in.ts'
import { readTemplates } from './templates.ts'

const logLevels = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
type LogLevel = (typeof logLevels)[number]

export type Config = Place &
  HubsoftSettings &
  JournalSettings & {
    auth: Auth
    brand: Brand
    templates: Modelo[]
    /** Whether attendants see HubSoft's notices about a customer. */
    showsAlerts: boolean
    logLevel: LogLevel
  }

/**
 * Reads the environment once (design §4), a subject each in its file.
 *
 * @returns the configuration, or every fault as one line
 */
export function readConfig(env: Environment): { config: Config } | { faults: string[] } {
  const reader = createReader(env)
  const { isHttps, ...place } = readPlace(reader)
  const hubsoft = readHubsoft(reader)
  const auth = readSignIn(reader, { ...place, isHttps })
  const journal = readJournal(reader)
  const brand = readBrand(reader)
  const templates = readTemplates(reader, hubsoft.destination.ticketTypes)
  const alerts = reader.read('SHOW_ALERTS', z.enum(['true', 'false']), 'true ou false')
  const logLevel =
    reader.read('LOG_LEVEL', z.enum(logLevels), `uma de ${logLevels.join(', ')}`) ?? 'info'
  if (!auth || reader.faults.length > 0) return { faults: reader.faults }
  const shown = { brand, templates, showsAlerts: alerts !== 'false' }
  return { config: { ...place, ...hubsoft, ...journal, auth, ...shown, logLevel } }
}
