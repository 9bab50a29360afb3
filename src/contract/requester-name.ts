import { messages, warnings } from './messages.ts'
import type { Reading } from './reading.ts'
import { cleanLine, countCharacters } from './typed-text.ts'

const limit = 120 // our own; HubSoft documents none

// NFC, since NFKC would make "João 2º" into "João 2o" and "D´Ávila" into "D ́Ávila".
const cleanName = (typed: string) => cleanLine(typed, 'NFC')

function warningAbout(name: string, attendantName: string): string | undefined {
  if (name.includes('@')) return warnings.nameIsEmail
  if (/(?:\d\D*){8}/.test(name)) return warnings.nameHoldsNumber
  const isAttendant = name.toLowerCase() === cleanName(attendantName).toLowerCase()
  return isAttendant ? warnings.nameIsAttendant : undefined
}

/**
 * Reads the name of whoever is on the phone: as typed, but for white space.
 *
 * @param attendantName the signed-in attendant's, who may have typed it by habit
 * @see design B-3
 */
export function readRequesterName(typed: string, attendantName = ''): Reading<string> {
  const name = cleanName(typed)
  if (!name) return { fault: messages.nome.empty }
  if (!/\p{L}/u.test(name)) return { fault: messages.nome.noLetter }

  const excess = countCharacters(name) - limit
  if (excess > 0) return { fault: messages.nome.tooLong(excess, limit) }

  const warning = warningAbout(name, attendantName)
  return warning ? { value: name, warning } : { value: name }
}

/** "Bianca" of " Bianca  Couto"; empty where nothing is written. */
export const firstNameOf = (name: string): string => name.trim().split(/\s+/)[0] ?? ''
