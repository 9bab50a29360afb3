import { readFileSync } from 'node:fs'
import type { Logger } from 'pino'
import { markOf } from '../file-mark.ts'
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
  let [held, seen] = [value, markOf(file)]
  return () => {
    const mark = markOf(file)
    if (mark === seen) return held
    seen = mark
    const text = readText(file)
    const fresh = text === null ? '' : secretIn(text)
    if (isGood(fresh)) held = fresh
    else log.error({ file }, 'a secret’s file is empty, too weak or can’t be read: kept the last')
    return held
  }
}

/** HubSoft's account, read again likewise. */
export function createAccountReader(secrets: AccountSecrets, log: Logger) {
  const readers = eachPart(secrets, (secret) => createSecretReader(secret, log))
  return () => eachPart(readers, (read) => read())
}

function readText(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}
