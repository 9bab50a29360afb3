import { readFileSync } from 'node:fs'
import type { Logger } from 'pino'
import { createFileReader } from '../file-reader.ts'
import { type Secret, secretIn } from './environment.ts'
import { type AccountSecrets, eachPart } from './hubsoft.ts'

/**
 * A secret as it is now: one from a file is read again when the file has changed. What can't be read,
 * or isn't good enough, leaves the last value standing and is told in the log.
 */
export function createSecretReader(
  { value, file }: Secret,
  log: Logger,
  isGood = (value: string) => value !== '',
): () => string {
  if (file === undefined) return () => value
  return createFileReader([file], value, () => {
    const fresh = secretIn(readText(file))
    if (isGood(fresh)) return fresh
    log.error({ file }, 'a secret’s file is empty, too weak or can’t be read: kept the last')
    return null
  })
}

/** HubSoft's account, read again likewise. */
export function createAccountReader(secrets: AccountSecrets, log: Logger) {
  const readers = eachPart(secrets, (secret) => createSecretReader(secret, log))
  return () => eachPart(readers, (read) => read())
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}
